import type { SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { consistencySpans, inclusionSpans, spanHash, type Span } from '../../shared/ledger/merkle.ts';
import { numberOf, textOf, type Item } from '../../shared/subject-file/item.ts';
import { keys, ranges } from '../../shared/subject-file/keys.ts';
import { visiblePage } from '../../shared/subject-file/pages.ts';
import { proofSource, sealedSizeIn } from '../../shared/subject-file/tree.ts';
import type { Dependencies } from './dependencies.ts';
import { fileToRead } from './file-reader.ts';

/** A whole number in the query, within bounds; undefined where none is given. Refuses FIELD_INVALID. */
const numberIn = (
  context: RequestContext,
  name: string,
  least: number,
  most: number,
): Result<number | undefined> => {
  const given = context.query(name);
  if (given === undefined) return ok(undefined);
  const number = /^\d{1,15}$/.test(given) ? Number(given) : -1;
  return number >= least && number <= most
    ? ok(number)
    : refuse(problem('FIELD_INVALID', { reason: `${least}-${most}` }, `/${name}`));
};

interface Asked {
  readonly size: number;
  readonly since: number | undefined;
  readonly from: number;
}
const askedIn = (context: RequestContext, newest: number): Result<Asked> => {
  const size = numberIn(context, 'size', 0, newest);
  if (!size.ok) return size;
  const from = numberIn(context, 'from', 1, Number.MAX_SAFE_INTEGER);
  if (!from.ok) return from;
  const tree = size.value ?? newest;
  const since = numberIn(context, 'since', 1, tree);
  return since.ok ? ok({ size: tree, since: since.value, from: from.value ?? 1 }) : since;
};

const placeOf = (item: Item): { readonly sequence: number; readonly index: number } => ({
  sequence: Number(textOf(item, 'sk').slice(ranges.places.length)),
  index: numberOf(item, 'index'),
});

/**
 * `GET /v1/subjects/{id}/ledger/proofs`: for a page of the file's entries, from sequence `from` on, the place of each in
 * the province's tree and the path from there to the head of the tree of `size` leaves (the newest head without it). With
 * `since`, also the path which proves that this tree begins with the one of so many leaves. Entries that are not in that
 * tree are left out. Places and hashes say nothing of what the entries hold. Refuses FIELD_INVALID for a size that no head has.
 */
export const readProofs = async (
  { table }: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const file = await fileToRead(table, context);
  if (!file.ok) return file;
  const subject: SubjectId = file.value;
  const paging = context.paging();
  if (!paging.ok) return paging;
  const newest = sealedSizeIn(await table.getAll([keys.treeHead()]));
  const asked = askedIn(context, newest);
  if (!asked.ok) return asked;
  const { size, since, from } = asked.value;
  const { limit, next, after = keys.leafIndex(subject, from - 1).sk } = paging.value;
  const range = { pk: subject, prefixes: [ranges.places], limit, consistent: true, after };
  const page = await visiblePage(table, range, (item) => (numberOf(item, 'index') < size ? item : undefined));
  const places = page.entries.map(placeOf);
  const paths = places.map(({ index }) => inclusionSpans(index, size));
  const older = since === undefined ? [] : consistencySpans(since, size);
  const source = await proofSource(table, [...paths.flat(), ...older]);
  const hashes = (spans: readonly Span[]): readonly string[] =>
    spans.map((span) => Buffer.from(spanHash(span, source)).toString('base64url'));
  return ok({
    status: 200,
    body: {
      subject,
      treeSize: size,
      entries: places.map((place, at) => ({ ...place, path: hashes(paths[at] ?? []) })),
      ...(since === undefined ? {} : { consistency: { from: since, path: hashes(older) } }),
      ...next(page.next),
    },
  });
};
