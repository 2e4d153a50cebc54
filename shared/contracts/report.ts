import * as z from 'zod';
import { problem } from '../kernel/problem.ts';
import { toEpochMs } from '../kernel/time.ts';
import { addProblems, calendarDay, decimal, id, inOrder, instant, position, text } from './primitives.ts';

/** Kinds of inspection (domain: 定期检测, 跟踪检测, 竣工检测, 首次检测). */
export const inspectionType = z.enum(['PERIODIC', 'CONSTRUCTION', 'COMPLETION', 'FIRST']);
export const verdict = z.enum(['PASS', 'FAIL', 'NOT_APPLICABLE']);
/** Protection class of the structure, GB 50057-2010 ch. 3. */
export const protectionClass = z.literal([1, 2, 3]);

/** What was measured at a point. Each item has rows in the limit tables of `shared/rules/data/`. */
export const measuredItem = z.enum([
  'EARTH_RESISTANCE',
  'EQUIPOTENTIAL_RESISTANCE',
  'FLANGE_TRANSITION_RESISTANCE',
  'STATIC_EARTH_RESISTANCE',
  'DOWN_CONDUCTOR_SPACING',
  'SPD_LEAD_LENGTH',
  'SPD_LEAKAGE_CURRENT',
  'INSULATION_RESISTANCE',
  'SUPPORT_PULL_FORCE',
]);
export const unitOfMeasure = z.enum(['ohm', 'Mohm', 'm', 'uA', 'N']);

/** One numbered test point. `value` is a decimal string: the decimals shown are evidence. */
export const testPoint = z.lazy(() =>
  z.strictObject({
    number: text(1, 20),
    structure: text(1, 20),
    item: measuredItem,
    /** Place that the limit tables distinguish, such as `BUILDING`, `FILLING_STATION_SHARED` or `OIL_TANK`. */
    place: text(1, 40).optional(),
    /** Kind of earth resistance; the limit tables name it. */
    method: z.enum(['IMPULSE', 'POWER_FREQUENCY']).optional(),
    value: decimal.optional(),
    qualifier: z.enum(['<', '>', 'NOT_MEASURED']).optional(),
    unit: unitOfMeasure,
    /** Limit as the report states it. */
    standardValue: decimal.optional(),
    verdict,
    measuredAt: instant.optional(),
    instrument: id('ins').optional(),
    position: position.optional(),
  }),
);

/** The unit of measure in which each item is given. */
export const unitOf = {
  EARTH_RESISTANCE: 'ohm',
  EQUIPOTENTIAL_RESISTANCE: 'ohm',
  FLANGE_TRANSITION_RESISTANCE: 'ohm',
  STATIC_EARTH_RESISTANCE: 'ohm',
  DOWN_CONDUCTOR_SPACING: 'm',
  SPD_LEAD_LENGTH: 'm',
  SPD_LEAKAGE_CURRENT: 'uA',
  INSULATION_RESISTANCE: 'Mohm',
  SUPPORT_PULL_FORCE: 'N',
} as const satisfies Record<z.output<typeof measuredItem>, z.output<typeof unitOfMeasure>>;

export const inspectedStructure = z.lazy(() =>
  z.strictObject({
    number: text(1, 20),
    name: text(1, 100),
    protectionClass,
  }),
);

/** Longest activity, days: longer work is several activities. It bounds how far back a rule looks for overlaps. */
export const longestActivityDays = 31;

/** `POST /v1/reports`: an inspection report as QX/T 232-2019 orders it, parties and instruments named by id. */
export const submitReport = z.lazy(() =>
  z
    .strictObject({
      reportNumber: text(1, 60),
      volume: z.int().min(1).max(99).default(1),
      keyUnit: id('sub'),
      organisation: id('sub'),
      inspectionType,
      standards: z
        .array(z.strictObject({ code: text(1, 40), edition: z.string().regex(/^\d{4}$/) }))
        .min(1)
        .max(20),
      activity: z.strictObject({
        startedAt: instant,
        endedAt: instant,
        position,
        technicians: z.array(id('sub')).min(1).max(20),
        instruments: z.array(id('ins')).min(1).max(40),
      }),
      issuedOn: calendarDay,
      nextInspectionOn: calendarDay,
      conclusion: z.enum(['PASS', 'FAIL']),
      tester: id('sub'),
      checker: id('sub').optional(),
      authorisedSignatory: id('sub').optional(),
      structures: z.array(inspectedStructure).min(1).max(200),
      points: z.array(testPoint).min(1).max(2000),
      rectificationAdvice: text(1, 4000).optional(),
    })
    .superRefine((report, context) => {
      inOrder(context, {
        'activity/startedAt': report.activity.startedAt,
        'activity/endedAt': report.activity.endedAt,
      });
      inOrder(context, { issuedOn: report.issuedOn, nextInspectionOn: report.nextInspectionOn });
      const { startedAt, endedAt } = report.activity;
      if (toEpochMs(endedAt) - toEpochMs(startedAt) > longestActivityDays * 86_400_000) {
        addProblems(context, [
          problem('ACTIVITY_TOO_LONG', { days: longestActivityDays }, '/activity/endedAt'),
        ]);
      }
      const numbers = new Set<string>();
      const structures = new Set(report.structures.map((structure) => structure.number));
      for (const [index, point] of report.points.entries()) {
        if (numbers.has(point.number)) {
          addProblems(context, [
            problem('POINT_NUMBER_REPEATED', { number: point.number }, `/points/${index}/number`),
          ]);
        }
        numbers.add(point.number);
        const { item, unit, value } = point;
        if (unit !== unitOf[item]) {
          const wrong = { item, expected: unitOf[item], given: unit };
          addProblems(context, [problem('UNIT_WRONG', wrong, `/points/${index}/unit`)]);
        }
        if (value?.startsWith('-') === true) {
          addProblems(context, [problem('VALUE_NEGATIVE', { given: value }, `/points/${index}/value`)]);
        }
        if (!structures.has(point.structure)) {
          addProblems(context, [
            problem('STRUCTURE_UNKNOWN', { structure: point.structure }, `/points/${index}/structure`),
          ]);
        }
        if (point.value === undefined && point.qualifier !== 'NOT_MEASURED') {
          addProblems(context, [problem('FIELD_MISSING', {}, `/points/${index}/value`)]);
        }
      }
    }),
);

export type TestPoint = z.output<typeof testPoint>;
export type InspectedStructure = z.output<typeof inspectedStructure>;
export type SubmitReport = z.output<typeof submitReport>;
