import * as z from 'zod';
import { isId, type SubjectId } from '../kernel/ids.ts';
import type { OfficeTree } from './offices.ts';

export const roles = ['officer', 'organisation', 'unit', 'public'] as const;
export type Role = (typeof roles)[number];

/**
 * Who calls, as the authorizer proved it. `principal` is a digest of issuer and token subject: two accounts differ in
 * it, one account never does. `person` is a keyed reference of the human behind the account, where the issuer gives one.
 */
export const callerSchema = z.lazy(() =>
  z
    .object({
      issuer: z.string().min(1),
      principal: z.string().regex(/^[0-9a-f]{64}$/),
      role: z.enum(roles),
      office: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
      subject: z.custom<SubjectId>((value) => typeof value === 'string' && isId('sub', value)).optional(),
      person: z.string().optional(),
    })
    .refine((caller) => caller.role !== 'officer' || caller.office !== undefined, 'an officer has an office')
    .refine(
      (caller) => (caller.role !== 'organisation' && caller.role !== 'unit') || caller.subject !== undefined,
      'an organisation or a unit has a subject',
    ),
);
export type ProvenCaller = z.output<typeof callerSchema>;
/** The same as handlers know him. */
export type Caller = ProvenCaller & {
  /** The province's offices, by which an officer's standing is judged: the chain around handlers adds them. None: no rights. */
  readonly offices?: OfficeTree;
};

/** Scope of idempotency keys: issuer, and the organisation, unit or office for which the caller acts. */
export const commandScope = (caller: Caller): string =>
  [caller.issuer, caller.role, caller.office ?? caller.subject ?? caller.principal].join('|');
