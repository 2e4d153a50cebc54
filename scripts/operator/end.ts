import { Refusal, explain } from '../../localstack/refusal.ts';

/** Runs a command of an operator: its exit code, or an expected refusal explained in both languages. */
export const ending = async (command: () => Promise<number>): Promise<void> => {
  try {
    const code = await command();
    // Connections that are kept open must not keep the process.
    process.stdout.write('', () => process.exit(code));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(explain(error.problems));
    process.exitCode = error.exitCode;
  }
};
