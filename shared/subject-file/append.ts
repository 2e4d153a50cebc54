import { TransactWriteItemsCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { sha256 } from '../kernel/digest.ts';
import { deriveId, systemRandom, type EntryId, type RandomSource } from '../kernel/ids.ts';
import { ok, type Refusal, type Result } from '../kernel/problem.ts';
import { fromWire, type Item } from './item.ts';
import { keys } from './keys.ts';
import { entryBody, entryHash, type LedgerEntry } from '../ledger/entry.ts';
import {
  nextVersion,
  recordDigest,
  toHistoryItem,
  toItem,
  type RecordChange,
  type StoredRecord,
} from './record.ts';
import { companionRefusal, recordRefusal } from './refusals.ts';
import { pause } from './race.ts';
import type { Table } from './table.ts';
import {
  guardedPut,
  guardedRemoval,
  tailOf,
  tailWrite,
  type AppendInput,
  type Appended,
  type Receipt,
  type Tail,
} from './writes.ts';

/** Most records that one transaction takes; larger batches are cut (`appendAll`). */
export const maxRecordsPerEntry = 40;
const maxTries = 24;

interface Attempt {
  readonly receipt: Receipt;
  readonly records: readonly StoredRecord[];
  readonly writes: readonly TransactWriteItem[];
  /** Per write: what its refusal means; undefined where a refusal is only a lost race for the tail. */
  readonly meanings: readonly ((old: Item | undefined) => Refusal | 'repeated' | 'race')[];
}

const entryIdOf = (input: AppendInput): EntryId =>
  deriveId('ent', input.time, input.subject, input.type, input.cause);

/**
 * Whether this very entry wrote a version that others have superseded since: a repetition that comes late, after people
 * went on with the record. All records of an entry are written together, so one of them tells.
 */
const supersededSince = async (table: Table, input: AppendInput): Promise<boolean> => {
  const [change] = input.changes;
  if (change === undefined) return false;
  const written = keys.history(input.subject, change.kind, change.id, (change.previous?.version ?? 0) + 1);
  return (await table.get(written))?.['entry'] === entryIdOf(input);
};

const statesOf = ({ from }: RecordChange) => (from === undefined ? {} : { states: from.states });

const compose = (table: Table, input: AppendInput, tail: Tail, random: RandomSource): Attempt => {
  const entryId = entryIdOf(input);
  const records = input.changes.map((change) => nextVersion(input.subject, change, random(16), entryId));
  const entry: LedgerEntry = {
    id: entryId,
    subject: input.subject,
    sequence: tail.sequence + 1,
    type: input.type,
    time: input.time,
    actor: input.actor.ref,
    role: input.actor.role,
    ...input.source,
    ...(input.causation === undefined ? {} : { causation: input.causation }),
    correlation: input.correlation,
    changes: records.map((record, index) => {
      const previous = input.changes[index]?.previous;
      return {
        kind: record.kind,
        id: record.id,
        version: record.version,
        ...(previous === undefined ? {} : { before: recordDigest(previous) }),
        after: recordDigest(record),
      };
    }),
    previous: tail.hash,
  };
  const body = entryBody(entry);
  const hash = entryHash(input.subject, body);
  const receipt: Receipt = {
    entry: entryId,
    subject: input.subject,
    sequence: entry.sequence,
    entryHash: hash,
    time: input.time,
  };
  const writes: TransactWriteItem[] = [
    tailWrite(table, input.subject, tail, { sequence: entry.sequence, hash }),
    guardedPut(table, { ...keys.entry(input.subject, entry.sequence), body }, 'new', input.time),
  ];
  const meanings: Attempt['meanings'][number][] = [() => 'race', () => 'race'];
  for (const [index, record] of records.entries()) {
    const change = input.changes[index];
    if (change === undefined) continue;
    const { previous } = change;
    writes.push(
      guardedPut(
        table,
        toItem(record),
        previous === undefined ? 'new' : { version: previous.version, ...statesOf(change) },
        input.time,
      ),
    );
    meanings.push((old) => recordRefusal(change, entryId, old));
    if (previous !== undefined) {
      writes.push(guardedPut(table, toHistoryItem(previous), 'free', input.time));
      meanings.push(() => 'race');
    }
  }
  for (const companion of input.companions?.(receipt) ?? []) {
    if ('remove' in companion) {
      writes.push(guardedRemoval(table, companion));
      meanings.push((old) => companion.refusal(old));
      continue;
    }
    writes.push(guardedPut(table, companion.item, companion.unless, input.time));
    meanings.push((old) => companionRefusal(companion, old));
  }
  return { receipt, records, writes, meanings };
};

interface Reason {
  readonly Code?: string | undefined;
  readonly Item?: Parameters<typeof fromWire>[0] | undefined;
}
const reasonsOf = (error: unknown): readonly Reason[] | undefined =>
  error instanceof Error &&
  error.name === 'TransactionCanceledException' &&
  'CancellationReasons' in error &&
  Array.isArray(error.CancellationReasons)
    ? error.CancellationReasons
    : undefined;

const judge = (attempt: Attempt, reasons: readonly Reason[]): Refusal | 'repeated' | 'race' => {
  let verdict: 'race' | undefined;
  for (const [index, reason] of reasons.entries()) {
    if (reason.Code === undefined || reason.Code === 'None') continue;
    if (reason.Code !== 'ConditionalCheckFailed') {
      if (
        reason.Code === 'TransactionConflict' ||
        reason.Code === 'ThrottlingError' ||
        reason.Code === 'ProvisionedThroughputExceeded'
      )
        verdict = 'race';
      continue;
    }
    const meaning =
      attempt.meanings[index]?.(reason.Item === undefined ? undefined : fromWire(reason.Item)) ?? 'race';
    if (meaning !== 'race') return meaning;
    verdict = 'race';
  }
  if (verdict === undefined)
    throw new Error(
      `transaction cancelled for reasons unknown here: ${reasons.map((r) => r.Code ?? '-').join(' ')}`,
    );
  return verdict;
};

/**
 * Writes one entry and the record versions it names in one transaction: tail, entry, records, superseded versions,
 * companions. A lost race for the tail is retried inside the process with jitter. A refusal says why (refusals.ts): a
 * record is missing, in the wrong state or changed by somebody faster; a companion is missing, expired or in the way.
 * The same cause a second time changes nothing and says `repeated`.
 */
export const append = async (
  table: Table,
  input: AppendInput,
  random: RandomSource = systemRandom,
): Promise<Result<Appended>> => {
  if (input.changes.length === 0 || input.changes.length > maxRecordsPerEntry) {
    throw new RangeError(`an entry takes 1 to ${maxRecordsPerEntry} records, not ${input.changes.length}`);
  }
  const entry = entryIdOf(input);
  if (input.changes.some(({ previous }) => previous?.entry === entry)) return ok({ repeated: true });
  let tail = input.tail ?? tailOf(await table.get(keys.tail(input.subject)));
  for (let tries = 1; tries <= maxTries; tries += 1) {
    const attempt = compose(table, input, tail, random);
    try {
      await table.client.send(
        new TransactWriteItemsCommand({
          TransactItems: [...attempt.writes],
          ClientRequestToken: sha256(attempt.receipt.entry, attempt.receipt.entryHash).slice(0, 36),
        }),
      );
      return ok({ receipt: attempt.receipt, records: attempt.records, repeated: false });
    } catch (error) {
      const reasons = reasonsOf(error);
      if (reasons === undefined) throw error;
      const verdict = judge(attempt, reasons);
      if (verdict === 'repeated') return ok({ repeated: true });
      if (verdict !== 'race') return (await supersededSince(table, input)) ? ok({ repeated: true }) : verdict;
      await pause(tries);
      tail = tailOf(await table.get(keys.tail(input.subject)));
    }
  }
  throw new Error(`append to ${input.subject} lost the race ${maxTries} times`);
};

/**
 * Writes a batch of any size as entries of at most 40 records each. Every entry's id follows from the cause and its
 * place in the batch, so a repetition after a crash adds only what is missing. Companions go with the first entry.
 */
export const appendAll = async (
  table: Table,
  input: AppendInput,
  random: RandomSource = systemRandom,
): Promise<Result<readonly Appended[]>> => {
  const done: Appended[] = [];
  for (let from = 0; from < input.changes.length; from += maxRecordsPerEntry) {
    const { tail, companions, ...rest } = input;
    const result = await append(
      table,
      {
        ...rest,
        ...(from === 0 && tail !== undefined ? { tail } : {}),
        ...(from === 0 && companions !== undefined ? { companions } : {}),
        cause: `${input.cause}#${from / maxRecordsPerEntry}`,
        changes: input.changes.slice(from, from + maxRecordsPerEntry),
      },
      random,
    );
    if (!result.ok) return result;
    done.push(result.value);
  }
  return ok(done);
};
