import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { momentOf } from '../../../functions/registration/as-of.ts';
import { recordDigest } from '../../../shared/ledger/record-digest.ts';
import { deriveId } from '../../../shared/kernel/ids.ts';
import {
  addDays,
  addMs,
  dayOf,
  startOfDay,
  systemClock,
  type CalendarDay,
  type Instant,
} from '../../../shared/kernel/time.ts';
import type { Json } from '../../../shared/kernel/canonical.ts';
import { toJson } from '../../../shared/kernel/canonical.ts';
import { append } from '../../../shared/subject-file/append.ts';
import { readEntry } from '../../../shared/subject-file/entry-item.ts';
import { keys, type RecordKind } from '../../../shared/subject-file/keys.ts';
import { fromItem } from '../../../shared/subject-file/record.ts';
import { aUnit, openFiles, registeredAt } from '../../builders/heads.ts';
import { county } from '../../builders/parties.ts';
import { makeStage, type Stage } from '../../builders/stage.ts';

const first = dayOf(registeredAt);
const lastDay = 12;
const days = Array.from({ length: lastDay + 1 }, (_, n) => addDays(first, n));

/** Moments crowd around midnight in Beijing, where a day ends. */
const moment = fc
  .record({
    day: fc.nat({ max: lastDay - 1 }),
    ms: fc.oneof(fc.constantFrom(-1, 0, 1), fc.nat({ max: 86_399_999 })),
  })
  .map(({ day, ms }) => addMs(startOfDay(addDays(first, day + 1)), ms));
const deed = fc.record({ at: moment, on: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 3 }) });
/** Deeds in the order of time; some records get long histories. */
const history = fc
  .array(deed, { maxLength: 25 })
  .map((deeds) => deeds.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)));
type Deeds = typeof history extends fc.Arbitrary<infer D> ? D : never;

interface Named {
  readonly kind: RecordKind;
  readonly id: string;
}
/** Record 0 is the head, the others hazards. */
const nameOf = (n: number): Named =>
  n === 0 ? { kind: 'HEAD', id: aUnit.id } : { kind: 'HAZARD', id: deriveId('haz', registeredAt, String(n)) };
const bodyOf = (n: number, step: number): Json =>
  n === 0 ? toJson({ ...aUnit, name: `step ${step}` }) : { id: nameOf(n).id, name: `step ${step}` };

const write = async ({ table }: Stage, deeds: Deeds): Promise<void> => {
  for (const [step, { at, on }] of deeds.entries()) {
    const changes = [];
    for (const n of new Set(on)) {
      const { kind, id } = nameOf(n);
      const item = await table.get(keys.current(aUnit.id, kind, id));
      const previous = item === undefined ? {} : { previous: fromItem(item) };
      changes.push({ kind, id, body: bodyOf(n, step), ...previous });
    }
    const written = await append(table, {
      subject: aUnit.id,
      type: 'HazardMoved',
      cause: `deed ${step}`,
      time: at,
      actor: { ref: 'function:test', role: 'system' },
      source: { channel: 'system' },
      correlation: 'test',
      changes,
    });
    if (!written.ok) throw new Error(written.code);
  }
};

/** What the ledger alone says of a day: every entry up to its end, replayed; version and digest of each record. */
const replay = async ({ table }: Stage, before: Instant): Promise<ReadonlyMap<string, string>> => {
  const { items } = await table.query({ pk: aUnit.id, keys: { prefix: 'L#' }, limit: 500, consistent: true });
  const state = new Map<string, string>();
  for (const { entry } of items.map(readEntry)) {
    if (entry.time >= before) continue;
    for (const { kind, id, version, after } of entry.changes)
      state.set(`${kind} ${id}`, `${version} ${after}`);
  }
  return state;
};

const page = z.object({
  on: z.string(),
  records: z.array(
    z.object({ kind: z.string(), id: z.string(), version: z.number(), name: z.string().optional() }),
  ),
  next: z.string().optional(),
});
const storedPage = z.object({
  records: z.array(
    z.object({ kind: z.string(), id: z.string(), version: z.number(), salt: z.string(), body: z.string() }),
  ),
});

const readDay = async (stage: Stage, on: CalendarDay, limit: number) => {
  const found: z.output<typeof page>['records'][number][] = [];
  let cursor: string | undefined;
  do {
    const query = { on, limit: String(limit), ...(cursor === undefined ? {} : { cursor }) };
    stage.world.reset();
    const answer = await stage.ask('readFile', county, { path: { id: aUnit.id }, query });
    const { records, next } = page.parse(answer.body);
    expect(records.length).toBeLessThanOrEqual(limit);
    // Head, page (and what is behind it), and halving: 25 versions are found in 5 rounds.
    expect(stage.world.counts().calls).toBeLessThanOrEqual(3 + 5);
    found.push(...records);
    cursor = next;
  } while (cursor !== undefined);
  return found;
};

it('the file of any day is what a replay of the ledger up to its end says, page by page and as stored', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.constantFrom(1, 3, 40), async (deeds, limit) => {
      const stage = makeStage();
      await openFiles(stage.table, aUnit);
      await write(stage, deeds);
      for (const on of days) {
        const expected = await replay(stage, startOfDay(addDays(on, 1)));
        const found = await readDay(stage, on, limit);
        expect(found.map(({ kind, id }) => `${kind} ${id}`).toSorted()).toEqual(
          [...expected.keys()].toSorted(),
        );
        const query = { on, form: 'stored' };
        const asStored = await stage.ask('readFile', county, { path: { id: aUnit.id }, query });
        const stored = storedPage.parse(asStored.body).records.map((record) => {
          const digest = recordDigest({ ...record, salt: Buffer.from(record.salt, 'base64') });
          return [`${record.kind} ${record.id}`, `${record.version} ${digest}`] as const;
        });
        expect(new Map(stored)).toEqual(expected);
        for (const { kind, id, version, name } of found) {
          const same = storedPage
            .parse(asStored.body)
            .records.find((one) => one.kind === kind && one.id === id);
          expect([same?.version, same?.body.includes(`"${name ?? ''}"`)]).toEqual([version, true]);
        }
      }
    }),
    { numRuns: 25 },
  );
});

it('a day is answered, or refused for being malformed, to come, or before the file: never anything else', () => {
  fc.assert(
    fc.property(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -400, max: 400 }), (asked, born) => {
      const now = systemClock();
      const on = addDays(dayOf(now), asked);
      const registered = addMs(now, born * 3_600_000);
      const found = momentOf(on, now, registered);
      if (on > dayOf(now)) expect(found).toMatchObject({ ok: false, code: 'DAY_IN_FUTURE' });
      else if (on < dayOf(registered))
        expect(found).toMatchObject({ ok: false, code: 'DAY_BEFORE_REGISTRATION' });
      else expect(found).toEqual({ ok: true, value: { day: on, before: startOfDay(addDays(on, 1)) } });
    }),
  );
});
