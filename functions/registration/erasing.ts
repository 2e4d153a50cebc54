import { personalFieldsOf } from '../../shared/access/personal.ts';
import type { HolderHead } from '../../shared/contracts/entities.ts';
import type { ErasePersonalData } from '../../shared/contracts/subject-change.ts';
import { isId, type SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Refusal, type Result } from '../../shared/kernel/problem.ts';
import type { Item } from '../../shared/subject-file/item.ts';
import { historyPrefix, keys, ownKey, type RecordKind } from '../../shared/subject-file/keys.ts';
import { fromItem } from '../../shared/subject-file/record.ts';
import { keyIdIn } from '../../shared/subject-file/seal.ts';
import { keyText, type Table } from '../../shared/subject-file/table.ts';
import type { Removal } from '../../shared/subject-file/writes.ts';
import type { Dependencies } from './dependencies.ts';
import { personAliasOf } from './person-alias.ts';

/** What is to be erased: by which keys it is sealed, and what goes with them. */
export interface Target {
  readonly keys: readonly string[];
  readonly record: string;
  readonly field: string;
  readonly removals: readonly Removal[];
}
/** Keys that one command destroys; a field that named more people than that is done by several. */
const mostKeys = 50;

const faster = (): Refusal => refuse(problem('RECORD_CHANGED', { found: 0 }));
const destroy = (subject: SubjectId, id: string): Removal => ({
  remove: keys.key(subject, id),
  holds: {},
  refusal: faster,
});

/** Everything of the person whose file it is: its own key, and the alias by which the person would be found again. */
export const wholePerson = async (
  head: HolderHead,
  { basis }: Pick<ErasePersonalData, 'basis'>,
  deps: Dependencies,
): Promise<Result<Target>> => {
  const alias = await personAliasOf(deps, head);
  if (alias === undefined) return refuse(problem('NOTHING_TO_ERASE'));
  if (alias.texts.some((text) => basis.includes(text)))
    return refuse(problem('FIELD_INVALID', { reason: 'names the person' }, '/basis'));
  // Wherever it leads by now: nobody else can have the number while this file holds it.
  const { leadsTo } = alias;
  const removals = [
    destroy(head.id, ownKey),
    ...(leadsTo === undefined ? [] : [{ remove: alias.key, holds: { subject: leadsTo }, refusal: faster }]),
  ];
  return ok({ keys: [ownKey], record: head.id, field: 'person', removals });
};

const kindOf = (record: string): RecordKind => (isId('haz', record) ? 'HAZARD' : 'HEAD');

/** Ids of the keys under which versions of a record sealed a field. */
const keysIn = (items: readonly Item[], field: string): readonly string[] =>
  items.flatMap((item) => {
    const body: unknown = JSON.parse(fromItem(item).body);
    const value: unknown =
      typeof body === 'object' && body !== null
        ? Object.entries(body).find(([name]) => name === field)?.[1]
        : '';
    return typeof value === 'string' ? (keyIdIn(value) ?? []) : [];
  });

const versionsOf = async (
  table: Table,
  subject: SubjectId,
  kind: RecordKind,
  id: string,
): Promise<readonly Item[]> => {
  const current = await table.get(keys.current(subject, kind, id));
  const all: Item[] = current === undefined ? [] : [current];
  let after: string | undefined;
  do {
    const page = await table.query({
      pk: subject,
      keys: { prefix: historyPrefix(kind, id) },
      limit: 200,
      consistent: true,
      ...(after === undefined ? {} : { after }),
    });
    all.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return all;
};

/** Everybody who was ever named in one field of one record, in all its versions. The file's own key is never destroyed here. */
export const namedIn = async (
  subject: SubjectId,
  { record, field }: Extract<ErasePersonalData, { scope: 'FIELD' }>,
  { table }: Dependencies,
): Promise<Result<Target>> => {
  const kind = kindOf(record);
  if (!personalFieldsOf(kind).includes(field)) {
    const reason = personalFieldsOf(kind).join(' | ');
    return refuse(problem('FIELD_INVALID', { reason }, '/field'));
  }
  const versions = await versionsOf(table, subject, kind, record);
  if (versions.length === 0) return refuse(problem('NOT_FOUND', { what: record }, '/record'));
  const named = [...new Set(keysIn(versions, field))].filter((id) => id !== ownKey);
  const there = await table.getAll(named.map((id) => keys.key(subject, id)));
  const left = named.filter((id) => there.has(keyText(keys.key(subject, id)))).slice(0, mostKeys);
  if (left.length === 0) return refuse(problem('NOTHING_TO_ERASE'));
  return ok({ keys: left, record, field, removals: left.map((id) => destroy(subject, id)) });
};
