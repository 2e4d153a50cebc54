import * as z from 'zod';
import { sealed, storedDay, storedId, storedInstant } from './entities.ts';
import { calendarDay, text } from './primitives.ts';

export const hazardStates = [
  'FOUND',
  'CONFIRMED',
  'NOTIFIED',
  'RECTIFYING',
  'SUBMITTED',
  'RETURNED',
  'ACCEPTED',
  'CASE',
  'CLOSED',
  'REJECTED',
] as const;
export const hazardState = z.enum(hazardStates);
export type HazardState = z.output<typeof hazardState>;

/** States at which a loop ends. All others are open: they have a due date, or are listed as unset. */
export const ends: readonly HazardState[] = ['CLOSED', 'REJECTED'];
export const isOpen = (state: HazardState): boolean => !ends.includes(state);

/** Commands of the loop (domain 7.3) and the body each takes: `POST /v1/subjects/{id}/hazards/{hazard}/{command}`. */
export const hazardCommands = {
  confirm: z.lazy(() =>
    z.strictObject({ level: z.enum(['GENERAL', 'MAJOR']), note: text(1, 500).optional() }),
  ),
  reject: z.lazy(() => z.strictObject({ reason: text(1, 500) })),
  notify: z.lazy(() => z.strictObject({ orderNumber: text(1, 60), dueOn: calendarDay.optional() })),
  plan: z.lazy(() =>
    z.strictObject({
      measures: text(1, 1000),
      responsible: text(1, 100),
      finishOn: calendarDay.optional(),
    }),
  ),
  submit: z.lazy(() => z.strictObject({ statement: text(1, 1000), retestReport: text(1, 60).optional() })),
  recheck: z.lazy(() => z.strictObject({ passed: z.literal(true), record: text(1, 500) })),
  return: z.lazy(() => z.strictObject({ missing: text(1, 500), dueOn: calendarDay.optional() })),
  close: z.lazy(() => z.strictObject({ note: text(1, 500) })),
  extend: z.lazy(() => z.strictObject({ reason: text(1, 500), dueOn: calendarDay })),
  refuse: z.lazy(() => z.strictObject({ record: text(1, 500) })),
} as const;
export type HazardCommand = keyof typeof hazardCommands;

/** Where a hazard came from: a failed point of a report, or three bad readings of a device. */
export const hazardOrigin = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('REPORT_POINT'),
      report: storedId('rep'),
      organisation: storedId('sub'),
      point: z.string(),
      structure: z.string(),
      item: z.string(),
      value: z.string(),
      unit: z.string(),
      standardValue: z.string().optional(),
    }),
    z.object({
      kind: z.literal('DEVICE_ALARM'),
      device: storedId('dev'),
      alarm: storedId('alm'),
      item: z.string(),
      value: z.string(),
      unit: z.string(),
      limit: z.string(),
    }),
  ]),
);

/** A hazard in the file of its key unit. Lateness is a flag beside the state, never a state. */
export const hazard = z.lazy(() =>
  z.object({
    id: storedId('haz'),
    keyUnit: storedId('sub'),
    origin: hazardOrigin,
    state: hazardState,
    level: z.enum(['GENERAL', 'MAJOR']).optional(),
    foundAt: storedInstant,
    stateSince: storedInstant,
    /** Last day of the present state; absent where neither law nor province nor order sets one (listed as unset). */
    dueOn: storedDay.optional(),
    /** Day assumed while a yearly holiday notice that decides the due date is missing: shown, never held against anybody. */
    dueProvisionalOn: storedDay.optional(),
    /** Where the due date comes from. */
    dueBy: z.enum(['province', 'order', 'unset']),
    late: z.object({ since: storedDay, level: z.literal([1, 2, 3]) }).optional(),
    orderNumber: z.string().optional(),
    /** Who answers for the rectification at the unit: a name, so it is sealed. */
    responsible: sealed.optional(),
    /** `person` here and below: a one-way mark of the keyed person reference, of use within this hazard alone. */
    rectifiedBy: z.object({ principal: z.string(), person: z.string().optional() }).optional(),
    rechecks: z.array(
      z.object({
        principal: z.string(),
        person: z.string().optional(),
        at: storedInstant,
        record: z.string(),
      }),
    ),
    steps: z.array(
      z.object({
        command: z.string(),
        at: storedInstant,
        by: z.string(),
        role: z.string(),
        person: z.string().optional(),
        note: z.string().optional(),
        /** The rest of what the command said: numbers and days. */
        evidence: z.record(z.string(), z.string()).optional(),
      }),
    ),
  }),
);
export type Hazard = z.output<typeof hazard>;
export type HazardOrigin = z.output<typeof hazardOrigin>;
