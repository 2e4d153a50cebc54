import * as z from 'zod';
import type { HolderHead } from '../../shared/contracts/entities.ts';
import { dataKeysOf } from '../../shared/lambda/data-keys.ts';
import { textOf } from '../../shared/subject-file/item.ts';
import { keys, ownKey, type Key } from '../../shared/subject-file/keys.ts';
import { unseal } from '../../shared/subject-file/seal.ts';
import type { Dependencies } from './dependencies.ts';

const sealedPerson = z.lazy(() => z.object({ name: z.string(), personId: z.string() }));

export interface PersonAlias {
  readonly key: Key;
  /** To which file it leads; undefined where there is none. */
  readonly leadsTo: string | undefined;
  /** What was sealed, for the one who must see to it that it stands nowhere else. */
  readonly texts: readonly string[];
}

/**
 * The alias by which a holder is found again: the person's number is opened for it and goes nowhere. Undefined where the
 * person was erased.
 */
export const personAliasOf = async (
  { table, keyRing, settings }: Dependencies,
  { id, person }: Pick<HolderHead, 'id' | 'person'>,
): Promise<PersonAlias | undefined> => {
  const own = await dataKeysOf(table, keyRing, id)(ownKey);
  if (own === undefined) return undefined;
  const place = { province: settings.province, subject: id, record: id, field: 'person' };
  const { name, personId } = sealedPerson.parse(JSON.parse(unseal(own, place, person)));
  const key = keys.person(await keyRing.personReference(personId));
  const item = await table.get(key);
  const leadsTo = item === undefined ? undefined : textOf(item, 'subject');
  return { key, leadsTo, texts: [name, personId] };
};
