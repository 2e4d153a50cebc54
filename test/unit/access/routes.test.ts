import { beforeAll, describe, expect, it } from 'vitest';
import { purposes } from '../../../shared/access/purpose.ts';
import { routes, type Route, type RouteId } from '../../../shared/contracts/routes.ts';
import { instrumentBody, locationOf, stationBody, technicianBody } from '../../builders/parties.ts';
import type { Ask } from '../../builders/stage.ts';
import { tableName } from '../../builders/stage.ts';
import { callersOf, makeScene, secretsOf, type CallerName, type Scene, type Secret } from './scene.ts';

let made = 500;
const reason = '经现场核实，情况属实';
/**
 * A good request of every route about station A (reports, devices, hazards) or its inspectors: whoever is refused is
 * refused for who he is. The compiler asks for a row when a route is added.
 */
const requests: Readonly<Record<RouteId, (scene: Scene) => readonly Ask[]>> = {
  registerSubject: () => [{ body: stationBody((made += 1), { location: locationOf(1) }) }],
  findSubjects: () => [1, 2, 3].map((n) => ({ query: { code: stationBody(n).uscc } })),
  readFile: (scene) =>
    everyFile(scene).flatMap((id) =>
      [{}, { form: 'stored' }].map((form) => ({ path: { id }, query: { ...form } })),
    ),
  readHistory: (scene) => everyFile(scene).map((id) => ({ path: { id } })),
  readLedger: (scene) => everyFile(scene).map((id) => ({ path: { id } })),
  readStatement: (scene) => everyFile(scene).map((id) => ({ path: { id } })),
  readProofs: (scene) => everyFile(scene).map((id) => ({ path: { id } })),
  registerTechnician: ({ crew }) => [{ path: { id: crew.id }, body: technicianBody((made += 1)) }],
  registerInstrument: ({ crew }) => [{ path: { id: crew.id }, body: instrumentBody((made += 1)) }],
  mergeSubjects: ({ stations }) => [{ path: { id: stations.A }, body: { into: stations.B, reason } }],
  reAliasSubject: ({ stations }) => [
    { path: { id: stations.A }, body: { uscc: stationBody((made += 1)).uscc, reason } },
  ],
  erasePersonalData: ({ stations }) => [
    {
      path: { id: stations.A },
      body: {
        ...{ scope: 'FIELD', record: stations.A, field: 'safetyManager' },
        ...{ reason: 'PURPOSE_ENDED', basis: 'PIPL 47' },
      },
    },
  ],
  submitReport: ({ reportBody }) => [{ body: { ...reportBody, reportNumber: `R-${(made += 1)}` } }],
  readReport: ({ report, stations }) => [{ path: { report }, query: { subject: stations.A } }],
  listAnomalies: (scene) => everyFile(scene).map((id) => ({ path: { id } })),
  readAnomaly: ({ crew, lead }) => [{ path: { id: crew.id, anomaly: lead } }],
  decideAnomaly: ({ crew, lead }) => [
    { path: { id: crew.id, anomaly: lead, command: 'dismiss' }, body: { reason } },
  ],
  listHazards: (scene) => everyFile(scene).map((id) => ({ path: { id } })),
  readHazard: ({ stations, hazard }) => [{ path: { id: stations.A, hazard } }],
  commandHazard: ({ stations, hazard }) => [
    { path: { id: stations.A, hazard, command: 'extend' }, body: { reason, dueOn: '2027-01-01' } },
    { path: { id: stations.A, hazard, command: 'recheck' }, body: { passed: true, record: reason } },
  ],
  readCreditGrade: ({ crew }) => [{ path: { id: crew.id } }],
  registerDevice: ({ stations, deviceBody }) => [
    { path: { id: stations.A }, body: deviceBody(`EM-${(made += 1)}`) },
  ],
  listDevices: ({ stations }) => [{ path: { id: stations.A } }],
  health: () => [{}],
  openapi: () => [{}],
};
const everyFile = ({ stations, crew, technician }: Scene): readonly string[] => [
  ...Object.values(stations),
  crew.id,
  technician,
];

