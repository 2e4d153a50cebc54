import { devNull } from 'node:os';
import { delimiter, dirname } from 'node:path';
import { region, rootCredentials } from './versions.ts';

/** Variables that every program needs to run at all. Nothing else of the user's shell reaches what we start. */
const basic = (
  'HOME USER LOGNAME SHELL TERM TMPDIR TEMP TMP LANG LC_ALL ' +
  'SystemRoot SystemDrive windir ComSpec PATHEXT APPDATA LOCALAPPDATA USERPROFILE ProgramData'
).split(' ');

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A clean environment: no AWS profile, no credentials, no proxy (everything is on loopback), and the Node that runs us
 * first on the PATH, because the emulator runs functions with the first `node` it finds.
 */
export const cleanEnvironment = (
  user: Environment = process.env,
  node = process.execPath,
): Record<string, string> => {
  const kept: Record<string, string> = {};
  for (const name of basic) {
    const value = user[name];
    if (value !== undefined) kept[name] = value;
  }
  const path = user['PATH'] ?? user['Path'];
  return { ...kept, PATH: [dirname(node), ...(path === undefined ? [] : [path])].join(delimiter) };
};

/** Environment of a tool that speaks to the endpoint, deaf to the user's AWS settings. */
export const awsEnvironment = (
  endpoint: string,
  credentials: { accessKeyId: string; secretAccessKey: string },
): Record<string, string> => ({
  ...cleanEnvironment(),
  ...quietCdk,
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
});

/** For the CDK command line: no telemetry, no notices, no settings files, no instance metadata. */
export const quietCdk = {
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
} as const;

/**
 * Credentials for an endpoint that is not ours: those that every emulator is born with, or what was set for Leian on purpose.
 * The user's AWS_* are never sent anywhere.
 */
export const credentialsFor = (
  user: Environment = process.env,
): { accessKeyId: string; secretAccessKey: string } => {
  const accessKeyId = user['LEIAN_ACCESS_KEY_ID'];
  const secretAccessKey = user['LEIAN_SECRET_ACCESS_KEY'];
  return accessKeyId === undefined || secretAccessKey === undefined
    ? rootCredentials
    : { accessKeyId, secretAccessKey };
};
