import type { Arguments } from '../arguments.ts';
import { asked, attend } from '../attend.ts';
import { leftOut } from '../container.ts';
import { walk } from '../demo/walk.ts';
import { consoleProgress } from '../progress.ts';
import { exitCodes } from '../refusal.ts';
import { closingTable } from '../table.ts';
import { up } from '../up.ts';
import { endpointOptions } from './options.ts';

const world = 'demo';

/**
 * Walks the main job through a fresh world, then stays up, so that one can look (`--once`: ends). Succeeds only if every step
 * held.
 */
export const demo = async (given: Arguments): Promise<number> => {
  const progress = consoleProgress();
  const once = given.switches.has('once');
  const ending = asked();
  if (given.switches.has('localstack')) leftOut.forEach(({ en, zh }) => progress.say(`  ! ${en}\n    ${zh}`));
  const running = await up({
    world,
    fresh: true,
    anyPort: given.options['port'] === undefined,
    ...endpointOptions(given),
    signal: ending.signal,
    progress,
  });
  const foreign = given.options['endpoint'] !== undefined;
  try {
    const held = await Promise.race([walk(running, progress.say), ending.promise]);
    if (held === 'asked') return exitCodes.stopped;
    const code = held ? exitCodes.done : exitCodes.failed;
    if (once) return code;
    progress.say(
      await closingTable(
        running,
        foreign ? [] : ['Ctrl-C ends the demo; the next one begins anew / 按 Ctrl-C 结束'],
      ),
    );
    if (foreign) return code;
    return (await attend(running, ending.promise)) === 'gone' ? exitCodes.failed : code;
  } finally {
    await running.down();
  }
};
