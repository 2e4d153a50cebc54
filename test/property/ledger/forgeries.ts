import { tailStatementIn, type TailStatement } from '../../../shared/ledger/statement.ts';
import { parseHeadText } from './head-text.ts';
import type { LedgerExport } from '../../../shared/ledger/export.ts';
import { signedHead, signedStatementBy, testKey } from '../../builders/ledger-key.ts';
import { placeIn, withEntries, withProofs, withRecords, withVersions, type Kind } from './mutant.ts';
import { bodiesOf, cutTo, digestOf, rechained, type Body } from './rechained.ts';

const forger = testKey('forger');

const saidIn = (given: LedgerExport): TailStatement => {
  const said = tailStatementIn(given.statement.statement);
  if (said === undefined) throw new TypeError('an export without a statement');
  return said;
};
/** The statement that would fit the export, by a key that is not the province's. */
const restated = (given: LedgerExport): LedgerExport => {
  const last = given.ledger.entries.at(-1);
  const said = { ...saidIn(given), sequence: given.ledger.entries.length, entryHash: last?.hash ?? '' };
  return { ...given, statement: signedStatementBy(forger, said) };
};
const reheaded = (given: LedgerExport): LedgerExport => ({
  ...given,
  head: signedHead(forger, parseHeadText(given.head ?? '')),
});

/** Edits one entry and writes the chain anew from there; the records that it names may be bent with it. */
const rewritten: Kind = ({ file, random }) => {
  const bodies = bodiesOf(file.now);
  const at = placeIn(random, bodies ?? []);
  const old = bodies?.[at ?? 0];
  if (bodies === undefined || at === undefined || old === undefined) return undefined;
  const edited = random.one<Body>([
    { ...old, role: `${old.role}x` },
    { ...old, actor: '0'.repeat(64) },
    { ...old, time: '2026-01-01T00:00:00.000Z' },
    { ...old, type: 'HazardClosed' },
  ]);
  const made = withEntries(file.now, rechained(file.now.manifest.subject, bodies.with(at, edited)));
  return random.one([made, restated(made), reheaded(restated(made))]);
};

/** Bends the newest version of a record, and makes ledger and chain agree with it. */
const recordAndChain: Kind = ({ file, random }) => {
  const bodies = bodiesOf(file.now);
  const { records } = file.now.file;
  const at = placeIn(random, records) ?? 0;
  const record = records[at];
  if (bodies === undefined || record === undefined) return undefined;
  const bent = { ...record, body: record.body.replace(/[0-9](?=[^0-9]*$)/, '8') };
  if (bent.body === record.body) return undefined;
  const after = digestOf(bent);
  const named = bodies.map((one): Body => ({
    ...one,
    changes: one.changes.map((change) =>
      change[0] === record.kind && change[1] === record.id && change[2] === record.version
        ? change.length === 5
          ? [change[0], change[1], change[2], after, change[4]]
          : [change[0], change[1], change[2], after]
        : change,
    ),
  }));
  const made = withRecords(
    withEntries(file.now, rechained(file.now.manifest.subject, named)),
    records.with(at, bent),
  );
  return random.one([made, restated(made)]);
};

/** An entry of the forger's own, in the middle or at the end, with the chain around it in order. */
const inserted: Kind = ({ file, random }) => {
  const bodies = bodiesOf(file.now);
  const model = bodies?.at(-1);
  if (bodies === undefined || model === undefined) return undefined;
  const id = 'ent_01KJFRG0000000000000000000';
  const one = { ...model, id, changes: [['HAZARD', 'haz_01KJFRG0000000000000000000', 1, 'A'.repeat(43)]] };
  const at = random.one([bodies.length, random.between(0, bodies.length)]);
  const parsed = bodiesOf({
    ...file.now,
    ledger: { ...file.now.ledger, entries: [{ opaque: false, body: JSON.stringify(one), hash: '' }] },
  });
  const made = withEntries(
    file.now,
    rechained(file.now.manifest.subject, bodies.toSpliced(at, 0, ...(parsed ?? []))),
  );
  return random.one([made, restated(made)]);
};

const cut: Kind = ({ file, random }) => {
  const bodies = bodiesOf(file.now);
  if (bodies === undefined || bodies.length < 2) return undefined;
  const made = cutTo(file.now, random.between(1, bodies.length - 1), bodies);
  return random.one([
    made,
    restated(made),
    { ...made, statement: random.one(oneOrMore(file.statements, made.statement)) },
  ]);
};
const oneOrMore = <T>(list: readonly T[], otherwise: T): [T, ...T[]] => {
  const [first = otherwise, ...more] = list;
  return [first, ...more];
};
/** Cut exactly to where a true statement of long ago says that the file ended. */
const cutToOldStatement: Kind = ({ file, random }) => {
  const bodies = bodiesOf(file.now);
  const statement = random.one(oneOrMore(file.statements, file.now.statement));
  const count = tailStatementIn(statement.statement)?.sequence ?? 0;
  if (bodies === undefined || count >= bodies.length) return undefined;
  return { ...cutTo(file.now, count, bodies), statement };
};
const oldStatement: Kind = ({ file, random }) => ({
  ...file.now,
  statement: random.one(oneOrMore(file.statements, file.now.statement)),
});

