import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/access/caller.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { cursorOf } from '../../../shared/lambda/cursor.ts';
import {
  county,
  organisationBody,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
  stationBody,
  unit,
  type Organisation,
} from '../../builders/parties.ts';
import { verifiedFor } from '../../builders/exports.ts';
import { plantVerdictConflict } from '../../builders/planted-faults.ts';
import { makeStage, tableName, type Stage } from '../../builders/stage.ts';

let stage: Stage;
let crew: Organisation;
let station: SubjectId;
let report: string;
beforeEach(async () => {
  stage = makeStage();
  crew = await registerOrganisation(stage);
  station = await registerStation(stage);
  await stage.settle();
  const body = plantVerdictConflict(reportBy(crew, station), '1-03', 'BAD_VALUE_PASSES');
  report = (await stage.ask('submitReport', crew.clerk, { body })).body.id;
});

/** Everything that a caller can read of the two files, by every route and form; refusals too. */
const allThat = async (caller: Caller) => {
  const seen: Record<string, unknown> = {};
  const note = async (name: string, ...ask: Parameters<Stage['ask']>) => {
    const { status, body, headers } = await stage.ask(...ask);
    // The number of the request differs from call to call, and nothing else may.
    const { requestId: _, ...rest } = body;
    const { 'x-request-id': __, ...others } = { ...headers };
    seen[name] = { status, body: rest, headers: others };
  };
  for (const [whose, id] of [
    ['organisation', crew.id],
    ['station', station],
    ['technician', crew.technicians[0]],
  ] as const) {
    const path = { id };
    await note(`${whose} file`, 'readFile', caller, { path });
    await note(`${whose} file stored`, 'readFile', caller, { path, query: { form: 'stored' } });
    await note(`${whose} history`, 'readHistory', caller, { path });
    await note(`${whose} ledger`, 'readLedger', caller, { path });
    await note(`${whose} anomalies`, 'listAnomalies', caller, { path });
    await note(`${whose} hazards`, 'listHazards', caller, { path });
    await note(`${whose} grade`, 'readCreditGrade', caller, { path });
    await note(`${whose} devices`, 'listDevices', caller, { path });
  }
  await note('report', 'readReport', caller, { path: { report }, query: { subject: station } });
  await note('organisation by code', 'findSubjects', caller, { query: { code: organisationBody(1).uscc } });
  await note('station by code', 'findSubjects', caller, { query: { code: stationBody(1).uscc } });
  return seen;
};

/** Everything but the look at the report; then the look. */
const withoutLead = async (): Promise<void> => {
  await stage.publish({ Records: [...stage.entries()] });
  const events = stage.world.events.list('InspectionReportReceived').map(({ detail }) => detail);
  expect(await stage.deliver('hazard-tracking', events)).toEqual([]);
  expect(await stage.deliver('credit-evaluation', events)).toEqual([]);
};
const look = async (): Promise<void> => {
  const events = stage.world.events.list('InspectionReportReceived').map(({ detail }) => detail);
  expect(await stage.deliver('anomaly-detection', events)).toEqual([]);
};
const leadsOf = async (caller: Caller) =>
  (await stage.ask('listAnomalies', caller, { path: { id: crew.id } })).body.anomalies;

