import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanEnvironment } from './environment.ts';
import * as missing from './missing.ts';
import { Refusal, exitCodes, type Text } from './refusal.ts';
import { run } from './run.ts';
import { repository } from './versions.ts';

const file = join(import.meta.dirname, 'compose.yaml');
const startLimitMs = 120_000;
/** Fetching the image may take long; it is done once. */
const fetchLimitMs = 900_000;

/** What LocalStack's free services leave out of Leian. */
export const leftOut: readonly Text[] = [
  {
    en: 'IoT Core: no certificates, no MQTT, no topic rules. Devices are left out of the walk.',
    zh: '无 IoT Core：没有证书、MQTT 与主题规则，演示中不含设备部分。',
  },
  {
    en: 'IAM is not enforced: a function without a grant works all the same. This proves nothing about rights.',
    zh: '不强制 IAM：缺少授权的函数同样可以运行，因此不能证明权限正确。',
  },
  { en: 'Data does not outlive the container.', zh: '数据不会在容器停止后保留。' },
];

const docker = (args: readonly string[], limitMs: number, port?: number) =>
  run('docker', args, {
    limitMs,
    cwd: repository,
    env: {
      ...cleanEnvironment(),
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('DOCKER_'))),
      ...(port === undefined ? {} : { LEIAN_PORT: String(port) }),
    },
  });

/** Which part of Docker is not here; undefined when all of it answers. A client without an engine is common: both are asked. */
export const dockerFault = async (): Promise<'client' | 'engine' | 'compose' | undefined> => {
  const engine = await docker(['version', '--format', '{{.Server.Version}}'], 10_000);
  if (engine.why === 'not found') return 'client';
  if (engine.code !== 0) return 'engine';
  return (await docker(['compose', 'version'], 10_000)).code === 0 ? undefined : 'compose';
};

/** Starts LocalStack and waits for it. Throws a Refusal when Docker is not here or the container does not come up. */
export const startContainer = async (
  endpoint: string,
  port: number,
  note: (text: string) => void,
): Promise<void> => {
  const fault = await dockerFault();
  if (fault !== undefined) throw new Refusal(exitCodes.notReady, [missing.docker(fault)]);
  note('fetching the image if needed');
  const { code, output } = await docker(['compose', '-f', file, 'up', '-d'], fetchLimitMs, port);
  if (code !== 0) throw new Refusal(exitCodes.notReady, [missing.container(output)]);
  note('waiting for it');
  const deadline = Date.now() + startLimitMs;
  while (Date.now() < deadline) {
    const answer = await fetch(`${endpoint}/_localstack/health`, {
      signal: AbortSignal.timeout(2_000),
    }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await sleep(500);
  }
  throw new Refusal(exitCodes.notReady, [
    missing.container(`it did not answer within ${startLimitMs / 1000} s`),
  ]);
};

/** Stops and removes the container, with its data. */
export const stopContainer = async (): Promise<void> => {
  await docker(['compose', '-f', file, 'down', '--volumes'], 60_000);
};
