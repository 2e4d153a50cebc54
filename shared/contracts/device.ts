import * as z from 'zod';
import { parseDecimal, type Decimal } from '../kernel/decimal.ts';
import { problem } from '../kernel/problem.ts';
import { mark } from './settings.ts';
import { storedId, storedInstant } from './entities.ts';
import { addProblems, decimal, id, instant, text } from './primitives.ts';
import { protectionClass } from './report.ts';

/** Kinds of device (domain 3.10) that may register. Others come with a contract of their own. */
export const deviceKind = z.literal('EARTH_RESISTANCE_MONITOR');

/** A resistance in ohm as the meter showed it: a decimal string, not below zero. */
const ohm = decimal.superRefine((value, context) => {
  if (value.startsWith('-')) addProblems(context, [problem('FIELD_INVALID', { reason: '≥ 0 ohm' })]);
});

/**
 * `POST /v1/subjects/{id}/devices`. `csr`: PKCS#10 in PEM; the private key stays in the device. The limit is stated, or
 * follows from protection class and place by the limit tables.
 */
export const registerDevice = z.lazy(() =>
  z.strictObject({
    deviceKind,
    serialNumber: text(1, 60),
    csr: z.string().min(1).max(8192),
    /** Where it sits, in words: `tank farm, earth terminal 3`. */
    mountedAt: text(1, 200),
    structure: text(1, 20).optional(),
    protectionClass: protectionClass.optional(),
    /** Place that the limit tables tell apart, such as `BUILDING` or `OIL_TANK`. */
    place: text(1, 40).optional(),
    limitOhm: ohm.optional(),
  }),
);
export type RegisterDevice = z.output<typeof registerDevice>;

const storedDecimal = z.custom<Decimal>((value) => typeof value === 'string' && parseDecimal(value).ok);

/** Record of a device in the file of its key unit. */
export const device = z.lazy(() =>
  z.object({
    id: storedId('dev'),
    keyUnit: storedId('sub'),
    deviceKind,
    serialNumber: z.string(),
    mountedAt: z.string(),
    structure: z.string().optional(),
    protectionClass: protectionClass.optional(),
    place: z.string().optional(),
    limitOhm: storedDecimal,
    /** Whence the limit: stated at registration, or a row of a version of the limit tables with its mark. */
    limitBasis: z.discriminatedUnion('by', [
      z.object({ by: z.literal('STATED') }),
      z.object({ by: z.literal('TABLE'), row: z.string(), version: z.string(), mark }),
    ]),
    /** SHA-256 of the certificate, as the broker names it. */
    certificate: z.string(),
    registeredAt: storedInstant,
  }),
);

/** Three bad readings in a row. Telemetry alone proves nothing (APL art. 41): it opens a hazard, which people confirm. */
export const deviceAlarm = z.lazy(() =>
  z.object({
    id: storedId('alm'),
    device: storedId('dev'),
    keyUnit: storedId('sub'),
    item: z.literal('EARTH_RESISTANCE'),
    /** The third bad value. */
    value: z.string(),
    unit: z.literal('ohm'),
    limit: z.string(),
    boot: z.int(),
    /** Numbers of the messages that the three readings came in; a message with several readings may stand more than once. */
    sequences: z.array(z.int()).length(3),
    values: z.array(z.string()).length(3),
    at: storedInstant,
  }),
);

/** A time that a clock which has been set can show: a meter that starts in 1970 has none. */
const setClock = instant.superRefine((at, context) => {
  if (at < '2020' || at >= '2100') addProblems(context, [problem('FIELD_INVALID', { reason: '2020-2099' })]);
});

/** One reading, as taken. */
export const reading = z.lazy(() => z.strictObject({ at: setClock, valueOhm: ohm }));

/** Most readings of one message, and the longest message that is read at all (bytes of JSON, as the queue holds it). */
export const maxReadings = 10;
export const maxMessageBytes = 4096;

/**
 * What a device publishes. `boot` counts its starts, `sequence` its messages since that start, from 1 and without gaps:
 * together they tell a repetition from news.
 */
export const deviceMessage = z.lazy(() =>
  z.strictObject({
    boot: z.int().min(1).max(999_999_999),
    sequence: z.int().min(1).max(999_999_999),
    readings: z.array(reading).min(1).max(maxReadings),
  }),
);

/** The message as the topic rule hands it over: device out of the topic, client as the broker knows it, time in ms. */
export const deliveredMessage = z.lazy(() =>
  z.strictObject({
    ...deviceMessage.unwrap().shape,
    device: id('dev'),
    client: z.string(),
    receivedMs: z.int().positive(),
  }),
);
export type DeliveredMessage = z.output<typeof deliveredMessage>;

/** Derived state of a device: it can be rebuilt from messages and has no ledger entry. */
export const deviceState = z.lazy(() =>
  z.object({
    device: storedId('dev'),
    /** Newest reading by (boot, sequence). */
    latest: z.object({
      boot: z.int(),
      sequence: z.int(),
      at: storedInstant,
      valueOhm: storedDecimal,
      bad: z.boolean(),
      receivedAt: storedInstant,
    }),
    /** Different messages taken so far. */
    messages: z.int(),
    /**
     * The newest messages, oldest first: `boot:sequence:` and its readings, `-n` for n good ones, `value@ms` (base 36)
     * for one above the limit. Older ones are forgotten; a message older than all of these is taken for a repetition.
     */
    window: z.array(z.string().regex(/^\d+:\d+:[^:]+$/)),
    /** True when something has been forgotten. */
    cut: z.boolean(),
    /** Places (`boot:sequence:index`) of the alarms within the window, and the newest one before it. */
    alarms: z.array(z.string()),
    /** Place of the newest good reading. */
    lastGood: z.string().optional(),
  }),
);

export type Device = z.output<typeof device>;
export type DeviceAlarm = z.output<typeof deviceAlarm>;
export type DeviceState = z.output<typeof deviceState>;
