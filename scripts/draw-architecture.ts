import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { deployedFunctions } from '../infra/functions.ts';
import { restricted } from '../shared/contracts/events.ts';
import { routes } from '../shared/contracts/routes.ts';
import { every, grantsOf, queueIn, synthesise, type Synthesised } from './synthesised.ts';
import { eventTypes, functionsOf, heardBy, writtenBy, type Call, type Drawn } from './wiring.ts';

const root = join(import.meta.dirname, '..');
const page = 'docs/architecture.md';

const id = (name: string): string => name.replaceAll(/[^a-z0-9]/gi, '_');
const queueId = (name: string): string => `queue_${id(name)}`;
const mermaid = (lines: readonly string[]): string =>
  ['```mermaid', 'flowchart LR', ...lines, '```'].join('\n');
const may = (one: Drawn, action: string): boolean =>
  one.grants.some((known) => known.Action.includes(action));

/** Stacks and what each needs to be there before; an arrow that follows from two others is left out. */
const drawStacks = (stacks: readonly Synthesised[]): string => {
  const after = new Map(stacks.map((stack) => [stack.name, stack.after]));
  const direct = (stack: Synthesised): readonly string[] =>
    stack.after.filter((name) => !stack.after.some((other) => after.get(other)?.includes(name)));
  return mermaid([
    ...stacks.map(({ name }) => `  ${id(name)}["${name}"]`),
    ...stacks.flatMap((stack) => direct(stack).map((name) => `  ${id(name)} --> ${id(stack.name)}`)),
    '  records -. "events, where the settings name its bus" .-> nation',
  ]);
};

const arrowsInto = (one: Drawn): readonly string[] => {
  const to = id(one.name);
  switch (one.how) {
    case 'API':
      return [`  api --> ${to}`];
    case 'authorizer':
      return [`  api -. "who calls?" .-> ${to}["${one.name}"]`];
    case 'stream':
      return [`  table -- "stream" --> ${to}["${one.name}"]`];
    case 'queue':
      return [`  ${queueId(one.by ?? '')}[/"${one.by ?? ''}"/] --> ${to}`];
    case 'schedule':
      return [`  timer(["${one.by ?? ''}"]) --> ${to}`];
    case 'machine':
      return [`  machine{{"${one.by ?? ''}"}} --> ${to}`];
  }
};

const drawCapability = (capability: string, own: readonly Drawn[]): readonly string[] => [
  `  subgraph ${id(capability)}_["${capability}"]`,
  ...own.map(({ name }) => `    ${id(name)}["${name.slice(capability.length + 1)}"]`),
  '  end',
  ...own.flatMap(arrowsInto),
  ...(own.some((one) => may(one, 'dynamodb:PutItem')) ? [`  ${id(capability)}_ --> table`] : []),
  ...own.filter((one) => may(one, 's3:PutObject')).map(({ name }) => `  ${id(name)} --> archive`),
  ...own.filter((one) => may(one, 'states:StartExecution')).map(({ name }) => `  ${id(name)} --> machine`),
];

/** Queues that a function or a topic rule fills, by the grants of their roles; dead letters are left out. */
const drawHandovers = (stacks: readonly Synthesised[], functions: readonly Drawn[]): readonly string[] =>
  every(stacks, 'AWS::IAM::Role').flatMap((role) =>
    grantsOf(role).flatMap(({ Sid, Action, Resource }) => {
      if (!Action.includes('sqs:SendMessage')) return [];
      const targets = [Resource].flat().flatMap((one) => queueIn(role, one) ?? []);
      const sender = functions.find(({ grants }) => grants.some((known) => known.Sid === Sid));
      const from = sender === undefined ? 'devices(("devices")) -- "MQTT, topic rule"' : id(sender.name);
      return targets
        .filter((queue) => !queue.endsWith('-dlq'))
        .map((queue) => `  ${from} --> ${queueId(queue)}`);
    }),
  );

