import type { Arguments } from '../arguments.ts';
import { stopContainer } from '../container.ts';
import { stopEmulator } from '../emulator.ts';
import { exitCodes } from '../refusal.ts';
import { knownWorlds, type Known } from './worlds.ts';

const how = {
  gone: 'was not running / 未在运行',
  ended: 'stopped, data are written / 已停止，数据已写入',
  forced:
    'did not end by itself and was ended by force: what changed since its start may be lost / 已强制结束，数据可能丢失',
} as const;

const stopOne = async ({ name, record }: Known): Promise<void> => {
  if (record.engine === 'localstack') {
    await stopContainer();
    console.log(`${name}: container removed / 容器已移除`);
  } else if (record.pid === undefined)
    console.log(`${name}: ${record.endpoint} is not ours to stop / 非本项目启动，不停止`);
  else console.log(`${name} (process ${record.pid}): ${how[await stopEmulator(name)]}`);
};

/** Stops every world that is up, or the named one. */
export const stop = async ({ options }: Arguments): Promise<number> => {
  const { world } = options;
  const running = (await knownWorlds()).filter(
    ({ name, up }) => up && (world === undefined || world === name),
  );
  if (running.length === 0) console.log('nothing is up / 没有正在运行的环境');
  await Promise.all(running.map(stopOne));
  return exitCodes.done;
};
