import * as z from 'zod';
import { shownLead } from './answers-lead.ts';
import { fileAnswer } from './answers-file.ts';
import { historyAnswer, ledgerAnswer, proofsAnswer, receipt, statementAnswer } from './answers-ledger.ts';
import { factKind } from './credit.ts';
import { device, deviceState } from './device.ts';
import { bilingual, report, reportDetails, storedDay, storedId, storedInstant } from './entities.ts';
import { hazardState } from './hazard.ts';
import { shownHazard } from './answers-hazard.ts';
import { testPoint } from './report.ts';
import type { RouteId } from './routes.ts';
import { mark } from './settings.ts';

/** Where a page ended; absent on the last one. */
const next = z.string().optional();

const limitBasis = device.unwrap().shape.limitBasis;
const shownDevice = z.object({
  ...device.unwrap().shape,
  version: z.int().positive(),
  state: z
    .object({ ...deviceState.unwrap().pick({ latest: true, messages: true }).shape, alarm: z.boolean() })
    .optional(),
});

const { technicians, instruments, ...restOfDetails } = reportDetails.unwrap().shape;
const wholeReport = z.object({
  ...report.unwrap().shape,
  ...restOfDetails,
  activity: z.object({ ...report.unwrap().shape.activity.shape, technicians, instruments }),
  points: z.array(testPoint),
});

const creditGrade = z.object({
  organisation: storedId('sub'),
  grade: z.string(),
  gradeName: bilingual,
  score: z.int(),
  setVersion: z.string(),
  sample: z.literal(true),
  asOf: storedDay,
  vetoed: z.boolean(),
  indicators: z.array(
    z.object({
      id: z.string(),
      ...bilingual.unwrap().shape,
      gained: z.number(),
      lost: z.number(),
      most: z.number(),
      least: z.number(),
    }),
  ),
  reasons: z.array(
    z.object({
      fact: z.string(),
      kind: factKind,
      about: z.string(),
      indicator: z.string(),
      count: z.int(),
      effect: z.number(),
      veto: z.boolean(),
      standing: z.enum(['COUNTS', 'EXPIRED', 'NOT_YET']),
      on: storedDay,
      lastDay: storedDay,
      ...bilingual.unwrap().shape,
    }),
  ),
  raises: z.array(
    z.object({
      how: z.enum(['NEXT_GRADE', 'VETO_ENDS', 'FACTS_EXPIRE', 'MORE_GOOD_FACTS']),
      indicator: z.string().optional(),
      points: z.number().optional(),
      from: storedDay.optional(),
      ...bilingual.unwrap().shape,
    }),
  ),
  set: z.object({
    label: z.string(),
    version: z.string(),
    sample: z.literal(true),
    basis: z.object({ source: z.string(), mark, ...bilingual.unwrap().shape }),
  }),
  notYetCounted: z.array(z.object({ kind: factKind, ...bilingual.unwrap().shape })),
  recorded: z.object({
    id: storedId('grd'),
    version: z.int().positive(),
    entry: storedId('ent'),
    grade: z.string(),
    score: z.int(),
    setVersion: z.string(),
    asOf: storedDay,
  }),
  questioning: bilingual,
});

/**
 * What each route answers when it did what was asked. The contract's examples run against it, so an answer that says
 * more or less than this is found by a test. Handlers do not import it: it is the promise, not the check.
 */
export const answers: Readonly<Record<RouteId, z.ZodType>> = {
  registerSubject: z.object({
    id: storedId('sub'),
    kind: z.enum(['KEY_UNIT', 'INSPECTION_ORGANISATION']),
    supervisionCode: z.string(),
    supervisingOffice: z.string(),
    receipt,
  }),
  findSubjects: z.object({
    code: z.string(),
    subjects: z.array(
      z.object({
        id: storedId('sub'),
        kind: z.enum(['KEY_UNIT', 'INSPECTION_ORGANISATION']),
        name: z.string(),
        supervisionCode: z.string(),
        supervisingOffice: z.string(),
        former: z.literal(true).optional(),
      }),
    ),
    next,
  }),
  readFile: fileAnswer,
  readHistory: historyAnswer,
  readLedger: ledgerAnswer,
  readStatement: statementAnswer,
  readProofs: proofsAnswer,
  registerTechnician: z.object({ id: storedId('sub'), employer: storedId('sub'), receipt }),
  registerInstrument: z.object({ id: storedId('ins'), owner: storedId('sub'), receipt }),
  mergeSubjects: z.object({ id: storedId('sub'), mergedInto: storedId('sub'), receipt }),
  reAliasSubject: z.object({ id: storedId('sub'), supervisionCode: z.string(), receipt }),
  erasePersonalData: z.object({
    id: storedId('ers'),
    subject: storedId('sub'),
    keys: z.array(z.string()).min(1),
    linked: z.array(storedId('sub')).optional(),
    receipt,
  }),
  submitReport: z.object({
    id: storedId('rep'),
    keyUnit: storedId('sub'),
    points: z.int().positive(),
    original: z.string(),
    receipt,
  }),
  readReport: wholeReport,
  listAnomalies: z.object({ subject: storedId('sub'), anomalies: z.array(shownLead), next }),
  readAnomaly: shownLead,
  decideAnomaly: z.object({
    id: storedId('ano'),
    state: z.enum(['RELEASED', 'CONFIRMED', 'DISMISSED']),
    receipt,
  }),
  listHazards: z.object({ subject: storedId('sub'), hazards: z.array(shownHazard), next }),
  readHazard: shownHazard,
  commandHazard: z.object({
    id: storedId('haz'),
    state: hazardState,
    due: z.string(),
    dueBy: z.enum(['province', 'order', 'unset']),
    dueOn: storedDay.optional(),
    dueProvisionalOn: storedDay.optional(),
    late: z.object({ since: storedDay, level: z.literal([1, 2, 3]) }).optional(),
    rechecks: z.int(),
    receipt,
  }),
  readCreditGrade: creditGrade,
  registerDevice: z.object({
    id: storedId('dev'),
    thing: z.string(),
    clientId: z.string(),
    topic: z.string(),
    endpoint: z.string(),
    certificatePem: z.string(),
    limitOhm: z.string(),
    limitBasis,
    receipt,
  }),
  listDevices: z.object({ subject: storedId('sub'), devices: z.array(shownDevice), next }),
  health: z.object({ status: z.literal('ok'), province: z.string(), time: storedInstant }),
  openapi: z.looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) }),
};
