import { createInterface } from 'node:readline/promises';
import type { Arguments } from '../arguments.ts';
import { stopContainer } from '../container.ts';
import { stopEmulator } from '../emulator.ts';
import { Refusal, exitCodes } from '../refusal.ts';
import { eraseWorld, readWorld } from '../worlds.ts';

const confirmed = async (world: string): Promise<boolean> => {
  if (!process.stdin.isTTY)
    throw new Refusal(exitCodes.usage, [
      {
        code: 'NOT_CONFIRMED',
        what: {
          en: 'reset erases data and nobody is here to ask.',
          zh: 'reset 会清除数据，而当前无法询问确认。',
        },
        fix: { en: 'npm run reset -- --yes', zh: 'npm run reset -- --yes' },
      },
    ]);
  const dialogue = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await dialogue.question(
      `Erase everything in the world "${world}"? / 清除环境“${world}”的全部数据？ [y/N] `,
    );
    return /^(y|yes|是)$/i.test(answer.trim());
  } finally {
    dialogue.close();
  }
};

/** Stops a world (`start` unless named) and erases all of it: data, token keys, virtual time. */
export const reset = async ({ options, switches }: Arguments): Promise<number> => {
  const world = options['world'] ?? 'start';
  if (!switches.has('yes') && !(await confirmed(world))) {
    console.log('nothing was changed / 未做任何更改');
    return exitCodes.done;
  }
  const record = await readWorld(world);
  if (record?.engine === 'localstack') await stopContainer();
  else await stopEmulator(world);
  await eraseWorld(world);
  console.log(`${world}: erased / 已清除`);
  return exitCodes.done;
};
