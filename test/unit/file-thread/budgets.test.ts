import { describe, expect, it } from 'vitest';
import { append } from '../../../shared/subject-file/append.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { fromItem } from '../../../shared/subject-file/record.ts';
import { sha256 } from '../../../shared/kernel/digest.ts';
import { aSubject, someTime } from '../../builders/files.ts';
import { county, registerOrganisation, registerStation, reportBy } from '../../builders/parties.ts';
import { makeStage, tableName } from '../../builders/stage.ts';
import { changedBy, textIn, unitsOfReport, unitTable, whatIs, writtenAs } from '../../builders/units.ts';
import { itemBytes } from '../../transport/dynamodb/size.ts';

/** Most write units of a report of 100 points with its index entries, without photos. */
const reportBudget = 32;

describe('write units of a report of 100 points', () => {
  it('the sum, item by item', async () => {
    const { rows, counted } = await unitsOfReport();
    console.log(unitTable(rows, reportBudget));
    expect(counted).toBe(rows.reduce((sum, { units }) => sum + units, 0));
    expect(rows.map(({ what }) => what).toSorted()).toEqual([
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
    expect(counted).toBeLessThanOrEqual(reportBudget);
  });

  it('long names, numbers and advice at the limits of the contract cost no more where it counts', async () => {
    const { rows, counted } = await unitsOfReport({
      reportNumber: '雷检字〔２０２６〕第'.padEnd(60, '号'),
      conclusion: 'FAIL',
      rectificationAdvice: '建议更换锈蚀的引下线并重新压接跨接线；'.repeat(20),
      structures: ['1', '2', '3'].map((number) => ({
        number,
        name: `浙江省某某石油化工有限公司西湖区演示分公司第${number}油罐区附属装卸栈台`.padEnd(100, '及'),
        protectionClass: 2,
      })),
      standards: Array.from({ length: 12 }, (_, n) => ({ code: `GB/T ${21430 + n}-${n}`, edition: '2023' })),
    });
    const summary = rows.find(({ what }) => what === 'C#REPORT');
    expect(summary?.bytes).toBeLessThan(1024);
    expect(counted).toBeLessThanOrEqual(reportBudget);
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
    expect(Math.max(...costs)).toBeLessThanOrEqual(reportBudget);
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
        type: 'InspectionOrganisationRegistered',
        cause,
        time: someTime,
        actor,
        source: { channel: 'system' },
        causation: 'ent_01KJENT0000000000000000000',
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
    return [bytes[0] ?? 0, own.reduce((sum, item) => sum + writtenAs(item).units, 0)];
  };

  it.each([false, true].flatMap((updated) => [1, 2, 3, 4].map((records) => [records, updated] as const)))(
    'is at most 4 units for %i records (updated: %s), with a cause and the longest type',
    async (records, updated) => {
      const [bytes, units] = await entryOf(records, updated);
      console.log(`${records} ${updated ? 'updated' : 'new    '} entry ${bytes} B, surplus ${units} units`);
      expect(units).toBeLessThanOrEqual(4);
    },
  );
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
      .filter((item) => textIn(item, 'pk') === station && textIn(item, 'sk').startsWith('C#'));
    const bytes = current.reduce((sum, item) => sum + itemBytes(item), 0);
    return { records: answer.body.records.length, text: answer.text, bytes, ...stage.world.counts() };
  };

  it('the first page of a long file is at most 64 KB and 8 read units, eventually consistent; one more for the head that decides who may read', async () => {
    const { text, bytes, records, calls, operations } = await fileOf(90);
    expect(bytes).toBeGreaterThan(65_536);
    expect(records).toBe(40);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
    expect(calls).toBe(2);
    expect(operations['dynamodb.Query']?.readUnits).toBeLessThanOrEqual(8);
    expect(operations['dynamodb.GetItem']?.readUnits).toBe(1);
  });

  it('points, history and ledger cost nothing: they are other ranges', async () => {
    const { operations, bytes } = await fileOf(5);
    expect(operations['dynamodb.Query']?.readUnits).toBe(Math.ceil(bytes / 4096) / 2);
  });
});
