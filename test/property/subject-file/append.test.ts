import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { append, appendAll } from '../../../shared/subject-file/append.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { fromItem, type StoredRecord } from '../../../shared/subject-file/record.ts';
import { makeTable, type Table } from '../../../shared/subject-file/table.ts';
import type { AppendInput } from '../../../shared/subject-file/writes.ts';
import { audit } from '../../builders/audit.ts';
import { aSubject, someTime } from '../../builders/files.ts';
import { dynamoDb } from '../../transport/clients.ts';
import type { FaultKind } from '../../transport/faults.ts';
import { createTransport } from '../../transport/transport.ts';

const name = 'files';
const shared = {
  subject: aSubject,
  time: someTime,
  actor: { ref: 'function:test', role: 'system' },
  source: { channel: 'system' },
  correlation: 'c-1',
} as const satisfies Partial<AppendInput>;

/** A deed: finds some new records, or puts its mark on one that others mark as well. Each is delivered more than once. */
const deed = fc.oneof(
  fc.record({ kind: fc.constant('find' as const), count: fc.constantFrom(1, 2, 45) }),
  fc.record({ kind: fc.constant('mark' as const), on: fc.nat({ max: 2 }) }),
);
type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never;
const faultKinds = ['throttle', 'lost', 'timeout', 'conflict', 'partial', 'shuffle'] as const;
const plan = fc.record({
  seed: fc.nat(),
  deeds: fc.array(deed, { minLength: 1, maxLength: 7 }),
  faults: fc.array(
    fc.record({ fault: fc.constantFrom<FaultKind>(...faultKinds), rate: fc.constantFrom(0.1, 0.3) }),
    { maxLength: 3 },
  ),
  atOnce: fc.constantFrom(1, 3),
  deliveries: fc.constantFrom(1, 2),
});

interface Marked {
  readonly record?: StoredRecord;
  readonly marks: readonly number[];
}
const marked = async (table: Table, id: string): Promise<Marked> => {
  const item = await table.get(keys.current(aSubject, 'HAZARD', id));
  if (item === undefined) return { marks: [] };
  const record = fromItem(item);
  const { marks }: { marks: number[] } = JSON.parse(record.body);
  return { record, marks };
};
/** What a consumer does with one event: looks whether its effect is there, and if not, writes it. */
const carryOut = async (table: Table, one: Deed, n: number): Promise<void> => {
  const refusedAs = (code: string): Error => new Error(`refused: ${code}`);
  if (one.kind === 'find') {
    const changes = Array.from({ length: one.count }, (_, at) => ({
      kind: 'HAZARD' as const,
      id: `new-${n}-${at}`,
      body: {},
    }));
    const written = await appendAll(table, { ...shared, type: 'HazardFound', cause: `deed-${n}`, changes });
    if (!written.ok) throw refusedAs(written.code);
    return;
  }
  const { record, marks } = await marked(table, `common-${one.on}`);
  if (marks.includes(n)) return;
  const written = await append(table, {
    ...shared,
    type: 'HazardMoved',
    cause: `deed-${n}`,
    changes: [
      {
        kind: 'HAZARD',
        id: `common-${one.on}`,
        body: { marks: [...marks, n] },
        ...(record === undefined ? {} : { previous: record }),
      },
    ],
  });
  if (!written.ok) throw refusedAs(written.code);
};
/** A queue gives a message back until it is done. */
const deliver = async (table: Table, one: Deed, n: number): Promise<void> => {
  for (let tries = 0; tries < 3_000; tries += 1) {
    try {
      await carryOut(table, one, n);
      return;
    } catch (error) {
      if (!(error instanceof Error) || error.name === 'NotDone') throw error;
    }
  }
  throw new Error(`deed ${n} was never done`);
};

it('whatever fails and however often it comes: nothing is lost, nothing has its effect twice, the chain holds', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ seed, deeds, faults, atOnce, deliveries }) => {
      const world = createTransport({ tables: [{ name }], seed });
      for (const { fault, rate } of faults) world.inject({ fault, operation: 'dynamodb.', rate });
      const all = Array.from({ length: deliveries }, () => [...deeds.entries()]).flat();
      const worker = async (): Promise<void> => {
        // One try of the client: every fault that it meets is a crash of the caller.
        const table = makeTable(dynamoDb(world, 1), name);
        for (let next = all.shift(); next !== undefined; next = all.shift())
          await deliver(table, next[1], next[0]);
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      world.calm();

      const { entries, versions, faults: found } = audit(world, name, aSubject);
      expect(found).toEqual([]);
      const wanted = deeds.map((one) => (one.kind === 'find' ? one.count : 1));
      expect(versions).toBe(wanted.reduce((sum, count) => sum + count, 0));
      expect(entries).toHaveLength(wanted.reduce((sum, count) => sum + Math.ceil(count / 40), 0));
      const table = makeTable(dynamoDb(world, 1), name);
      for (const on of [0, 1, 2]) {
        const { marks } = await marked(table, `common-${on}`);
        const expected = deeds.flatMap((one, n) => (one.kind === 'mark' && one.on === on ? [n] : []));
        expect(marks.toSorted((a, b) => a - b)).toEqual(expected);
      }
    }),
    { numRuns: 100 },
  );
});
