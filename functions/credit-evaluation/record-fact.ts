import { toJson } from '../../shared/kernel/canonical.ts';
import {
  creditGrade,
  type CountedFact,
  type CreditFact,
  type CreditGrade,
} from '../../shared/contracts/credit.ts';
import type { OrganisationHead } from '../../shared/contracts/entities.ts';
import type { Envelope } from '../../shared/contracts/events.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { dayOf, type Instant } from '../../shared/kernel/time.ts';
import { append } from '../../shared/subject-file/append.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { pause } from '../../shared/subject-file/race.ts';
import { headFrom, readItem } from '../../shared/subject-file/read.ts';
import { keyText, type Table } from '../../shared/subject-file/table.ts';
import { tailOf } from '../../shared/subject-file/writes.ts';
import { countIn, isCounted } from './counted.ts';
import { evaluate } from './evaluate.ts';
import { factOf, type Draft } from './facts.ts';
import { sampleSet } from './indicators/sample-1.ts';

const maxTries = 24;

/** An organisation has one grade, in versions; the grade shares the organisation's ulid. */
export const gradeIdOf = (organisation: SubjectId): CreditGrade['id'] =>
  `grd_${organisation.slice('sub_'.length)}`;

const gradeOf = (organisation: SubjectId, facts: readonly CountedFact[], now: Instant): CreditGrade => {
  const { grade, score, setVersion, asOf } = evaluate(facts, sampleSet, dayOf(now));
  return {
    id: gradeIdOf(organisation),
    organisation,
    grade,
    score,
    sample: true,
    setVersion,
    asOf,
    evaluatedAt: now,
    facts: [...facts],
  };
};

/** Refusals that mean: somebody wrote in the meantime, look again. */
const lostRace: readonly string[] = ['RECORD_CHANGED', 'ALREADY_REGISTERED'];

/**
 * Writes the fact that an event makes, and the grade that follows, as one entry of the organisation's file. A fixed
 * number of items is read, however many facts there are. The same event a second time changes nothing. Throws when the organisation has no
 * file here: the event comes back, because its registration may still be on the way.
 */
export const recordFact = async (
  table: Table,
  event: Envelope,
  organisation: SubjectId,
  draftOf: (head: OrganisationHead) => Draft,
  now: Instant,
): Promise<'recorded' | 'known'> => {
  const gradeKey = keys.current(organisation, 'CREDIT_GRADE', gradeIdOf(organisation));
  let fact: CreditFact | undefined;
  for (let tries = 1; tries <= maxTries; tries += 1) {
    const wanted = [keys.head(organisation), keys.tail(organisation), gradeKey];
    const factKey = fact === undefined ? undefined : keys.current(organisation, 'CREDIT_FACT', fact.id);
    const found = await table.getAll(factKey === undefined ? wanted : [...wanted, factKey]);
    const head = headFrom(found, organisation);
    if (!head.ok || head.value.body.subjectKind !== 'INSPECTION_ORGANISATION')
      throw new Error(`no inspection organisation ${organisation} here for event ${event.id}`);
    fact ??= factOf(draftOf(head.value.body), organisation, event);
    if (factKey !== undefined && found.has(keyText(factKey))) return 'known';
    const item = found.get(keyText(gradeKey));
    const before = item === undefined ? undefined : readItem(creditGrade, item);
    const counted = before?.body.facts ?? [];
    if (isCounted(counted, fact, sampleSet)) return 'known';
    const grade = gradeOf(organisation, countIn(counted, fact, sampleSet, dayOf(now)), now);
    const written = await append(table, {
      subject: organisation,
      type: 'CreditGradeChanged',
      cause: fact.id,
      time: now,
      actor: { ref: 'function:credit-evaluation', role: 'system' },
      source: { channel: 'system' },
      causation: event.id,
      correlation: event.correlation,
      changes: [
        { kind: 'CREDIT_FACT', id: fact.id, body: toJson(fact) },
        {
          kind: 'CREDIT_GRADE',
          id: grade.id,
          body: toJson(grade),
          state: grade.grade,
          ...(before === undefined ? {} : { previous: before.record }),
        },
      ],
      tail: tailOf(found.get(keyText(keys.tail(organisation)))),
    });
    if (written.ok) return written.value.repeated ? 'known' : 'recorded';
    if (!lostRace.includes(written.code)) throw new Error(`fact ${fact.id} refused: ${written.code}`);
    await pause(tries);
  }
  throw new Error(`grade of ${organisation} lost the race ${maxTries} times`);
};
