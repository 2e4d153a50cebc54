import type { Arguments } from '../arguments.ts';
import { asked, attend } from '../attend.ts';
import { leftOut } from '../container.ts';
import { runningEmulator } from '../emulator.ts';
import { consoleProgress } from '../progress.ts';
import { exitCodes } from '../refusal.ts';
import { closingTable } from '../table.ts';
import { up } from '../up.ts';
import { worldPaths } from '../worlds.ts';
import { endpointOptions } from './options.ts';

/** World of `npm start`; another endpoint has a world of its own, so that neither mistakes the other's deployment for its own. */
const worldOf = ({ options, switches }: Arguments): string =>
  options['endpoint'] !== undefined ? 'endpoint' : switches.has('localstack') ? 'localstack' : 'start';

/** Brings Leian up with the data it had, and stays until Ctrl-C. A second `npm start` only updates what changed. */
export const start = async (given: Arguments): Promise<number> => {
  const world = worldOf(given);
  const progress = consoleProgress();
  const ending = asked();
  const before = await runningEmulator(world);
  if (given.switches.has('localstack')) leftOut.forEach(({ en, zh }) => progress.say(`  ! ${en}\n    ${zh}`));
  const running = await up({ world, ...endpointOptions(given), signal: ending.signal, progress });
  const stays = running.engine !== 'other' && given.options['endpoint'] === undefined && before === undefined;
  const hold = stays && !given.switches.has('detach');
  progress.say(
    await closingTable(running, [
      hold
        ? 'Ctrl-C stops it, the data stay / 按 Ctrl-C 停止，数据保留'
        : 'it stays up; npm stop ends it / 保持运行，npm stop 停止',
    ]),
  );
  if (!hold) {
    ending.ignore();
    return exitCodes.done;
  }
  const end = await attend(running, ending.promise);
  if (end === 'asked') await progress.step('stopping, data are written', () => running.down());
  else if (end === 'stopped') progress.say('  stopped by another command / 已由其他命令停止');
  else
    progress.say(`  ✗ the endpoint is gone, see ${worldPaths(world).emulatorLog} / 端点已异常退出，见日志`);
  return end === 'gone' ? exitCodes.failed : exitCodes.done;
};
