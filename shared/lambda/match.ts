import { sha256Url } from '../kernel/digest.ts';
import { ok, problem, refuse, type Result } from '../kernel/problem.ts';

/** What a representation shows: a record in one version. */
export interface Shown {
  readonly id: string;
  readonly version: number;
}

/** `"<id>.<version>"`, in an answer followed by `.` and a digest of the answer's own text. */
const tagPattern = /^"([a-z]+_[0-9A-Z]{26})\.(\d{1,9})(?:\.[\w-]+)?"$/;
const listPattern = /^\s*(?:(?:W\/)?"[!#-~]*")(?:\s*,\s*(?:W\/)?"[!#-~]*")*\s*$/;

/**
 * Strong entity tag (RFC 9110, 8.8.3) of a record as shown. Id and version say what a command may be bound to. The digest
 * of the answer's text makes it strong: the same version looks different to another reader, after an erasure, on another day.
 */
export const etagOf = ({ id, version }: Shown, text: string): string =>
  `"${id}.${version}.${sha256Url(text).slice(0, 12)}"`;

const tagsIn = (header: string): readonly string[] => header.match(/(?:W\/)?"[!#-~]*"/g) ?? [];

/** Whether the client holds this very representation (If-None-Match, weak comparison; RFC 9110, 13.1.2). */
export const isHeld = (ifNoneMatch: string | undefined, etag: string): boolean => {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return tagsIn(ifNoneMatch).some((tag) => tag.replace(/^W\//, '') === etag);
};

/** Which versions a command was made for: `any` with `*` and without the header, else those that it names. */
export type Wanted = 'any' | readonly Shown[];

/**
 * Reads If-Match (RFC 9110, 13.1.1): strong comparison, so a weak tag names no version, and neither does a tag that is
 * none of ours. Refuses with HEADER_MALFORMED what is no list of tags: to pass it over would drop the client's guard.
 */
export const wantedBy = (ifMatch: string | undefined): Result<Wanted> => {
  if (ifMatch === undefined || ifMatch.trim() === '*') return ok('any');
  if (!listPattern.test(ifMatch)) return refuse(problem('HEADER_MALFORMED', { name: 'If-Match' }));
  return ok(
    tagsIn(ifMatch).flatMap((tag) => {
      const [, id, version] = tagPattern.exec(tag) ?? [];
      return id === undefined ? [] : [{ id, version: Number(version) }];
    }),
  );
};

/** The command may go on, or PRECONDITION_FAILED: another version is there now. */
export const matches = (wanted: Wanted, found: Shown): Result<true> =>
  wanted === 'any' || wanted.some(({ id, version }) => id === found.id && version === found.version)
    ? ok(true)
    : refuse(problem('PRECONDITION_FAILED'));
