import * as z from 'zod';
import { storedId, storedInstant } from './entities.ts';

/** SHA-256 in the ledger's form. */
export const digest = z.string().regex(/^[\w-]{43}$/);
const next = z.string().optional();

/** What the province says about the end of a file, signed; the texts are to be kept byte for byte (docs/ledger.md). */
const signedStatement = z.object({
  statement: z.string(),
  signature: z.base64(),
  warrant: z.string(),
  warrantSignature: z.base64(),
});

/** Proof of a command: which entry of which file's ledger it became, and the signed statement that the file ended with it. */
export const receipt = z.looseObject({
  entry: storedId('ent'),
  subject: storedId('sub'),
  sequence: z.int().positive(),
  entryHash: digest,
  time: storedInstant,
  statement: signedStatement,
});

/** A version of a record as it lies in the table: what its digest covers. */
export const storedRecord = z.object({
  kind: z.string(),
  id: z.string(),
  version: z.int().positive(),
  salt: z.base64(),
  body: z.string(),
  packed: z.base64().optional(),
});
export const historyAnswer = z.looseObject({
  subject: storedId('sub'),
  versions: z.array(storedRecord),
  next,
});

export const ledgerAnswer = z.looseObject({
  subject: storedId('sub'),
  entries: z.array(
    z.discriminatedUnion('opaque', [
      z.object({ opaque: z.literal(false), body: z.string(), hash: digest }),
      z.object({
        opaque: z.literal(true),
        sequence: z.int().positive(),
        previous: digest,
        hash: digest,
      }),
    ]),
  ),
  next,
});

export const statementAnswer = z.looseObject({
  subject: storedId('sub'),
  statement: signedStatement,
  /** The newest signed head, a signed note; absent before the first one. */
  head: z.string().optional(),
});

const size = z.int().nonnegative();
export const proofsAnswer = z.looseObject({
  subject: storedId('sub'),
  treeSize: size,
  entries: z.array(z.object({ sequence: z.int().positive(), index: size, path: z.array(digest) })),
  consistency: z.object({ from: z.int().positive(), path: z.array(digest) }).optional(),
  next,
});
