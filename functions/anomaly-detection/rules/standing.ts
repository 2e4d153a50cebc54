import type { Instant } from '../../../shared/kernel/time.ts';
import { dayOf } from '../../../shared/kernel/time.ts';
import type { Certificate, Certified, Days, Standing } from '../../../shared/rules/validity.ts';
import { nearestTo, standingOn } from '../../../shared/rules/validity.ts';
import type { ReportFacts } from '../facts.ts';

/** Days of the work as the report states them. */
export const daysOfWork = ({ report: { activity } }: Pick<ReportFacts, 'report'>): Days => ({
  from: dayOf(activity.startedAt),
  to: dayOf(activity.endedAt),
});

/** A day is worked out once for each instant: most points of a report have few. */
export const dayMemory = (): ((at: Instant) => Days['from']) => {
  const known = new Map<Instant, Days['from']>();
  return (at) => {
    const day = known.get(at) ?? dayOf(at);
    known.set(at, day);
    return day;
  };
};

/** Whether a certificate is proven for some days; if not, the certificate nearest to them; or why the files do not tell. */
export type Proof =
  | { readonly kind: 'PROVEN' }
  | { readonly kind: 'NOT_PROVEN'; readonly nearest: Certificate | null }
  | { readonly kind: 'OPEN'; readonly why: Standing | 'NOT_READ' };

export const proofOf = (holder: Certified | undefined, days: Days): Proof => {
  if (holder === undefined) return { kind: 'OPEN', why: 'NOT_READ' };
  const standing = standingOn(holder, days);
  if (standing === 'IN_FORCE') return { kind: 'PROVEN' };
  return standing === 'NOT_IN_FORCE'
    ? { kind: 'NOT_PROVEN', nearest: nearestTo(holder, days.from) ?? null }
    : { kind: 'OPEN', why: standing };
};

type Texts = { readonly zh: string; readonly en: string };
/** Days in a sentence: one, or from one to another. */
export const shownDays = ({ from, to }: Days): string => (from === to ? from : `${from}/${to}`);
/** ", the nearest calibration holds from … to …", or that there is none. */
export const shownNearest = (what: Texts, nearest: Omit<Certificate, 'number'> | null): Texts =>
  nearest === null
    ? { zh: `，档案中无${what.zh}`, en: `, no ${what.en} is on file` }
    : {
        zh: `，最近的${what.zh}有效期为 ${nearest.from} 至 ${nearest.to}`,
        en: `, the nearest ${what.en} holds from ${nearest.from} to ${nearest.to}`,
      };
