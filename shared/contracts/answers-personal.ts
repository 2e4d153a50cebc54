import * as z from 'zod';

/** Personal data as they are shown: whole or masked (`林**`), withheld with the reason, or erased. */
export const withheldOr = <T extends z.ZodType>(value: T) =>
  z.union([
    value,
    z.object({ withheld: z.literal(true), reason: z.enum(['PURPOSE_NOT_STATED', 'NO_RIGHT']) }),
    z.object({ erased: z.literal(true) }),
  ]);
