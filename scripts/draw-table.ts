import { format } from 'prettier';
import {
  derivedOf,
  itemKinds,
  recordsOf,
  type ItemKind,
} from '../shared/subject-file/patterns/item-kinds.ts';
import type { AccessPattern } from '../shared/subject-file/patterns/pattern.ts';
import { reads } from '../shared/subject-file/patterns/reads.ts';
import { writes } from '../shared/subject-file/patterns/writes.ts';

type Row = readonly string[];
const table = (head: Row, rows: readonly Row[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const code = (text: string): string => `\`${text}\``;

const kindRow = ([name, kind]: readonly [string, ItemKind]): Row => [
  name,
  code(kind.example.pk),
  code(kind.example.sk),
  kind.class,
  kind.writtenBy.join(', '),
  kind.holds,
  kind.ttlDays === undefined ? '-' : `${kind.ttlDays} days`,
];

/** `functions/a/b.ts` and `functions/a/c.ts` → `a: b, c`. */
const filesIn = (paths: readonly string[]): string => {
  const rooms = Map.groupBy(paths, (path) => path.split('/')[1] ?? '');
  return [...rooms]
    .map(
      ([room, own]) =>
        `${room}: ${own.map((path) => path.split('/').at(-1)?.replace('.ts', '') ?? '').join(', ')}`,
    )
    .join('; ');
};
const patternRow = ({ what, by, of, condition, consistent, bound, usedBy }: AccessPattern): Row => [
  what,
  code(by),
  of.join(', '),
  condition ?? 'keys named one by one',
  consistent,
  bound,
  filesIn(usedBy),
];
const patternHead = ['what', 'by', 'kinds', 'condition', 'consistent', 'bound', 'used by'] as const;

const kinds = (
  of: Readonly<Record<string, { readonly writtenBy: string; readonly holds: string }>>,
): string =>
  table(
    ['kind', 'written by', 'holds'],
    Object.entries(of).map(([kind, { writtenBy, holds }]) => [code(kind), writtenBy, holds]),
  );

/** The page about the table: every kind of item and every way in which code asks or writes it. */
export const makeTablePage = async (): Promise<string> =>
  await format(
    `# The table

Drawn from \`shared/subject-file/patterns/\`; \`npm run generate\` draws it again, \`npm run check\` compares. Every key is made in
\`shared/subject-file/keys.ts\`. One item collection is one file; its ranges are told apart by the sort key, and reading the
file is reading the first of them. Decision: [ADR 1](adr/0001-one-item-collection-per-subject.md).

## Kinds of items

${table(
  ['key', 'partition (example)', 'sort key (example)', 'class', 'written by', 'holds', 'goes by itself'],
  Object.entries(itemKinds).map(kindRow),
)}

\`ledgered\`: a version of a record, named by an entry. \`ledger\`: the entry and what belongs to it. \`derived\`: can be made again
from others, so no entry names it. \`index\`: by which others are found. \`alias\`: leads from a name to a file. \`technical\`: of use
to the machinery alone.

## Kinds of records

Each version has its ledger entry.

${kinds(recordsOf)}

Derived items stand in the same range, without an entry:

${kinds(derivedOf)}

## How functions ask

${table(patternHead, reads.map(patternRow))}

## How functions write

${table(patternHead, writes.map(patternRow))}
`,
    { parser: 'markdown', printWidth: 110 },
  );
