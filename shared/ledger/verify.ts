import { verifyChain, type ChainReport } from './chain.ts';
import type { Head } from './checkpoint.ts';
import type { LedgerExport } from './export.ts';
import { readStatement } from './statement.ts';
import { bad, first, type Found, type Trust } from './trust.ts';
import type { Verdict, VerifyFault } from './verdict.ts';
import { headOf, identityFault } from './verify-head.ts';
import { recordFault } from './verify-records.ts';
import { sealFault, unsealedFault } from './verify-seal.ts';

export type { Trust } from './trust.ts';

/** The statement about the end of the file, proven by the key, and of the same moment as the head: when it was made. */
const statementOf = (given: LedgerExport, { key }: Trust, head: Head | undefined) => {
  const no = (
    code: VerifyFault['code'],
    expected: string | number,
    found: string | number,
  ): Found<never> => ({
    ok: false,
    fault: bad('statement.json', code, expected, found),
  });
  const { province, subject } = given.manifest;
  const read = readStatement(given.statement, key);
  if (!read.ok) return no('statement not proven', 'signed for the key', read.reason);
  const { statement } = read;
  if (statement.province !== province) return no('other province', province, statement.province);
  if (statement.subject !== subject) return no('other subject', subject, statement.subject);
  const size = head?.size ?? 0;
  if (statement.treeSize !== size) return no('statement of another tree', size, statement.treeSize);
  return { ok: true as const, value: statement };
};

/** Whether the chain ends where the statement says. */
const endFault = (
  { sequence, entryHash }: { readonly sequence: number; readonly entryHash: string },
  { entries, head }: ChainReport,
): VerifyFault | undefined =>
  sequence === entries && entryHash === head
    ? undefined
    : bad(
        'statement.json',
        'statement of another end',
        `${sequence} ${entryHash}`,
        `${entries} ${head}`,
        sequence === entries ? sequence : Math.min(sequence, entries) + 1,
      );

/** The first entry that a kept receipt names otherwise, or that is gone. */
const receiptFault = ({ receipts = [] }: Trust, { hashes }: ChainReport): VerifyFault | undefined =>
  first(
    receipts.map(({ sequence, entryHash }) =>
      hashes[sequence - 1] === entryHash
        ? undefined
        : bad(
            'ledger.json',
            'receipt of another entry',
            entryHash,
            hashes[sequence - 1] ?? 'no such entry',
            sequence,
          ),
    ),
  );

/** What this reader, at this time, need not put up with. */
const strictFault = (given: LedgerExport, { whole, sealed }: Trust): VerifyFault | undefined => {
  const opaque = given.ledger.entries.findIndex((entry) => entry.opaque) + 1;
  const proven = given.proofs.entries.length;
  return first([
    whole === true && opaque > 0
      ? bad('ledger.json', 'opaque', 'a whole entry', 'an opaque one', opaque)
      : undefined,
    sealed === true && proven < given.ledger.entries.length
      ? bad('proofs.json', 'not yet sealed', 'every entry sealed', `${proven} sealed`, proven + 1)
      : undefined,
  ]);
};

/**
 * Verifies an exported file from nothing but its own parts and what the verifier brings along: the head against the key
 * and the trusted head, the chain, every sealed entry's place in the tree, every record against the last digest that the
 * chain names (superseded versions against theirs), and the end of the file against the signed statement. Pure: no
 * network, no clock. Stops at the earliest bad entry and says what was expected and what was found.
 */
export const verifyExport = (given: LedgerExport, trust: Trust): Verdict => {
  const { entries } = given.ledger;
  const sealed = given.proofs.entries.length;
  const about = {
    ok: false,
    subject: given.manifest.subject,
    province: given.manifest.province,
    entries: entries.length,
    opaque: entries.filter((entry) => entry.opaque).length,
    sealed: 0,
    unsealed: 0,
    records: given.file.records.length,
  };
  const no = (fault: VerifyFault): Verdict => ({ ...about, fault });

  const identity = identityFault(given, trust);
  if (identity !== undefined) return no(identity);
  const proven = headOf(given, trust);
  if (!proven.ok) return no(proven.fault);
  const head = proven.value;
  const stated = statementOf(given, trust, head);
  if (!stated.ok) return no(stated.fault);

  const chain = verifyChain(given.manifest.subject, entries);
  const seal = sealFault(given, chain.hashes, head);
  const broken =
    chain.fault &&
    bad('ledger.json', chain.fault.reason, chain.fault.expected, chain.fault.found, chain.fault.sequence);
  const early = first([seal, broken]);
  if (broken !== undefined && early !== undefined) return no(early);
  const superseded = given.history?.versions;
  const fault = first([
    seal,
    recordFault('file.json', given.file.records, chain.versions),
    superseded && recordFault('history.json', superseded, chain.versions),
    endFault(stated.value, chain),
    receiptFault(trust, chain),
    unsealedFault(given, head),
    strictFault(given, trust),
  ]);
  if (fault !== undefined) return no(fault);
  return {
    ...about,
    ok: true,
    sealed,
    unsealed: entries.length - sealed,
    ...(superseded === undefined ? {} : { versions: superseded.length }),
    ...(head === undefined ? {} : { head: { size: head.size, time: head.time } }),
    statedAt: stated.value.time,
    ...(trust.trustedHead === undefined ? {} : { since: trust.trustedHead.size }),
  };
};
