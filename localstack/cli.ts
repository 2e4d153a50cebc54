import { readArguments, usage, type Arguments, type CommandName } from './arguments.ts';
import { Refusal, exitCodes, explain } from './refusal.ts';

/** Commands are loaded when called, so that `token` does not wait for what only `start` needs. */
const load: Readonly<Record<CommandName, () => Promise<(given: Arguments) => Promise<number>>>> = {
  start: async () => (await import('./commands/start.ts')).start,
  status: async () => (await import('./commands/status.ts')).status,
  stop: async () => (await import('./commands/stop.ts')).stop,
  reset: async () => (await import('./commands/reset.ts')).reset,
  demo: async () => (await import('./commands/demo.ts')).demo,
  token: async () => (await import('./commands/token.ts')).token,
  clock: async () => (await import('./commands/clock.ts')).clock,
};

/** Runs one command; expected ends are explained, anything else is a bug and keeps its stack trace. */
const main = async (argv: readonly string[]): Promise<number> => {
  if (argv.includes('--help') || argv.length === 0) {
    console.log(usage());
    return argv.length === 0 ? exitCodes.usage : exitCodes.done;
  }
  const read = readArguments(argv);
  if ('problems' in read) {
    console.error(explain(read.problems));
    return exitCodes.usage;
  }
  try {
    return await (
      await load[read.arguments.command]()
    )(read.arguments);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(
      error.exitCode === exitCodes.stopped ? '\nstopped / 已停止' : `\n${explain(error.problems)}`,
    );
    return error.exitCode;
  }
};

const exitCode = await main(process.argv.slice(2));
// A walk that was asked to stop may still wait for something: end it, once all that was said is out.
process.stdout.write('', () => process.exit(exitCode));
