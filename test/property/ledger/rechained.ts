import * as z from 'zod';
import { canonicalJson, toJson } from '../../../shared/kernel/canonical.ts';
import { entryHash, genesis } from '../../../shared/ledger/entry.ts';
import type { LedgerExport } from '../../../shared/ledger/export.ts';
import { recordDigest } from '../../../shared/ledger/record-digest.ts';

const change = z.union([
  z.tuple([z.string(), z.string(), z.int(), z.string()]),
  z.tuple([z.string(), z.string(), z.int(), z.string(), z.string()]),
]);
const body = z.looseObject({
  ...{ role: z.string(), actor: z.string(), time: z.string(), type: z.string() },
  sequence: z.int(),
  changes: z.array(change),
});
export type Body = z.output<typeof body>;

/** Bodies of the entries of an export; undefined where one of them is opaque. */
export const bodiesOf = ({ ledger }: LedgerExport): readonly Body[] | undefined => {
  const read = ledger.entries.map((entry) => (entry.opaque ? undefined : body.parse(JSON.parse(entry.body))));
  const whole = read.filter((one) => one !== undefined);
  return whole.length === read.length ? whole : undefined;
};

/** A chain over these bodies that is right in itself: sequences, links and hashes follow. */
export const rechained = (subject: string, bodies: readonly Body[]): LedgerExport['ledger']['entries'] => {
  let previous = genesis;
  return bodies.map((one, at) => {
    const text = canonicalJson(toJson({ ...one, sequence: at + 1, previous }));
    previous = entryHash(subject, text);
    return { opaque: false as const, body: text, hash: previous };
  });
};

/** Digest of a record of an export, as its entry would name it. */
export const digestOf = ({ salt, body: text, packed }: LedgerExport['file']['records'][number]): string =>
  recordDigest({
    salt: Buffer.from(salt, 'base64'),
    body: text,
    ...(packed === undefined ? {} : { packed: Buffer.from(packed, 'base64') }),
  });

/** The file as it was when it had so many entries: entries, versions and proofs cut alike. */
export const cutTo = (given: LedgerExport, count: number, bodies: readonly Body[]): LedgerExport => {
  const last = new Map<string, number>();
  for (const { changes } of bodies.slice(0, count))
    for (const [kind, id, version] of changes) last.set(`${kind}#${id}`, version);
  const all = [...given.file.records, ...(given.history?.versions ?? [])];
  const known = ({ kind, id }: { readonly kind: string; readonly id: string }): number =>
    last.get(`${kind}#${id}`) ?? 0;
  const sorted = (records: typeof all): typeof all =>
    records.toSorted((a, b) =>
      a.kind === b.kind && a.id === b.id
        ? a.version - b.version
        : `${a.kind} ${a.id}` < `${b.kind} ${b.id}`
          ? -1
          : 1,
    );
  const { subject } = given.manifest;
  return {
    ...given,
    ledger: { subject, entries: given.ledger.entries.slice(0, count) },
    file: { subject, records: sorted(all.filter((record) => record.version === known(record))) },
    history: { subject, versions: sorted(all.filter((record) => record.version < known(record))) },
    proofs: { ...given.proofs, entries: given.proofs.entries.slice(0, count) },
  };
};
