import { countIn } from '../../../functions/credit-evaluation/counted.ts';
import { sampleSet } from '../../../functions/credit-evaluation/indicators/sample-1.ts';
import type { VersionedSet } from '../../../functions/credit-evaluation/indicators/set.ts';
import {
  creditFact,
  type CountedFact,
  type CreditFact,
  type FactKind,
} from '../../../shared/contracts/credit.ts';
import { parseDay, type CalendarDay } from '../../../shared/kernel/time.ts';

export const organisationId = 'sub_01KJ0RG0000000000000000000';

export const day = (text: string): CalendarDay => {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new RangeError(text);
  return parsed;
};

/** A fact of that kind, number n of its kind: about something of its own. */
export const fact = (kind: FactKind, n: number, on: string, until?: string): CreditFact =>
  creditFact.parse({
    id: `fac_01KJFAC${String(n).padStart(19, '0')}`,
    organisation: organisationId,
    kind,
    about: `thing ${n}`,
    cause: `ent_01KJENT${String(n).padStart(19, '0')}`,
    on,
    ...(until === undefined ? {} : { until }),
    mark: 'S',
    note: { zh: '事实', en: 'fact' },
  });

/** All of them counted, as one event after another would. */
export const counted = (
  facts: readonly CreditFact[],
  asOf: CalendarDay,
  set: VersionedSet = sampleSet,
): readonly CountedFact[] =>
  facts.reduce<readonly CountedFact[]>((all, next) => countIn(all, next, set, asOf), []);
