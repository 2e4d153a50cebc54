import type { Arguments } from '../arguments.ts';
import { asked, attend } from '../attend.ts';
import { leftOut } from '../container.ts';
import { walk } from '../demo/walk.ts';
import { consoleProgress } from '../progress.ts';
import { runningEmulator } from '../emulator.ts';
import * as missing from '../missing.ts';
import { Refusal, exitCodes } from '../refusal.ts';
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
  if (given.options['endpoint'] === undefined && !given.switches.has('localstack')) {
    const alive = await runningEmulator(world);
    if (alive !== undefined) throw new Refusal(exitCodes.notReady, [missing.demoIsUp(alive.pid)]);
  }
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
    const say = (line: string): void => {
      if (!ending.signal.aborted) progress.say(line);
    };
    // Once it was asked to stop, what the walk still says or throws is only the world going down.
    const walking = walk(running, say).catch((error: unknown) => {
      if (ending.signal.aborted) return false;
      throw error;
    });
    const held = await Promise.race([walking, ending.promise]);
    if (held === 'asked') {
      progress.say('\n  stopped / 已停止');
      return exitCodes.stopped;
    }
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
