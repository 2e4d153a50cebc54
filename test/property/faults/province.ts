import * as z from 'zod';
import { consumerWith as deviceConsumer } from '../../../functions/device-telemetry/consumer.ts';
import { workerWith } from '../../../functions/hazard-tracking/deadline.ts';
import { deadlineDependencies, sweepDependencies } from '../../../functions/hazard-tracking/dependencies.ts';
import { taskWith } from '../../../functions/hazard-tracking/sweep.ts';
import { makeDeviceKeys } from '../../../localstack/demo/certificate-request.ts';
import { storedId } from '../../../shared/contracts/entities.ts';
import type { Id, SubjectId } from '../../../shared/kernel/ids.ts';
import {
  county,
  idOf,
  locationOf,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
  unit,
  type Organisation,
} from '../../builders/parties.ts';
import { plantVerdictConflict } from '../../builders/planted-faults.ts';
import { withFailures } from '../../builders/report.ts';
import { lambdaContext } from '../../builders/queue-event.ts';
import { hears, makeStage, type Listener, type Stage } from '../../builders/stage.ts';
import type { QueueRules } from '../../transport/receive.ts';
import type { Transport } from '../../transport/transport.ts';
import { setClock } from './chance.ts';

/** Queues as the templates make them (`poison.test.ts` holds the numbers against the templates). */
export const queueNames = [
  'anomaly-detection',
  'hazard-tracking',
  'credit-evaluation',
  'device-telemetry',
  'hazard-due',
] as const;
export type QueueName = (typeof queueNames)[number];
export const visibilitySeconds = 360;
export const rulesOf = (name: QueueName): QueueRules => ({
  name,
  visibilitySeconds,
  maxReceiveCount: 5,
  deadLetters: `${name}-dlq`,
});

/** The functions of a province, as new processes would load them. */
export const makeFunctions = (on?: Transport) => {
  const stage = makeStage(on === undefined ? {} : { on });
  const handler = stage.world.requestHandler;
  Object.assign(process.env, {
    DUE_INDEX: 'due',
    DUE_QUEUE_URL: 'https://sqs.cn-north-1.amazonaws.com.cn/000000000000/hazard-due',
  });
  return {
    stage,
    sweep: taskWith(() => sweepDependencies(handler)),
    queues: {
      ...stage.consumers,
      'device-telemetry': deviceConsumer(() => ({ table: stage.table })),
      'hazard-due': workerWith(() => deadlineDependencies(handler)),
    },
  };
};
export type Functions = ReturnType<typeof makeFunctions>;

export interface Cast {
  readonly crew: Organisation;
  readonly west: SubjectId;
  readonly east: SubjectId;
  readonly lead: Id<'ano'>;
  /** One that was just found, and one whose ordered day has passed. */
  readonly fresh: Id<'haz'>;
  readonly due: Id<'haz'>;
  readonly device: Id<'dev'>;
}

const accepted = (what: string, answer: { readonly status: number; readonly text: string }): void => {
  if (answer.status >= 300) throw new Error(`${what}: ${answer.text}`);
};
const hazardsOf = async (stage: Stage, keyUnit: SubjectId): Promise<readonly Id<'haz'>[]> => {
  const { text } = await stage.ask('listHazards', county, { path: { id: keyUnit } });
  const { hazards } = z
    .object({ hazards: z.array(z.object({ id: storedId('haz') })) })
    .parse(JSON.parse(text));
  return hazards.map(({ id }) => id).toSorted();
};
const leadsOf = async (stage: Stage, organisation: SubjectId): Promise<readonly Id<'ano'>[]> => {
  const { text } = await stage.ask('listAnomalies', province, { path: { id: organisation } });
  const { anomalies } = z
    .object({ anomalies: z.array(z.object({ id: storedId('ano') })) })
    .parse(JSON.parse(text));
  return anomalies.map(({ id }) => id).toSorted();
};

/**
 * A province in the middle of its work: an organisation with its people, two stations, a lead that waits for a decision,
 * a hazard that was just found, another whose ordered day has passed, and a monitor. Everything is told and heard.
 */
export const prepare = async ({ stage, sweep }: Functions): Promise<Cast> => {
  setClock('2026-11-16T02:00:00.000Z');
  for (const name of queueNames) stage.world.sqs.open(rulesOf(name));
  const crew = await registerOrganisation(stage);
  const [west, east] = [await registerStation(stage, 1), await registerStation(stage, 2)];
  const honest = reportBy(crew, west, 0);
  const failing = withFailures({ ...honest, points: honest.points.slice(0, 8) }, ['1-01', '1-02']);
  const other = reportBy(crew, east, 1, { at: locationOf(2) });
  const short = { ...other, points: other.points.slice(0, 8) };
  const forged = plantVerdictConflict(short, '1-05', 'BAD_VALUE_PASSES');
  for (const body of [failing, forged])
    accepted('report', await stage.ask('submitReport', crew.clerk, { body }));
  await stage.settle();
  const [lead] = await leadsOf(stage, crew.id);
  const [fresh, due] = await hazardsOf(stage, west);
  if (fresh === undefined || due === undefined || lead === undefined)
    throw new Error('the reports made no hazards, or no lead');
  const commands = [
    ['confirm', { level: 'GENERAL' }],
    ['notify', { orderNumber: '雷责改〔2026〕1号', dueOn: '2026-11-16' }],
  ] as const;
  for (const [command, body] of commands)
    accepted(
      command,
      await stage.ask('commandHazard', county, { path: { id: west, hazard: due, command }, body }),
    );
  const monitor = {
    deviceKind: 'EARTH_RESISTANCE_MONITOR',
    serialNumber: 'EM-0001',
    mountedAt: '罐区接地端 3',
    limitOhm: '10',
    csr: makeDeviceKeys('EM-0001').csrPem,
  };
  const registered = await stage.ask('registerDevice', unit(west), { path: { id: west }, body: monitor });
  const device = idOf('dev', registered);
  setClock('2026-11-16T15:30:00.000Z');
  await sweep({ operation: 'sweep' }, lambdaContext);
  await stage.settle();
  setClock('2026-11-16T16:30:00.000Z');
  return { crew, west, east, lead, fresh, due, device };
};
export const files = ({ crew, west, east }: Cast): readonly SubjectId[] => [
  crew.id,
  west,
  east,
  ...crew.technicians,
];
export const listeners = (type: string): readonly Listener[] =>
  (['anomaly-detection', 'hazard-tracking', 'credit-evaluation'] as const).filter((one) =>
    hears[one].some((heard) => heard === type),
  );
