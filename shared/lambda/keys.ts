import { DecryptCommand, GenerateDataKeyCommand, GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import type { SubjectId } from '../kernel/ids.ts';
import { labelledSha256 } from '../kernel/digest.ts';
import type { DataKey } from '../subject-file/seal.ts';
import type { Transport } from './dynamodb.ts';

/** The province's key for data keys, and the national key under which persons are matched. */
export interface KeyRing {
  /** A fresh data key for a subject; one call. */
  newDataKey(subject: SubjectId): Promise<DataKey>;
  /** Opens a wrapped data key; kept in memory for a while. */
  openDataKey(subject: SubjectId, wrapped: Uint8Array): Promise<DataKey>;
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

export const openKeyRing = (names: KeyNames, transport?: Transport): KeyRing => {
  const kms = new KMSClient(transport === undefined ? {} : { requestHandler: transport });
  const kept = new Map<string, DataKey>();
  const context = (subject: SubjectId) => ({ province: names.province, subject });
  const keep = (subject: SubjectId, key: DataKey): DataKey => {
    if (kept.size >= mostKept) kept.clear();
    kept.set(subject, key);
    return key;
  };
  return {
    newDataKey: async (subject) => {
      const made = await kms.send(
        new GenerateDataKeyCommand({
          KeyId: names.fieldKey,
          KeySpec: 'AES_256',
          EncryptionContext: context(subject),
        }),
      );
      if (made.Plaintext === undefined || made.CiphertextBlob === undefined)
        throw new Error('KMS gave no data key');
      return keep(subject, { plain: made.Plaintext, wrapped: made.CiphertextBlob });
    },
    openDataKey: async (subject, wrapped) => {
      const known = kept.get(subject);
      if (known !== undefined && Buffer.compare(known.wrapped, wrapped) === 0) return known;
      const opened = await kms.send(
        new DecryptCommand({
          KeyId: names.fieldKey,
          CiphertextBlob: wrapped,
          EncryptionContext: context(subject),
        }),
      );
      if (opened.Plaintext === undefined) throw new Error('KMS opened no data key');
      return keep(subject, { plain: opened.Plaintext, wrapped });
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
