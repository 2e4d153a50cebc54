import { describe, expect, it } from 'vitest';
import { detailsOf } from '../../../functions/report-intake/summary.ts';
import { packPoints, unpackPoints } from '../../../shared/contracts/packed-points.ts';
import { submitReport } from '../../../shared/contracts/report.ts';
import { validate } from '../../../shared/contracts/validate.ts';
import { filledIn } from '../../../localstack/demo/points.ts';

const sub = (n: number): string => `sub_01JD000000000000000000000${n}`;
const { structures, points } = filledIn('honest');
const report = {
  reportNumber: 'R-1',
  keyUnit: sub(1),
  organisation: sub(2),
  inspectionType: 'PERIODIC',
  standards: [{ code: 'GB/T 21431', edition: '2023' }],
  activity: {
    startedAt: '2026-11-02T09:00:00+08:00',
    endedAt: '2026-11-02T11:00:00+08:00',
    position: { lon: 120.1, lat: 30.2, datum: 'CGCS2000' },
    technicians: [sub(3)],
    instruments: ['ins_01JD0000000000000000000004'],
  },
  issuedOn: '2026-11-03',
  nextInspectionOn: '2027-05-02',
  conclusion: 'FAIL',
  tester: sub(3),
  structures,
  points,
};
const problems = (changes: object) => {
  const result = validate(submitReport, { ...report, ...changes });
  return result.ok ? [] : result.problems.map(({ code, pointer }) => `${code} ${pointer ?? ''}`);
};

describe('submitReport', () => {
  it('takes a report of 100 points and keeps shown decimals', () => {
    const result = validate(submitReport, report);
    expect(result.ok && result.value.points).toHaveLength(100);
    expect(result.ok && result.value.points[6]?.value).toBe('5.20');
    expect(result.ok && result.value.activity.startedAt).toBe('2026-11-02T01:00:00.000Z');
  });
  it.each([
    [{ extra: 1 }, 'FIELD_UNKNOWN /extra'],
    [{ keyUnit: 'KU-1' }, 'ID_MALFORMED /keyUnit'],
    [{ keyUnit: undefined }, 'FIELD_MISSING /keyUnit'],
    [{ issuedOn: '2026-02-30' }, 'DAY_MALFORMED /issuedOn'],
    [{ nextInspectionOn: '2026-01-01' }, 'DATES_OUT_OF_ORDER /nextInspectionOn'],
    [{ conclusion: 'MAYBE' }, 'FIELD_INVALID /conclusion'],
    [{ reportNumber: '\u0000' }, 'FIELD_INVALID /reportNumber'],
    [
      { activity: { ...report.activity, startedAt: '2026-11-02T09:00:00' } },
      'INSTANT_MALFORMED /activity/startedAt',
    ],
    [
      { activity: { ...report.activity, endedAt: '2026-11-02T08:00:00+08:00' } },
      'DATES_OUT_OF_ORDER /activity/endedAt',
    ],
    [
      { activity: { ...report.activity, endedAt: '2027-01-02T08:00:00+08:00' } },
      'ACTIVITY_TOO_LONG /activity/endedAt',
    ],
    [
      { activity: { ...report.activity, position: { lon: 120.1, lat: 30.2 } } },
      'DATUM_MISSING /activity/position/datum',
    ],
    [
      {
        activity: {
          ...report.activity,
          position: { lon: Number.POSITIVE_INFINITY, lat: 30.2, datum: 'WGS84' },
        },
      },
      'NUMBER_NOT_FINITE /activity/position/lon',
    ],
    [{ points: [points[0], points[0]] }, 'POINT_NUMBER_REPEATED /points/1/number'],
    [{ points: [{ ...points[0], value: '1e3' }] }, 'DECIMAL_MALFORMED /points/0/value'],
    [{ points: [{ ...points[0], value: undefined }] }, 'FIELD_MISSING /points/0/value'],
  ])('names the fault of %o', (changes, expected) => {
    expect(problems(changes).map((found) => found.trim())).toContain(expected);
  });
  it('names several faults at once', () => {
    expect(problems({ keyUnit: 'x', organisation: 'y', extra: 1 }).length).toBeGreaterThanOrEqual(3);
  });
});

describe('packed points', () => {
  it('come back as they were, in under 2.5 KB for 100 points', () => {
    const result = validate(submitReport, report);
    if (!result.ok) throw new Error('the report is right');
    const whole = { details: detailsOf(result.value), points: result.value.points };
    const packed = packPoints(whole);
    expect(unpackPoints(packed)).toEqual(whole);
    expect(packed.byteLength).toBeLessThan(2560);
  });
  it('of an unknown encoding are refused, not guessed', () => {
    expect(() => unpackPoints(Buffer.from([9, 1, 2]))).toThrow('encoding 9');
  });
});
