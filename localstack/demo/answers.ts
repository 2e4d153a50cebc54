import * as z from 'zod';

/** The parts of answers that the walk looks at. */
export const receipt = z.looseObject({ entry: z.string(), sequence: z.int(), entryHash: z.string() });
export const registered = z.looseObject({ id: z.string(), supervisionCode: z.string().optional(), receipt });
export const received = z.looseObject({ id: z.string(), points: z.int(), original: z.string(), receipt });
/** Cursor of the next page of a list. */
const next = z.string().optional();
export const anomalies = z.looseObject({
  next,
  anomalies: z.array(
    z.looseObject({
      id: z.string(),
      rule: z.string(),
      severity: z.int(),
      mark: z.string(),
      state: z.string(),
      report: z.string(),
      ruleVersion: z.string(),
      basis: z.array(z.object({ zh: z.string(), en: z.string() })),
      explanation: z.object({ zh: z.string(), en: z.string() }),
    }),
  ),
});
export const hazard = z.looseObject({
  id: z.string(),
  state: z.string(),
  dueOn: z.string().optional(),
  dueBy: z.string(),
  late: z.object({ since: z.string(), level: z.int() }).optional(),
  origin: z.looseObject({
    kind: z.string(),
    item: z.string(),
    value: z.string(),
    point: z.string().optional(),
  }),
});
export const hazards = z.looseObject({ hazards: z.array(hazard), next });
export const moved = z.looseObject({ id: z.string(), state: z.string(), receipt });
export const refused = z.looseObject({
  code: z.string(),
  problems: z.array(
    z.looseObject({ code: z.string(), pointer: z.string().optional(), zh: z.string(), en: z.string() }),
  ),
});
export const grade = z.looseObject({
  grade: z.string(),
  score: z.number(),
  reasons: z.array(z.looseObject({ zh: z.string(), en: z.string() })),
});
