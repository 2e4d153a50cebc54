import { personalFieldsOf } from '../../shared/access/personal.ts';
import { isFileKind } from '../../shared/access/rights.ts';
import type { Revealer } from '../../shared/lambda/reveal.ts';
import type { StoredRecord } from '../../shared/subject-file/record.ts';

/** Opens the sealed members of a record's body as far as the caller may see them; the others say why not. */
export const revealed = async (
  revealer: Revealer,
  { kind, id }: StoredRecord,
  body: object,
): Promise<object> => {
  if (!isFileKind(kind)) return body;
  const entries = Object.entries(body).map(async ([field, value]: [string, unknown]) => {
    if (typeof value !== 'string' || !personalFieldsOf(kind).includes(field)) return [field, value] as const;
    const place = { kind, record: id, field, sealed: value };
    // A head's fields are sealed as JSON, the one of a hazard as it was said.
    const read = (plain: string): unknown => (kind === 'HEAD' ? JSON.parse(plain) : plain);
    return [field, await revealer.open(place, read)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
};
