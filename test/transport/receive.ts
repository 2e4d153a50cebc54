import type { Random } from './random.ts';

export interface Message {
  readonly messageId: string;
  readonly queueUrl: string;
  readonly body: string;
  readonly delaySeconds: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}
/** How a queue treats what it holds, as its template says. */
export interface QueueRules {
  readonly name: string;
  readonly visibilitySeconds: number;
  readonly maxReceiveCount: number;
  /** Name of the queue that gets what was received so often and never removed. */
  readonly deadLetters: string;
}
export interface Received {
  readonly messageId: string;
  readonly body: string;
  readonly receiptHandle: string;
  /** This receive counted. */
  readonly receives: number;
}
export interface Receivers {
  /** From now on the queue can be received from. Others only collect. */
  open(rules: QueueRules): void;
  /**
   * Takes up to so many visible messages, in any order (standard queues promise none), and hides them. A message that
   * has been received as often as the rules allow goes to the dead letters instead.
   */
  receive(queue: string, most: number): readonly Received[];
  /** Removes what was worked off; a receipt is good until its message is visible again. */
  remove(queue: string, receipts: readonly string[]): void;
  /** Time goes on for all queues: what is hidden or delayed becomes visible. */
  pass(seconds: number): void;
  /** Messages that lie in an open queue, visible or not. */
  left(queue: string): number;
  /** Those of them that can be received now. */
  visible(queue: string): number;
  hold(message: Message): void;
  save(): () => void;
}

interface Held {
  readonly message: Message;
  readonly receives: number;
  readonly visibleAt: number;
  readonly receipt: string | undefined;
}
interface Queue {
  readonly rules: QueueRules;
  held: readonly Held[];
}

export const nameOf = (url: string): string => url.split('/').at(-1) ?? url;

const shuffled = <T>(list: readonly T[], random: Random): readonly T[] =>
  list
    .map((one) => [random(), one] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, one]) => one);

/** The receiving side of standard queues. `come`: a message arrives at a queue, as if it had been sent. */
export const makeReceivers = (
  random: Random,
  isRepeated: (what: string) => boolean,
  come: (message: Message) => void,
): Receivers => {
  const queues = new Map<string, Queue>();
  let [now, receipts] = [0, 0];
  const find = (name: string): Queue => {
    const found = queues.get(name);
    if (found === undefined) throw new RangeError(`no open queue ${name}`);
    return found;
  };
  const take = (queue: Queue, { message, receives }: Held): Held => {
    receipts += 1;
    const taken = {
      message,
      receives: receives + 1,
      visibleAt: now + queue.rules.visibilitySeconds,
      receipt: `receipt-${receipts}`,
    };
    queue.held = [...queue.held.filter((one) => one.message.messageId !== message.messageId), taken];
    return taken;
  };
  return {
    open: (rules) => {
      queues.set(rules.name, { rules, held: [] });
    },
    receive: (name, most) => {
      const queue = find(name);
      const { maxReceiveCount, deadLetters } = queue.rules;
      const visible = queue.held.filter(({ visibleAt }) => visibleAt <= now);
      const poison = visible.filter(({ receives }) => receives >= maxReceiveCount);
      queue.held = queue.held.filter((one) => !poison.includes(one));
      for (const { message } of poison) come({ ...message, queueUrl: deadLetters, delaySeconds: 0 });
      return shuffled(
        visible.filter((one) => !poison.includes(one)),
        random,
      )
        .slice(0, most)
        .map((one) => {
          const { message, receives, receipt = '' } = take(queue, one);
          return { messageId: message.messageId, body: message.body, receiptHandle: receipt, receives };
        });
    },
    remove: (name, given) => {
      const queue = find(name);
      queue.held = queue.held.flatMap((one) => {
        if (one.receipt === undefined || !given.includes(one.receipt) || one.visibleAt <= now) return [one];
        // At least once: now and then a removed message comes again, as if it had never been received.
        return isRepeated('sqs.delivery') ? [{ ...one, receives: 0, receipt: undefined }] : [];
      });
    },
    pass: (seconds) => {
      now += seconds;
    },
    left: (name) => find(name).held.length,
    visible: (name) => find(name).held.filter(({ visibleAt }) => visibleAt <= now).length,
    hold: (message) => {
      const queue = queues.get(nameOf(message.queueUrl));
      if (queue === undefined) return;
      const visibleAt = now + message.delaySeconds;
      queue.held = [...queue.held, { message, receives: 0, visibleAt, receipt: undefined }];
    },
    save: () => {
      const kept = [...queues].map(([name, { rules, held }]) => [name, rules, held] as const);
      const at = now;
      return () => {
        queues.clear();
        for (const [name, rules, held] of kept) queues.set(name, { rules, held });
        now = at;
      };
    },
  };
};
