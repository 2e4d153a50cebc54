import type { Problem } from './refusal.ts';
import { stage } from './versions.ts';

export const roles = ['officer', 'organisation', 'unit', 'public'] as const;
export type Role = (typeof roles)[number];

/** Who a token is for. An officer works in an office, an organisation or a unit is a subject on file. */
export interface Claims {
  readonly role: Role;
  /** Six-digit division code of the officer's office. */
  readonly office?: string;
  /** `sub_…` of the organisation or unit. */
  readonly subject?: string;
  /** Claim `sub`: who at the issuer; made up when left out. */
  readonly name?: string;
  /** How long it is valid, 1 to 15. */
  readonly minutes?: number;
}

const problem = (code: string, en: string, zh: string, example: string): Problem => ({
  code,
  what: { en, zh },
  fix: { en: example, zh: example },
});

const officer = `npm run token -- --role officer --office ${stage.province}0100`;
const organisation = 'npm run token -- --role organisation --subject sub_…';
const isRole = (text: string): text is Role => roles.some((role) => role === text);

/** What the command `token` was given, all of it as text. */
export interface TokenOptions {
  readonly role?: string | undefined;
  readonly office?: string | undefined;
  readonly subject?: string | undefined;
  readonly name?: string | undefined;
  readonly minutes?: string | undefined;
}

/** Checks the arguments of `token`: the claims, or everything that is wrong with them at once. */
export const readClaims = (
  given: TokenOptions,
): { readonly claims: Claims } | { readonly problems: readonly Problem[] } => {
  const { role, office, subject, name, minutes } = given;
  const problems: Problem[] = [];
  const needsOffice = role === 'officer';
  const needsSubject = role === 'organisation' || role === 'unit';
  if (role === undefined || !isRole(role))
    problems.push(
      problem(
        'ROLE',
        `--role must be one of ${roles.join(', ')}.`,
        `--role 须为 ${roles.join('、')} 之一。`,
        officer,
      ),
    );
  if (needsOffice && office === undefined)
    problems.push(
      problem(
        'OFFICE_MISSING',
        'an officer works in an office: give --office.',
        '执法人员须有所属机构：请给出 --office。',
        officer,
      ),
    );
  if (office !== undefined && !new RegExp(`^${stage.province}\\d{4}$`).test(office))
    problems.push(
      problem(
        'OFFICE',
        `--office must be a six-digit division code of province ${stage.province}, not "${office}".`,
        `--office 须为 ${stage.province} 省内的六位行政区划代码，而非“${office}”。`,
        officer,
      ),
    );
  if (office !== undefined && !needsOffice && role !== undefined)
    problems.push(
      problem(
        'OFFICE_UNWANTED',
        `--office does not go with --role ${role}.`,
        `--office 不适用于 --role ${role}。`,
        organisation,
      ),
    );
  if (needsSubject && subject === undefined)
    problems.push(
      problem(
        'SUBJECT_MISSING',
        `--role ${role} needs --subject (the id on file).`,
        `--role ${role} 须给出 --subject（档案编号）。`,
        organisation,
      ),
    );
  if (subject !== undefined && !/^sub_[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(subject))
    problems.push(
      problem(
        'SUBJECT',
        `--subject must be sub_ and 26 letters or digits, not "${subject}".`,
        `--subject 须为 sub_ 加 26 位字母数字，而非“${subject}”。`,
        organisation,
      ),
    );
  if (subject !== undefined && !needsSubject && role !== undefined)
    problems.push(
      problem(
        'SUBJECT_UNWANTED',
        `--subject does not go with --role ${role}.`,
        `--subject 不适用于 --role ${role}。`,
        officer,
      ),
    );
  if (minutes !== undefined && !/^([1-9]|1[0-5])$/.test(minutes))
    problems.push(
      problem(
        'MINUTES',
        '--minutes must be 1 to 15: no longer token is believed.',
        '--minutes 须为 1 至 15：更长有效期的令牌不被接受。',
        `${officer} --minutes 5`,
      ),
    );
  if (role === undefined || !isRole(role) || problems.length > 0) return { problems };
  return {
    claims: {
      role,
      ...(office === undefined ? {} : { office }),
      ...(subject === undefined ? {} : { subject }),
      ...(name === undefined ? {} : { name }),
      ...(minutes === undefined ? {} : { minutes: Number(minutes) }),
    },
  };
};
