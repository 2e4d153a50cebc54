import * as z from 'zod';
import { mark } from '../../shared/contracts/settings.ts';

/**
 * What local texts add to national law (domain.md, sections 3.2-3.5, 6.1, 8.2, 10.1). Every fact carries the text it was
 * read in and its mark; an amount or a count that was not found stays unset. `division` narrows a fact to a city or county.
 */
const fact = {
  division: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  source: z.string().min(2),
  mark,
  note: z.string().optional(),
};
const kinds = z.array(z.string().regex(/^[A-Z_]+$/)).min(1);
const texts = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const yuan = z.int().min(0).max(100_000_000);

/** A fine that local law sets or repeats. Codes P01-P30 as in domain.md 10.1. */
const localFine = z
  .strictObject({
    ...fact,
    code: z.string().regex(/^P\d{2}$/),
    offence: z.string().regex(/^[A-Z_]+$/),
    lowYuan: yuan.optional(),
    highYuan: yuan.optional(),
    orderFirst: z.boolean().default(false),
    discretionary: z.boolean().default(true),
  })
  .refine((fine) => (fine.lowYuan ?? 0) <= (fine.highYuan ?? Infinity), {
    path: ['lowYuan'],
    message: 'the low end of a fine is above its high end / 罚款下限高于上限',
  });

/** Colours of a risk code, best first. Which number of colours the national platform takes is open: a list, not an enum. */
const colourScheme = z.strictObject({
  ...fact,
  colours: z.array(z.strictObject({ code: z.string().regex(/^[A-Z]+$/), name: texts })).min(2),
});

/** A finding that by itself fails the yearly ability check of an organisation. */
const abilityRule = z.strictObject({
  ...fact,
  finding: z.enum(['FEWER_THAN_TWO_TECHNICIANS', 'NO_LABOUR_RELATION', 'NO_ABILITY_TEST']),
  effect: z.literal('VETO'),
});

/** Notice that an organisation from another province owes before it works here. `within` = at most that many days before. */
const outsideOrganisation = z.strictObject({
  ...fact,
  duty: z.enum(['REPORT_TO_PROVINCE', 'JOB_NOTICE']),
  days: z.int().min(1).max(90).optional(),
  dayKind: z.enum(['working', 'calendar']).optional(),
  within: z.boolean().optional(),
});

const reportDuty = z.strictObject({
  ...fact,
  duty: z.enum([
    'START_AND_END_PHOTOS',
    'UPLOAD_SCORED_AS_CREDIT',
    'PLAN_BEFORE_WORK',
    'UPLOAD_PLAN_AND_RESULT_OF_RECTIFICATION',
  ]),
});
const keyUnitList = z.strictObject({ ...fact, kinds, months: z.int().min(1).max(24) });
const creditScheme = z.strictObject({
  ...fact,
  name: texts,
  levels: z.int().min(2).max(10).optional(),
});
const localStandard = z.strictObject({ ...fact, number: z.string().min(3) });

export const localTexts = {
  localFines: z.array(localFine).default([]),
  colourSchemes: z.array(colourScheme).default([]),
  abilityRules: z.array(abilityRule).default([]),
  outsideOrganisations: z.array(outsideOrganisation).default([]),
  reportDuties: z.array(reportDuty).default([]),
  keyUnitLists: z.array(keyUnitList).default([]),
  creditSchemes: z.array(creditScheme).default([]),
  localStandards: z.array(localStandard).default([]),
};
