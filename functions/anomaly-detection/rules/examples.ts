import type { Example } from './example.ts';
import { r01Examples } from './r01.examples.ts';
import { r03Examples } from './r03.examples.ts';
import { r06Examples } from './r06.examples.ts';
import { r09Examples } from './r09.examples.ts';
import { r12Examples } from './r12.examples.ts';
import { r15Examples } from './r15.examples.ts';
import { r21Examples } from './r21.examples.ts';
import { r29Examples } from './r29.examples.ts';
import { r30Examples } from './r30.examples.ts';

/** Examples of every rule, by its id. */
export const examples: Readonly<Record<string, readonly Example[]>> = {
  R01: r01Examples,
  R03: r03Examples,
  R06: r06Examples,
  R09: r09Examples,
  R12: r12Examples,
  R15: r15Examples,
  R21: r21Examples,
  R29: r29Examples,
  R30: r30Examples,
};
