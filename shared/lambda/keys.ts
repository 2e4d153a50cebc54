import { DecryptCommand, GenerateDataKeyCommand, GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import type { SubjectId } from '../kernel/ids.ts';
import { labelledSha256 } from '../kernel/digest.ts';
import { systemClock, toEpochMs } from '../kernel/time.ts';
import { ownKey } from '../subject-file/keys.ts';
import type { DataKey } from '../subject-file/seal.ts';
import type { Transport } from './dynamodb.ts';

/** The province's key for data keys, and the national key under which persons are matched. */
export interface KeyRing {
  /** A fresh data key of a file, its own or that of one person in it; one call. */
  newDataKey(subject: SubjectId, id?: string): Promise<DataKey>;
  /** Opens a wrapped data key; kept in memory for a while. Whoever asks has just read the wrapped key from the file. */
  openDataKey(subject: SubjectId, wrapped: Uint8Array, id?: string): Promise<DataKey>;
  /** Drops what this process still holds of keys that are destroyed. */
  forget(subject: SubjectId, ids: readonly string[]): void;
  /** One-way reference of a person: HMAC under the national key, then SHA-256, so that the keyed hash itself stands in no key. */
  personReference(personId: string): Promise<string>;
}
export interface KeyNames {
  readonly province: string;
  readonly fieldKey: string;
  /** Only where persons are matched. */
  readonly personHashKey?: string;
}

const mostKept = 500;
/** Minutes after which a data key is opened anew: a destroyed one lives no longer in a process that never hears of it. */
const keptMinutes = 15;

interface Kept {
  readonly key: DataKey;
  readonly until: number;
}

export const openKeyRing = (names: KeyNames, transport?: Transport): KeyRing => {
  const kms = new KMSClient(transport === undefined ? {} : { requestHandler: transport });
  const kept = new Map<string, Kept>();
  const nameOf = (subject: SubjectId, id: string): string => `${subject} ${id}`;
  const context = (subject: SubjectId, id: string) => ({ province: names.province, subject, key: id });
  const now = (): number => toEpochMs(systemClock());
  const keep = (subject: SubjectId, key: DataKey): DataKey => {
    if (kept.size >= mostKept) kept.clear();
    kept.set(nameOf(subject, key.id), { key, until: now() + keptMinutes * 60_000 });
    return key;
  };
  return {
    newDataKey: async (subject, id = ownKey) => {
      const made = await kms.send(
        new GenerateDataKeyCommand({
          KeyId: names.fieldKey,
          KeySpec: 'AES_256',
          EncryptionContext: context(subject, id),
        }),
      );
      if (made.Plaintext === undefined || made.CiphertextBlob === undefined)
        throw new Error('KMS gave no data key');
      return keep(subject, { id, plain: made.Plaintext, wrapped: made.CiphertextBlob });
    },
    openDataKey: async (subject, wrapped, id = ownKey) => {
      const known = kept.get(nameOf(subject, id));
      if (known !== undefined && known.until > now() && Buffer.compare(known.key.wrapped, wrapped) === 0)
        return known.key;
      const opened = await kms.send(
        new DecryptCommand({
          KeyId: names.fieldKey,
          CiphertextBlob: wrapped,
          EncryptionContext: context(subject, id),
        }),
      );
      if (opened.Plaintext === undefined) throw new Error('KMS opened no data key');
      return keep(subject, { id, plain: opened.Plaintext, wrapped });
    },
    forget: (subject, ids) => {
      for (const id of ids) kept.delete(nameOf(subject, id));
    },
    personReference: async (personId) => {
      if (names.personHashKey === undefined) throw new Error('this function matches no persons');
      const answer = await kms.send(
        new GenerateMacCommand({
          KeyId: names.personHashKey,
          MacAlgorithm: 'HMAC_SHA_256',
          Message: Buffer.from(`leian.person.1:${personId.trim().toUpperCase()}`),
        }),
      );
      if (answer.Mac === undefined) throw new Error('KMS gave no keyed hash');
      return labelledSha256('leian.person.alias.1', Buffer.from(answer.Mac).toString('hex'));
    },
  };
};
