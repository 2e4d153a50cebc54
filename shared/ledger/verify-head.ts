import { originOf, readNote, type Head } from './checkpoint.ts';
import type { LedgerExport } from './export.ts';
import { isConsistent } from './merkle.ts';
import { bad, type Found, type Trust } from './trust.ts';
import type { VerifyFault } from './verdict.ts';

/** Whether all parts speak of one subject and one province, and of those that were asked for. */
export const identityFault = (given: LedgerExport, { subject }: Trust): VerifyFault | undefined => {
  const asked = subject ?? given.manifest.subject;
  for (const [part, found] of [
    ['manifest.json', given.manifest.subject],
    ['ledger.json', given.ledger.subject],
    ['file.json', given.file.subject],
    ['history.json', given.history?.subject ?? asked],
    ['proofs.json', given.proofs.subject],
  ] as const)
    if (found !== asked) return bad(part, 'other subject', asked, found);
  return undefined;
};

const bytesOf = (hash: string): Buffer => Buffer.from(hash, 'base64url');

/** Every line after the text is a signature, spelled in the only way there is. */
const isWholeNote = (note: string): boolean => {
  const lines = note.slice(note.indexOf('\n\n') + 2).split('\n');
  return (
    lines.pop() === '' &&
    lines.every((line) => {
      const [, value] = /^— \S+ (\S+)$/.exec(line) ?? [];
      return value !== undefined && Buffer.from(value, 'base64').toString('base64') === value;
    })
  );
};

/** The export's head, proven by the key and grown out of the trusted one. Undefined where nothing was sealed yet. */
export const headOf = (given: LedgerExport, { key, trustedHead }: Trust): Found<Head | undefined> => {
  const no = (fault: VerifyFault): Found<never> => ({ ok: false, fault });
  const { consistency, treeSize, entries } = given.proofs;
  if (given.head === undefined) {
    if (trustedHead !== undefined) return no(bad('head', 'head missing', trustedHead.size, 'none'));
    return treeSize === 0 && entries.length === 0
      ? { ok: true, value: undefined }
      : no(bad('proofs.json', 'proofs of another tree', 0, treeSize));
  }
  const read = readNote(given.head, key);
  if (!read.ok) return no(bad('head', 'head not proven', 'signed by the key', read.reason));
  if (!isWholeNote(given.head)) return no(bad('head', 'head not proven', 'a signed note', 'another text'));
  const { head } = read;
  const origin = originOf(given.manifest.province);
  if (head.origin !== origin) return no(bad('head', 'other province', origin, head.origin));
  if (treeSize !== head.size) return no(bad('proofs.json', 'proofs of another tree', head.size, treeSize));
  if (trustedHead === undefined) return { ok: true, value: head };
  if (trustedHead.origin !== head.origin)
    return no(bad('head', 'other province', trustedHead.origin, head.origin));
  if (head.size < trustedHead.size) return no(bad('head', 'head older', trustedHead.size, head.size));
  const isSameSize = head.size === trustedHead.size;
  if (!isSameSize && consistency?.from !== trustedHead.size)
    return no(
      bad(
        'proofs.json',
        'proof missing',
        `consistency with ${trustedHead.size}`,
        consistency?.from ?? 'none',
      ),
    );
  const path = isSameSize ? [] : (consistency?.path ?? []).map(bytesOf);
  return isConsistent(trustedHead, head, path)
    ? { ok: true, value: head }
    : no(
        bad(
          'head',
          'head of another tree',
          'a tree that begins with the trusted one',
          `tree of ${head.size}`,
        ),
      );
};