describe('a lead that no officer has released', () => {
  it.each([
    ['the organisation', () => crew.clerk],
    ['the unit', () => unit(station)],
  ])('changes nothing that %s can read, but for one opaque entry of the chain', async (_, caller) => {
    await withoutLead();
    const before = await allThat(caller());
    await look();
    expect(await leadsOf(province)).toHaveLength(1);
    const after = await allThat(caller());

    const differing = Object.keys(after).filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    );
    expect(differing).toEqual(caller().role === 'organisation' ? ['organisation ledger'] : []);
    if (caller().role !== 'organisation') return;
    const entries = async (who: Caller) =>
      (await stage.ask('readLedger', who, { path: { id: crew.id } })).body.entries;
    const [shown, whole] = [await entries(crew.clerk), await entries(province)];
    expect(shown.slice(0, -1)).toEqual(whole.slice(0, -1));
    const [hidden] = shown.slice(-1);
    expect(hidden).toEqual({
      opaque: true,
      sequence: whole.length,
      previous: whole.at(-2).hash,
      hash: whole.at(-1).hash,
    });
    expect(JSON.parse(whole.at(-1).body)).toMatchObject({ type: 'AnomalyFound' });
  });

  it('does not show in the size or the end of a page either, wherever one begins', async () => {
    await withoutLead();
    const many = { instrumentKind: 'PULL_GAUGE', model: 'X', maker: 'X' };
    const calibration = {
      certificateNumber: 'X',
      body: 'X',
      calibratedOn: '2026-02-01',
      validTo: '2027-02-01',
    };
    for (let n = 0; n < 60; n += 1)
      await stage.ask('registerInstrument', crew.clerk, {
        path: { id: crew.id },
        body: { ...many, calibration, serialNumber: `S-${n}` },
      });
    /** A page from any place, and of any size: cursors are no secret, whoever reads this can make one. */
    const pageFrom = async (place: string, form: 'stored' | 'shown', limit: number) => {
      const shape = form === 'stored' ? { form } : {};
      const list = { route: 'GET /v1/subjects/{id}/file', path: { id: crew.id }, query: shape };
      const query = { ...shape, cursor: cursorOf(list, place), limit: String(limit) };
      const { body } = await stage.ask('readFile', crew.clerk, { path: { id: crew.id }, query });
      return JSON.stringify([body.records.length, body.next]);
    };
    const starts = ['C#', 'C#ANOMALY#', 'C#ANOMALY#ano_5', 'C#HEAD#'];
    const all = async () =>
      await Promise.all(
        starts.flatMap((start) =>
          [1, 2, 5, 40, 65, 200].flatMap((limit) => [
            pageFrom(start, 'shown', limit),
            pageFrom(start, 'stored', limit),
          ]),
        ),
      );
    const before = await all();
    await look();
    expect(await leadsOf(province)).toHaveLength(1);
    expect(await all()).toEqual(before);
  });

  it('the opaque entry keeps the chain whole: the organisation’s export still verifies', async () => {
    await stage.settle();
    const verdict = await verifiedFor(stage, crew.clerk, crew.id);
    expect(verdict).toMatchObject({ ok: true, opaque: 1, unsealed: 0 });
  });

  it('cannot be asked for by its id: the answer is that of an id that does not exist', async () => {
    await stage.settle();
    const [lead] = await leadsOf(province);
    const decide = async (anomaly: string) => {
      const { status, body } = await stage.ask('decideAnomaly', crew.clerk, {
        path: { id: crew.id, anomaly, command: 'release' },
        body: { reason: '请予公开核实' },
      });
      return { status, code: body.code, detail: body.detail };
    };
    expect(await decide(lead.id)).toEqual(await decide('ano_01KJGH00000000000000000000'));
    expect((await decide(lead.id)).status).toBe(403);
  });

  it('does not show through the places where pages end', async () => {
    await stage.settle();
    const [lead] = await leadsOf(province);
    const items = stage.world.items(tableName);
    const item = items.find(({ sk }) => JSON.stringify(sk).includes(lead.id));
    // 250 leads: the first page of 200 ends among them.
    stage.world.load(
      tableName,
      Array.from({ length: 250 }, (_, n) => {
        const id = `ano_01KJPA9E${String(n).padStart(18, '0')}`;
        return { ...item, sk: { S: `C#ANOMALY#${id}` }, id: { S: id } };
      }),
    );
    for (const query of [{}, { form: 'stored' }]) {
      const answer = await stage.ask('readFile', crew.clerk, { path: { id: crew.id }, query });
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('ano_');
    }
    const { body } = await stage.ask('readFile', province, { path: { id: crew.id } });
    expect(Buffer.from(body.next, 'base64url').toString('latin1')).toContain('C#ANOMALY#ano_');
  });
});

describe('an officer’s decision', () => {
  const decide = async (caller: Caller, anomaly: string, command: string, key?: string) =>
    stage.ask('decideAnomaly', caller, {
      path: { id: crew.id, anomaly, command },
      body: { reason: '经现场核实，情况属实' },
      ...(key === undefined ? {} : { key }),
    });
  let lead: { id: string };
  beforeEach(async () => {
    await stage.settle();
    [lead] = await leadsOf(province);
  });

  it('released, the organisation reads it, in list, file and ledger', async () => {
    expect(await leadsOf(crew.clerk)).toEqual([]);
    expect((await decide(province, lead.id, 'release')).body.state).toBe('RELEASED');
    expect(await leadsOf(crew.clerk)).toMatchObject([{ id: lead.id, rule: 'R29' }]);
    const ledger = await stage.ask('readLedger', crew.clerk, { path: { id: crew.id } });
    expect(ledger.body.entries.filter((one: { opaque: boolean }) => one.opaque)).toEqual([]);
  });

  it('dismissed, it stays with the officers', async () => {
    await decide(province, lead.id, 'dismiss');
    expect(await leadsOf(crew.clerk)).toEqual([]);
    const ledger = await stage.ask('readLedger', crew.clerk, { path: { id: crew.id } });
    expect(ledger.body.entries.filter((one: { opaque: boolean }) => one.opaque)).toHaveLength(2);
  });

  it.each([
    ['the organisation', () => crew.clerk],
    ['the unit', () => unit(station)],
    ['the unit’s county office, which does not supervise the organisation', () => county],
  ])('is not for %s', async (_, caller) => {
    const before = stage.world.items(tableName);
    expect((await decide(caller(), lead.id, 'confirm')).status).toBe(403);
    expect(stage.world.items(tableName)).toEqual(before);
  });

  it('is made once: a second one is refused with what would be possible', async () => {
    await decide(province, lead.id, 'dismiss');
    const { status, body } = await decide(province, lead.id, 'confirm');
    expect([status, body.code]).toEqual([409, 'RECORD_WRONG_STATE']);
  });

  it('repeated under its key gets the same answer; of two at once one counts', async () => {
    const first = await decide(province, lead.id, 'release', 'decide-once');
    expect((await decide(province, lead.id, 'release', 'decide-once')).text).toBe(first.text);
    const answers = await Promise.all(
      ['confirm', 'dismiss'].map(async (command) => decide(province, lead.id, command)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it.each(['erase', 'toString', 'constructor', '__proto__'])(
    'unknown commands are refused: %s',
    async (command) => {
      const { status, body } = await decide(province, lead.id, command);
      expect([status < 500, body.code]).toEqual([true, 'COMMAND_UNKNOWN']);
    },
  );
});
