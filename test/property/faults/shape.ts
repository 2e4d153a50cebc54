import type { KeyObject } from 'node:crypto';
import * as z from 'zod';
import { fromWire as toItem, type Item } from '../../../shared/subject-file/item.ts';
import { audit } from '../../builders/audit.ts';
import { auditTree } from '../../builders/tree-audit.ts';
import { archiveName, tableName } from '../../builders/stage.ts';
import type { Transport } from '../../transport/transport.ts';
import { fromWire } from '../../transport/wire.ts';
import { files, queueNames, type Cast } from './province.ts';
import { receiptOf } from './receipt.ts';
import type { Played } from './run.ts';

const anyBody = z.record(z.string(), z.unknown());
const told = z.object({ id: z.string() });

const counted = (names: readonly string[]): readonly string[] =>
  [...Map.groupBy(names, (name) => name)].map(([name, list]) => `${list.length} × ${name}`).toSorted();
const length = (list: unknown): number | undefined => (Array.isArray(list) ? list.length : undefined);

/**
 * What a record says that follows neither from chance nor from the clock. A grade that has been superseded is left out:
 * which facts it knew depends on their order. So is every score where clocks step: it depends on the day of evaluation.
 */
const saidBy = (item: Item, withScore: boolean): string => {
  const body = anyBody.parse(JSON.parse(String(item['body'] ?? '{}')));
  const { state, late, steps, facts, kind, level } = body;
  const score = withScore && !String(item['sk']).startsWith('H#') ? body['score'] : undefined;
  return JSON.stringify({ state, late, kind, level, score, steps: length(steps), facts: length(facts) });
};

const lineOf = (item: Item, withScore: boolean): string => {
  const [pk, sk] = [String(item['pk']), String(item['sk'])];
  if (!pk.startsWith('sub_')) return pk.split('#').slice(0, 2).join('#');
  const range = sk.slice(0, sk.indexOf('#') + 1);
  if (!['C#', 'H#', 'P#'].includes(range)) return range;
  // A derived item has as many versions as there were batches.
  const version = item['entry'] === undefined ? '' : String(item['version']);
  return `${range} ${String(item['kind'])} ${version} ${saidBy(item, withScore)}`;
};

/** Segments and heads are held against the tree; how many there are depends on the batches. */
const originals = (world: Transport) =>
  world.s3.list(archiveName).filter(({ key }) => !key.startsWith('ledger/'));

const auditsOf = (world: Transport, cast: Cast) =>
  files(cast).map((subject) => ({ subject, ...audit(world, tableName, subject) }));
type Audits = ReturnType<typeof auditsOf>;

/** Everything that lies in the services, but for ids, times and order: two runs of the same deeds must end alike. */
export const shapeOf = (
  world: Transport,
  cast: Cast,
  withScore: boolean,
  audits = auditsOf(world, cast),
): readonly string[] => [
  ...counted(world.items(tableName).map((item) => lineOf(toItem(fromWire(item)), withScore))),
  ...audits.flatMap(({ entries }, at) => counted(entries.map(({ type }) => `${type} in file ${at}`))),
  ...counted(world.sfn.executions().map(() => 'execution')),
  ...counted(originals(world).map(() => 'original')),
];

const eventFaults = (world: Transport, audits: Audits): readonly string[] => {
  const entries = new Set(audits.flatMap((one) => one.entries.map(({ id }): string => id)));
  const events = new Set(world.events.list().map(({ detail }) => told.parse(detail).id));
  return [
    ...[...entries].filter((id) => !events.has(id)).map((id) => `${id} was never told`),
    ...[...events].filter((id) => !entries.has(id)).map((id) => `${id} was told, but is no entry`),
  ];
};

const treeFaults = (world: Transport, ledgerKey: KeyObject): readonly string[] => {
  const { faults, waiting, size, heads } = auditTree(world, tableName, archiveName, ledgerKey);
  return [
    ...faults.map((fault) => `tree: ${fault}`),
    ...(waiting === 0 ? [] : [`${waiting} entries have no place in the tree`]),
    ...(heads.at(-1) === size ? [] : [`a tree of ${size} under a head of ${heads.at(-1) ?? 0}`]),
  ];
};

const answerFaults = (audits: Audits, { accepted }: Played): readonly string[] => {
  const lost = accepted.flatMap(({ name, text }) => {
    const { entry, subject, sequence } = receiptOf(text);
    const written = audits.find((one) => one.subject === subject)?.entries[sequence - 1];
    return written?.id === entry ? [] : [`the receipt of ${name} names ${entry}, which is not there`];
  });
  const answers = Map.groupBy(accepted, ({ name }) => name);
  const torn = [...answers].filter(([, list]) => new Set(list.map(({ text }) => text)).size > 1);
  return [...lost, ...torn.map(([name]) => `${name} was answered in two ways`)];
};

/** What is wrong at the end of a run, in words; empty when nothing is. `wanted`: the shape of the undisturbed run. */
export const faultsOf = (
  world: Transport,
  cast: Cast,
  played: Played,
  wanted: readonly string[],
  { withScore, ledgerKey }: { readonly withScore: boolean; readonly ledgerKey: KeyObject },
): readonly string[] => {
  const audits = auditsOf(world, cast);
  const shape = shapeOf(world, cast, withScore, audits);
  const dead = queueNames.flatMap((name) => world.sqs.messages(`${name}-dlq`));
  return [
    ...audits.flatMap(({ subject, faults }) => faults.map((fault) => `${subject}: ${fault}`)),
    ...eventFaults(world, audits),
    ...treeFaults(world, ledgerKey),
    ...answerFaults(audits, played),
    ...(played.untold === 0 ? [] : [`${played.untold} entries were set aside untold`]),
    ...(played.withoutPlace === 0 ? [] : [`${played.withoutPlace} entries were set aside without a place`]),
    ...dead.map(({ queueUrl, body }) => `dead letter in ${queueUrl}: ${body.slice(0, 80)}`),
    ...wanted.filter((line) => !shape.includes(line)).map((line) => `missing: ${line}`),
    ...shape.filter((line) => !wanted.includes(line)).map((line) => `too much: ${line}`),
  ];
};
