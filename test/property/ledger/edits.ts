import type { ExportName, LedgerExport } from '../../../shared/ledger/export.ts';
import type { Random } from '../../builders/random.ts';
import {
  placeIn,
  swapped,
  withEntries,
  withProofs,
  withRecords,
  withVersions,
  type Given,
  type Kind,
  type Texts,
} from './mutant.ts';

const nameIn = (random: Random, texts: Texts): ExportName => {
  const [first = 'manifest.json', ...more] = texts.keys();
  return random.one([first, ...more]);
};

/** One byte of one file: another one, one less, one more. */
const byteEdit: Kind = ({ file, random }) => {
  const { texts } = file;
  const name = nameIn(random, texts);
  const bytes = Buffer.from(texts.get(name) ?? '');
  const at = random.between(0, bytes.length - 1);
  const byte = Buffer.of(random.one([random.between(32, 126), random.between(0, 255)]));
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + random.between(0, 1))];
  const bent = Buffer.concat([before, random.one([byte, byte, Buffer.alloc(0)]), after]).toString();
  return new Map(texts).set(name, bent);
};

const bend = (random: Random, value: unknown): unknown => {
  if (typeof value === 'number') return value + random.one([1, -1, 7]);
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string') return value;
  const at = random.between(0, Math.max(0, value.length - 1));
  const letter = random.one(['A', 'b', '7', '-', 'é', ' ', '0', '_']);
  return random.one([
    value.slice(0, at) + letter + value.slice(at + 1),
    value.slice(0, at) + value.slice(at + 1),
    value.slice(0, at) + letter + value.slice(at),
    '',
  ]);
};

/** One value somewhere in one file, named so that each is as likely as any other. */
const valueEdit: Kind = ({ file, random }) => {
  const { texts } = file;
  const name = nameIn(random, texts);
  if (name === 'head') return undefined;
  const text = texts.get(name) ?? '';
  let count = 0;
  const isValue = (value: unknown): boolean => typeof value !== 'object';
  JSON.parse(text, (_, value: unknown) => {
    if (isValue(value)) count += 1;
    return value;
  });
  const chosen = random.between(1, count);
  let at = 0;
  const bent: unknown = JSON.parse(text, (_, value: unknown) => {
    if (isValue(value)) at += 1;
    return isValue(value) && at === chosen ? bend(random, value) : value;
  });
  return new Map(texts).set(name, JSON.stringify(bent));
};

/** One member of one file left out. */
const memberLost: Kind = ({ file, random }) => {
  const { texts } = file;
  const name = nameIn(random, texts);
  if (name === 'head') return new Map([...texts].filter(([one]) => one !== name));
  const members = [...(texts.get(name) ?? '').matchAll(/"(\w+)":/g)].map(([, member = '']) => member);
  const chosen = random.between(0, members.length - 1);
  let at = -1;
  const bent = (texts.get(name) ?? '').replaceAll(/"(\w+)":/g, (whole, member: string) => {
    at += 1;
    return at === chosen ? `"lost-${member}":` : whole;
  });
  return new Map(texts).set(name, bent);
};

const fileLost: Kind = ({ file, random }) => {
  const { texts } = file;
  const name = nameIn(random, texts);
  return new Map([...texts].filter(([one]) => one !== name));
};

type Lists = readonly [
  name: string,
  of: (given: LedgerExport) => readonly unknown[],
  change: (
    given: LedgerExport,
    at: (list: readonly unknown[]) => readonly number[] | undefined,
  ) => LedgerExport | undefined,
][];
/** The four lists of an export, each changed by the places that are kept, in their order. */
const lists: Lists = [
  [
    'entry',
    ({ ledger }) => ledger.entries,
    (given, places) => chosen(given.ledger.entries, places, (list) => withEntries(given, list)),
  ],
  [
    'record',
    ({ file }) => file.records,
    (given, places) => chosen(given.file.records, places, (list) => withRecords(given, list)),
  ],
  [
    'version',
    ({ history }) => history?.versions ?? [],
    (given, places) => chosen(given.history?.versions ?? [], places, (list) => withVersions(given, list)),
  ],
  [
    'proof',
    ({ proofs }) => proofs.entries,
    (given, places) => chosen(given.proofs.entries, places, (list) => withProofs(given, list)),
  ],
];
const chosen = <T>(
  list: readonly T[],
  places: (list: readonly unknown[]) => readonly number[] | undefined,
  made: (list: T[]) => LedgerExport,
): LedgerExport | undefined => {
  const kept = places(list);
  return kept === undefined ? undefined : made(kept.flatMap((at) => list.slice(at, at + 1)));
};

const changes: Readonly<
  Record<string, (random: Random, all: readonly number[]) => readonly number[] | undefined>
> = {
  deleted: (random, all) => {
    const at = placeIn(random, all);
    return at === undefined ? undefined : all.toSpliced(at, 1);
  },
  twice: (random, all) => {
    const at = placeIn(random, all);
    return at === undefined ? undefined : all.toSpliced(random.between(0, all.length), 0, at);
  },
  reordered: swapped,
  'replaced by its neighbour': (random, all) => {
    const at = placeIn(random, all);
    return at === undefined || all.length < 2 ? undefined : all.with(at, (at + 1) % all.length);
  },
};

/** Out of another file: one of its list put among those of this one. */
const strangers: Readonly<Record<string, Kind>> = {
  'entry of another file': ({ file, other, random }) => {
    const { entries } = file.now.ledger;
    const at = placeIn(random, other.now.ledger.entries);
    const one = other.now.ledger.entries[at ?? 0];
    if (one === undefined) return undefined;
    return withEntries(
      file.now,
      entries.toSpliced(random.between(0, entries.length), random.between(0, 1), one),
    );
  },
  'record of another file': ({ file, other, random }) => {
    const { records } = file.now.file;
    const one = other.now.file.records[placeIn(random, other.now.file.records) ?? 0];
    const same = records.some((known) => known.kind === one?.kind && known.id === one.id);
    if (one === undefined || same) return undefined;
    return withRecords(
      file.now,
      records.toSpliced(random.between(0, records.length), random.between(0, 1), one),
    );
  },
};

const eachList = (): Readonly<Record<string, Kind>> =>
  Object.fromEntries(
    lists.flatMap(([name, of, change]) =>
      Object.entries(changes).map(([how, places]): readonly [string, Kind] => [
        `${name} ${how}`,
        ({ file, random }: Given) =>
          of(file.now).length === 0
            ? undefined
            : change(file.now, (list) => places(random, [...list.keys()])),
      ]),
    ),
  );

/** Edits by somebody who does not care whether the rest fits. */
export const edits: Readonly<Record<string, Kind>> = {
  'byte edited': byteEdit,
  'value edited': valueEdit,
  'member lost': memberLost,
  'file lost': fileLost,
  ...eachList(),
  ...strangers,
};
