import * as z from 'zod';
import type { Caller } from '../../../shared/access/caller.ts';
import { newId, type SubjectId } from '../../../shared/kernel/ids.ts';
import { problem, refuse } from '../../../shared/kernel/problem.ts';
import { systemClock } from '../../../shared/kernel/time.ts';
import { carryOut, commandItemKey, earlierAnswer } from '../../../shared/lambda/command.ts';
import { append, appendAll } from '../../../shared/subject-file/append.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { fromItem, type StoredRecord } from '../../../shared/subject-file/record.ts';
import { keyText, type Table } from '../../../shared/subject-file/table.ts';
import { tailOf, type Companion } from '../../../shared/subject-file/writes.ts';
import { someTime } from '../../builders/files.ts';
import { testKey, testNotary } from '../../builders/ledger-key.ts';

/** Two files that write into each other. */
export const [fileA, fileB]: readonly [SubjectId, SubjectId] = [
  newId('sub', someTime, (length) => Buffer.alloc(length, 1)),
  newId('sub', someTime, (length) => Buffer.alloc(length, 2)),
];

/**
 * Deeds at the level of the file. `find`: new records out of one event, in chunks where there are many. `mark`: one mark
 * more on a record that others mark as well. `command`: a person's, with its memory and an alias that only one may hold.
 * `carry`: an event of one file that is noted in both, one after the other.
 */
export type FileDeed =
  | { readonly kind: 'find'; readonly n: number; readonly count: number }
  | { readonly kind: 'mark'; readonly n: number; readonly file: SubjectId }
  | { readonly kind: 'command'; readonly n: number }
  | { readonly kind: 'carry'; readonly n: number; readonly from: SubjectId; readonly to: SubjectId };

const system = {
  actor: { ref: 'function:test', role: 'system' },
  source: { channel: 'system' },
  correlation: 'c-1',
} as const;
const caller: Caller = {
  issuer: 'https://issuer.leian.invalid',
  principal: 'a'.repeat(64),
  role: 'officer',
  office: '330106',
};

const markedBody = z.object({ marks: z.array(z.int()) });
/** The marks in a record's body. */
export const marksOf = (body: string): readonly number[] => markedBody.parse(JSON.parse(body)).marks;

interface Marked {
  readonly record?: StoredRecord;
  readonly marks: readonly number[];
}
const markedIn = async (table: Table, file: SubjectId): Promise<Marked> => {
  const item = await table.get(keys.current(file, 'HAZARD', 'common'));
  if (item === undefined) return { marks: [] };
  const record = fromItem(item);
  return { record, marks: marksOf(record.body) };
};

/** As a consumer does: looks whether its effect is there, and writes upon what it read. Throws when somebody was faster. */
const mark = async (table: Table, file: SubjectId, n: number): Promise<void> => {
  const { record, marks } = await markedIn(table, file);
  if (marks.includes(n)) return;
  const written = await append(table, {
    ...system,
    subject: file,
    type: 'HazardMoved',
    cause: `mark-${n}`,
    time: systemClock(),
    changes: [
      {
        kind: 'HAZARD',
        id: 'common',
        body: { marks: [...marks, n] },
        ...(record === undefined ? {} : { previous: record }),
      },
    ],
  });
  if (!written.ok) throw new Error(`mark ${n} was refused: ${written.code}`);
};

const find = async (table: Table, n: number, count: number): Promise<void> => {
  const changes = Array.from({ length: count }, (_, at) => ({
    kind: 'HAZARD' as const,
    id: `new-${n}-${at}`,
    body: {},
  }));
  const event = { ...system, subject: fileA, type: 'HazardFound', cause: `event-${n}`, time: someTime };
  const written = await appendAll(table, { ...event, changes });
  if (!written.ok) throw new Error(`find ${n} was refused: ${written.code}`);
};

const notary = testNotary(testKey('ledger'));
const alias = (n: number): Companion => ({
  item: { ...keys.creditCode(`code-${n}`), subject: fileA },
  unless: 'new',
  refusal: () => refuse(problem('ALREADY_REGISTERED', { what: `code-${n}` })),
});
/** As a handler does: one read, one transaction; the answer as the caller gets it. */
const command = async (table: Table, n: number): Promise<string> => {
  const now = systemClock();
  const named = { scope: 'scope', key: `key-${n}`, digest: `digest-${n}` };
  const found = await table.getAll([commandItemKey(named), keys.tail(fileA)]);
  const earlier = earlierAnswer(named, found.get(keyText(commandItemKey(named))), now);
  if (!earlier.ok) throw new Error(earlier.code);
  if (earlier.value?.stored !== undefined) return earlier.value.stored;
  const answer = await carryOut(
    { table, notary },
    { caller, now, requestId: 'request', command: named },
    {
      subject: fileA,
      type: 'InstrumentRegistered',
      changes: [{ kind: 'INSTRUMENT', id: newId('ins', now), body: { n } }],
      tail: tailOf(found.get(keyText(keys.tail(fileA)))),
      treeSize: 0,
      // Every other command has an alias beside its memory, as a registration has; the others have that memory alone.
      companions: () => (n % 2 === 0 ? [alias(n)] : []),
    },
    (receipt) => ({ status: 201, body: { receipt } }),
  );
  if (!answer.ok) throw new Error(`command ${n} was refused: ${answer.code}`);
  return answer.value.stored ?? JSON.stringify(answer.value.body);
};

/** Carries a deed out once, as one invocation; throws when it has to come again. Gives the answer of a command. */
export const carry = async (table: Table, deed: FileDeed): Promise<string | undefined> => {
  switch (deed.kind) {
    case 'find':
      await find(table, deed.n, deed.count);
      return undefined;
    case 'mark':
      await mark(table, deed.file, deed.n);
      return undefined;
    case 'carry':
      await mark(table, deed.from, deed.n);
      await mark(table, deed.to, deed.n);
      return undefined;
    case 'command':
      return await command(table, deed.n);
  }
};