const officersOfA = ['county of A', 'prefecture of A', 'province'] as const;
const anyOffice = [
  ...officersOfA,
  ...(['neighbour county', 'other prefecture', 'county of D'] as const),
] as const;
const units = ['unit A', 'unit B', 'unit Z'] as const;
const readers: readonly CallerName[] = [
  ...[...officersOfA, ...(['other prefecture', 'county of D'] as const)],
  ...[...units, 'crew' as const],
];
/** Who may get anything but a refusal, on any of the requests above. By hand; everybody else must be refused on all. */
const allowed: Readonly<Record<RouteId, readonly CallerName[]>> = {
  registerSubject: officersOfA,
  findSubjects: [
    ...anyOffice,
    ...units,
    'crew',
    'other organisation',
    'organisation as A',
    'unit as crew',
    'technician as unit',
  ],
  readFile: readers,
  readHistory: readers,
  readLedger: readers,
  readStatement: readers,
  readProofs: readers,
  registerTechnician: ['province', 'crew'],
  registerInstrument: ['province', 'crew'],
  mergeSubjects: officersOfA,
  reAliasSubject: officersOfA,
  erasePersonalData: ['province'],
  submitReport: ['crew'],
  readReport: [...officersOfA, 'unit A', 'crew'],
  listAnomalies: ['county of A', 'prefecture of A', 'province', 'other prefecture', 'county of D', 'crew'],
  readAnomaly: ['province', 'crew'],
  decideAnomaly: ['province'],
  listHazards: ['county of A', 'prefecture of A', 'province', 'other prefecture', 'county of D', ...units],
  readHazard: [...officersOfA, 'unit A'],
  commandHazard: officersOfA,
  readCreditGrade: [...anyOffice, 'crew'],
  registerDevice: [...officersOfA, 'unit A'],
  listDevices: [...officersOfA, 'unit A'],
  health: [],
  openapi: [],
};
/** Who may ever read a secret, under whatever purpose and by whatever route; all others must never see it. */
const entitled: Readonly<Record<Secret, readonly CallerName[]>> = {
  manager: ['county of A', 'unit A', 'unit Z'],
  responsible: ['county of A', 'unit A'],
  holder: ['province'],
  mark: [...officersOfA, 'unit A'],
  lead: ['province'],
  measures: [...officersOfA, 'unit A'],
  order: [...officersOfA, 'unit A'],
};

const closed = routes.filter((route: Route) => route.open !== true).map(({ id }) => id);
const callerNames: readonly CallerName[] = [
  ...anyOffice,
  ...([
    'abolished office',
    'unknown office',
    'pseudo office',
    'other province',
    'office of nowhere',
  ] as const),
  ...units,
  ...(['crew', 'other organisation', 'organisation as A', 'unit as crew', 'technician as unit'] as const),
  ...(['public', 'public as A', 'nobody'] as const),
];

let scene: Scene;
beforeAll(async () => {
  scene = await makeScene();
});
/** The secrets that an answer gives to somebody who may not have them; ids that he said himself are none. */
const leaks = (who: CallerName | undefined, text: string, asked: Ask): readonly string[] =>
  Object.entries<readonly string[]>(secretsOf(scene)).flatMap(([secret, words]) => {
    const may = Object.entries(entitled).find(([name]) => name === secret)?.[1] ?? [];
    if (who !== undefined && may.includes(who)) return [];
    return words.filter((word) => text.includes(word) && !JSON.stringify(asked).includes(word));
  });

it('every route has a request and a row here, and every caller is asked for', () => {
  const ids = routes.map(({ id }) => id).toSorted();
  expect(Object.keys(requests).toSorted()).toEqual(ids);
  expect(Object.keys(allowed).toSorted()).toEqual(ids);
  expect(callerNames.toSorted()).toEqual(Object.keys(callersOf(scene)).toSorted());
  for (const id of closed) expect(allowed[id].length, id).toBeGreaterThan(0);
});

