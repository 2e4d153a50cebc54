import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { sha256 } from '../kernel/digest.ts';
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

export const openArchive = (bucket: string, transport?: Transport): Archive => {
  const s3 = new S3Client({
    // The emulator serves buckets by path, and so may AWS for names without dots.
    forcePathStyle: true,
    ...(transport === undefined ? {} : { requestHandler: transport }),
  });
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
          ChecksumSHA256: Buffer.from(sha256(sealed), 'hex').toString('base64'),
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
