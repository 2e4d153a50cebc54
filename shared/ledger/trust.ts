import type { KeyObject } from 'node:crypto';
import type { Head } from './checkpoint.ts';
import type { TailStatement } from './statement.ts';
import type { VerifyFault } from './verdict.ts';

/** What a verifier brings along. Nothing of it may come out of the export. */
export interface Trust {
  /** The ledger's public key. */
  readonly key: KeyObject;
  /** A head that somebody kept outside the province's house: the export's tree must begin with it. */
  readonly trustedHead?: Head;
  /** The file that was asked for. */
  readonly subject?: string;
  /** Tail statements out of receipts that were kept: each names an entry that must still be there. */
  readonly receipts?: readonly TailStatement[];
  /** Whether an opaque entry is a fault: it is for a reader who may see everything. */
  readonly whole?: boolean;
  /** Whether an entry that is not yet sealed is a fault: it is for an export that was made later than its last entry. */
  readonly sealed?: boolean;
}

export type Found<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: VerifyFault };
export const bad = (
  part: VerifyFault['part'],
  code: VerifyFault['code'],
  expected: string | number,
  found: string | number,
  sequence?: number,
): VerifyFault => ({
  ...{ part, code, expected: String(expected), found: String(found) },
  ...(sequence === undefined ? {} : { sequence }),
});

/** The fault about the earliest entry; one that no entry names comes last. */
export const first = (faults: readonly (VerifyFault | undefined)[]): VerifyFault | undefined =>
  faults
    .filter((fault) => fault !== undefined)
    .reduce<VerifyFault | undefined>(
      (least, fault) =>
        least === undefined || (fault.sequence ?? Infinity) < (least.sequence ?? Infinity) ? fault : least,
      undefined,
    );
