import * as z from 'zod';
import { isId } from '../kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../kernel/problem.ts';
import { isInstantText, toEpochMs, type Instant } from '../kernel/time.ts';
import { commandScope, type Caller } from '../access/caller.ts';
import { labelledHmac, labelledSha256, labelledSha256Url } from '../kernel/digest.ts';
import { append } from '../subject-file/append.ts';
import { packStatement, unpackStatement, type StatedEntry } from '../ledger/packed-statement.ts';
import type { SignedStatement } from '../ledger/statement.ts';
import { bytesOf, numberOf, textOf, type Item } from '../subject-file/item.ts';
import { keys, type Key } from '../subject-file/keys.ts';
import type { Table } from '../subject-file/table.ts';
import type { AppendInput, Companion, Receipt } from '../subject-file/writes.ts';
import type { Notary } from './notary.ts';
import type { Reply } from './reply.ts';

/** A receipt with what the province says about the end of the file since then: whoever keeps it can prove a later cut. */
export interface SignedReceipt extends Receipt {
  readonly statement: SignedStatement;
}

/**
 * Under what a command is remembered. Only one-way values, because they are stored: who sent it (digest of issuer, role and
 * body for which it acts), its key (digest), and what it said (HMAC under the client's key). Whoever reads the table can
 * neither guess a body of few possibilities nor send the command again.
 */
export interface CommandKey {
  readonly scope: string;
  readonly key: string;
  readonly digest: string;
}
/** `given`: the header Idempotency-Key. `path` and `original`: what was asked of whom, byte for byte. */
export const commandKeyOf = (caller: Caller, given: string, path: string, original: string): CommandKey => {
  const scope = labelledSha256('leian.command.scope.1', commandScope(caller));
  return {
    scope,
    key: labelledSha256Url('leian.command.key.1', scope, given),
    digest: labelledHmac(given, 'leian.command.body.1', path, original),
  };
};

/** Days for which a repetition gets the first answer again. */
export const commandDays = 30;
/** As DynamoDB counts a time to live, and as the write's own condition compares it. */
const inSeconds = (at: Instant): number => Math.floor(toEpochMs(at) / 1000);

export const commandItemKey = (command: CommandKey): Key => keys.command(command.scope, command.key);

/** The part of a stored receipt from which its statement follows. */
const statedEntry: z.ZodType<StatedEntry> = z.lazy(() =>
  z.object({
    subject: z.custom<StatedEntry['subject']>((value) => typeof value === 'string' && isId('sub', value)),
    sequence: z.int().positive(),
    entryHash: z.string(),
    time: z.custom<Instant>((value) => typeof value === 'string' && isInstantText(value)),
  }),
);

/** The stored answer, its receipt with the statement that was kept beside it: byte for byte what was answered first. */
const answerIn = (item: Item): string => {
  const text = textOf(item, 'answer');
  if (item['statement'] === undefined) return text;
  const packed = bytesOf(item, 'statement');
  const whole: unknown = JSON.parse(text, (key, value: unknown) =>
    key === 'receipt' && typeof value === 'object'
      ? { ...value, statement: unpackStatement(packed, statedEntry.parse(value)) }
      : value,
  );
  return JSON.stringify(whole);
};

/**
 * Looks at the item of an earlier command: undefined when there was none (or its time is over; the expiry is tested
 * here, because the table deletes late), the first answer when it said the same, a refusal when it said something else.
 */
export const earlierAnswer = (
  command: CommandKey,
  item: Item | undefined,
  now: Instant,
): Result<Reply | undefined> => {
  if (item === undefined || numberOf(item, 'ttl') < inSeconds(now)) return ok(undefined);
  if (textOf(item, 'digest') !== command.digest) return refuse(problem('IDEMPOTENCY_KEY_REUSED'));
  const status = numberOf(item, 'status');
  return ok({
    status: status === 201 ? 201 : status === 202 ? 202 : 200,
    body: {},
    stored: answerIn(item),
  });
};

/**
 * The item that remembers a command with its answer, in the command's own transaction. An answer carries nothing personal;
 * the statement of its receipt is kept packed.
 */
export const remember = (
  command: CommandKey,
  answer: Reply,
  now: Instant,
  statement?: SignedStatement,
): Companion => ({
  item: {
    ...commandItemKey(command),
    digest: command.digest,
    status: answer.status,
    answer: JSON.stringify(answer.body),
    ttl: inSeconds(now) + commandDays * 86_400,
    ...(statement === undefined ? {} : { statement: packStatement(statement) }),
  },
  unless: 'live',
  refusal: (old) =>
    old !== undefined && textOf(old, 'digest') === command.digest
      ? refuse(problem('RECORD_CHANGED', { found: 0 }))
      : refuse(problem('IDEMPOTENCY_KEY_REUSED')),
});

type CommandAppend = Omit<AppendInput, 'time' | 'actor' | 'source' | 'correlation' | 'cause'> &
  Partial<Pick<AppendInput, 'source'>> & {
    /** Size of the newest tree that was read (`sealedSizeIn`). */
    readonly treeSize: number;
  };

/**
 * Carries out a command: appends what it changes together with the memory of its answer, in one transaction. The cause
 * is the command itself, so a repetition that overtakes the first one changes nothing. The receipt is signed before the
 * transaction: of a command that fails nobody ever sees it.
 */
export const carryOut = async (
  { table, notary }: { readonly table: Table; readonly notary: Notary },
  context: {
    readonly caller: Caller;
    readonly now: Instant;
    readonly requestId: string;
    readonly command: CommandKey;
  },
  { treeSize, ...change }: CommandAppend,
  answer: (receipt: Receipt | SignedReceipt) => Reply,
): Promise<Result<Reply>> => {
  let given: Reply | undefined;
  const sign = await notary.signerAt(context.now);
  const written = await append(table, {
    ...change,
    cause: `${context.command.scope}#${context.command.key}`,
    time: context.now,
    actor: { ref: context.caller.principal, role: context.caller.role },
    source: change.source ?? { channel: 'api' },
    correlation: context.requestId,
    companions: (receipt) => {
      const { subject, sequence, entryHash, time } = receipt;
      const statement = sign({ subject, sequence, entryHash, treeSize, time });
      given = answer({ ...receipt, statement });
      const memory = remember(context.command, answer(receipt), context.now, statement);
      return [...(change.companions?.(receipt) ?? []), memory];
    },
  });
  if (written.ok && !written.value.repeated && given !== undefined) return ok(given);
  // The same command may have been carried out between our reading and our writing: then its answer is ours too.
  const item = await table.get(commandItemKey(context.command));
  const earlier = earlierAnswer(context.command, item, context.now);
  if (earlier.ok && earlier.value !== undefined) return ok(earlier.value);
  return written.ok ? refuse(problem('UNAVAILABLE')) : written;
};
