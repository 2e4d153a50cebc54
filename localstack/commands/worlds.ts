import { readdir } from 'node:fs/promises';
import { healthOf, runningEmulator } from '../emulator.ts';
import * as missing from '../missing.ts';
import { Refusal, exitCodes } from '../refusal.ts';
import { readWorld, worldName, worldsFolder, type WorldName, type WorldRecord } from '../worlds.ts';

export interface Known {
  readonly name: WorldName;
  readonly record: WorldRecord;
  readonly up: boolean;
}

const answers = async (endpoint: string): Promise<boolean> => {
  const answer = await fetch(endpoint, { signal: AbortSignal.timeout(1_500) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer !== undefined;
};

/** Every world that was ever brought up here, and whether it is up now. */
export const knownWorlds = async (): Promise<readonly Known[]> => {
  const names = (await readdir(worldsFolder).catch(() => [])).filter(
    (name) => worldName.safeParse(name).success,
  );
  const found = await Promise.all(
    names.toSorted().map(async (name): Promise<readonly Known[]> => {
      const record = await readWorld(name);
      if (record === undefined) return [];
      if (record.pid !== undefined)
        return [{ name, record, up: (await runningEmulator(name)) !== undefined }];
      // A record without a process is either a stopped world of ours, or an endpoint that somebody else runs.
      const stopped = record.engine === 'ministack' && record.port !== undefined;
      const up = stopped
        ? false
        : (await healthOf(record.endpoint)) !== undefined || (await answers(record.endpoint));
      return [{ name, record, up }];
    }),
  );
  return found.flat();
};

/** The world that a command works on: the named one, or the one that is up (`start` before others). */
export const chosenWorld = async (command: string, named: string | undefined): Promise<Known> => {
  const up = (await knownWorlds()).filter((one) => one.up && (named === undefined || one.name === named));
  const found = up.find(({ name }) => name === 'start') ?? up[0];
  if (found === undefined) throw new Refusal(exitCodes.unreachable, [missing.notUp(command)]);
  return found;
};
