import { join } from 'node:path';

/** What the local endpoint is made of, pinned here and in `requirements.txt` beside this file. Check the gaps again after each change. */
export const emulator = { name: 'MiniStack', version: '1.5.33' } as const;
/** The last LocalStack image that asks for no account. Also named in compose.yaml; a test compares the two. */
export const localstackImage = 'localstack/localstack:4.14.0';
/** Oldest Python that the pinned packages install on. */
export const oldestPython = { major: 3, minor: 10 } as const;
/** Node that the functions run on in the cloud, and here. */
export const nodeMajor = 24;

/** Region of the local stage: a region of China, as in production. */
export const region = 'cn-north-1';
/** Root credentials that the emulators are born with: they open nothing but this machine's emulator. */
export const rootCredentials = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** The stage that is deployed here. */
export const stage = { id: 'local-33', province: '33', stackPrefix: 'leian-33-' } as const;

/** AWS API and MQTT over TLS (8883 is the port that AWS IoT uses). */
export const ports = { aws: 4566, mqtt: 8883 } as const;

export const repository = join(import.meta.dirname, '..');
export const requirements = join(import.meta.dirname, 'requirements.txt');
