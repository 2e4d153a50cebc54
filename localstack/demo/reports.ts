import {
  addDays,
  addMonths,
  addMs,
  dayOf,
  startOfDay,
  systemClock,
  type Instant,
} from '../../shared/kernel/time.ts';
import { received } from './answers.ts';
import { eastStation, westStation } from './cast.ts';
import { filledIn, type Filled } from './points.ts';
import type { Cast } from './register.ts';
import { Broken, type Teller } from './scene.ts';
import { expectAnswer } from './speaker.ts';

const hourMs = 3_600_000;

const reportOf = (
  cast: Cast,
  keyUnit: string,
  number: string,
  startedAt: Instant,
  filled: Filled,
  location: object,
) => ({
  reportNumber: number,
  keyUnit,
  organisation: cast.organisation,
  inspectionType: 'PERIODIC',
  standards: [
    { code: 'GB/T 21431', edition: '2023' },
    { code: 'GB 50156', edition: '2021' },
  ],
  activity: {
    startedAt,
    endedAt: addMs(startedAt, 3 * hourMs),
    position: { ...location, accuracyM: 8 },
    technicians: [cast.technician],
    instruments: [cast.instrument],
  },
  issuedOn: dayOf(startedAt),
  nextInspectionOn: addMonths(dayOf(startedAt), 6),
  conclusion: filled.points.some((point) => point.verdict === 'FAIL') ? 'FAIL' : 'PASS',
  tester: cast.technician,
  structures: filled.structures,
  points: filled.points,
});

/**
 * Two reports of 100 points. The first is honest and holds one failed item. The second was made at a desk: the same
 * technician at the same hours elsewhere, a whole column of values copied, one verdict that its own value contradicts.
 */
export const submitReports = async (
  cast: Cast,
  tell: Teller,
): Promise<{ honest: string; forged: string }> => {
  tell.step('检测机构提交两份 100 点的检测报告', 'the organisation posts two reports of 100 points');
  // Nine in the morning of the day before yesterday, Beijing time.
  const startedAt = addMs(startOfDay(addDays(dayOf(systemClock()), -2)), 9 * hourMs);
  const honest = reportOf(
    cast,
    cast.west,
    '演示雷检字〔2026〕001号',
    startedAt,
    filledIn('honest'),
    westStation.location,
  );
  const key = 'demo-report-001';
  const first = await expectAnswer(cast.company.post('/v1/reports', honest, key), 202, received);
  tell.fact(`${honest.reportNumber} → 202  ${first.id}`);
  tell.fact(
    `   original ${first.original.slice(0, 16)}… sealed in the archive; receipt: entry ${first.receipt.entry}, no ${first.receipt.sequence}, hash ${first.receipt.entryHash.slice(0, 16)}…`,
  );
  const again = await expectAnswer(cast.company.post('/v1/reports', honest, key), 202, received);
  if (again.id !== first.id) throw new Broken('the same command twice made two reports');
  tell.fact('   posted again with the same Idempotency-Key → the same receipt, nothing written');

  const later = addMs(startedAt, hourMs);
  const forged = reportOf(
    cast,
    cast.east,
    '演示雷检字〔2026〕002号',
    later,
    filledIn('forged'),
    eastStation.location,
  );
  const second = await expectAnswer(cast.company.post('/v1/reports', forged), 202, received);
  tell.fact(`${forged.reportNumber} → 202  ${second.id}`);
  return { honest: first.id, forged: second.id };
};
