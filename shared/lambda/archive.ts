import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { sha256 } from '../kernel/digest.ts';
import type { Transport } from './dynamodb.ts';

/** The province's archive: every original lies there once, encrypted, under the digest of its plain bytes, locked against change. */
export interface Archive {
  /** Stores sealed bytes under the digest of the plain ones. The same original a second time changes nothing. */
  keep(folder: 'reports', digest: string, sealed: Uint8Array): Promise<void>;
  read(folder: 'reports', digest: string): Promise<Uint8Array>;
}

const alreadyThere = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'PreconditionFailed' || error.name === 'ConditionalRequestConflict');

export const openArchive = (bucket: string, transport?: Transport): Archive => {
  const s3 = new S3Client({
    // The emulator serves buckets by path, and so may AWS for names without dots.
    forcePathStyle: true,
    ...(transport === undefined ? {} : { requestHandler: transport }),
  });
  return {
    keep: async (folder, digest, sealed) => {
      try {
        await s3.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: `originals/${folder}/${digest}`,
            Body: sealed,
            ContentType: 'application/octet-stream',
            IfNoneMatch: '*',
            ChecksumSHA256: Buffer.from(sha256(sealed), 'hex').toString('base64'),
          }),
        );
      } catch (error) {
        if (!alreadyThere(error)) throw error;
      }
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
