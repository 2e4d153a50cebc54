import type { KeyObject } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { algorithmOf, publicKeyOf, signingAlgorithms } from '../ledger/checkpoint.ts';
import type { Transport } from './dynamodb.ts';

/** The key of the ledger: its private half never leaves KMS. */
export interface LedgerKey {
  /** Its public half; one call in the life of a process. */
  publicKey(): Promise<KeyObject>;
  /** Signs these bytes (at most 4096); one call. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** The algorithm follows from the key, so that no setting can contradict it. */
export const openLedgerKey = (keyId: string, transport?: Transport): LedgerKey => {
  const kms = new KMSClient(transport === undefined ? {} : { requestHandler: transport });
  let kept: KeyObject | undefined;
  const publicKey = async (): Promise<KeyObject> => {
    if (kept !== undefined) return kept;
    const answer = await kms.send(new GetPublicKeyCommand({ KeyId: keyId }));
    if (answer.PublicKey === undefined) throw new Error('KMS gave no public key');
    kept = publicKeyOf(answer.PublicKey);
    return kept;
  };
  return {
    publicKey,
    sign: async (bytes) => {
      const answer = await kms.send(
        new SignCommand({
          KeyId: keyId,
          Message: bytes,
          MessageType: 'RAW',
          SigningAlgorithm: signingAlgorithms[algorithmOf(await publicKey())].signing,
        }),
      );
      if (answer.Signature === undefined) throw new Error('KMS signed nothing');
      return answer.Signature;
    },
  };
};
