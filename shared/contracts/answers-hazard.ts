import * as z from 'zod';
import { withheldOr } from './answers-personal.ts';
import { hazard } from './hazard.ts';

const person = z.string().optional();
/** What is shown of a hazard wherever it is shown: the sealed name opened or withheld, marks of persons by right. */
export const openedHazard = {
  ...hazard.unwrap().shape,
  responsible: withheldOr(z.string()).optional(),
  rectifiedBy: z.object({ principal: z.string(), person }).optional(),
};

/** A hazard with what may be done next. */
export const shownHazard = z.object({
  ...openedHazard,
  /** The due date; `unset` where neither law nor province nor order sets one, `none` where the state has none. */
  due: z.string(),
  commands: z.array(z.object({ command: z.string(), who: z.enum(['officer', 'unit']) })),
});
