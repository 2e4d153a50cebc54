import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/access/caller.ts';
import { unpackPoints } from '../../../shared/contracts/packed-points.ts';
import { sha256 } from '../../../shared/kernel/digest.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { readEntry } from '../../../shared/subject-file/entry-item.ts';
import { verifiedFor } from '../../builders/exports.ts';
import {
  county,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
  someone,
  stationLocation,
  unit,
  type Organisation,
} from '../../builders/parties.ts';
import type { ReportBody } from '../../builders/report.ts';
import { archiveName, makeStage, tableName, type Stage } from '../../builders/stage.ts';

let stage: Stage;
let crew: Organisation;
let other: Organisation;
let station: SubjectId;
beforeEach(async () => {
  stage = makeStage();
  crew = await registerOrganisation(stage, 1);
  other = await registerOrganisation(stage, 2);
  station = await registerStation(stage);
});

const submit = async (body: unknown, caller: Caller = crew.clerk, key?: string) =>
  stage.ask('submitReport', caller, { body, ...(key === undefined ? {} : { key }) });
const written = () => ({
  items: stage.world.items(tableName),
  originals: stage.world.s3.list(archiveName).length,
});

describe('a report of 100 points', () => {
  it('is archived sealed, filed, ledgered and receipted', async () => {
    const body = reportBy(crew, station);
    const { status, body: answer } = await submit(body);
    expect(status).toBe(202);
    expect(answer).toMatchObject({
      keyUnit: station,
      points: 100,
      receipt: { subject: station, sequence: 2 },
    });
    const [original, ...more] = stage.world.s3.list(archiveName);
    expect(more).toEqual([]);
    expect(original?.key).toBe(`originals/reports/${answer.original}`);
    expect(answer.original).toBe(sha256(JSON.stringify(body)));
    expect(Buffer.from(original?.bytes ?? []).toString('latin1')).not.toContain('EARTH_RESISTANCE');
    const packed = stage.world.item(tableName, { pk: station, sk: `P#POINTS#${answer.id}` })?.['packed'];
    const bytes = packed !== undefined && 'B' in packed ? packed.B : '';
    expect(unpackPoints(Buffer.from(bytes, 'base64')).points).toHaveLength(100);
    const entry = await stage.table.get(keys.entry(station, 2));
    expect(readEntry(entry ?? {}).hash).toBe(answer.receipt.entryHash);
  });

  it('comes back as it was sent, and its file verifies from what the API gives', async () => {
    const body = reportBy(crew, station);
    const { body: answer } = await submit(body);
    const read = await stage.ask('readReport', crew.clerk, {
      path: { report: answer.id },
      query: { subject: station },
    });
    expect(read.body.points.map((one: { value: string }) => one.value)).toEqual(
      body.points.map(({ value }) => value),
    );
    expect(read.body).toMatchObject({ reportNumber: body.reportNumber, pointCount: 100 });
    expect(read.body.uploadDueOn ?? read.body.uploadDueProvisionalOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(await verifiedFor(stage, county, station)).toMatchObject({ ok: true, entries: 2, records: 3 });
  });

  it('its organisation finds it in its own file, by reference', async () => {
    const { body: answer } = await submit(reportBy(crew, station));
    const { body } = await stage.ask('readFile', crew.clerk, { path: { id: crew.id } });
    expect(body.derived).toMatchObject([{ kind: 'REPORT_REFERENCE', report: answer.id, keyUnit: station }]);
  });
});

const bent = (change: (body: ReportBody) => unknown) => () => change(reportBy(crew, station));
const activity = (change: Record<string, unknown>) =>
  bent((body) => ({ ...body, activity: { ...body.activity, ...change } }));
const stranger = 'sub_01KJGH00000000000000000000';
const refusals: readonly (readonly [string, () => unknown, number, string])[] = [
  ['an unknown key unit', bent((body) => ({ ...body, keyUnit: stranger })), 422, 'SUBJECT_UNKNOWN'],
  ['an organisation as key unit', bent((body) => ({ ...body, keyUnit: crew.id })), 422, 'SUBJECT_WRONG_KIND'],
  ['an unknown technician', activity({ technicians: [stranger] }), 422, 'SUBJECT_UNKNOWN'],
  ['a key unit as technician', () => activity({ technicians: [station] })(), 422, 'SUBJECT_WRONG_KIND'],
  [
    'an unknown instrument',
    activity({ instruments: ['ins_01KJGH00000000000000000000'] }),
    422,
    'INSTRUMENT_UNKNOWN',
  ],
  [
    'another organisation’s instrument',
    () => activity({ instruments: [...other.instruments] })(),
    422,
    'INSTRUMENT_UNKNOWN',
  ],
  [
    'a position far from the unit',
    activity({ position: { ...stationLocation, lon: 121.5 } }),
    422,
    'POSITION_FAR_FROM_KEY_UNIT',
  ],
  ['a position without a datum', activity({ position: { lon: 120.1, lat: 30.2 } }), 422, 'DATUM_MISSING'],
  [
    'a position outside China',
    activity({ position: { lon: 2.35, lat: 48.85, datum: 'WGS84' } }),
    422,
    'POSITION_OUTSIDE_CHINA',
  ],
  ['an end before the beginning', activity({ endedAt: '2026-03-01T00:00:00Z' }), 422, 'DATES_OUT_OF_ORDER'],
  ['a day that does not exist', bent((body) => ({ ...body, issuedOn: '2026-02-30' })), 422, 'DAY_MALFORMED'],
  [
    'a point number twice',
    bent((body) => ({ ...body, points: [...body.points, body.points[0]] })),
    422,
    'POINT_NUMBER_REPEATED',
  ],
  [
    'an unknown structure',
    bent((body) => ({ ...body, structures: body.structures.slice(0, 2) })),
    422,
    'STRUCTURE_UNKNOWN',
  ],
  ['a field that nobody knows', bent((body) => ({ ...body, remark: 'x' })), 422, 'FIELD_UNKNOWN'],
  ['no points', bent((body) => ({ ...body, points: [] })), 422, 'FIELD_INVALID'],
  [
    'a value that is no decimal',
    bent((body) => ({ ...body, points: [{ ...body.points[0], value: 'NaN' }] })),
    422,
    'DECIMAL_MALFORMED',
  ],
];

describe('a refused report leaves nothing behind, neither in the table nor in the archive', () => {
  it.each(refusals)('%s', async (_, body, status, code) => {
    const before = written();
    const answer = await submit(body());
    expect(answer.body.problems.map((one: { code: string }) => one.code)).toContain(code);
    expect(answer.status).toBe(status);
    expect(answer.body.detail.zh).not.toBe('');
    expect(written()).toEqual(before);
  });

  it.each([
    ['another organisation', () => other.clerk],
    ['the key unit', () => unit(station)],
    ['its office', () => county],
    ['the province', () => province],
    ['the public', () => someone],
  ])('sent by %s', async (_, caller) => {
    const before = written();
    expect((await submit(reportBy(crew, station), caller())).status).toBe(403);
    expect(written()).toEqual(before);
  });

  it('for a unit whose data key is gone', async () => {
    await stage.table.remove({ pk: station, sk: 'K#1' });
    const before = written();
    expect((await submit(reportBy(crew, station))).body.code).toBe('SUBJECT_ERASED');
    expect(written()).toEqual(before);
  });

  it('all faults are named at once, each with its place', async () => {
    const body = reportBy(crew, station);
    const answer = await submit({
      ...body,
      activity: { ...body.activity, technicians: [stranger], position: { ...stationLocation, lon: 121.5 } },
    });
    expect(answer.body.problems.map((one: { pointer: string }) => one.pointer)).toEqual([
      '/activity/technicians',
      '/activity/position',
    ]);
  });

  it('a number that the organisation has used; another volume and another organisation may use it', async () => {
    const first = await submit(reportBy(crew, station, 0));
    const before = written();
    const again = await submit(
      reportBy(crew, station, 1, { reportNumber: reportBy(crew, station, 0).reportNumber }),
    );
    expect(again.status).toBe(409);
    expect(again.body.problems).toMatchObject([{ code: 'REPORT_NUMBER_TAKEN', pointer: '/reportNumber' }]);
    expect(again.body.detail.en).toContain(first.body.id);
    expect(written()).toEqual(before);
    const { reportNumber } = reportBy(crew, station, 0);
    expect((await submit(reportBy(crew, station, 1, { reportNumber, volume: 2 }))).status).toBe(202);
    expect((await submit(reportBy(other, station, 2, { reportNumber }), other.clerk)).status).toBe(202);
  });
});

describe('readReport', () => {
  it('is for the unit, the author and their offices; for nobody else', async () => {
    const { body: answer } = await submit(reportBy(crew, station));
    const read = async (caller: Caller) =>
      (await stage.ask('readReport', caller, { path: { report: answer.id }, query: { subject: station } }))
        .status;
    expect(await Promise.all([county, province, crew.clerk, unit(station)].map(read))).toEqual([
      200, 200, 200, 200,
    ]);
    const neighbour = await registerStation(stage, 2);
    expect(await Promise.all([other.clerk, unit(neighbour), someone].map(read))).toEqual([403, 403, 403]);
  });

  it('a report that is not there, or in another file, is not found', async () => {
    const { body: answer } = await submit(reportBy(crew, station));
    const neighbour = await registerStation(stage, 2);
    const read = async (report: string, subject: string) =>
      (await stage.ask('readReport', county, { path: { report }, query: { subject } })).status;
    expect(await read('rep_01KJGH00000000000000000000', station)).toBe(404);
    expect(await read(answer.id, neighbour)).toBe(404);
    expect(await read(answer.id, 'nonsense')).toBe(422);
  });
});
