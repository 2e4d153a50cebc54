import type * as z from 'zod';
import { head, type Head } from '../contracts/entities.ts';
import type { SubjectId } from '../kernel/ids.ts';
import { problem, refuse, ok, type Result } from '../kernel/problem.ts';
import type { Item } from './item.ts';
import { keys, kindPrefix, type RecordKind } from './keys.ts';
import { fromItem, type StoredRecord } from './record.ts';
import { keyText, type Table } from './table.ts';

/** A record together with its body, read by the schema of its kind. */
export interface Read<B> {
  readonly record: StoredRecord;
  readonly body: B;
}

/** Reads a stored body by its schema. Throws when the record is not what our writer wrote: damage, not bad input. */
export const readBody = <B>(schema: z.ZodType<B>, record: StoredRecord): B =>
  schema.parse(JSON.parse(record.body));
export const readItem = <B>(schema: z.ZodType<B>, item: Item): Read<B> => {
  const record = fromItem(item);
  return { record, body: readBody(schema, record) };
};

/** One record by kind and id, strongly consistent. */
export const readRecord = async <B>(
  table: Table,
  schema: z.ZodType<B>,
  subject: SubjectId,
  kind: RecordKind,
  id: string,
): Promise<Read<B> | undefined> => {
  const item = await table.get(keys.current(subject, kind, id));
  return item === undefined ? undefined : readItem(schema, item);
};

/** Head of a file out of a BatchGet, or a refusal that names the subject. */
export const headFrom = (
  found: ReadonlyMap<string, Item>,
  subject: SubjectId,
  pointer?: string,
): Result<Read<Head>> => {
  const item = found.get(keyText(keys.head(subject)));
  return item === undefined
    ? refuse(problem('SUBJECT_UNKNOWN', { id: subject }, pointer))
    : ok(readItem(head, item));
};
export const readHead = async (table: Table, subject: SubjectId): Promise<Result<Read<Head>>> => {
  const item = await table.get(keys.head(subject));
  return item === undefined ? refuse(problem('NOT_FOUND', { what: subject })) : ok(readItem(head, item));
};

/** All current records of one kind in a file, page by page (the range holds what is in force now, never history). */
export const listRecords = async <B>(
  table: Table,
  schema: z.ZodType<B>,
  subject: SubjectId,
  kind: RecordKind,
): Promise<readonly Read<B>[]> => {
  const all: Read<B>[] = [];
  let after: string | undefined;
  do {
    const page = await table.query({
      pk: subject,
      keys: { prefix: kindPrefix(kind) },
      limit: 200,
      consistent: true,
      ...(after === undefined ? {} : { after }),
    });
    all.push(...page.items.map((item) => readItem(schema, item)));
    after = page.next;
  } while (after !== undefined);
  return all;
};
