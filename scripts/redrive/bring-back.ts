import type { Letter, Queues } from './queues.ts';

/** What became of one letter. `sent`: ids of messages made of it, by which it is known should it come back while we work. */
export type Treated =
  { readonly done: true; readonly sent?: string } | { readonly done: false; readonly why: string };

export interface Outcome {
  /** Letters whose work was handed over again, and which are gone from the dead letters. */
  readonly moved: number;
  readonly stayed: readonly { readonly id: string; readonly why: string }[];
  /** Handed over, but not deleted: they come once more with the next redrive, which does no harm. */
  readonly stillThere: readonly string[];
  /** Letters that were handed over by this very run and have failed again meanwhile. */
  readonly cameBack: number;
}

export interface Work {
  readonly url: string;
  readonly treat: (letter: Letter) => Promise<Treated>;
  /** At most so many letters; all that are visible without it. */
  readonly most?: number;
  readonly stop?: AbortSignal;
}

const saying = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Brings the letters of a dead-letter queue back, ten at a time. A letter is deleted only after its work was handed over: whoever
 * interrupts this loses nothing; at worst a message exists twice, and every consumer bears that. What cannot be handed over stays
 * and is visible to others again at the end.
 */
export const bringBack = async (queues: Queues, { url, treat, most, stop }: Work): Promise<Outcome> => {
  const ours = new Set<string>();
  const stayed = new Map<string, { readonly letter: Letter; readonly why: string }>();
  const stillThere: string[] = [];
  let [moved, tried, cameBack] = [0, 0, 0];
  const one = async (letter: Letter): Promise<void> => {
    const treated = await treat(letter).catch(
      (error: unknown) => ({ done: false, why: saying(error) }) as const,
    );
    if (!treated.done) {
      stayed.set(letter.id, { letter, why: treated.why });
      return;
    }
    if (treated.sent !== undefined) ours.add(treated.sent);
    moved += 1;
    await queues.drop(url, letter).catch(() => stillThere.push(letter.id));
  };
  while (tried < (most ?? Infinity)) {
    if (stop?.aborted === true) break;
    const letters = await queues.take(url, Math.min(10, (most ?? Infinity) - tried));
    if (letters.length === 0) break;
    const fresh = letters.filter(({ id }) => !ours.has(id) && !stayed.has(id) && !stillThere.includes(id));
    for (const letter of letters) {
      const known = stayed.get(letter.id);
      // Only the newest receipt is good.
      if (known !== undefined) stayed.set(letter.id, { ...known, letter });
      else if (ours.has(letter.id)) {
        cameBack += 1;
        stayed.set(letter.id, { letter, why: 'it was handed over by this run and failed again' });
      }
    }
    tried += fresh.length;
    await Promise.all(fresh.map(one));
  }
  for (const { letter } of stayed.values()) await queues.release(url, letter).catch(() => undefined);
  return {
    moved,
    stayed: [...stayed.values()].map(({ letter, why }) => ({ id: letter.id, why })),
    stillThere,
    cameBack,
  };
};
