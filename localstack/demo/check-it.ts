import type { Running } from '../running.ts';
import type { Cast } from './register.ts';
import { output } from './scene.ts';

/** Variables of a shell with which the lines of README.md check what the walk said, as they stand. */
export const checkIt = (world: Running, cast: Cast): readonly string[] => {
  const { credentials, region, endpoint, api, table } = world;
  const machine = output(world, 'hazard-tracking', 'HazardMachineArn');
  return [
    '',
    '      to check it yourself, with the lines of README.md / 用 README 中的命令自行核对:',
    `      export AWS_ACCESS_KEY_ID=${credentials.accessKeyId} AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey} AWS_DEFAULT_REGION=${region} AWS_ENDPOINT_URL=${endpoint}`,
    `      export WORLD=${world.world} API=${api.url} TABLE=${table} ARCHIVE=${world.archive} MACHINE=${machine}`,
    `      export SUBJECT=${cast.west} ORGANISATION=${cast.organisation}`,
  ];
};
