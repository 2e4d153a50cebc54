import { beforeAll, describe, expect, it } from 'vitest';
import type { RouteId } from '../../../shared/contracts/routes.ts';
import { append } from '../../../shared/subject-file/append.ts';
import { someTime } from '../../builders/files.ts';
import type { Ask } from '../../builders/stage.ts';
import { stationBody, technicianBody, instrumentBody } from '../../builders/parties.ts';
import { rows, type Row } from './matrix.ts';
import { callersOf, makeScene, secretsOf, type CallerName, type Scene } from './scene.ts';

let scene: Scene;
let made = 100;
beforeAll(async () => {
  scene = await makeScene();
});

/** A request as the row describes it. */
const requestOf = ({ asks, of, with: given }: Row): readonly [RouteId, Ask] => {
  const { stations, crew, technician, hazard, lead, report, reportBody, deviceBody } = scene;
  const files: Readonly<Record<string, string>> = { ...stations, crew: crew.id, technician };
  const id = files[of] ?? '';
  const purpose = given.split(' ').find((word) => /^[A-Z]+$|^because$/.test(word));
  const query = {
    ...(purpose === undefined ? {} : { purpose }),
    ...(given.endsWith('stored') ? { form: 'stored' } : {}),
  };
  const reason = '经现场核实，情况属实';
  made += 1;
  switch (asks) {
    case 'readFile':
    case 'readLedger':
    case 'listAnomalies':
    case 'listHazards':
    case 'readCreditGrade':
    case 'listDevices':
      return [asks, { path: { id }, query }];
    case 'readAnomaly':
      return [asks, { path: { id, anomaly: lead } }];
    case 'decideAnomaly':
      return [asks, { path: { id, anomaly: lead, command: 'release' }, body: { reason } }];
    case 'readHazard':
      return [asks, { path: { id, hazard }, query }];
    case 'plan':
      return [
        'commandHazard',
        { path: { id, hazard, command: asks }, body: { measures: 'x', responsible: 'y' } },
      ];
    case 'extend':
      return [
        'commandHazard',
        { path: { id, hazard, command: asks }, body: { reason, dueOn: '2027-01-01' } },
      ];
    case 'readReport':
      return [asks, { path: { report }, query: { subject: id } }];
    case 'submitReport':
      return [asks, { body: { ...reportBody, reportNumber: `M-${made}` } }];
    case 'findSubjects':
      return [asks, { query: { code: stationBody({ A: 1, B: 2, Z: 3, D: 4 }[of] ?? 1).uscc } }];
    case 'registerSubject':
      return [asks, { body: stationBody(made, { division: of }) }];
    case 'registerTechnician':
      return [asks, { path: { id }, body: technicianBody(made) }];
    case 'registerInstrument':
      return [asks, { path: { id }, body: instrumentBody(made) }];
    case 'registerDevice':
      return [asks, { path: { id }, body: deviceBody(`EM-${made}`) }];
    case 'erasePersonalData': {
      const what = { scope: 'FIELD', record: id, field: 'safetyManager' };
      return [asks, { path: { id }, body: { ...what, reason: 'PURPOSE_ENDED', basis: 'PIPL 47' } }];
    }
    case 'mergeSubjects':
      return [asks, { path: { id }, body: { into: stations.B, reason } }];
    case 'reAliasSubject':
      return [asks, { path: { id }, body: { uscc: stationBody(made).uscc, reason } }];
    case 'health':
      return [asks, {}];
    default:
      throw new RangeError(asks);
  }
};
const isCaller = (name: string, callers: object): name is CallerName => name in callers;

describe('the matrix of rights', () => {
  it('is long enough, and at least a third of it are denials', () => {
    const denials = rows.filter(({ gets }) => /^40[134]/.test(gets));
    expect(rows.length).toBeGreaterThanOrEqual(40);
    expect(denials.length * 3).toBeGreaterThanOrEqual(rows.length);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
  });

  it.each(rows)('$who: $asks of $of $with → $gets', async (row) => {
    const callers = callersOf(scene);
    if (!isCaller(row.who, callers)) throw new RangeError(row.who);
    const [route, request] = requestOf(row);
    const { status, body, text } = await scene.ask(route, callers[row.who], request);
    expect(status < 400 ? String(status) : `${status} ${body.code}`).toBe(row.gets);
    for (const [secret, words] of Object.entries<readonly string[]>(secretsOf(scene))) {
      const expected = row.shows.includes(secret);
      for (const word of words) expect(text.includes(word), `${secret} ${word}`).toBe(expected);
      const [first = ''] = words[0] ?? '';
      if (row.shows.includes(`${secret}*`)) expect(text).toContain(`${first}**`);
    }
  });
});

describe('a lead', () => {
  it('is the organisation’s to read once it is released, in list, file, ledger and by its id, and nobody else’s', async () => {
    const own = await makeScene();
    const callers = callersOf(own);
    const word = own.lead;
    const path = { id: own.crew.id };
    const body = { reason: '请予公开核实' };
    const decided = await own.ask('decideAnomaly', callers.province, {
      path: { ...path, anomaly: own.lead, command: 'release' },
      body,
    });
    expect(decided.status).toBe(200);
    for (const route of ['listAnomalies', 'readFile', 'readLedger'] as const) {
      expect((await own.ask(route, callers.crew, { path })).text, route).toContain(word);
      for (const name of ['other organisation', 'unit A', 'county of A', 'unit as crew', 'public'] as const) {
        const answer = await own.ask(route, callers[name], { path });
        expect([answer.status, answer.text.includes(word)], `${name} ${route}`).toEqual([403, false]);
      }
    }
    const one = await own.ask('readAnomaly', callers.crew, { path: { ...path, anomaly: own.lead } });
    expect([one.status, one.body.state]).toEqual([200, 'RELEASED']);
  });
});

it('a kind of record that no row names for a role is not that role’s to read, in whatever form', async () => {
  const { stage, stations, ask } = scene;
  const body = { kind: 'planted', text: '某事实九十八' };
  const written = await append(stage.table, {
    ...{ subject: stations.A, type: 'CreditFactRecorded', cause: 'test', time: someTime },
    ...{ actor: { ref: 'test', role: 'system' }, source: { channel: 'system' }, correlation: 'test' },
    changes: [{ kind: 'CREDIT_FACT', id: 'fac_01KJFAC0000000000000000000', body }],
  });
  expect(written.ok).toBe(true);
  const callers = callersOf(scene);
  for (const form of [{}, { form: 'stored' }]) {
    const read = async (name: CallerName) =>
      (await ask('readFile', callers[name], { path: { id: stations.A }, query: { ...form } })).text;
    expect(await read('county of A')).toContain(body.text);
    expect(await read('unit A')).not.toMatch(/某事实九十八|fac_01/);
  }
});
