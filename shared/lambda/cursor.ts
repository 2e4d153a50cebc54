import { createHash } from 'node:crypto';
import { ok, problem, refuse, type Result } from '../kernel/problem.ts';
import type { PageSize } from '../contracts/pages.ts';

/** What a page is asked of: a cursor of one list opens no other one. */
export interface ListAsked {
  /** `GET /v1/subjects/{id}/hazards` */
  readonly route: string;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
}
export interface Paging {
  /** Most entries of this page. */
  readonly limit: number;
  /** The last entry that the page before gave; undefined for the first page. */
  readonly after?: string;
  /** The member `next` of the answer, out of the last entry given; nothing when no entry follows. */
  readonly next: (place: string | undefined) => { readonly next?: string };
}

/** Query parameters that change neither which entries a list has nor their order. */
const beside: ReadonlySet<string> = new Set(['limit', 'cursor', 'purpose']);
const sealBytes = 9;
const cursorPattern = /^[\w-]{12,1024}$/;

const written = (given: ListAsked['path']): string =>
  JSON.stringify(
    Object.entries(given)
      .filter(([name, value]) => value !== undefined && !beside.has(name))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

/**
 * Binds a place to the list that it lies in. Not a secret: who makes up a cursor gets a page of what he may read
 * anyway, because rights are decided anew for every page. It finds mistakes: a cut cursor, or one of another list.
 */
const sealOf = (asked: ListAsked, place: string): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(['leian.cursor.1', asked.route, written(asked.path), written(asked.query), place]))
    .digest()
    .subarray(0, sealBytes);

const placeIn = (asked: ListAsked, cursor: string): string | undefined => {
  if (!cursorPattern.test(cursor)) return undefined;
  const bytes = Buffer.from(cursor, 'base64url');
  const place = bytes.subarray(sealBytes).toString('utf8');
  // Compared as text, so that no two spellings of one cursor are taken.
  return place !== '' && cursorOf(asked, place) === cursor ? place : undefined;
};

/** Where the next page begins: base64url of the seal and the place (UTF-8). Opaque to whoever gets it. */
export const cursorOf = (asked: ListAsked, place: string): string =>
  Buffer.concat([sealOf(asked, place), Buffer.from(place)]).toString('base64url');

/**
 * Reads `limit` and `cursor` of a list. Refuses with FIELD_INVALID for a limit out of bounds and CURSOR_INVALID for a
 * cursor that no page of this very list gave, both at once where both are wrong.
 */
export const pagingOf = (asked: ListAsked, size: PageSize): Result<Paging> => {
  const { limit: wanted, cursor } = asked.query;
  const limit = wanted === undefined ? size.usual : /^\d{1,4}$/.test(wanted) ? Number(wanted) : 0;
  const after = cursor === undefined ? undefined : placeIn(asked, cursor);
  const [first, ...more] = [
    ...(limit >= 1 && limit <= size.most
      ? []
      : [problem('FIELD_INVALID', { reason: `1-${size.most}` }, '/limit')]),
    ...(cursor !== undefined && after === undefined ? [problem('CURSOR_INVALID', {}, '/cursor')] : []),
  ];
  if (first !== undefined) return refuse(first, ...more);
  return ok({
    limit,
    ...(after === undefined ? {} : { after }),
    next: (place) => (place === undefined ? {} : { next: cursorOf(asked, place) }),
  });
};