const product = closed.flatMap((route) => callerNames.map((who) => [route, who] as const));
describe('every route, asked by every kind of caller', () => {
  it.each(product)('%s by %s', async (route, who) => {
    const caller = callersOf(scene)[who];
    const refused: number[] = [];
    const given: number[] = [];
    const may = allowed[route].includes(who);
    const isCommand = routes.find(({ id }) => id === route)?.method === 'POST';
    // Commands of those who may are carried out elsewhere; here they would change the scene for those who come after.
    const asks = isCommand && may ? [] : requests[route](scene);
    const before = isCommand ? JSON.stringify(scene.stage.world.items(tableName)) : '';
    for (const ask of asks)
      for (const purpose of isCommand ? [undefined] : [undefined, ...purposes]) {
        const query = { ...ask.query, ...(purpose === undefined ? {} : { purpose }) };
        const { status, text } = await scene.ask(route, caller, { ...ask, query });
        expect(leaks(who, text, ask), `${status} ${text.slice(0, 200)}`).toEqual([]);
        expect(status, text).toBeLessThan(500);
        (status === 401 || status === 403 || (status === 404 && !may) ? refused : given).push(status);
      }
    if (!may) expect(given).toEqual([]);
    else if (!isCommand) expect(given.length).toBeGreaterThan(0);
    if (isCommand && !may) expect(JSON.stringify(scene.stage.world.items(tableName))).toBe(before);
  });

  /** What a gateway that was set up wrongly, or an authorizer of somebody else, could hand over. */
  const malformed = [
    ['nothing', {}],
    ['an officer without an office', { issuer: 'i', principal: '1'.repeat(64), role: 'officer' }],
    ['an office that is no code', { issuer: 'i', principal: '1'.repeat(64), role: 'officer', office: '33' }],
    [
      'an office with more behind it',
      { issuer: 'i', principal: '1'.repeat(64), role: 'officer', office: '330106\n' },
    ],
    ['a role of nobody', { issuer: 'i', principal: '1'.repeat(64), role: 'admin', office: '330000' }],
    ['a role in a list', { issuer: 'i', principal: '1'.repeat(64), role: ['officer'], office: '330000' }],
    ['a unit without a subject', { issuer: 'i', principal: '1'.repeat(64), role: 'unit' }],
    ['no principal', { issuer: 'i', role: 'officer', office: '330000' }],
    ['a principal that is no digest', { issuer: 'i', principal: 'lin', role: 'officer', office: '330000' }],
    ['no issuer', { principal: '1'.repeat(64), role: 'officer', office: '330000' }],
    ['claims one level down', { claims: { role: 'officer', office: '330000' } }],
    ['a prototype', JSON.parse('{"__proto__": {"role": "officer", "office": "330000"}}')],
  ] as const;
  it.each(malformed)('an authorizer context of %s: 401 everywhere', async (_, authorizer) => {
    for (const route of closed)
      for (const ask of requests[route](scene)) {
        const { status, text } = await scene.ask(route, undefined, { ...ask, authorizer });
        expect(status, route).toBe(401);
        expect(leaks(undefined, text, ask)).toEqual([]);
      }
  });

  it('open routes tell everybody the same, and nothing of any subject', async () => {
    for (const { id } of routes.filter((route: Route) => route.open === true)) {
      const answers = await Promise.all(callerNames.map(async (who) => scene.ask(id, callersOf(scene)[who])));
      for (const { status, text } of answers) {
        expect(status).toBe(200);
        // Ids of the documented examples are made up, and say so.
        expect(text).not.toMatch(/sub_(?!01KJEXAMP)[0-9A-HJKMNP-TV-Z]{26}/);
        expect(leaks(undefined, text, {})).toEqual([]);
      }
    }
  });
});

it('the search for leaks can find: those who are entitled do see each secret', async () => {
  const callers = callersOf(scene);
  const seen = await Promise.all([
    scene.ask('readFile', callers['county of A'], {
      path: { id: scene.stations.A },
      query: { purpose: 'CASE' },
    }),
    scene.ask('readFile', callers.province, { path: { id: scene.technician }, query: { purpose: 'CASE' } }),
    scene.ask('readFile', callers.province, { path: { id: scene.crew.id } }),
  ]);
  const all = seen.map(({ text }) => text).join();
  for (const [secret, words] of Object.entries<readonly string[]>(secretsOf(scene)))
    for (const word of words) expect(all.includes(word), `${secret} ${word}`).toBe(true);
});
