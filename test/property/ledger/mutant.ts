import { exportTexts, type ExportName, type LedgerExport } from '../../../shared/ledger/export.ts';
import type { Random } from '../../builders/random.ts';
import type { Exported, Thread } from './thread.ts';

export type Texts = ReadonlyMap<ExportName, string>;
export interface Given {
  readonly thread: Thread;
  readonly file: Exported;
  /** Another file of the thread. */
  readonly other: Exported;
  readonly random: Random;
}
/** Makes a false export out of a true one; undefined where this file has nothing that could be bent so. */
export type Kind = (given: Given) => Texts | LedgerExport | undefined;

export const textsOf = (made: Texts | LedgerExport): Texts => ('manifest' in made ? exportTexts(made) : made);

const meaningOf = (name: ExportName, text: string | undefined): string => {
  if (text === undefined || name === 'head') return text ?? '';
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return `no JSON: ${text}`;
  }
};
/** Whether two exports say the same: white space between JSON's tokens says nothing. */
export const isSame = (a: Texts, b: Texts): boolean =>
  [...new Set([...a.keys(), ...b.keys()])].every(
    (name) => a.get(name) === b.get(name) || meaningOf(name, a.get(name)) === meaningOf(name, b.get(name)),
  );

/** A place in a list, or nothing of an empty one. */
export const placeIn = (random: Random, list: readonly unknown[]): number | undefined =>
  list.length === 0 ? undefined : random.between(0, list.length - 1);
/** The list in another order: two of it changed places. Undefined for a list of fewer than two. */
export const swapped = <T>(random: Random, list: readonly T[]): T[] | undefined => {
  const at = random.between(0, list.length - 1);
  const to = (at + random.between(1, Math.max(1, list.length - 1))) % Math.max(1, list.length);
  const [a, b] = [list[at], list[to]];
  if (a === undefined || b === undefined || at === to) return undefined;
  return list.map((one, place) => (place === at ? b : place === to ? a : one));
};
/** Members that are undefined are left out. */
export const withEntries = (
  given: LedgerExport,
  entries: LedgerExport['ledger']['entries'],
): LedgerExport => ({
  ...given,
  ledger: { ...given.ledger, entries },
});
export const withRecords = (given: LedgerExport, records: LedgerExport['file']['records']): LedgerExport => ({
  ...given,
  file: { ...given.file, records },
});
export const withVersions = (
  given: LedgerExport,
  versions: LedgerExport['file']['records'],
): LedgerExport => ({
  ...given,
  history: { subject: given.manifest.subject, versions },
});
export const withProofs = (
  given: LedgerExport,
  entries: LedgerExport['proofs']['entries'],
): LedgerExport => ({
  ...given,
  proofs: { ...given.proofs, entries },
});
