import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { sha256Bytes } from '../kernel/digest.ts';
import { pause } from '../subject-file/race.ts';
import type { Transport } from './dynamodb.ts';

/** The province's archive: every original lies there once, encrypted, under the digest of its plain bytes, locked against change. */
export interface Archive {
  /** Stores sealed bytes under the digest of the plain ones. The same original a second time changes nothing. */
  keep(folder: 'reports', digest: string, sealed: Uint8Array): Promise<void>;
  read(folder: 'reports', digest: string): Promise<Uint8Array>;
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** Times that somebody else may be met in the middle of storing the same object. */
const mostConflicts = 4;

/**
 * Puts unless it is there. 412 means that it is; 409 means that another write of it is under way and may yet fail, so it
 * says nothing and is tried again.
 */
const putOnce = async (s3: S3Client, put: PutObjectCommand, conflicts = 0): Promise<void> => {
  try {
    await s3.send(put);
  } catch (error) {
    if (isNamed(error, 'PreconditionFailed')) return;
    if (!isNamed(error, 'ConditionalRequestConflict') || conflicts === mostConflicts) throw error;
    await pause(conflicts + 1);
    await putOnce(s3, put, conflicts + 1);
  }
};

const connect = (transport: Transport | undefined): S3Client =>
  new S3Client({
    // The emulator serves buckets by path, and so may AWS for names without dots.
    forcePathStyle: true,
    ...(transport === undefined ? {} : { requestHandler: transport }),
  });
const checksum = (bytes: Uint8Array | string): string => sha256Bytes(bytes).toString('base64');

export const openArchive = (bucket: string, transport?: Transport): Archive => {
  const s3 = connect(transport);
  return {
    keep: async (folder, digest, sealed) => {
      await putOnce(
        s3,
        new PutObjectCommand({
          Bucket: bucket,
          Key: `originals/${folder}/${digest}`,
          Body: sealed,
          ContentType: 'application/octet-stream',
          IfNoneMatch: '*',
          ChecksumSHA256: checksum(sealed),
        }),
      );
    },
    read: async (folder, digest) => {
      const object = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: `originals/${folder}/${digest}` }),
      );
      if (object.Body === undefined) throw new Error(`archive gave nothing for ${digest}`);
      return await object.Body.transformToByteArray();
    },
  };
};

/** What the ledger keeps in the same bucket: segments and signed heads, apart from the originals. */
export interface LedgerArchive {
  /** Keeps the text of a segment under its name (`segmentName`). */
  keepSegment(name: string, text: string): Promise<void>;
  /** Keeps the signed head of a tree of that size; of two for one size the first stays. */
  keepHead(size: number, note: string): Promise<void>;
}

export const openLedgerArchive = (bucket: string, transport?: Transport): LedgerArchive => {
  const s3 = connect(transport);
  const keep = async (name: string, text: string, type: string): Promise<void> =>
    putOnce(
      s3,
      new PutObjectCommand({
        Bucket: bucket,
        Key: `ledger/${name}`,
        Body: text,
        ContentType: type,
        IfNoneMatch: '*',
        ChecksumSHA256: checksum(text),
      }),
    );
  return {
    keepSegment: async (name, text) => keep(`segments/${name}`, text, 'application/jsonl; charset=utf-8'),
    keepHead: async (size, note) =>
      keep(`heads/${String(size).padStart(12, '0')}`, note, 'text/plain; charset=utf-8'),
  };
};
