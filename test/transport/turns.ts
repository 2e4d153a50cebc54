import type { Random } from './random.ts';

/** Who may go on when: the stand-in for the network's delays. */
export interface Turns {
  /** Resolves when this call's turn has come. */
  wait(): Promise<void>;
  /** From now on calls that wait together go on in an order drawn from the seed. */
  shuffle(on: boolean): void;
}

/** Calls made side by side have all begun before the first of them goes on. */
const settleRounds = 3;

const settle = (rounds: number): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(() => resolve(rounds > 1 ? settle(rounds - 1) : undefined));
  });

export const makeTurns = (random: Random): Turns => {
  let shuffled = false;
  let waiting: (() => void)[] = [];
  let pumping = false;

  const pump = async (): Promise<void> => {
    await settle(settleRounds);
    const next = Math.floor(random() * waiting.length);
    waiting[next]?.();
    waiting = waiting.filter((_, index) => index !== next);
    if (waiting.length > 0) {
      await pump();
      return;
    }
    pumping = false;
  };

  return {
    wait: () => {
      if (!shuffled) return settle(settleRounds);
      return new Promise((resolve) => {
        waiting.push(resolve);
        if (pumping) return;
        pumping = true;
        void pump();
      });
    },
    shuffle: (on) => {
      shuffled = on;
    },
  };
};
