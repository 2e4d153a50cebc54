import * as z from 'zod';

const answer = z.object({
  receipt: z.object({ entry: z.string(), subject: z.string(), sequence: z.int().positive() }),
});

/** The receipt in an answer. Throws when it holds none. */
export const receiptOf = (text: string) => answer.parse(JSON.parse(text)).receipt;
