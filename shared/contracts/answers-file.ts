import * as z from 'zod';
import { leadShapes } from './answers-lead.ts';
import { openedHazard } from './answers-hazard.ts';
import { withheldOr } from './answers-personal.ts';
import { creditFact, creditGrade } from './credit.ts';
import { device, deviceAlarm } from './device.ts';
import {
  holderHead,
  instrument,
  keyUnitHead,
  organisationHead,
  report,
  storedDay,
  storedId,
} from './entities.ts';
import { erasure } from './subject-change.ts';

const version = z.int().positive();
const of = <K extends string, S extends z.core.$ZodLooseShape>(kind: K, shape: S) =>
  z.object({ kind: z.literal(kind), version, ...shape });

const contact = withheldOr(z.object({ name: z.string(), phone: z.string() }));
const person = withheldOr(z.object({ name: z.string(), personId: z.string() }));

/** A record of a file as the reader may read it. */
const shownRecord = z.union([
  of('HEAD', { ...keyUnitHead.unwrap().shape, safetyManager: contact.optional() }),
  of('HEAD', organisationHead.unwrap().shape),
  of('HEAD', { ...holderHead.unwrap().shape, person }),
  of('INSTRUMENT', instrument.unwrap().shape),
  of('REPORT', report.unwrap().shape),
  of('HAZARD', openedHazard),
  of('CREDIT_FACT', creditFact.unwrap().shape)
    .omit({ kind: true })
    .extend({ kind: creditFact.unwrap().shape.kind }),
  of('CREDIT_GRADE', creditGrade.unwrap().shape),
  of('DEVICE', device.unwrap().shape),
  of('DEVICE_ALARM', deviceAlarm.unwrap().shape),
  of('ERASURE', erasure.unwrap().shape),
  ...leadShapes.map((shape) => of('ANOMALY', shape.shape)),
]);
/** What can be computed from the rest: newest readings, references, rule runs. */
const derived = z.looseObject({ kind: z.string(), derived: z.literal(true) });

/** A record exactly as stored: SHA-256 over salt, body, NUL and packed bytes is the digest that the ledger names. */
const storedRecord = z.object({
  kind: z.string(),
  id: z.string(),
  version,
  salt: z.base64(),
  body: z.string(),
  packed: z.base64().optional(),
});

const next = z.string().optional();
/** The past day that was asked for. */
const on = storedDay.optional();
/** The file as it is read, or with `form=stored` as it is stored. */
export const fileAnswer = z.union([
  z.looseObject({
    subject: storedId('sub'),
    on,
    records: z.array(shownRecord),
    derived: z.array(derived),
    next,
  }),
  z.looseObject({ subject: storedId('sub'), on, records: z.array(storedRecord), next }),
]);
