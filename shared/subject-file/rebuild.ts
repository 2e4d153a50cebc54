import type { KeyObject } from 'node:crypto';
import { verifyChain } from '../ledger/chain.ts';
import { readNote, type Head } from '../ledger/checkpoint.ts';
import { grow } from '../ledger/tiles.ts';
import { erasure } from '../contracts/subject-change.ts';
import type { SubjectId } from '../kernel/ids.ts';
import type { KeyedItem } from './item.ts';
import { keys, type Key } from './keys.ts';
import { segmentOf, wayThrough, type Leaf, type Segment } from './rebuild-tree.ts';
import { recordDigest, toHistoryItem, toItem, type StoredRecord } from './record.ts';
import { keyText } from './table.ts';
import { tileItem, treeStateItem } from './tree.ts';

/** What of the archive, and of elsewhere, a table is made of again. */
export interface Kept {
  /** Texts of the objects below `ledger/segments/`, in any order, orphans among them. */
  readonly segments: readonly string[];
  /** Texts of the objects below `ledger/heads/`; the newest alone is enough, older ones make the search short. */
  readonly heads: readonly string[];
  /** Public key of the ledger: comes from whoever rebuilds, never from the archive. */
  readonly key: KeyObject;
  /** Items `K#` of a backup: no wrapped key lies in the archive. Those that an entry destroyed since stay destroyed. */
  readonly keyItems?: readonly KeyedItem[];
}
export interface Rebuilt {
  /** Current records, points, history, ledger, tails, places in the tree, the tree, the keys that were given. */
  readonly items: readonly KeyedItem[];
  /** Size of the tree: that of the newest head that was reached. */
  readonly size: number;
  /** Entries that were on their way into the tree: they lie in their files, and are to be integrated anew. */
  readonly unsealed: readonly { readonly subject: SubjectId; readonly sequence: number }[];
  /** Keys that were given and are left out, because the ledger says that they were destroyed. */
  readonly erased: readonly Key[];
  /** What does not fit, in words; nothing is left out because of it, except what cannot be read. */
  readonly faults: readonly string[];
}

/** Items that a rebuild does not bring back, by the beginnings of their keys, and how each comes again. */
export const notRebuilt: readonly { readonly pk: string; readonly sk?: string; readonly again: string }[] = [
  { pk: 'sub_', sk: 'C#REPORT_REFERENCE#', again: 'from each report, into the file of its organisation' },
  { pk: 'sub_', sk: 'C#RULE_RUN#', again: 'by running the rules over the report once more' },
  { pk: 'sub_', sk: 'C#DEVICE_STATE#', again: 'with the next reading of the device' },
  { pk: 'alias#', again: 'from heads, reports and devices; that of a person needs the key for persons' },
  { pk: 'ix#', again: 'from each report and its points' },
  { pk: 'idem#', again: 'not at all: a repeated command meets the record that it wrote' },
  { pk: 'loop#', again: 'with the execution that is started from the file' },
  { pk: 'sweep#', again: 'by the first sweep' },
  { pk: 'clock', again: 'not at all: virtual time begins anew' },
];
/** Derived attributes of records that are missing in a rebuilt table: an open hazard is put on the due index by its next version. */
export const attributesNotRebuilt: readonly string[] = ['dueSlot', 'dueAt'];

const note = (text: string, key: KeyObject, faults: string[]): readonly (readonly [Head, string])[] => {
  const read = readNote(text, key);
  if (!read.ok) faults.push(`head: ${read.reason}`);
  return read.ok ? [[read.head, text]] : [];
};
const segment = (text: string, faults: string[]): readonly Segment[] => {
  try {
    return [segmentOf(text)];
  } catch (error) {
    // What stands in the text stays out of the message.
    faults.push(`segment: ${error instanceof RangeError ? error.message : 'not one of ours'}`);
    return [];
  }
};

/** Versions that a line brings along, each held against the digest in its own entry. */
const versionsOf = ({ entry, line }: Leaf, faults: string[]): readonly StoredRecord[] =>
  entry.changes.flatMap(({ kind, id, version, after }) => {
    const record = line.records.find(
      (one) => one.kind === kind && one.id === id && one.version === version && one.entry === entry.id,
    );
    if (record !== undefined && recordDigest(record) === after) return [record];
    faults.push(
      `${entry.subject}: version ${version} of ${kind} ${id} is missing or differs from its digest`,
    );
    return [];
  });