const drawFlow = (stacks: readonly Synthesised[], functions: readonly Drawn[]): string => {
  const outside = functions.filter(({ stack }) => ['records', 'api'].includes(stack));
  const inside = Map.groupBy(
    functions.filter((one) => !outside.includes(one)),
    ({ capability }) => capability,
  );
  return mermaid([
    '  people(("offices, organisations, units")) --> api["API Gateway"]',
    '  table[("table: one file per subject")]',
    '  archive[("archive")]',
    ...outside.flatMap(arrowsInto),
    ...outside
      .filter((one) => may(one, 'events:PutEvents'))
      .map(({ name }) => `  ${id(name)} --> bus(["event bus"])`),
    ...outside.filter((one) => may(one, 's3:PutObject')).map(({ name }) => `  ${id(name)} --> archive`),
    ...[...inside].flatMap(([capability, own]) => drawCapability(capability, own)),
    ...drawHandovers(stacks, functions),
    ...heardBy(stacks).map(({ queue, types }) => `  bus -- "${types.join('<br>')}" --> ${queueId(queue)}`),
  ]);
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const words: Readonly<Record<Call['how'], string>> = {
  API: 'API',
  authorizer: 'the API, before each closed route',
  stream: 'stream of the table: new ledger entries',
  queue: 'queue',
  schedule: 'schedule',
  machine: 'state machine',
};
const listFunctions = (functions: readonly Drawn[]): string =>
  table(
    ['function', 'called by', 'may (grants of its role)', 'memory, time'],
    functions.map((one, index) => {
      const { memoryMb = 0, timeoutSeconds = 0 } = deployedFunctions[index] ?? {};
      const own = routes.filter(({ capability }) => capability === one.capability).length;
      const by = one.how === 'API' ? ` (${own} routes)` : one.by === undefined ? '' : ` \`${one.by}\``;
      const grants = one.grants.map(({ Sid }) => Sid).filter((sid) => sid !== 'WriteOwnLog');
      return [
        `\`${one.name}\``,
        words[one.how] + by,
        grants.join(', ') || '-',
        `${memoryMb} MB, ${timeoutSeconds} s`,
      ];
    }),
  );

const listRoutes = (): string =>
  table(
    ['route', 'capability'],
    routes.map((one) => [`\`${one.method} ${one.path}\`${'open' in one ? ' (open)' : ''}`, one.capability]),
  );

const listEvents = (stacks: readonly Synthesised[], functions: readonly Drawn[]): string => {
  const writers = [...new Set(functions.map(({ capability }) => capability))].filter(
    (one) => !['ledger-publisher', 'ledger-integrator'].includes(one),
  );
  const hearers = heardBy(stacks);
  return table(
    ['event', 'written by', 'heard by', 'class'],
    eventTypes.map((type) => [
      `\`${type}\``,
      writers.filter((one) => writtenBy(one).includes(type)).join(', ') || '-',
      hearers.flatMap(({ queue, types }) => (types.includes(type) ? [queue] : [])).join(', ') || '-',
      restricted.includes(type) ? 'restricted' : 'general',
    ]),
  );
};

/** Replaces what stands between `<!-- drawn: name -->` and `<!-- end -->`. Throws when the page has no such place. */
const put = (text: string, name: string, drawn: string): string => {
  const place = new RegExp(`(<!-- drawn: ${name} -->)[^]*?(<!-- end -->)`);
  if (!place.test(text)) throw new Error(`${page} has no place for "${name}"`);
  return text.replace(place, (_, begin: string, end: string) => `${begin}\n\n${drawn}\n\n${end}`);
};

/**
 * The architecture page with its pictures and tables drawn anew from templates and code; the words between them are kept.
 * The same sources give the same page. Throws when a place for a picture is missing, or when nothing calls a function.
 */
export const makeArchitecture = async (): Promise<string> => {
  const stacks = synthesise();
  const functions = functionsOf(stacks);
  const drawn = {
    stacks: drawStacks(stacks),
    flow: drawFlow(stacks, functions),
    functions: listFunctions(functions),
    routes: listRoutes(),
    events: listEvents(stacks, functions),
  };
  const kept = readFileSync(join(root, page), 'utf8');
  const text = Object.entries(drawn).reduce((done, [name, picture]) => put(done, name, picture), kept);
  return await format(text, { parser: 'markdown', printWidth: 110 });
};

if (import.meta.main) writeFileSync(join(root, page), await makeArchitecture());
