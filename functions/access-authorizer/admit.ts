import * as z from 'zod';
import { callerSchema, roles, type ProvenCaller } from '../../shared/access/caller.ts';
import type { TrustedIssuer } from '../../shared/contracts/settings.ts';
import { labelledSha256 } from '../../shared/kernel/digest.ts';
import { Refused } from './refused.ts';

const claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(200),
  role: z.enum(roles),
  office: z.string().optional(),
  subject: z.string().optional(),
  person: z.string().min(1).max(200).optional(),
});

const tieOf = { officer: 'office', organisation: 'organisation', unit: 'unit', public: undefined } as const;

/** An identification number (GB 11643) or one of its old form: an issuer names people by a keyed reference instead. */
const looksLikeNumber = /(?<![0-9a-f])(?:\d{15}|\d{17}[\dx])(?![0-9a-f])/i;

/**
 * What an issuer may assert stands in its settings: roles, ties, province. Any other claim is refused with CLAIM_REFUSED,
 * which rings. The reference of the person is digested once more: what an issuer sends goes no further than here.
 */
export const admit = (trusted: TrustedIssuer, payload: unknown): ProvenCaller => {
  const refused = (reason: string): Refused => new Refused('CLAIM_REFUSED', reason, trusted.name);
  const read = claims.safeParse(payload);
  if (!read.success) {
    const members = read.error.issues.map(({ path, code }) => `${path.map(String).join('.')}: ${code}`);
    throw refused(`claims malformed (${members.join('; ')})`);
  }
  const { iss, sub, role, office, subject, person } = read.data;
  if (!trusted.roles.includes(role)) throw refused(`role ${role} is not for this issuer`);
  if (role === 'officer' ? subject !== undefined : office !== undefined)
    throw refused(`a token of the role ${role} is tied to something that the role has not`);
  if (role === 'public' && subject !== undefined) throw refused('the public is tied to no subject');
  const tie = tieOf[role];
  if (tie !== undefined && !trusted.relations.includes(tie))
    throw refused(`tie to an ${tie} is not for this issuer`);
  if (office !== undefined && !office.startsWith(trusted.province))
    throw refused('the office lies outside the issuer’s province');
  if (person !== undefined && looksLikeNumber.test(person))
    throw refused('the person is named by a number instead of a keyed reference');
  const caller = callerSchema.safeParse({
    issuer: trusted.name,
    principal: labelledSha256('leian.principal.1', iss, sub),
    ...{ role, office, subject },
    ...(person === undefined ? {} : { person: labelledSha256('leian.caller.person.1', person) }),
  });
  if (!caller.success) throw refused(`a token of the role ${role} lacks its tie, or the tie is malformed`);
  return caller.data;
};
