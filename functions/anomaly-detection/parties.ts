import {
  head as headSchema,
  instrument as instrumentSchema,
  type Head,
  type Report,
} from '../../shared/contracts/entities.ts';
import { timeIn, type Id, type SubjectId } from '../../shared/kernel/ids.ts';
import { dayOf } from '../../shared/kernel/time.ts';
import type { Certificate, Certified, Days } from '../../shared/rules/validity.ts';
import { certificatesOf, coverAll } from '../../shared/rules/validity.ts';
import { numberOf, type Item } from '../../shared/subject-file/item.ts';
import { keys, type Key } from '../../shared/subject-file/keys.ts';
import { readItem } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import type { DetectionSettings, GradeCertificate, Parties } from './facts.ts';
import { lookAtNextDate } from './rules/r15.ts';

type Found = ReadonlyMap<string, Item>;
/** Where the record of one party lies. */
interface Place {
  readonly subject: SubjectId;
  readonly kind: 'HEAD' | 'INSTRUMENT';
  readonly id: string;
}
const headOf = (subject: SubjectId): Place => ({ subject, kind: 'HEAD', id: subject });
const instrumentOf = (owner: SubjectId, id: Id<'ins'>): Place => ({ subject: owner, kind: 'INSTRUMENT', id });
const currentKey = ({ subject, kind, id }: Place): Key => keys.current(subject, kind, id);
const olderKey = ({ subject, kind, id }: Place, version: number): Key =>
  keys.history(subject, kind, id, version);

const peopleOf = ({ activity, tester }: Report): readonly SubjectId[] => [
  ...new Set([...activity.technicians, tester]),
];
const instrumentsOf = ({ activity }: Report): readonly Id<'ins'>[] => [...new Set(activity.instruments)];

/** Keys of what the report names: at most 1 unit, 1 organisation, 21 people and 40 instruments, one BatchGet. */
export const partyKeys = (report: Report): readonly Key[] =>
  [
    headOf(report.keyUnit),
    headOf(report.organisation),
    ...peopleOf(report).map(headOf),
    ...instrumentsOf(report).map((id) => instrumentOf(report.organisation, id)),
  ].map(currentKey);

/** The versions of a record that were read without a gap, newest first; `unread` when older ones exist. */
const versionsAt = (
  found: Found,
  place: Place,
): { readonly items: readonly Item[]; readonly unread: boolean } => {
  const newest = found.get(keyText(currentKey(place)));
  if (newest === undefined) return { items: [], unread: false };
  const items = [newest];
  let left = numberOf(newest, 'version') - 1;
  for (; left > 0; left -= 1) {
    const older = found.get(keyText(olderKey(place, left)));
    if (older === undefined) break;
    items.push(older);
  }
  return { items, unread: left > 0 };
};

const headsAt = <K extends Head['subjectKind']>(found: Found, id: SubjectId, kind: K) => {
  const { items, unread } = versionsAt(found, headOf(id));
  const heads = items
    .map((item) => readItem(headSchema, item).body)
    .filter((body): body is Extract<Head, { subjectKind: K }> => body.subjectKind === kind);
  return { heads, unread };
};

const certified = <C extends Certificate>(
  versions: readonly C[],
  since: Certified['since'] | undefined,
  versionsUnread: boolean,
): Certified<C> | undefined =>
  since === undefined ? undefined : { certificates: certificatesOf(versions), since, versionsUnread };

const organisationIn = (found: Found, id: SubjectId): Certified<GradeCertificate> | undefined => {
  const { heads, unread } = headsAt(found, id, 'INSPECTION_ORGANISATION');
  const [newest] = heads;
  const versions = heads.map(({ certificate: { number, grade, issuedOn, validTo } }) => ({
    ...{ number, grade },
    from: issuedOn,
    to: validTo,
  }));
  return certified(versions, newest && dayOf(newest.registeredAt), unread);
};

const technicianIn = (found: Found, id: SubjectId): Certified | undefined => {
  const { heads, unread } = headsAt(found, id, 'CERTIFICATE_HOLDER');
  const [newest] = heads;
  const versions = heads.map(({ abilityCertificate: { number, validFrom, validTo } }) => ({
    number,
    from: validFrom,
    to: validTo,
  }));
  return certified(versions, newest && dayOf(newest.registeredAt), unread);
};

const instrumentIn = (found: Found, owner: SubjectId, id: Id<'ins'>): Certified | undefined => {
  const { items, unread } = versionsAt(found, instrumentOf(owner, id));
  const versions = items
    .map((item) => readItem(instrumentSchema, item).body.calibration)
    .map(({ certificateNumber, calibratedOn, validTo }) => ({
      number: certificateNumber,
      from: calibratedOn,
      to: validTo,
    }));
  // An instrument has no day of registration of its own; its id tells when it was made.
  return certified(versions, versions.length === 0 ? undefined : dayOf(timeIn(id)), unread);
};

const keyUnitIn = (found: Found, id: SubjectId): Parties['keyUnit'] => {
  const { heads, unread } = headsAt(found, id, 'KEY_UNIT');
  return heads.length === 0
    ? undefined
    : {
        listings: heads.map(({ keyUnitKind, division }) => ({ kind: keyUnitKind, division })),
        versionsUnread: unread,
      };
};

const present = <K, V>(pairs: readonly (readonly [K, V | undefined])[]): ReadonlyMap<K, V> =>
  new Map(pairs.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));

/** What was found, as the rules want it. Older versions count as far as they were read; throws on a damaged record. */
export const partiesIn = (report: Report, found: Found): Parties => ({
  keyUnit: keyUnitIn(found, report.keyUnit),
  organisation: organisationIn(found, report.organisation),
  technicians: present(peopleOf(report).map((id) => [id, technicianIn(found, id)])),
  instruments: present(instrumentsOf(report).map((id) => [id, instrumentIn(found, report.organisation, id)])),
});

/**
 * Keys of older versions that may tell how things stood on the days of the work: of records that have some and whose newest
 * version does not settle it. At most `room` of them, fairly shared, the newest first: what stays unread is said.
 */
export const olderKeys = (
  { report, parties, days }: { readonly report: Report; readonly parties: Parties; readonly days: Days },
  found: Found,
  settings: DetectionSettings,
  room: number,
): readonly Key[] => {
  const isOpen = (holder: Certified | undefined): boolean =>
    holder?.versionsUnread === true && !coverAll(holder.certificates, days);
  const next = lookAtNextDate(report, parties.keyUnit, settings.cycleExceptions);
  const isNextDateOpen = next.evidence.length + next.missing.length > 0;
  const open = [
    ...(parties.keyUnit?.versionsUnread === true && isNextDateOpen ? [headOf(report.keyUnit)] : []),
    ...(isOpen(parties.organisation) ? [headOf(report.organisation)] : []),
    ...[...parties.technicians].filter(([, holder]) => isOpen(holder)).map(([id]) => headOf(id)),
    ...[...parties.instruments]
      .filter(([, holder]) => isOpen(holder))
      .map(([id]) => instrumentOf(report.organisation, id)),
  ];
  const share = Math.floor(room / Math.max(1, open.length));
  return open.flatMap((place) => {
    const newest = found.get(keyText(currentKey(place)));
    const older = newest === undefined ? 0 : numberOf(newest, 'version') - 1;
    return Array.from({ length: Math.min(older, share) }, (_, back) => olderKey(place, older - back));
  });
};
