import type { CalendarDay } from '../kernel/time.ts';
import { addDays } from '../kernel/time.ts';

/** Something that is in force from its first to its last day, both included. */
export type Certificate = {
  readonly number: string;
  readonly from: CalendarDay;
  readonly to: CalendarDay;
};
/** What a file tells of one holder's certificates: a person's ability, an instrument's calibration, a qualification. */
export interface Certified<C extends Certificate = Certificate> {
  /** Of versions with the same number the newest: those before it were corrected. */
  readonly certificates: readonly C[];
  /** Day on which the file began to know the holder. What ran out before, no file tells. */
  readonly since: CalendarDay;
  /** There are older versions that were not read. */
  readonly versionsUnread: boolean;
}
/** Chinese calendar days, both included. */
export interface Days {
  readonly from: CalendarDay;
  readonly to: CalendarDay;
}

/** How certificates stand to some days. All but the first two leave the question open. */
export type Standing =
  'IN_FORCE' | 'NOT_IN_FORCE' | 'IN_FORCE_ON_SOME_DAYS' | 'BEFORE_THE_FILE' | 'VERSIONS_UNREAD';

/** Certificates out of the versions of a record, newest version first: each number once. */
export const certificatesOf = <C extends Certificate>(versions: readonly C[]): readonly C[] => [
  ...new Map(versions.toReversed().map((one) => [one.number, one])).values(),
];

/** By first day; those of one day by number, so that an answer does not depend on the order of versions. */
const byFirstDay = (a: Certificate, b: Certificate): number =>
  `${a.from} ${a.number}` < `${b.from} ${b.number}` ? -1 : 1;

/** Whether some certificate is in force on each of these days. */
export const coverAll = (certificates: readonly Certificate[], { from, to }: Days): boolean => {
  let open = from;
  for (const one of certificates.toSorted(byFirstDay)) {
    if (open < one.from || one.to < open) continue;
    if (to <= one.to) return true;
    open = addDays(one.to, 1);
  }
  return false;
};

/** The certificate in force on a day: of several, the one that began last. */
export const inForceOn = <C extends Certificate>(
  { certificates }: Certified<C>,
  day: CalendarDay,
): C | undefined =>
  certificates
    .filter(({ from, to }) => from <= day && day <= to)
    .toSorted(byFirstDay)
    .at(-1);

/** The certificate that says most about a day on which none is in force: the last that began before, else the first after. */
export const nearestTo = <C extends Certificate>(
  { certificates }: Certified<C>,
  day: CalendarDay,
): C | undefined => {
  const inOrder = certificates.toSorted(byFirstDay);
  return inOrder.findLast(({ from }) => from <= day) ?? inOrder[0];
};

/** Whether the holder was certified on these days, as far as the file tells. */
export const standingOn = ({ certificates, since, versionsUnread }: Certified, days: Days): Standing => {
  if (coverAll(certificates, days)) return 'IN_FORCE';
  if (versionsUnread) return 'VERSIONS_UNREAD';
  if (certificates.some(({ from, to }) => from <= days.to && days.from <= to)) return 'IN_FORCE_ON_SOME_DAYS';
  return days.from < since && certificates.every(({ from }) => days.to < from)
    ? 'BEFORE_THE_FILE'
    : 'NOT_IN_FORCE';
};
