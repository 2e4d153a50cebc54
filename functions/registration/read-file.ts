import { decide, type Relation } from '../../shared/access/rights.ts';
import { isId, type SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { bytesOf, textOf, type Item } from '../../shared/subject-file/item.ts';
import { derivedKinds, keys } from '../../shared/subject-file/keys.ts';
import { readHead } from '../../shared/subject-file/read.ts';
import { fromItem, type StoredRecord } from '../../shared/subject-file/record.ts';
import { unseal } from '../../shared/subject-file/seal.ts';
import type { Dependencies } from './dependencies.ts';
import { currentPage, currentRanges, readAfter, storedPage, storedRanges } from './page.ts';
import { bodyFor, visibleTo, wholeFor } from './visible.ts';

/** Records of a page: shown ones fit 64 kB (reports are the largest, 1.4 kB), so that a page costs 8 read units at most. */
const pageSize = { shown: 40, stored: 200 } as const;
/** Fields that hold sealed personal data, in the head of a file. */
const sealedFields = ['safetyManager', 'person'] as const;

type Body = Record<string, unknown>;
const parseBody = (text: string): Body => {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new TypeError('a record body is an object');
  return { ...value };
};

/** Opens sealed fields for the supervising office and the subject itself; for others they are shown as withheld. */
const revealed = async (
  deps: Dependencies,
  subject: SubjectId,
  relation: Relation,
  body: Body,
): Promise<Body> => {
  const shown = { ...body };
  for (const field of sealedFields) {
    const sealed = body[field];
    if (typeof sealed !== 'string') continue;
    shown[field] = { withheld: true };
    if (relation !== 'office' && relation !== 'self') continue;
    const key = await deps.table.get(keys.dataKey(subject));
    if (key === undefined) {
      shown[field] = { erased: true };
      continue;
    }
    const opened = await deps.keyRing.openDataKey(subject, bytesOf(key, 'wrapped'));
    const place = { province: deps.settings.province, subject, record: subject, field };
    shown[field] = JSON.parse(unseal(opened, place, sealed));
  }
  return shown;
};

/** A record exactly as stored, so that a stranger can compute its digest: SHA-256 of salt, body, NUL, packed. */
const asStored = (record: StoredRecord) => ({
  kind: record.kind,
  id: record.id,
  version: record.version,
  salt: Buffer.from(record.salt).toString('base64'),
  body: record.body,
  ...(record.packed === undefined ? {} : { packed: Buffer.from(record.packed).toString('base64') }),
});

const isDerived = (item: Item): boolean => derivedKinds.some((kind) => kind === item['kind']);

/**
 * `GET /v1/subjects/{id}/file`: what is in force about a subject, one query. `?form=stored` gives records as stored
 * (with packed points), for whoever wants to check digests; `?after=` goes on where a page ended.
 */
export const readFile = async (deps: Dependencies, context: RequestContext): Promise<Result<Reply>> => {
  const subject = context.path('id');
  if (!isId('sub', subject)) return refuse(problem('SUBJECT_UNKNOWN', { id: subject }));
  const found = await readHead(deps.table, subject);
  if (!found.ok) return found;
  const { body: head } = found.value;
  const allowed = decide(context.caller, 'read file', { subject, supervisingOffice: head.supervisingOffice });
  if (!allowed.ok) return allowed;
  const stored = context.query('form') === 'stored';
  const after = readAfter(context.query('after'), ...(stored ? storedRanges : currentRanges));
  if (!after.ok) return after;
  const range = { pk: subject, limit: stored ? pageSize.stored : pageSize.shown, consistent: stored };
  const page = await (stored ? storedPage : currentPage)(deps.table, context.caller, range, after.value);
  const records = page.items
    .filter((item) => !isDerived(item))
    .map(fromItem)
    .filter((record) => visibleTo(context.caller, record));
  const next = page.next === undefined ? {} : { next: page.next };
  if (stored) {
    const whole = records.filter((record) => wholeFor(context.caller, record));
    return ok({ status: 200, body: { subject, records: whole.map(asStored), ...next } });
  }
  const shown = await Promise.all(
    records.map(async (record) => ({
      kind: record.kind,
      version: record.version,
      ...(await revealed(deps, subject, allowed.value, { ...bodyFor(context.caller, record) })),
    })),
  );
  const derived = page.items
    .filter(isDerived)
    .map((item) => ({ kind: item['kind'], derived: true, ...parseBody(textOf(item, 'body')) }));
  return ok({ status: 200, body: { subject, records: shown, derived, ...next } });
};
