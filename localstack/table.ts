import { describeSpan } from './clock.ts';
import type { Running } from './running.ts';
import { emulator, localstackImage, stage } from './versions.ts';

const engines = {
  ministack: `${emulator.name} ${emulator.version}`,
  localstack: localstackImage,
  other: 'another endpoint',
} as const;

/** What a person can connect to, copy and type next, once a world is up. `told` are lines of the caller, such as how it stops. */
export const closingTable = async (running: Running, told: readonly string[]): Promise<string> => {
  const { api, endpoint, credentials, region, mqtt, outputs, table, archive, lacks, world } = running;
  const offset = await running.clockOffset();
  const forWorld = world === 'start' ? '' : ` --world ${world}`;
  const rows: readonly (readonly [string, string])[] = [
    [
      'AWS endpoint',
      `${endpoint}   (${engines[running.engine]}${lacks.includes('iam') ? '' : ', IAM enforced'})`,
    ],
    ['Keys, region', `${credentials.accessKeyId} / ${credentials.secretAccessKey}, ${region}`],
    ['API', api.url],
    ['API id, stage', `${api.id}, ${api.stage}`],
    ['Table', table],
    ['Archive', archive],
    ...Object.entries(outputs['records'] ?? {})
      .filter(([key]) => key === 'BusName')
      .map(([, value]) => ['Event bus', value] as const),
    ...(mqtt === undefined
      ? []
      : [['MQTT over TLS', `${mqtt.host}:${mqtt.port}, CA ${endpoint}/_ministack/iot/ca.pem`] as const]),
    ...(offset === 0 ? [] : [['Virtual time', `${describeSpan(offset)} ahead`] as const]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  return [
    '',
    `  Leian is up / 雷安已启动 · province ${stage.province}, stage ${stage.id}, world ${world}`,
    '',
    ...rows.map(([label, value]) => `  ${label.padEnd(width)}${value}`),
    '',
    '  Try / 试一试:',
    `    curl -s ${api.url}/v1/health`,
    `    TOKEN=$(npm run -s token -- --role officer --office ${stage.province}0100${forWorld})`,
    `    curl -s -H "Authorization: Bearer $TOKEN" "${api.url}/v1/subjects?code=<credit code>"`,
    `    export AWS_ACCESS_KEY_ID=${credentials.accessKeyId} AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey} AWS_REGION=${region} AWS_DEFAULT_REGION=${region} AWS_ENDPOINT_URL=${endpoint}`,
    `    aws dynamodb scan --table-name ${table} --max-items 5`,
    '',
    '  Next / 接下来:',
    `    npm run status    npm run clock -- +30d${forWorld}    npm run reset -- --yes${forWorld}`,
    ...told.map((line) => `  ${line}`),
    '',
  ].join('\n');
};