const swappedFiles: Kind = ({ file, other, random }) => {
  const [mine, yours] = [file.now, other.now];
  return random.one<LedgerExport>([
    yours,
    { ...mine, ledger: yours.ledger },
    { ...mine, file: yours.file },
    { ...mine, statement: yours.statement },
    { ...mine, proofs: yours.proofs },
    { ...mine, manifest: yours.manifest },
    { ...mine, history: yours.history ?? { subject: yours.manifest.subject, versions: [] } },
    { ...mine, ledger: { ...yours.ledger, subject: mine.manifest.subject } },
    { ...mine, file: { ...yours.file, subject: mine.manifest.subject } },
    { ...mine, proofs: { ...yours.proofs, subject: mine.manifest.subject } },
  ]);
};

const resigned: Kind = ({ file, random }) =>
  random.one([
    reheaded(restated(file.now)),
    reheaded(file.now),
    { ...file.now, statement: signedStatementBy(forger, saidIn(file.now)) },
    // The forger's warrant under the true one's signature, and the other way round.
    {
      ...file.now,
      statement: {
        ...signedStatementBy(forger, saidIn(file.now)),
        warrantSignature: file.now.statement.warrantSignature,
      },
    },
    {
      ...file.now,
      statement: { ...signedStatementBy(forger, saidIn(file.now)), warrant: file.now.statement.warrant },
    },
  ]);

/** The older export as it was, or made to look as new as parts of the last one allow. */
const replayed: Kind = ({ file, random, thread }) =>
  random.one<LedgerExport>([
    file.older,
    { ...file.older, statement: file.now.statement },
    { ...file.older, ...(file.now.head === undefined ? {} : { head: file.now.head }) },
    {
      ...file.older,
      ...(file.now.head === undefined ? {} : { head: file.now.head }),
      proofs: file.now.proofs,
    },
    { ...file.now, head: thread.between.note },
    {
      ...file.now,
      head: thread.between.note,
      proofs: { ...file.now.proofs, treeSize: thread.between.head.size },
    },
  ]);

const rolledBack: Kind = ({ file, random }) => {
  const versions = file.now.history?.versions ?? [];
  const at = placeIn(random, versions);
  const old = versions[at ?? 0];
  if (at === undefined || old === undefined) return undefined;
  const records = file.now.file.records.map((record) =>
    record.kind === old.kind && record.id === old.id ? old : record,
  );
  const made = withRecords(file.now, records);
  const claimed = records.map((record) =>
    record === old
      ? { ...old, version: file.now.file.records.find(({ id }) => id === old.id)?.version ?? 0 }
      : record,
  );
  return random.one([made, withVersions(made, versions.toSpliced(at, 1)), withRecords(file.now, claimed)]);
};

const swappedProofs: Kind = ({ file, other, random }) => {
  const { entries } = file.now.proofs;
  const [a, b] = [random.between(0, entries.length - 1), random.between(0, entries.length - 1)];
  const [one, two] = [entries[a], entries[b]];
  const foreign = other.now.proofs.entries[a];
  if (one === undefined || two === undefined || a === b) return undefined;
  return withProofs(
    file.now,
    random.one([
      entries.with(a, { ...two, sequence: one.sequence }).with(b, { ...one, sequence: two.sequence }),
      entries.with(a, { ...one, path: two.path }),
      entries.with(a, { ...one, index: two.index }),
      entries.with(a, { ...(foreign ?? two), sequence: one.sequence }),
      entries.with(a, { ...one, path: one.path.slice(1) }),
      entries.with(a, { ...one, path: [...one.path, ...one.path.slice(0, 1)] }),
    ]),
  );
};

/** To whoever may see everything nothing need be opaque, and after everything was sealed nothing need be unsealed. */
const madeOpaque: Kind = ({ file, random }) => {
  const bodies = bodiesOf(file.now);
  const { entries } = file.now.ledger;
  const at = placeIn(random, entries) ?? 0;
  const entry = entries[at];
  if (bodies === undefined || entry === undefined) return undefined;
  const previous = entries[at - 1]?.hash ?? 'A'.repeat(43);
  return withEntries(
    file.now,
    entries.with(at, { opaque: true, sequence: at + 1, previous, hash: entry.hash }),
  );
};
const unsealed: Kind = ({ file, random }) => {
  const { entries } = file.now.proofs;
  return withProofs(file.now, entries.slice(0, random.between(0, entries.length - 1)));
};

/** Forgeries by somebody who makes as much of the rest agree as can be made to. */
export const forgeries: Readonly<Record<string, Kind>> = {
  'chain rewritten from an entry on': rewritten,
  'record and chain rewritten': recordAndChain,
  'entry of the forger’s own': inserted,
  'tail cut, consistently': cut,
  'tail cut to a true old statement': cutToOldStatement,
  'old statement': oldStatement,
  'two files swapped': swappedFiles,
  'signed with another key': resigned,
  'older export replayed': replayed,
  'record rolled back': rolledBack,
  'proofs swapped': swappedProofs,
  'entry made opaque': madeOpaque,
  'proofs withheld': unsealed,
};
