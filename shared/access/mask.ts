/** Stars for what is left out; never as many as there are signs, because a length tells something too. */
const stars = (n: number): string => '*'.repeat(n);
const signs = (text: string): readonly string[] => [...text.trim()];

/** A name in part: its first character (林安甲 → 林**). One of a single character is left out. */
const maskName = (text: string): string => {
  const [first, ...rest] = signs(text);
  return rest.length === 0 ? stars(2) : `${first ?? ''}${stars(2)}`;
};
/** A number in part: first and last sign (domain.md 2.2), none of a number so short that they would be half of it. */
const maskNumber = (text: string): string => {
  const all = signs(text);
  return all.length < 6 ? stars(6) : `${all[0] ?? ''}${stars(6)}${all.at(-1) ?? ''}`;
};

const byMember: Readonly<Record<string, (text: string) => string>> = {
  name: maskName,
  phone: maskNumber,
  personId: maskNumber,
};

/**
 * A personal value in part, for offices above the one that supervises: a text is a name; in an object each member by
 * what it is called, and a member that nobody thought of is left out whole.
 */
export const masked = (value: unknown): unknown => {
  if (typeof value === 'string') return maskName(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return stars(6);
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]: [string, unknown]) => {
      const mask = byMember[member];
      return [member, mask === undefined || typeof inner !== 'string' ? stars(6) : mask(inner)];
    }),
  );
};
