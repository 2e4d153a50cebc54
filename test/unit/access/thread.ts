import { makeDeviceKeys } from '../../../localstack/demo/certificate-request.ts';
import type { Caller } from '../../../shared/access/caller.ts';
import { anomaly } from '../../../shared/contracts/entities.ts';
import { hazard as hazardSchema } from '../../../shared/contracts/hazard.ts';
import type { RouteId } from '../../../shared/contracts/routes.ts';
import { listRecords } from '../../../shared/subject-file/read.ts';
import {
  county,
  idOf,
  officer,
  personNumber,
  province,
  registerOrganisation,
  reportBy,
  stationBody,
  technicianBody,
  unit,
} from '../../builders/parties.ts';
import { plantVerdictConflict } from '../../builders/planted-faults.ts';
import { withFailures } from '../../builders/report.ts';
import type { Ask, Stage } from '../../builders/stage.ts';

/** Persons: their names and numbers may stand nowhere in the clear. */
export const persons = {
  manager: '钱塘守',
  managerPhone: '+86 571 6666 7777',
  technician: '孟河检',
  technicianNumber: personNumber(777),
  responsible: '虞山责',
  /** Only ever sent in requests that are wrong or disturbed. */
  stranger: '甬江误',
  strangerNumber: personNumber(778),
} as const;
/** What people type in free text, each with a name in it: it stays in the file and goes nowhere else. */
export const typed = {
  advice: '请重做接地，联系人西溪荐',
  confirm: '现场所见属实，西溪确',
  measures: '更换引下线，西溪措',
  statement: '已完成整改，西溪述',
  first: '复查合格，西溪甲',
  second: '复查合格，西溪乙',
  close: '结案，西溪结',
  extend: '延期理由，西溪延',
  reject: '不属实，西溪驳',
  lead: '线索核实，西溪索',
  mounted: '罐区西溪装',
} as const;

/** Fields in which a person's data belong: their values come back in no refusal. */
const personal = /^(name|phone|personId|safetyManager|responsible|measures)$/;
/** What a refusal may repeat of a body: names of fields, and values of those that are about no person. */
const repeatable = (value: unknown): readonly unknown[] =>
  typeof value !== 'object' || value === null
    ? [value]
    : Object.entries(value).flatMap(([name, inner]: [string, unknown]) => [
        name,
        ...(personal.test(name) ? [] : repeatable(inner)),
      ]);
/** Asks a stage, and keeps its refusals: each with what the caller may meet again in it (his own path, query, headers, fields about no person). */
export const makeAsker = (stage: Stage) => {
  const failures: { readonly text: string; readonly named: string }[] = [];
  let sent = 0;
  const ask = async (route: RouteId, caller: Caller | undefined, given: Ask = {}) => {
    const answer = await stage.ask(route, caller, { key: `personal-${(sent += 1)}`, ...given });
    if (answer.status >= 400) {
      const { path, query, headers, body } = given;
      failures.push({ text: answer.text, named: JSON.stringify([path, query, headers, repeatable(body)]) });
    }
    return answer;
  };
  const done = async (...[route, caller, given]: Parameters<typeof ask>) => {
    const answer = await ask(route, caller, given);
    if (answer.status >= 400) throw new Error(`${route}: ${answer.text}`);
    return answer;
  };
  return { stage, ask, done, failures };
};
export type Asker = ReturnType<typeof makeAsker>;

/** The whole thread: register, report, leads, hazards to their end, devices, decisions. */
export const play = async ({ stage, done }: Asker) => {
  const crew = await registerOrganisation(stage);
  const technician = idOf(
    'sub',
    await done('registerTechnician', crew.clerk, {
      path: { id: crew.id },
      body: { ...technicianBody(5), name: persons.technician, personId: persons.technicianNumber },
    }),
  );
  const safetyManager = { name: persons.manager, phone: persons.managerPhone };
  const body = stationBody(1, { safetyManager });
  const station = idOf('sub', await done('registerSubject', county, { body }));
  const manager = unit(station);
  const keys = makeDeviceKeys('EM-0001');
  const device = await done('registerDevice', manager, {
    path: { id: station },
    body: {
      ...{ deviceKind: 'EARTH_RESISTANCE_MONITOR', serialNumber: 'EM-1', csr: keys.csrPem },
      ...{ mountedAt: typed.mounted, limitOhm: '10' },
    },
  });
  const report = plantVerdictConflict(
    withFailures(reportBy({ ...crew, technicians: [technician, crew.technicians[1]] }, station), [
      '2-01',
      '2-02',
    ]),
    '1-03',
    'BAD_VALUE_PASSES',
  );
  await stage.settle();
  const received = await done('submitReport', crew.clerk, {
    body: { ...report, rectificationAdvice: typed.advice },
  });
  const reportId = idOf('rep', received);
  await stage.settle();

  const [first, second] = (await listRecords(stage.table, hazardSchema, station, 'HAZARD')).map(
    ({ body: { id } }) => id,
  );
  const move = (hazard: string | undefined, command: string, by: Caller, said: object) =>
    done('commandHazard', by, { path: { id: station, hazard: hazard ?? '', command }, body: said });
  await move(first, 'confirm', county, { level: 'GENERAL', note: typed.confirm });
  await move(first, 'notify', county, { orderNumber: 'O-1', dueOn: '2027-01-01' });
  await move(first, 'extend', county, { reason: typed.extend, dueOn: '2027-02-01' });
  await move(first, 'plan', manager, { measures: typed.measures, responsible: persons.responsible });
  await move(first, 'submit', manager, { statement: typed.statement });
  await move(first, 'recheck', county, { passed: true, record: typed.first });
  await move(first, 'recheck', officer('330106', 'second officer'), { passed: true, record: typed.second });
  await move(first, 'close', county, { note: typed.close });
  await move(second, 'reject', county, { reason: typed.reject });
  const leads = await listRecords(stage.table, anomaly, crew.id, 'ANOMALY');
  await done('decideAnomaly', province, {
    path: { id: crew.id, anomaly: leads.at(0)?.body.id ?? '', command: 'release' },
    body: { reason: typed.lead },
  });
  await stage.settle();
  for (const purpose of ['SUPERVISION', 'CASE'])
    for (const caller of [county, province, manager])
      await done('readFile', caller, { path: { id: station }, query: { purpose } });
  await done('readFile', province, { path: { id: technician }, query: { purpose: 'CORRECTION' } });
  return {
    crew,
    technician,
    station,
    manager,
    report,
    reportId,
    device: idOf('dev', device),
    hazard: first ?? '',
    body,
  };
};
export type Played = Awaited<ReturnType<typeof play>>;
