import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SubjectId } from '../kernel/ids.ts';

/** A data key of a file: in the clear only in memory; wrapped, it is the `K#<id>` item of the file. */
export interface DataKey {
  readonly id: string;
  readonly plain: Uint8Array;
  readonly wrapped: Uint8Array;
}

/** To what an encrypted field is bound: moved elsewhere it does not open. Not bound to a table's name, so that a rebuild works. */
export interface Binding {
  readonly province: string;
  readonly subject: SubjectId;
  readonly record: string;
  readonly field: string;
}

const prefix = 'enc:1';
const sealedPattern = /^enc:1:([\w-]+):([A-Za-z0-9+/]+={0,2})$/;
const associated = ({ id }: DataKey, { province, subject, record, field }: Binding): Buffer =>
  Buffer.from(JSON.stringify([province, subject, record, field, id]));

const lock = (key: DataKey, binding: Binding, plain: Uint8Array): Buffer => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.plain, nonce).setAAD(associated(key, binding));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};
const unlock = (key: DataKey, binding: Binding, locked: Uint8Array): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key.plain, locked.subarray(0, 12))
    .setAAD(associated(key, binding))
    .setAuthTag(locked.subarray(-16));
  return Buffer.concat([decipher.update(locked.subarray(12, -16)), decipher.final()]);
};

/**
 * Encrypts a field (AES-256-GCM, bound to its place and to the key's name):
 * `enc:1:<key id>:<base64 of 12 bytes nonce, text, 16 bytes tag>`.
 */
export const seal = (key: DataKey, binding: Binding, plain: string): string =>
  `${prefix}:${key.id}:${lock(key, binding, Buffer.from(plain)).toString('base64')}`;

/** Id of the key under which a text was sealed; undefined where it is no sealed text. */
export const keyIdIn = (text: string): string | undefined => sealedPattern.exec(text)?.[1];

/** Opens a sealed field. Throws when key or place are others than it was sealed for. */
export const unseal = (key: DataKey, binding: Binding, sealed: string): string => {
  const [, id, content] = sealedPattern.exec(sealed) ?? [];
  if (id === undefined || content === undefined) throw new Error('not a sealed field');
  if (id !== key.id) throw new Error('sealed under another key');
  return unlock(key, binding, Buffer.from(content, 'base64')).toString('utf8');
};

/** The same for whole originals, as bytes: nonce, content, tag. */
export const sealBytes = (key: DataKey, binding: Binding, plain: Uint8Array): Uint8Array =>
  lock(key, binding, plain);
export const unsealBytes = (key: DataKey, binding: Binding, locked: Uint8Array): Uint8Array =>
  unlock(key, binding, locked);
