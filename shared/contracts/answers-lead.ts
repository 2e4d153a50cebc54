import * as z from 'zod';
import { anomaly } from './entities.ts';

const { id, organisation, rule, ruleVersion, severity, mark, basis, foundAt, state, decision, explanation } =
  anomaly.unwrap().shape;
/** A lead in which two organisations have part, as one of them is shown it. */
const withoutTheOther = z.object({
  ...{ id, organisation, rule, ruleVersion, severity, mark, basis, foundAt, state, decision, explanation },
  report: anomaly.unwrap().shape.report.optional(),
  reportNumber: z.string().optional(),
  keyUnit: anomaly.unwrap().shape.keyUnit.optional(),
  withheld: z.array(z.string()),
});
export const shownLead = z.union([anomaly, withoutTheOther]);
export const leadShapes = [anomaly.unwrap(), withoutTheOther] as const;
