import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { makeDeviceKeys } from '../../../localstack/demo/certificate-request.ts';
import type { Caller } from '../../../shared/access/caller.ts';
import { pages, type ListRoute } from '../../../shared/contracts/pages.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import {
  county,
  instrumentBody,
  locationOf,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
  stationBody,
  unit,
  type Organisation,
} from '../../builders/parties.ts';
import { plantVerdictConflict } from '../../builders/planted-faults.ts';
import { withFailures } from '../../builders/report.ts';
import { makeStage, type Stage } from '../../builders/stage.ts';

const answered = z.looseObject({ next: z.string().optional() });
type Query = Readonly<Record<string, string>>;

interface Scene {
  readonly stage: Stage;
  readonly crew: Organisation;
  readonly station: SubjectId;
}
interface List {
  readonly name: string;
  readonly route: ListRoute;
  readonly caller: (scene: Scene) => Caller;
  readonly path?: (scene: Scene) => Query;
  readonly query?: Query;
  /** Entries of an answer, each as something that tells it from the others. */
  readonly entries: (body: Record<string, unknown>) => readonly string[];
  /** Fewest entries that the scene has: a list of none would prove nothing. */
  readonly least: number;
  /** Writes one more entry into the list. */
  readonly add: (scene: Scene, n: number) => Promise<unknown>;
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map((one: unknown) => JSON.stringify(one)) : [];
const inMember =
  (...names: readonly string[]) =>
  (body: Record<string, unknown>): readonly string[] =>
    names.flatMap((name) => texts(body[name]));

const addInstrument = async ({ stage, crew }: Scene, n: number) =>
  stage.ask('registerInstrument', crew.clerk, {
    path: { id: crew.id },
    body: { ...instrumentBody(900 + n), serialNumber: `LATE-${n}` },
  });
const addSite = async ({ stage }: Scene, n: number) =>
  stage.ask('registerSubject', county, {
    body: { ...stationBody(1), name: `演示分站${n}`, location: locationOf(n), address: `演示支路${n}号` },
  });
const addDevice = async ({ stage, station }: Scene, n: number) =>
  stage.ask('registerDevice', unit(station), {
    path: { id: station },
    body: {
      deviceKind: 'EARTH_RESISTANCE_MONITOR',
      serialNumber: `EM-${n}`,
      csr: makeDeviceKeys(`EM-${n}`).csrPem,
      mountedAt: `罐区接地端 ${n}`,
      limitOhm: '10',
    },
  });
const addFailures = async ({ stage, crew, station }: Scene, n: number) => {
  const report = reportBy(crew, station, n);
  const body = withFailures(
    report,
    report.points.slice(0, 3).map(({ number }) => number),
    '500',
  );
  const answer = await stage.ask('submitReport', crew.clerk, { body });
  if (answer.status !== 202) throw new Error(answer.text);
  await stage.settle();
};
const addLead = async ({ stage, crew, station }: Scene, n: number) => {
  const body = plantVerdictConflict(reportBy(crew, station, n), '1-03', 'BAD_VALUE_PASSES');
  const answer = await stage.ask('submitReport', crew.clerk, { body });
  if (answer.status !== 202) throw new Error(answer.text);
  await stage.settle();
};

/** One more lead, decided at once: its first version is superseded. */
const addDecision = async (scene: Scene, n: number) => {
  const path = { id: scene.crew.id };
  await addLead(scene, n);
  const { body } = await scene.stage.ask('listAnomalies', province, { path });
  const leads = z.object({ anomalies: z.array(z.object({ id: z.string(), state: z.string() })) }).parse(body);
  const open = leads.anomalies.findLast(({ state }) => state === 'OPEN');
  await scene.stage.ask('decideAnomaly', province, {
    path: { ...path, anomaly: open?.id ?? '', command: 'dismiss' },
    body: { reason: '经核实无异常' },
  });
};

const ofOrganisation = ({ crew }: Scene): Query => ({ id: crew.id });
const ofStation = ({ station }: Scene): Query => ({ id: station });
const clerk = ({ crew }: Scene): Caller => crew.clerk;
const file = { route: 'readFile', path: ofOrganisation, entries: inMember('records', 'derived') } as const;
const lists: readonly List[] = [
  { ...file, name: 'file, for officers', caller: () => province, least: 20, add: addInstrument },
  { ...file, name: 'file, for the organisation', caller: clerk, least: 15, add: addInstrument },
  {
    ...file,
    name: 'file as stored',
    caller: clerk,
    query: { form: 'stored' },
    least: 10,
    add: addInstrument,
  },
  {
    name: 'file of a unit as stored, with packed points',
    route: 'readFile',
    caller: () => county,
    path: ofStation,
    query: { form: 'stored' },
    entries: inMember('records'),
    least: 20,
    add: addDevice,
  },
  {
    name: 'ledger, with opaque entries',
    route: 'readLedger',
    caller: clerk,
    path: ofOrganisation,
    entries: inMember('entries'),
    least: 12,
    add: addInstrument,
  },
  {
    name: 'history, for officers',
    route: 'readHistory',
    caller: () => province,
    path: ofOrganisation,
    entries: inMember('versions'),
    least: 4,
    add: addDecision,
  },
  {
    name: 'history, for the organisation: of what it may have whole',
    route: 'readHistory',
    caller: clerk,
    path: ofOrganisation,
    entries: inMember('versions'),
    least: 3,
    add: addDecision,
  },
  {
    name: 'proofs',
    route: 'readProofs',
    caller: clerk,
    path: ofOrganisation,
    // Without `size` each page leads to the head that is newest then: the places stay.
    entries: (body) =>
      z
        .array(z.object({ sequence: z.int(), index: z.int() }))
        .parse(body['entries'])
        .map(({ sequence, index }) => `${sequence} ${index}`),
    least: 10,
    add: addLead,
  },
  {
    name: 'anomalies, for officers',
    route: 'listAnomalies',
    caller: () => province,
    path: ofOrganisation,
    entries: inMember('anomalies'),
    least: 6,
    add: addLead,
  },
  {
    name: 'anomalies, for the organisation: those released',
    route: 'listAnomalies',
    caller: clerk,
    path: ofOrganisation,
    entries: inMember('anomalies'),
    least: 3,
    add: addLead,
  },
  {
    name: 'hazards',
    route: 'listHazards',
    caller: () => county,
    path: ofStation,
    entries: inMember('hazards'),
    least: 9,
    add: addFailures,
  },
  {
    name: 'hazards of one state',
    route: 'listHazards',
    caller: () => county,
    path: ofStation,
    query: { state: 'CONFIRMED' },
    entries: inMember('hazards'),
    least: 4,
    add: addFailures,
  },
  {
    name: 'devices',
    route: 'listDevices',
    caller: () => county,
    path: ofStation,
    entries: inMember('devices'),
    least: 4,
    add: addDevice,
  },
  {
    name: 'subjects of one code',
    route: 'findSubjects',
    caller: () => county,
    query: { code: stationBody(1).uscc },
    entries: inMember('subjects'),
    least: 5,
    add: addSite,
  },
];

/** A province in which every list has something, and something of it is hidden from somebody. */
const makeScene = async (): Promise<Scene> => {
  const stage = makeStage();
  const crew = await registerOrganisation(stage);
  const station = await registerStation(stage);
  const scene = { stage, crew, station };
  await stage.settle();
  for (let n = 0; n < 6; n += 1) await addLead(scene, n);
  for (let n = 6; n < 9; n += 1) await addFailures(scene, n);
  for (let n = 2; n < 7; n += 1) await addSite(scene, n);
  for (let n = 0; n < 4; n += 1) await addDevice(scene, n);
  const leads = await stage.ask('listAnomalies', province, { path: { id: crew.id } });
  const ids = z.object({ anomalies: z.array(z.object({ id: z.string() })) }).parse(leads.body).anomalies;
  for (const { id } of ids.filter((_, index) => index % 2 === 0))
    await stage.ask('decideAnomaly', province, {
      path: { id: crew.id, anomaly: id, command: 'release' },
      body: { reason: '请机构说明情况' },
    });
  const { body } = await stage.ask('listHazards', county, { path: { id: station } });
  const hazards = z.object({ hazards: z.array(z.object({ id: z.string() })) }).parse(body).hazards;
  for (const { id } of hazards.filter((_, index) => index % 2 === 1))
    await stage.ask('commandHazard', county, {
      path: { id: station, hazard: id, command: 'confirm' },
      body: { level: 'GENERAL' },
    });
  return scene;
};

const pageOf = async (scene: Scene, list: List, query: Query) => {
  const { status, text } = await scene.stage.ask(list.route, list.caller(scene), {
    ...(list.path === undefined ? {} : { path: list.path(scene) }),
    query: { ...list.query, ...query },
  });
  if (status !== 200) throw new Error(text);
  const body = answered.parse(JSON.parse(text));
  return { entries: list.entries(body), next: body.next };
};
const everyPage = async (
  scene: Scene,
  list: List,
  limit: number,
  between: () => Promise<unknown> = async () => undefined,
): Promise<readonly (readonly string[])[]> => {
  const all: (readonly string[])[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageOf(scene, list, {
      limit: String(limit),
      ...(cursor === undefined ? {} : { cursor }),
    });
    all.push(page.entries);
    cursor = page.next;
    if (cursor !== undefined) await between();
  } while (cursor !== undefined);
  return all;
};

describe('while nothing is written', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await makeScene();
  });

  it.each(lists.map((list) => [list.name, list] as const))(
    '%s: paged with every limit it is what one big page gives, every page but the last full',
    async (_, list) => {
      const whole = await pageOf(scene, list, { limit: String(pages[list.route].most) });
      expect(whole.next).toBeUndefined();
      expect(whole.entries.length).toBeGreaterThanOrEqual(list.least);
      for (let limit = 1; limit <= whole.entries.length + 1; limit += 1) {
        const all = await everyPage(scene, list, limit);
        // Within a page derived records stand apart from the others: the same entries, whatever their order there.
        expect(all.flat().toSorted(), `limit ${limit}`).toEqual(whole.entries.toSorted());
        expect(all.slice(0, -1).every((page) => page.length === limit)).toBe(true);
        expect(all.at(-1)?.length).toBeGreaterThan(0);
      }
    },
  );

  it.each(lists.map((list) => [list.name, list] as const))(
    '%s: a limit out of bounds and a cursor of another list are refused, both at once',
    async (_, list) => {
      const { next } = await pageOf(scene, list, { limit: '1' });
      if (next === undefined) throw new Error('one page only');
      const ask = async (query: Query, of: List = list) => {
        const { status, body } = await scene.stage.ask(of.route, of.caller(scene), {
          ...(of.path === undefined ? {} : { path: of.path(scene) }),
          query: { ...of.query, ...query },
        });
        const problems = z
          .array(z.object({ code: z.string(), pointer: z.string() }))
          .parse(body.problems ?? []);
        return [status, ...problems.map(({ code, pointer }) => `${code} ${pointer}`)];
      };
      const [limit, cursor] = ['FIELD_INVALID /limit', 'CURSOR_INVALID /cursor'];
      for (const wrong of ['0', '-1', '1.5', 'x', '', '1e2', String(pages[list.route].most + 1), '99999'])
        expect(await ask({ limit: wrong }), wrong).toEqual([422, limit]);
      const spoiled = [
        next.slice(0, -2),
        `${next}A`,
        next.toLowerCase(),
        `${next}=`,
        'AAAA',
        '',
        'C#HEAD#',
        '雷',
      ];
      for (const wrong of spoiled) expect(await ask({ cursor: wrong }), wrong).toEqual([422, cursor]);
      expect(await ask({ cursor: 'x', limit: '0' })).toEqual([422, limit, cursor]);
      for (const other of lists.filter(
        (one) => one.route !== list.route || JSON.stringify(one.query) !== JSON.stringify(list.query),
      ))
        expect(await ask({ cursor: next }, other), other.name).toEqual([422, cursor]);
    },
  );

  it('a cursor of one file does not open another', async () => {
    const first = await scene.stage.ask('readFile', county, {
      path: { id: scene.station },
      query: { limit: '1' },
    });
    const { next } = answered.parse(first.body);
    const { status, body } = await scene.stage.ask('readFile', province, {
      path: { id: scene.crew.id },
      query: { limit: '1', ...(next === undefined ? {} : { cursor: next }) },
    });
    expect([status, body.code]).toEqual([422, 'CURSOR_INVALID']);
  });

  it('has every list that answers in pages', () => {
    expect(new Set(lists.map(({ route }) => route))).toEqual(new Set(Object.keys(pages)));
  });
});

describe('while others write', () => {
  let scene: Scene;
  let late = 20;
  beforeAll(async () => {
    scene = await makeScene();
  });

  it.each(lists.map((list) => [list.name, list] as const))(
    '%s: what was there comes once, and nothing comes twice',
    async (_, list) => {
      const before = await pageOf(scene, list, { limit: String(pages[list.route].most) });
      let added = 0;
      const all = await everyPage(scene, list, 2, async () => {
        added += 1;
        late += 1;
        // Then nobody writes: a list that grows as fast as it is read has no last page.
        if (added <= 4) await list.add(scene, late);
      });
      const given = all.flat();
      expect(new Set(given).size).toBe(given.length);
      const known = new Set(before.entries);
      expect(given.filter((entry) => known.has(entry)).toSorted()).toEqual(before.entries.toSorted());
    },
  );
});
