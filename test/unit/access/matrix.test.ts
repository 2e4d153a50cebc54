import { beforeAll, describe, expect, it } from 'vitest';
import type { RouteId } from '../../../shared/contracts/routes.ts';
import type { Ask } from '../../builders/stage.ts';
import { stationBody, technicianBody, instrumentBody } from '../../builders/parties.ts';
import { callersOf, makeScene, secretsOf, type CallerName, type Scene } from './scene.ts';

/**
 * Who asks for what, and what he gets. `shows`: the planted secrets that the answer holds; all others must be missing,
 * whatever the answer. `manager*`: in part only. The offices are those of scene.ts: 330105 was abolished and 330106
 * took over, 330127 moved from 330100 to 330200.
 */
const matrix = `
| who                 | asks                | of           | with               | gets             | shows                                |
| county of A         | readFile            | A            |                    | 200              | measures order                       |
| county of A         | readFile            | A            | SUPERVISION        | 200              | measures order manager responsible mark |
| county of A         | readFile            | A            | CASE               | 200              | measures order manager responsible mark |
| county of A         | readFile            | A            | because            | 422 FIELD_INVALID |                                     |
| county of A         | readFile            | A            | CASE stored        | 200              | measures order mark                  |
| prefecture of A     | readFile            | A            |                    | 200              | measures order                       |
| prefecture of A     | readFile            | A            | COMPLAINT          | 200              | measures order manager* responsible* |
| province            | readFile            | A            | CORRECTION         | 200              | measures order manager* responsible* |
| neighbour county    | readFile            | A            |                    | 403 FORBIDDEN    |                                      |
| neighbour county    | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| other prefecture    | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| abolished office    | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| unknown office      | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| pseudo office       | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| other province      | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| office of nowhere   | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| unit A              | readFile            | A            |                    | 200              | measures order manager responsible   |
| unit B              | readFile            | A            |                    | 403 FORBIDDEN    |                                      |
| crew                | readFile            | A            |                    | 403 FORBIDDEN    |                                      |
| organisation as A   | readFile            | A            |                    | 403 FORBIDDEN    |                                      |
| public              | readFile            | A            | COMPLAINT          | 403 FORBIDDEN    |                                      |
| public as A         | readFile            | A            |                    | 403 FORBIDDEN    |                                      |
| nobody              | readFile            | A            |                    | 401 TOKEN_MISSING |                                     |

| abolished office    | readFile            | Z            |                    | 403 FORBIDDEN    |                                      |
| county of A         | readFile            | Z            |                    | 200              |                                      |
| county of A         | readFile            | Z            | SUPERVISION        | 200              | manager                              |
| prefecture of A     | readFile            | Z            | SUPERVISION        | 200              | manager*                             |
| neighbour county    | readFile            | Z            | SUPERVISION        | 403 FORBIDDEN    |                                      |
| unit Z              | readFile            | Z            |                    | 200              | manager                              |
| county of D         | readFile            | D            |                    | 200              |                                      |
| other prefecture    | readFile            | D            |                    | 200              |                                      |
| prefecture of A     | readFile            | D            |                    | 403 FORBIDDEN    |                                      |
| province            | readFile            | D            |                    | 200              |                                      |

| province            | readFile            | technician   |                    | 200              |                                      |
| province            | readFile            | technician   | SUPERVISION        | 200              | holder                               |
| county of A         | readFile            | technician   | SUPERVISION        | 403 FORBIDDEN    |                                      |
| crew                | readFile            | technician   |                    | 403 FORBIDDEN    |                                      |
| other organisation  | readFile            | technician   |                    | 403 FORBIDDEN    |                                      |

| crew                | readFile            | crew         |                    | 200              |                                      |
| crew                | readFile            | crew         | stored             | 200              |                                      |
| province            | readFile            | crew         |                    | 200              | lead                                 |
| county of A         | readFile            | crew         |                    | 403 FORBIDDEN    |                                      |
| other organisation  | readFile            | crew         |                    | 403 FORBIDDEN    |                                      |
| unit A              | readFile            | crew         |                    | 403 FORBIDDEN    |                                      |
| unit as crew        | readFile            | crew         |                    | 403 FORBIDDEN    |                                      |

| province            | readLedger          | crew         |                    | 200              | lead                                 |
| crew                | readLedger          | crew         |                    | 200              |                                      |
| other organisation  | readLedger          | crew         |                    | 403 FORBIDDEN    |                                      |
| unit A              | readLedger          | A            |                    | 200              |                                      |
| crew                | readLedger          | A            |                    | 403 FORBIDDEN    |                                      |
| abolished office    | readLedger          | Z            |                    | 403 FORBIDDEN    |                                      |

| province            | listAnomalies       | crew         |                    | 200              | lead                                 |
| crew                | listAnomalies       | crew         |                    | 200              |                                      |
| other organisation  | listAnomalies       | crew         |                    | 403 FORBIDDEN    |                                      |
| county of A         | listAnomalies       | crew         |                    | 403 FORBIDDEN    |                                      |
| unit A              | listAnomalies       | A            |                    | 403 FORBIDDEN    |                                      |
| province            | readAnomaly         | crew         |                    | 200              | lead                                 |
| crew                | readAnomaly         | crew         | lead in its path   | 404 NOT_FOUND    | lead                                 |
| other organisation  | readAnomaly         | crew         |                    | 403 FORBIDDEN    |                                      |
| crew                | decideAnomaly       | crew         |                    | 403 FORBIDDEN    |                                      |
| county of A         | decideAnomaly       | crew         |                    | 403 FORBIDDEN    |                                      |

| county of A         | listHazards         | A            |                    | 200              | measures order                       |
| county of A         | listHazards         | A            | SUPERVISION        | 200              | measures order responsible mark      |
| prefecture of A     | listHazards         | A            | SUPERVISION        | 200              | measures order responsible*          |
| crew                | listHazards         | A            |                    | 403 FORBIDDEN    |                                      |
| crew                | listHazards         | crew         |                    | 403 FORBIDDEN    |                                      |
| county of A         | readHazard          | A            |                    | 200              | measures order                       |
| county of A         | readHazard          | A            | CASE               | 200              | measures order responsible mark      |
| unit A              | readHazard          | A            |                    | 200              | measures order responsible           |
| crew                | readHazard          | A            |                    | 403 FORBIDDEN    |                                      |
| unit B              | readHazard          | A            |                    | 403 FORBIDDEN    |                                      |
| abolished office    | readHazard          | A            | CASE               | 403 FORBIDDEN    |                                      |
| county of A         | plan                | A            |                    | 403 FORBIDDEN    |                                      |
| unit A              | extend              | A            |                    | 403 FORBIDDEN    |                                      |
| neighbour county    | extend              | A            |                    | 403 FORBIDDEN    |                                      |
| unit B              | plan                | A            |                    | 403 FORBIDDEN    |                                      |
| crew                | plan                | A            |                    | 403 FORBIDDEN    |                                      |

| unit A              | readReport          | A            |                    | 200              |                                      |
| crew                | readReport          | A            |                    | 200              |                                      |
| county of A         | readReport          | A            |                    | 200              |                                      |
| other organisation  | readReport          | A            |                    | 403 FORBIDDEN    |                                      |
| unit B              | readReport          | A            |                    | 403 FORBIDDEN    |                                      |
| neighbour county    | readReport          | A            |                    | 403 FORBIDDEN    |                                      |
| other organisation  | submitReport        | crew         |                    | 403 FORBIDDEN    |                                      |
| unit as crew        | submitReport        | crew         |                    | 403 FORBIDDEN    |                                      |
| unit A              | submitReport        | crew         |                    | 403 FORBIDDEN    |                                      |
| province            | submitReport        | crew         |                    | 403 FORBIDDEN    |                                      |

| crew                | readCreditGrade     | crew         |                    | 200              |                                      |
| county of A         | readCreditGrade     | crew         |                    | 200              |                                      |
| other organisation  | readCreditGrade     | crew         |                    | 403 FORBIDDEN    |                                      |
| unit A              | readCreditGrade     | crew         |                    | 403 FORBIDDEN    |                                      |
| abolished office    | readCreditGrade     | crew         |                    | 403 FORBIDDEN    |                                      |
| other province      | readCreditGrade     | crew         |                    | 403 FORBIDDEN    |                                      |

| county of A         | findSubjects        | A            |                    | 200              |                                      |
| crew                | findSubjects        | A            |                    | 200              |                                      |
| unit B              | findSubjects        | A            |                    | 404 NOT_FOUND    |                                      |
| neighbour county    | findSubjects        | A            |                    | 404 NOT_FOUND    |                                      |
| abolished office    | findSubjects        | Z            |                    | 403 FORBIDDEN    |                                      |
| public              | findSubjects        | A            |                    | 403 FORBIDDEN    |                                      |

| neighbour county    | registerSubject     | 330106       |                    | 403 FORBIDDEN    |                                      |
| abolished office    | registerSubject     | 330105       |                    | 403 FORBIDDEN    |                                      |
| county of A         | registerSubject     | 330105       |                    | 201              |                                      |
| prefecture of A     | registerSubject     | 330127       |                    | 403 FORBIDDEN    |                                      |
| other prefecture    | registerSubject     | 330127       |                    | 201              |                                      |
| crew                | registerSubject     | 330106       |                    | 403 FORBIDDEN    |                                      |
| other organisation  | registerTechnician  | crew         |                    | 403 FORBIDDEN    |                                      |
| county of A         | registerTechnician  | crew         |                    | 403 FORBIDDEN    |                                      |
| unit as crew        | registerTechnician  | crew         |                    | 403 FORBIDDEN    |                                      |
| unit A              | registerInstrument  | crew         |                    | 403 FORBIDDEN    |                                      |
| crew                | registerInstrument  | crew         |                    | 201              |                                      |
| unit B              | registerDevice      | A            |                    | 403 FORBIDDEN    |                                      |
| crew                | registerDevice      | A            |                    | 403 FORBIDDEN    |                                      |
| abolished office    | registerDevice      | Z            |                    | 403 FORBIDDEN    |                                      |
| unit A              | registerDevice      | A            |                    | 201              |                                      |
| unit A              | listDevices         | A            |                    | 200              |                                      |
| crew                | listDevices         | A            |                    | 403 FORBIDDEN    |                                      |

| county of A         | erasePersonalData   | A            |                    | 403 FORBIDDEN    |                                      |
| unit A              | erasePersonalData   | A            |                    | 403 FORBIDDEN    |                                      |
| abolished office    | mergeSubjects       | Z            |                    | 403 FORBIDDEN    |                                      |
| unit A              | mergeSubjects       | A            |                    | 403 FORBIDDEN    |                                      |
| neighbour county    | mergeSubjects       | A            |                    | 403 FORBIDDEN    |                                      |
| unit A              | reAliasSubject      | A            |                    | 403 FORBIDDEN    |                                      |
| neighbour county    | reAliasSubject      | A            |                    | 403 FORBIDDEN    |                                      |
| nobody              | health              |              |                    | 200              |                                      |
`;

interface Row {
  readonly who: string;
  readonly asks: string;
  readonly of: string;
  readonly with: string;
  readonly gets: string;
  readonly shows: readonly string[];
}
const rows: readonly Row[] = matrix
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(1)
  .map((line) => {
    const [, who = '', asks = '', of = '', given = '', gets = '', shows = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return { who, asks, of, with: given, gets, shows: shows.split(' ').filter((word) => word !== '') };
  });

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
