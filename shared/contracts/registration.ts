import * as z from 'zod';
import { division } from './division.ts';
import { calendarDay, inOrder, position, text, uscc } from './primitives.ts';

/** Kinds of key unit, domain 3.1 (MDR art. 23(3), O37 art. 4, local notices). */
export const keyUnitKind = z.enum([
  'OIL_DEPOT',
  'GAS_DEPOT',
  'AMMUNITION_DEPOT',
  'CHEMICAL_STORE',
  'FIREWORKS',
  'PETROCHEMICAL',
  'FILLING_STATION',
  'CIVIL_EXPLOSIVES',
  'OTHER_FLAMMABLE',
  'MINE',
  'TOURIST_SITE',
  'PRONE_AREA_STRUCTURE',
  'SPECIAL_PROJECT',
  'CROWDED_PLACE',
  'CRITICAL_SERVICE',
  'DATA_CENTRE',
  'HERITAGE',
]);

/** A person to turn to. Personal data: encrypted before it is stored, shown only to the supervising office. */
export const contact = z.lazy(() =>
  z.strictObject({ name: text(1, 40), phone: z.string().regex(/^[\d+ -]{5,20}$/) }),
);

export const registerKeyUnit = z.lazy(() =>
  z.strictObject({
    kind: z.literal('KEY_UNIT'),
    name: text(1, 120),
    uscc,
    keyUnitKind,
    division,
    address: text(1, 200),
    location: position,
    /** Edition of the published list of key units on which it stands (O44 art. 4). */
    listEdition: text(1, 40),
    listedOn: calendarDay,
    safetyManager: contact.optional(),
  }),
);

export const registerInspectionOrganisation = z.lazy(() =>
  z.strictObject({
    kind: z.literal('INSPECTION_ORGANISATION'),
    name: text(1, 120),
    uscc,
    division,
    address: text(1, 200),
    /** Two digits of the home province; another than this one marks work outside the home province. */
    homeProvince: z.string().regex(/^\d{2}$/),
    certificate: z
      .strictObject({
        number: text(1, 40),
        /** A: structures of class 1-3; B: class 3 only (O31 art. 4). */
        grade: z.enum(['A', 'B']),
        issuedBy: text(1, 100),
        issuedOn: calendarDay,
        validTo: calendarDay,
      })
      .superRefine((value, context) => {
        inOrder(context, { issuedOn: value.issuedOn, validTo: value.validTo });
      }),
  }),
);

/** `POST /v1/subjects` */
export const registerSubject = z.lazy(() =>
  z.discriminatedUnion('kind', [registerKeyUnit, registerInspectionOrganisation]),
);

/** `POST /v1/subjects/{id}/technicians`: a person who inspects for the organisation; becomes a subject with a file of its own. */
export const registerTechnician = z.lazy(() =>
  z.strictObject({
    name: text(1, 40),
    /** Citizen identification number (GB 11643) or another 18-character form; never stored in the clear. */
    personId: z.string().trim().min(8).max(18),
    abilityCertificate: z
      .strictObject({
        number: text(1, 40),
        issuer: text(1, 100),
        validFrom: calendarDay,
        validTo: calendarDay,
      })
      .superRefine((value, context) => {
        inOrder(context, { validFrom: value.validFrom, validTo: value.validTo });
      }),
    employedFrom: calendarDay,
  }),
);

/** `POST /v1/subjects/{id}/instruments` */
export const registerInstrument = z.lazy(() =>
  z.strictObject({
    serialNumber: text(1, 60),
    instrumentKind: z.enum([
      'EARTH_TESTER',
      'BONDING_TESTER',
      'LOOP_TESTER',
      'SPD_TESTER',
      'INSULATION_TESTER',
      'RANGE_FINDER',
      'PULL_GAUGE',
    ]),
    model: text(1, 60),
    maker: text(1, 100),
    calibration: z
      .strictObject({
        certificateNumber: text(1, 60),
        body: text(1, 100),
        calibratedOn: calendarDay,
        validTo: calendarDay,
      })
      .superRefine((value, context) => {
        inOrder(context, { calibratedOn: value.calibratedOn, validTo: value.validTo });
      }),
  }),
);

export type RegisterKeyUnit = z.output<typeof registerKeyUnit>;
export type RegisterSubject = z.output<typeof registerSubject>;
export type RegisterTechnician = z.output<typeof registerTechnician>;
export type RegisterInstrument = z.output<typeof registerInstrument>;
