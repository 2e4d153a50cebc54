import { describe, expect, it } from 'vitest';
import { append } from '../../../shared/subject-file/append.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { fromItem } from '../../../shared/subject-file/record.ts';
import { sha256 } from '../../../shared/kernel/digest.ts';
import { aSubject, someTime } from '../../builders/files.ts';
import { county, registerOrganisation, registerStation, reportBy } from '../../builders/parties.ts';
import { makeStage, tableName, type Stage } from '../../builders/stage.ts';
import { itemBytes, writeUnits } from '../../transport/dynamodb/size.ts';
import type { Item } from '../../transport/dynamodb/value.ts';

const text = (item: Item, name: string): string => {
  const { [name]: value } = item;
  return value !== undefined && 'S' in value ? value.S : '';
};
/** What an item is, without ids: `C#REPORT`, `ix#values`, `idem`. */
const whatIs = (item: Item): string => {
  const [pk, sk] = [text(item, 'pk'), text(item, 'sk')];
  if (pk.startsWith('sub_'))
    return sk
      .split('#')
      .slice(0, sk.startsWith('C#') ? 2 : 1)
      .join('#');
  return pk
    .split('#')
    .slice(0, pk.startsWith('idem') ? 1 : 2)
    .join('#');
};
const byNature = (item: Item): readonly [string, number, number] => [
  whatIs(item),
  itemBytes(item),
  2 * writeUnits(itemBytes(item)),
];
/** Items that this changed or made. */
const changedBy = async (stage: Stage, change: () => Promise<unknown>): Promise<readonly Item[]> => {
  const before = new Set(stage.world.items(tableName).map((item) => JSON.stringify(item)));
  await change();
  return stage.world.items(tableName).filter((item) => !before.has(JSON.stringify(item)));
};

describe('write units of a report of 100 points', () => {
  it('the sum, item by item', async () => {
    const stage = makeStage();
    const crew = await registerOrganisation(stage);
    const station = await registerStation(stage);
    await stage.ask('submitReport', crew.clerk, { body: reportBy(crew, station, 0) });
    stage.world.reset();
    const items = await changedBy(stage, async () =>
      stage.ask('submitReport', crew.clerk, { body: reportBy(crew, station, 1) }),
    );
    const rows = items.map(byNature);
    const total = rows.reduce((sum, [, , units]) => sum + units, 0);
    const lines = rows.map(
      ([what, bytes, units]) =>
        `${what.padEnd(22)} ${String(bytes).padStart(5)} B ${String(units).padStart(3)}`,
    );
    console.log(`write units of a report of 100 points: ${total} (goal 32)\n${lines.join('\n')}`);
    expect(stage.world.counts().writeUnits).toBe(total);
    expect(rows.map(([what]) => what).toSorted()).toEqual([
      'C#REPORT',
      'C#REPORT_REFERENCE',
      'L',
      'P',
      'T',
      'alias#reportno',
      'idem',
      'ix#person',
      'ix#person',
      ...Array.from({ length: 6 }, () => 'ix#values'),
    ]);
    // Measured, not reached: the goal is 32. The summary (1.4 kB) costs 4, the reference in the organisation's file 2.
    expect(total).toBeLessThanOrEqual(34);
  });

  it('does not grow with what is on file', async () => {
    const stage = makeStage();
    const crew = await registerOrganisation(stage);
    const station = await registerStation(stage);
    const costs: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      stage.world.reset();
      await stage.ask('submitReport', crew.clerk, { body: reportBy(crew, station, n) });
      costs.push(stage.world.counts().writeUnits);
    }
    expect(Math.max(...costs)).toBeLessThanOrEqual(34);
  });
});

describe('what the ledger adds to a write (tail and entry)', () => {
  const actor = { ref: sha256('somebody'), role: 'organisation' };
  const entryOf = async (records: number, updated: boolean): Promise<readonly [number, number]> => {
    const stage = makeStage();
    const ids = Array.from({ length: records }, (_, n) => `haz_01KJHAZ000000000000000000${n}`);
    const write = async (cause: string, previous: boolean) =>
      append(stage.table, {
        subject: aSubject,
        type: 'HazardMoved',
        cause,
        time: someTime,
        actor,
        source: { channel: 'api' },
        correlation: '00000000-0000-4000-8000-000000000000',
        changes: await Promise.all(
          ids.map(async (id) => {
            const item = previous ? await stage.table.get(keys.current(aSubject, 'HAZARD', id)) : undefined;
            return {
              kind: 'HAZARD' as const,
              id,
              body: { cause },
              ...(item === undefined ? {} : { previous: fromItem(item) }),
            };
          }),
        ),
      });
    if (updated) await write('first', false);
    const items = await changedBy(stage, async () => write('then', updated));
    const own = items.filter((item) => ['L', 'T'].includes(whatIs(item)));
    const bytes = own.filter((item) => whatIs(item) === 'L').map(itemBytes);
    return [bytes[0] ?? 0, own.reduce((sum, item) => sum + 2 * writeUnits(itemBytes(item)), 0)];
  };

  it('4 units for up to two updated or three new records; the goal is up to four of either', async () => {
    const rows: string[] = [];
    const surplus: Record<string, number> = {};
    for (const updated of [false, true])
      for (const records of [1, 2, 3, 4]) {
        const [bytes, units] = await entryOf(records, updated);
        const name = `${records} ${updated ? 'updated' : 'new'}`;
        rows.push(`${name.padEnd(10)} entry ${String(bytes).padStart(5)} B, surplus ${units} units`);
        surplus[name] = units;
      }
    console.log(rows.join('\n'));
    for (const name of ['1 new', '2 new', '3 new', '1 updated', '2 updated'])
      expect(surplus[name], name).toBeLessThanOrEqual(4);
    for (const name of ['4 new', '3 updated', '4 updated'])
      expect(surplus[name], name).toBeLessThanOrEqual(6);
  });
});

describe('reading a file', () => {
  const fileOf = async (reports: number) => {
    const stage = makeStage();
    const crew = await registerOrganisation(stage);
    const station = await registerStation(stage);
    for (let n = 0; n < reports; n += 1)
      await stage.ask('submitReport', crew.clerk, { body: reportBy(crew, station, n) });
    stage.world.reset();
    const answer = await stage.ask('readFile', county, { path: { id: station } });
    const current = stage.world
      .items(tableName)
      .filter((item) => text(item, 'pk') === station && text(item, 'sk').startsWith('C#'));
    const bytes = current.reduce((sum, item) => sum + itemBytes(item), 0);
    return { records: answer.body.records.length, bytes, ...stage.world.counts() };
  };

  it('the first page of a long file costs 8 read units, eventually consistent, and one for the head that decides who may read', async () => {
    const { bytes, calls, operations } = await fileOf(60);
    expect(bytes).toBeGreaterThan(80_000);
    expect(calls).toBe(2);
    expect(operations['dynamodb.Query']?.readUnits).toBeLessThanOrEqual(8);
    expect(operations['dynamodb.GetItem']?.readUnits).toBe(1);
  });

  it('points, history and ledger cost nothing: they are other ranges', async () => {
    const { operations, bytes } = await fileOf(5);
    expect(operations['dynamodb.Query']?.readUnits).toBe(Math.ceil(bytes / 4096) / 2);
  });
});
