import type { Result } from '../../shared/kernel/problem.ts';
import { pause } from '../../shared/subject-file/race.ts';

const maxTries = 6;

/** Does a command anew, from its first read on, while somebody else is faster: it may then find that all is as it should be. */
export const whileRaced = async <T>(attempt: () => Promise<Result<T>>): Promise<Result<T>> => {
  for (let tries = 1; ; tries += 1) {
    const result = await attempt();
    if (result.ok || result.code !== 'RECORD_CHANGED' || tries === maxTries) return result;
    await pause(tries);
  }
};