const fileOf = (subject: SubjectId, leaves: readonly Leaf[], faults: string[]): readonly KeyedItem[] => {
  const entries = leaves.toSorted((one, other) => one.entry.sequence - other.entry.sequence);
  const shown = entries.map(({ line, entryHash: hash }) => ({
    opaque: false as const,
    body: line.entry,
    hash,
  }));
  const { fault } = verifyChain(subject, shown);
  if (fault !== undefined) faults.push(`${subject}: entry ${fault.sequence}: ${fault.reason}`);
  const versions = entries.flatMap((leaf) => versionsOf(leaf, faults));
  const records = [...Map.groupBy(versions, ({ kind, id }) => `${kind} ${id}`).values()].flatMap((of) => {
    const newest = Math.max(...of.map(({ version }) => version));
    return of.map((record) => (record.version === newest ? toItem(record) : toHistoryItem(record)));
  });
  const last = entries.at(-1);
  return [
    ...entries.map(({ entry, line }) => ({ ...keys.entry(subject, entry.sequence), body: line.entry })),
    ...records,
    ...(last === undefined
      ? []
      : [{ ...keys.tail(subject), sequence: last.entry.sequence, hash: last.entryHash }]),
  ];
};

const treeOf = (leaves: readonly Leaf[], head: Head, text: string): readonly KeyedItem[] => {
  const { size, changed } = grow(
    0,
    new Map(),
    leaves.map(({ hash }) => hash),
  );
  return [
    ...leaves.map(({ entry }, index) => ({ ...keys.leafIndex(entry.subject, entry.sequence), index })),
    ...[...changed.values()].map(({ place, row }) => tileItem(place, row)),
    treeStateItem({ size, time: head.time }),
    { ...keys.treeHead(), size, note: text },
  ];
};

/** Keys that entries say were destroyed, by `keyText`. */
const destroyedBy = (leaves: readonly Leaf[]): ReadonlySet<string> =>
  new Set(
    leaves
      .flatMap(({ line }) => line.records)
      .filter(({ kind }) => kind === 'ERASURE')
      .flatMap(({ subject, body }) =>
        erasure.parse(JSON.parse(body)).keys.map((id) => keyText(keys.key(subject, id))),
      ),
  );

/**
 * Makes the items of a table again out of what the archive keeps. Pure. Trusts the key alone: heads are proven, segments
 * against heads, versions against entries, entries against their chains. `notRebuilt` lists what comes again by other ways.
 */
export const rebuild = ({ segments, heads, key, keyItems = [] }: Kept): Rebuilt => {
  const faults: string[] = [];
  const known = heads
    .flatMap((text) => note(text, key, faults))
    .toSorted(([one], [other]) => one.size - other.size);
  const read = segments.flatMap((text) => segment(text, faults));

  const way = wayThrough(read);
  let newest: readonly [Head, string] | undefined;
  for (const one of known)
    if (way.goTo(one[0])) newest = one;
    else faults.push(`no segments lead to the head of ${one[0].size}`);
  const sealed = way.passed();
  const names = new Map(sealed.map((leaf) => [leaf.name, leaf]));
  const unsealed: Leaf[] = [];
  for (const leaf of read.flatMap(({ leaves }) => leaves)) {
    const before = names.get(leaf.name);
    if (before === undefined) unsealed.push(leaf);
    else if (before.entryHash !== leaf.entryHash) faults.push(`two entries are called ${leaf.name}`);
    names.set(leaf.name, before ?? leaf);
  }
  const files = [...Map.groupBy([...names.values()], ({ entry }) => entry.subject)];
  const destroyed = destroyedBy([...names.values()]);
  return {
    items: [
      ...files.flatMap(([subject, leaves]) => fileOf(subject, leaves, faults)),
      ...(newest === undefined ? [] : treeOf(sealed, ...newest)),
      ...keyItems.filter((item) => !destroyed.has(keyText(item))),
    ],
    size: sealed.length,
    erased: keyItems.filter((item) => destroyed.has(keyText(item))).map(({ pk, sk }) => ({ pk, sk })),
    unsealed: unsealed.map(({ entry: { subject, sequence } }) => ({ subject, sequence })),
    faults,
  };
};
