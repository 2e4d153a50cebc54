import type { Arguments } from '../arguments.ts';
import { readClaims } from '../claims.ts';
import { mintToken, worldKeys } from '../issuer.ts';
import { Refusal, exitCodes } from '../refusal.ts';
import { chosenWorld } from './worlds.ts';

/** Prints a token and nothing else, so that a script can take it. Throws a Refusal naming everything that is wrong. */
export const token = async ({ options }: Arguments): Promise<number> => {
  const { role, office, subject, name, minutes } = options;
  const read = readClaims({ role, office, subject, name, minutes });
  if ('problems' in read) throw new Refusal(exitCodes.usage, read.problems);
  const world = await chosenWorld('npm run token', options['world']);
  console.log(await mintToken(await worldKeys(world.name), read.claims));
  return exitCodes.done;
};
