import { ok, problem, refuse, type Result } from '../kernel/problem.ts';
import { toEpochMs, type Instant } from '../kernel/time.ts';
import type { Caller } from '../access/caller.ts';
import { append } from '../subject-file/append.ts';
import { numberOf, textOf, type Item } from '../subject-file/item.ts';
import { keys, type Key } from '../subject-file/keys.ts';
import type { Table } from '../subject-file/table.ts';
import type { AppendInput, Companion, Receipt } from '../subject-file/writes.ts';
import type { Reply } from './reply.ts';

/** Under what a command is remembered: who sent it (digest of issuer and body), its key, and the digest of what it said. */
export interface CommandKey {
  readonly scope: string;
  readonly key: string;
  readonly digest: string;
}

/** Days for which a repetition gets the first answer again. */
export const commandDays = 30;

export const commandItemKey = (command: CommandKey): Key => keys.command(command.scope, command.key);

/**
 * Looks at the item of an earlier command: undefined when there was none (or its time is over; the expiry is tested
 * here, because the table deletes late), the first answer when it said the same, a refusal when it said something else.
 */
export const earlierAnswer = (
  command: CommandKey,
  item: Item | undefined,
  now: Instant,
): Result<Reply | undefined> => {
  if (item === undefined || numberOf(item, 'ttl') * 1000 < toEpochMs(now)) return ok(undefined);
  if (textOf(item, 'digest') !== command.digest) return refuse(problem('IDEMPOTENCY_KEY_REUSED'));
  const status = numberOf(item, 'status');
  return ok({
    status: status === 201 ? 201 : status === 202 ? 202 : 200,
    body: {},
    stored: textOf(item, 'answer'),
  });
};

/** The item that remembers a command together with its answer; it is written in the command's own transaction. */
export const remember = (command: CommandKey, answer: Reply, now: Instant): Companion => ({
  item: {
    ...commandItemKey(command),
    digest: command.digest,
    status: answer.status,
    answer: JSON.stringify(answer.body),
    ttl: Math.floor(toEpochMs(now) / 1000) + commandDays * 86_400,
  },
  unless: 'live',
  refusal: (old) =>
    old !== undefined && textOf(old, 'digest') === command.digest
      ? refuse(problem('RECORD_CHANGED', { found: 0 }))
      : refuse(problem('IDEMPOTENCY_KEY_REUSED')),
});

type CommandAppend = Omit<AppendInput, 'time' | 'actor' | 'source' | 'correlation' | 'cause'> &
  Partial<Pick<AppendInput, 'source'>>;

/**
 * Carries out a command: appends what it changes together with the memory of its answer, in one transaction. The cause
 * is the command itself, so a repetition that overtakes the first one changes nothing.
 */
export const carryOut = async (
  table: Table,
  context: {
    readonly caller: Caller;
    readonly now: Instant;
    readonly requestId: string;
    readonly command: CommandKey;
  },
  change: CommandAppend,
  answer: (receipt: Receipt) => Reply,
): Promise<Result<Reply>> => {
  let given: Reply | undefined;
  const written = await append(table, {
    ...change,
    cause: `${context.command.scope}#${context.command.key}`,
    time: context.now,
    actor: { ref: context.caller.principal, role: context.caller.role },
    source: change.source ?? { channel: 'api' },
    correlation: context.requestId,
    companions: (receipt) => {
      given = answer(receipt);
      return [...(change.companions?.(receipt) ?? []), remember(context.command, given, context.now)];
    },
  });
  if (written.ok && !written.value.repeated && given !== undefined) return ok(given);
  // The same command may have been carried out between our reading and our writing: then its answer is ours too.
  const item = await table.get(commandItemKey(context.command));
  const earlier = earlierAnswer(context.command, item, context.now);
  if (earlier.ok && earlier.value !== undefined) return ok(earlier.value);
  return written.ok ? refuse(problem('UNAVAILABLE')) : written;
};
