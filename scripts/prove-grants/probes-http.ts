import * as z from 'zod';
import { Broken } from '../../localstack/demo/scene.ts';
import { makeDeviceKeys } from '../../localstack/demo/certificate-request.ts';
import { instrument, westStation } from '../../localstack/demo/cast.ts';
import { keyUnitBody, reportBody, technicianBody } from './material.ts';
import { call, expectStatus, step, type Probe } from './probe.ts';
import type { Scene } from './scene.ts';

const head = z.looseObject({ safetyManager: z.looseObject({ name: z.string() }) });
const file = z.looseObject({ records: z.array(z.looseObject({ kind: z.string() })) });

const made = z.looseObject({ id: z.string() });
const erasure = { scope: 'PERSON', reason: 'PURPOSE_ENDED', basis: '个人信息保护法第四十七条第一款第一项' };

const readOwnManager = async ({ county, parties }: Scene): Promise<void> => {
  const { records } = file.parse(
    await expectStatus(county.get(`/v1/subjects/${parties.keyUnit}/file?purpose=SUPERVISION`), 200),
  );
  if (
    !records.some(
      (record) => head.safeParse(record).data?.safetyManager.name === westStation.safetyManager.name,
    )
  )
    throw new Broken('the name of the safety manager is missing');
};

export const registration: Probe = async (scene) => {
  const { county, company, parties } = scene;
  const unit = `/v1/subjects/${parties.keyUnit}`;
  const organisation = `/v1/subjects/${parties.organisation}`;
  return await Promise.resolve([
    call('GET /v1/health', 200, async () => await county.get('/v1/health')),
    step('GET /v1/subjects/{id}/file', async () => await readOwnManager(scene)),
    call(
      'GET /v1/subjects/{id}/file?form=stored',
      200,
      async () => await county.get(`${unit}/file?form=stored`),
    ),
    call('GET /v1/subjects/{id}/ledger', 200, async () => await county.get(`${unit}/ledger`)),
    call('GET /v1/subjects?code=', 200, async () => await county.get(`/v1/subjects?code=${parties.code}`)),
    call('POST /v1/subjects', 201, async () => await county.post('/v1/subjects', keyUnitBody())),
    call(
      'POST /v1/subjects/{id}/technicians',
      201,
      async () => await company.post(`${organisation}/technicians`, technicianBody()),
    ),
    call(
      'POST /v1/subjects/{id}/instruments',
      201,
      async () => await company.post(`${organisation}/instruments`, instrument),
    ),
    step('POST /v1/subjects/{id}/erase', async () => {
      const registered = company.post(`${organisation}/technicians`, technicianBody());
      const { id } = made.parse(await expectStatus(registered, 201));
      const erased = scene.province.post(`/v1/subjects/${id}/erase`, erasure);
      await expectStatus(erased, 200);
    }),
  ]);
};

const received = z.looseObject({ id: z.string() });
const atOnce = 5;

export const reportIntake: Probe = async ({ company, county, parties }) => {
  let report = '';
  const post = async () => await company.post('/v1/reports', reportBody(parties, 'right'));
  return await Promise.resolve([
    step('POST /v1/reports', async () => {
      report = received.parse(await expectStatus(post(), 202)).id;
    }),
    call(
      'GET /v1/reports/{report}',
      200,
      async () => await county.get(`/v1/reports/${report}?subject=${parties.keyUnit}`),
    ),
    // Whoever loses the race for the ledger's tail reads it again: one of so many does.
    step(`POST /v1/reports, ${atOnce} at once into one file`, async () => {
      for (let round = 0; round < 2; round += 1)
        await Promise.all(Array.from({ length: atOnce }, async () => await expectStatus(post(), 202)));
    }),
  ]);
};

export const anomalyDetection: Probe = async (scene) => {
  const lead = await scene.lead();
  const path = `/v1/subjects/${scene.parties.organisation}/anomalies`;
  const reason = '核对原始记录';
  const decide = (command: string) =>
    call(
      `POST …/anomalies/{anomaly}/${command}`,
      200,
      async () => await scene.province.post(`${path}/${lead}/${command}`, { reason }),
    );
  return [
    call('GET /v1/subjects/{id}/anomalies', 200, async () => await scene.province.get(path)),
    decide('release'),
    call(
      'GET /v1/subjects/{id}/anomalies by the organisation',
      200,
      async () => await scene.company.get(path),
    ),
    decide('dismiss'),
  ];
};

const shown = z.looseObject({ responsible: z.string() });
const responsible = '站长';

export const hazardTracking: Probe = async (scene) => {
  const { county, manager, hazardPath } = scene;
  const [known, planned, fresh] = [await scene.dueHazard(), await scene.dueHazard(), await scene.hazard()];
  const list = `/v1/subjects/${scene.parties.keyUnit}/hazards`;
  const plan = async (hazard: string) =>
    await manager.post(`${hazardPath(hazard)}/plan`, { measures: '更换引下线', responsible });
  // Planned by an earlier process: whoever opens the name now has to unwrap its key.
  await expectStatus(plan(known), 200);
  return [
    call('GET /v1/subjects/{id}/hazards', 200, async () => await county.get(list)),
    call(
      'POST …/hazards/{hazard}/confirm',
      200,
      async () => await county.post(`${hazardPath(fresh)}/confirm`, { level: 'GENERAL' }),
    ),
    call('POST …/hazards/{hazard}/plan', 200, async () => await plan(planned)),
    step('GET /v1/subjects/{id}/hazards/{hazard}', async () => {
      const body = await expectStatus(county.get(`${hazardPath(known)}?purpose=SUPERVISION`), 200);
      if (shown.safeParse(body).data?.responsible !== responsible)
        throw new Broken('the name of who is responsible is missing');
    }),
  ];
};

export const creditEvaluation: Probe = async ({ province, parties }) =>
  await Promise.resolve([
    call(
      'GET /v1/subjects/{id}/credit-grade',
      200,
      async () => await province.get(`/v1/subjects/${parties.organisation}/credit-grade`),
    ),
  ]);

export const deviceTelemetry: Probe = async ({ manager, county, parties }) => {
  const path = `/v1/subjects/${parties.keyUnit}/devices`;
  const body = {
    deviceKind: 'EARTH_RESISTANCE_MONITOR',
    serialNumber: 'GRANTS-2',
    csr: makeDeviceKeys('GRANTS-2').csrPem,
    mountedAt: '油罐区接地端子2',
    limitOhm: '4.00',
  };
  return await Promise.resolve([
    call('GET /v1/subjects/{id}/devices', 200, async () => await county.get(path)),
    call('POST /v1/subjects/{id}/devices', 201, async () => await manager.post(path, body)),
  ]);
};

export const authorizer: Probe = async ({ county, parties }) =>
  await Promise.resolve([
    call(
      'GET /v1/subjects/{id}/ledger with a token',
      200,
      async () => await county.get(`/v1/subjects/${parties.keyUnit}/ledger`),
    ),
  ]);
