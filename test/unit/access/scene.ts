import { makeDeviceKeys } from '../../../localstack/demo/certificate-request.ts';
import { officeTree } from '../../../infra/provinces/offices.ts';
import type { Caller } from '../../../shared/access/caller.ts';
import { anomaly } from '../../../shared/contracts/entities.ts';
import { hazard as hazardSchema } from '../../../shared/contracts/hazard.ts';
import type { RouteId } from '../../../shared/contracts/routes.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { listRecords } from '../../../shared/subject-file/read.ts';
import {
  county,
  idOf,
  officer,
  organisation,
  personNumber,
  province,
  registerOrganisation,
  reportBy,
  someone,
  stationBody,
  technicianBody,
  unit,
} from '../../builders/parties.ts';
import { plantVerdictConflict } from '../../builders/planted-faults.ts';
import { withFailures } from '../../builders/report.ts';
import { makeStage, settings, type Ask } from '../../builders/stage.ts';

/** What is planted in the files, and may be read by nobody without the right. */
export const planted = {
  manager: { name: '钱塘守', phone: '+86 571 6666 7777' },
  responsible: '虞山责',
  technician: { ...technicianBody(2), name: '孟河检', personId: personNumber(777) },
  orderNumber: '杭雷改〔2026〕97号',
  measures: '更换锈蚀引下线之措施九十七',
} as const;

/** Where the weather offices of this scene differ from the divisions. */
const overrides = [
  { code: '330105', parent: '330106', abolished: true },
  { code: '330127', parent: '330200' },
] as const;

const registered = async (
  stage: ReturnType<typeof makeStage>,
  n: number,
  division: string,
  more: object = {},
) =>
  idOf(
    'sub',
    await stage.ask('registerSubject', officer(division), { body: stationBody(n, { division, ...more }) }),
  );

/**
 * A province after a reform of its offices: 330105 was abolished, and 330106 took over its files; 330127 reports to 330200
 * instead of 330100. In it stations A (Xihu county, with everything planted), B beside it, Z of the abolished office, D of
 * the moved one; the organisation that inspected A, with an unreleased lead, and another one.
 */
export const makeScene = async () => {
  const before = makeStage();
  const crew = await registerOrganisation(before, 1);
  const other = await registerOrganisation(before, 2);
  const path = { id: crew.id };
  const technician = idOf(
    'sub',
    await before.ask('registerTechnician', crew.clerk, { path, body: planted.technician }),
  );
  const stations = {
    A: await registered(before, 1, '330106', { safetyManager: planted.manager }),
    B: await registered(before, 2, '330106'),
    Z: await registered(before, 3, '330105', { safetyManager: planted.manager }),
    D: await registered(before, 4, '330127'),
  };
  const keys = makeDeviceKeys('EM-0001');
  const deviceBody = (serialNumber: string) => ({
    ...{ deviceKind: 'EARTH_RESISTANCE_MONITOR', serialNumber, csr: keys.csrPem },
    ...{ mountedAt: '罐区接地端 3', limitOhm: '10' },
  });
  await before.ask('registerDevice', unit(stations.A), {
    path: { id: stations.A },
    body: deviceBody('EM-1'),
  });
  await before.settle();
  const body = plantVerdictConflict(
    withFailures(reportBy({ ...crew, technicians: [technician, crew.technicians[1]] }, stations.A), ['2-01']),
    '1-03',
    'BAD_VALUE_PASSES',
  );
  const report = idOf('rep', await before.ask('submitReport', crew.clerk, { body }));
  await before.settle();

  const [found] = await listRecords(before.table, hazardSchema, stations.A, 'HAZARD');
  const hazard = found?.body.id ?? '';
  const move = async (caller: Caller, command: string, said: object): Promise<void> => {
    const { status, text } = await before.ask('commandHazard', caller, {
      path: { id: stations.A, hazard, command },
      body: said,
    });
    if (status !== 200) throw new Error(text);
  };
  await move(county, 'confirm', { level: 'GENERAL' });
  await move(county, 'notify', { orderNumber: planted.orderNumber });
  await move(unit(stations.A), 'plan', { measures: planted.measures, responsible: planted.responsible });
  const [planned] = await listRecords(before.table, hazardSchema, stations.A, 'HAZARD');
  const mark = planned?.body.steps.at(-1)?.person ?? '';
  const leads = await listRecords(before.table, anomaly, crew.id, 'ANOMALY');
  const lead = leads.at(0)?.body.id ?? '';

  const stage = makeStage({
    on: before.world,
    settings: { ...settings, officeTree: officeTree('33', overrides) },
  });
  let sent = 0;
  const ask = async (route: RouteId, caller: Caller | undefined, given: Ask = {}) => {
    sent += 1;
    return await stage.ask(route, caller, { key: `scene-${String(sent).padStart(6, '0')}`, ...given });
  };
  return {
    stage,
    ask,
    crew,
    other,
    technician,
    stations,
    report,
    hazard,
    lead,
    mark,
    deviceBody,
    reportBody: body,
  };
};
export type Scene = Awaited<ReturnType<typeof makeScene>>;

/** Everybody who may come to the door, and a few who should not exist. */
export const callersOf = ({ crew, other, stations }: Scene) => {
  const crossed = (caller: Caller, subject: SubjectId): Caller => ({ ...caller, subject });
  return {
    'county of A': county,
    'prefecture of A': officer('330100'),
    province,
    'neighbour county': officer('330108'),
    'other prefecture': officer('330200'),
    'county of D': officer('330127'),
    'abolished office': officer('330105'),
    'unknown office': officer('330199'),
    'pseudo office': officer('339000'),
    'other province': officer('320000'),
    'office of nowhere': officer('000000'),
    'unit A': unit(stations.A),
    'unit B': unit(stations.B),
    'unit Z': unit(stations.Z),
    crew: crew.clerk,
    'other organisation': other.clerk,
    'organisation as A': crossed(organisation(stations.A), stations.A),
    'unit as crew': crossed(unit(crew.id), crew.id),
    'technician as unit': unit(crew.technicians[0]),
    public: someone,
    'public as A': { ...someone, subject: stations.A },
    nobody: undefined,
  } as const satisfies Readonly<Record<string, Caller | undefined>>;
};
export type CallerName = keyof ReturnType<typeof callersOf>;

/** Texts by which a planted secret would be known in an answer. */
export const secretsOf = ({ lead, mark }: Scene) =>
  ({
    manager: [planted.manager.name, planted.manager.phone],
    responsible: [planted.responsible],
    holder: [planted.technician.name, planted.technician.personId],
    mark: [mark],
    lead: [lead],
    measures: [planted.measures],
    order: [planted.orderNumber],
  }) as const satisfies Readonly<Record<string, readonly string[]>>;
export type Secret = keyof ReturnType<typeof secretsOf>;
