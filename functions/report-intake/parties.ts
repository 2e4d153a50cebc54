import type { Head, KeyUnitHead, OrganisationHead } from '../../shared/contracts/entities.ts';
import type { SubmitReport } from '../../shared/contracts/report.ts';
import { distanceM } from '../../shared/kernel/geo.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { problem, refuse, ok, type Problem, type Result } from '../../shared/kernel/problem.ts';
import type { Item } from '../../shared/subject-file/item.ts';
import { keys, type Key } from '../../shared/subject-file/keys.ts';
import { mergedProblem } from '../../shared/subject-file/merged.ts';
import { headFrom } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';

export interface Parties {
  readonly keyUnit: KeyUnitHead;
  readonly organisation: OrganisationHead;
}

/** Technicians of the activity and whoever signed, each once. */
const people = (input: SubmitReport): readonly SubjectId[] => [
  ...new Set(
    [...input.activity.technicians, input.tester, input.checker, input.authorisedSignatory].filter(
      (id) => id !== undefined,
    ),
  ),
];

/** Everything that a report names, as keys of one consistent BatchGet. */
export const partyKeys = (input: SubmitReport): readonly Key[] => [
  keys.head(input.keyUnit),
  keys.head(input.organisation),
  ...people(input).map((id) => keys.head(id)),
  ...input.activity.instruments.map((id) => keys.current(input.organisation, 'INSTRUMENT', id)),
];

/** What is wrong with a party: of another kind, or merged into another file. */
const partyProblem = (head: Head, kind: Head['subjectKind'], pointer: string): Problem | undefined =>
  head.subjectKind === kind
    ? mergedProblem(head, pointer)
    : problem('SUBJECT_WRONG_KIND', { id: head.id, found: head.subjectKind, expected: kind }, pointer);

const peopleProblems = (input: SubmitReport, found: ReadonlyMap<string, Item>): readonly Problem[] =>
  people(input).flatMap((id) => {
    const holder = headFrom(found, id, '/activity/technicians');
    if (!holder.ok) return holder.problems;
    return partyProblem(holder.value.body, 'CERTIFICATE_HOLDER', '/activity/technicians') ?? [];
  });

const instrumentProblems = (input: SubmitReport, found: ReadonlyMap<string, Item>): readonly Problem[] => [
  ...input.activity.instruments.flatMap((id, index) =>
    found.has(keyText(keys.current(input.organisation, 'INSTRUMENT', id)))
      ? []
      : [problem('INSTRUMENT_UNKNOWN', { id }, `/activity/instruments/${index}`)],
  ),
  ...input.points.flatMap((point, index) =>
    point.instrument === undefined || input.activity.instruments.includes(point.instrument)
      ? []
      : [problem('INSTRUMENT_UNKNOWN', { id: point.instrument }, `/points/${index}/instrument`)],
  ),
];

/** Resolves the parties and holds the report against them; names every fault at once. */
export const resolveParties = (
  input: SubmitReport,
  found: ReadonlyMap<string, Item>,
  positionLimitM: number,
): Result<Parties> => {
  const keyUnit = headFrom(found, input.keyUnit, '/keyUnit');
  const organisation = headFrom(found, input.organisation, '/organisation');
  const problems: Problem[] = [
    ...(keyUnit.ok ? [] : keyUnit.problems),
    ...(organisation.ok ? [] : organisation.problems),
    ...(keyUnit.ok ? [partyProblem(keyUnit.value.body, 'KEY_UNIT', '/keyUnit') ?? []] : []).flat(),
    ...(organisation.ok
      ? [partyProblem(organisation.value.body, 'INSPECTION_ORGANISATION', '/organisation') ?? []]
      : []
    ).flat(),
    ...peopleProblems(input, found),
    ...instrumentProblems(input, found),
  ];
  if (keyUnit.ok && keyUnit.value.body.subjectKind === 'KEY_UNIT') {
    const distance = Math.round(distanceM(input.activity.position, keyUnit.value.body.location));
    if (distance > positionLimitM) {
      problems.push(
        problem('POSITION_FAR_FROM_KEY_UNIT', { distance, limit: positionLimitM }, '/activity/position'),
      );
    }
  }
  const [first, ...more] = problems;
  if (first !== undefined) return refuse(first, ...more);
  if (!keyUnit.ok || keyUnit.value.body.subjectKind !== 'KEY_UNIT')
    throw new TypeError('unreachable: key unit was checked');
  if (!organisation.ok || organisation.value.body.subjectKind !== 'INSPECTION_ORGANISATION') {
    throw new TypeError('unreachable: organisation was checked');
  }
  return ok({ keyUnit: keyUnit.value.body, organisation: organisation.value.body });
};
