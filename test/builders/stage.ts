import { consumerWith as anomalyConsumer } from '../../functions/anomaly-detection/consumer.ts';
import {
  commandDependencies as decisionDependencies,
  dependencies as anomalyDependencies,
} from '../../functions/anomaly-detection/dependencies.ts';
import { httpWith as anomalyHttp } from '../../functions/anomaly-detection/http.ts';
import { consumerWith as creditConsumer } from '../../functions/credit-evaluation/consumer.ts';
import { dependencies as creditDependencies } from '../../functions/credit-evaluation/dependencies.ts';
import { httpWith as creditHttp } from '../../functions/credit-evaluation/http.ts';
import { dependencies as deviceDependencies } from '../../functions/device-telemetry/dependencies.ts';
import { httpWith as deviceHttp } from '../../functions/device-telemetry/http.ts';
import { consumerWith as hazardConsumer } from '../../functions/hazard-tracking/consumer.ts';
import { commandDependencies, loopDependencies } from '../../functions/hazard-tracking/dependencies.ts';
import { httpWith as hazardHttp } from '../../functions/hazard-tracking/http.ts';
import { makeHandler as makeIntegrator } from '../../functions/ledger-integrator/consumer.ts';
import { dependencies as integratorDependencies } from '../../functions/ledger-integrator/dependencies.ts';
import { makeHandler } from '../../functions/ledger-publisher/consumer.ts';
import { dependencies as publisherDependencies } from '../../functions/ledger-publisher/dependencies.ts';
import { dependencies as registrationDependencies } from '../../functions/registration/dependencies.ts';
import { httpWith as registrationHttp } from '../../functions/registration/http.ts';
import { dependencies as intakeDependencies } from '../../functions/report-intake/dependencies.ts';
import { httpWith as intakeHttp } from '../../functions/report-intake/http.ts';
import { deployedFunctions, type DeployedFunction } from '../../infra/functions.ts';
import zhejiang from '../../infra/provinces/33-zhejiang.ts';
import { provinceSettings, runtimeOf } from '../../infra/provinces/schema.ts';
import type { Caller } from '../../shared/access/caller.ts';
import type { EventType } from '../../shared/contracts/events.ts';
import type { RuntimeSettings } from '../../shared/contracts/settings.ts';
import { routes, type RouteId } from '../../shared/contracts/routes.ts';
import { openTable } from '../../shared/lambda/dynamodb.ts';
import { log } from '../../shared/lambda/log.ts';
import { createTransport, type Transport } from '../transport/transport.ts';
import { apiEvent } from './api-event.ts';
import { promised } from './promised.ts';
import { lambdaContext, queueEvent } from './queue-event.ts';

export const tableName = 'files';
export const archiveName = 'originals';

/** The province's own settings, as its functions are told. */
export const settings = runtimeOf(provinceSettings.parse(zhejiang));

/** What infra sets for the functions. */
const environment: Readonly<Record<string, string>> = {
  PROVINCE: '33',
  TABLE_NAME: tableName,
  ARCHIVE_BUCKET: archiveName,
  FIELD_KEY_ID: 'field-key',
  PERSON_HASH_KEY_ID: 'person-hash-key',
  LEDGER_KEY_ID: 'ledger-key',
  BUS_NAME: 'leian-33-events',
  HAZARD_MACHINE_ARN: 'arn:aws-cn:states:cn-north-1:000000000000:stateMachine:leian-33-hazard-loop',
  DEVICE_POLICY_NAME: 'leian-33-device',
  DEVICE_RULE_NAME: 'leian_33_readings',
  SETTINGS: JSON.stringify(settings),
};

/** Consumers that hear no events of the bus: they read the table's stream, and messages of devices. */
type Deaf = 'ledger-publisher' | 'ledger-integrator' | 'device-telemetry';
const deaf: readonly string[] = [
  'ledger-publisher',
  'ledger-integrator',
  'device-telemetry',
] satisfies readonly Deaf[];
export type Listener = Exclude<Extract<DeployedFunction, { part: 'consumer' }>['capability'], Deaf>;

/**
 * Which consumer hears what: the rules of the bus, in place of EventBridge. A contract test holds it against infra, and
 * no stage is made while a deployed consumer is missing here.
 */
export const hears = {
  'anomaly-detection': ['InspectionReportReceived'],
  'hazard-tracking': [
    'InspectionReportReceived',
    'DeviceAlarmRaised',
    'HazardFound',
    'HazardMoved',
    'HazardOverdue',
  ],
  'credit-evaluation': [
    'InspectionOrganisationRegistered',
    'AnomalyDecided',
    'InspectionReportReceived',
    'HazardOverdue',
  ],
} as const satisfies Readonly<Record<Listener, readonly EventType[]>>;
const isListener = (capability: string): capability is Listener => capability in hears;
const isHeard = (listener: Listener, type: string): boolean => hears[listener].some((one) => one === type);

/**
 * The consumers that a stage delivers to, out of those that are deployed. Throws when one of them is not wired here:
 * events would pass it by in silence.
 */
export const listenersOf = (
  functions: readonly { readonly capability: string; readonly part: string }[],
): readonly Listener[] =>
  functions
    .filter(({ capability, part }) => part === 'consumer' && !deaf.includes(capability))
    .map(({ capability }) => {
      if (isListener(capability)) return capability;
      throw new Error(
        `${capability}-consumer is deployed, but hears nothing here: see \`hears\` in test/builders/stage.ts`,
      );
    });

/** A request beside its route and caller. */
export interface Ask {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The body's exact text, in place of `body`. */
  readonly text?: string;
  /** Idempotency key; a new one for each request without it. */
  readonly key?: string;
  /** Headers beside those that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the gateway says of the caller, in place of what the authorizer would have said. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
}

/**
 * A province in memory: table, archive, keys and bus, and every function bound to them as Lambda binds it. Functions are
 * called as the gateway, the stream and the queues call them. Their log is silent unless `logs`.
 */
export const makeStage = ({
  seed = 1,
  logs = false,
  on,
  settings: toldSettings = settings,
}: {
  readonly seed?: number;
  readonly logs?: boolean;
  /** Services that are there already, with what lies in them: the functions alone begin anew. */
  readonly on?: Transport;
  /** Settings of which the functions are told, in place of Zhejiang's own. */
  readonly settings?: RuntimeSettings;
} = {}) => {
  const listeners = listenersOf(deployedFunctions);
  Object.assign(process.env, environment, { SETTINGS: JSON.stringify(toldSettings) });
  log.setLogLevel(logs ? 'INFO' : 'SILENT');
  const world =
    on ??
    createTransport({
      tables: [{ name: tableName, indexes: [{ name: 'due', pk: 'dueSlot', sk: 'dueAt' }] }],
      seed,
    });
  const transport = world.requestHandler;
  const http = {
    registration: registrationHttp(() => registrationDependencies(transport)),
    'report-intake': intakeHttp(() => intakeDependencies(transport)),
    'anomaly-detection': anomalyHttp(() => decisionDependencies(transport)),
    'hazard-tracking': hazardHttp(() => commandDependencies(transport)),
    'credit-evaluation': creditHttp(() => creditDependencies(transport)),
    'device-telemetry': deviceHttp(() => deviceDependencies(transport)),
  };
  const consumers = {
    'anomaly-detection': anomalyConsumer(() => anomalyDependencies(transport)),
    'hazard-tracking': hazardConsumer(() => loopDependencies(transport)),
    'credit-evaluation': creditConsumer(() => creditDependencies(transport)),
  } satisfies Readonly<Record<Listener, unknown>>;
  const publisherParts = publisherDependencies(transport);
  const publish = makeHandler(() => publisherParts);
  const integratorParts = integratorDependencies(transport);
  const integrate = makeIntegrator(() => integratorParts);

  let asked = 0;
  const ask = async (id: RouteId, caller: Caller | undefined, given: Ask = {}) => {
    const route = routes.find((one) => one.id === id);
    if (route === undefined) throw new RangeError(id);
    asked += 1;
    const event = apiEvent({
      method: route.method,
      resource: route.path,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': given.key ?? `command-${String(asked).padStart(6, '0')}`,
        ...given.headers,
      },
      requestId: `request-${asked}`,
      ...(given.path === undefined ? {} : { path: given.path }),
      ...(given.query === undefined ? {} : { query: given.query }),
      ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
      ...(given.text === undefined ? {} : { body: given.text }),
      ...(caller === undefined ? {} : { caller }),
      ...(given.authorizer === undefined ? {} : { authorizer: given.authorizer }),
    });
    const { statusCode, body, headers = {} } = await http[route.capability](event, lambdaContext);
    const read = body === '' ? undefined : JSON.parse(body);
    if (statusCode >= 400) promised(route, read);
    return { status: statusCode, text: body, body: read, headers };
  };

  /** Stream records of ledger entries, as the filter of the stream lets them through; from a place on. */
  const entries = (from = 0) =>
    world
      .stream(tableName)
      .slice(from)
      .filter(
        ({ eventName, dynamodb }) =>
          eventName === 'INSERT' && dynamodb?.Keys?.['sk']?.S?.startsWith('L#') === true,
      );
  /** Gives events to a consumer; answers with the places of those that came back. */
  const deliver = async (to: Listener, details: readonly unknown[]): Promise<readonly number[]> => {
    const batch = queueEvent(details.map((detail) => ({ detail })));
    const { batchItemFailures } = await consumers[to](batch, lambdaContext);
    return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier)).toSorted((a, b) => a - b);
  };

  let sealed = 0;
  /** Gives the integrator what was written since, as often as it gives entries back. Throws when it never takes them. */
  const seal = async (): Promise<void> => {
    let records = entries(sealed);
    sealed = world.stream(tableName).length;
    for (let rounds = 0; records.length > 0; rounds += 1) {
      if (rounds === 30) throw new Error('the integrator gave entries back');
      const given = world.deliver(records, 'stream');
      const { batchItemFailures } = await integrate({ Records: [...given] });
      const from = batchItemFailures.at(0)?.itemIdentifier;
      const at = given.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === from);
      records = at < 0 ? [] : given.slice(at);
    }
  };

  let told = 0;
  let heard = 0;
  /**
   * Publishes what was written and delivers what was published, until nothing follows; then the integrator reads the same
   * stream. Throws when something came back.
   */
  const settle = async (): Promise<void> => {
    for (let rounds = 0; rounds < 30; rounds += 1) {
      const records = entries(told);
      told = world.stream(tableName).length;
      const { batchItemFailures } = await publish({ Records: [...world.deliver(records, 'stream')] });
      if (batchItemFailures.length > 0) throw new Error('the publisher gave entries back');
      const events = world.events.list().slice(heard);
      heard += events.length;
      if (records.length === 0 && events.length === 0) {
        await seal();
        return;
      }
      for (const { detail, detailType } of world.deliver(events, 'bus')) {
        for (const to of listeners.filter((one) => isHeard(one, detailType))) {
          const back = await deliver(to, [detail]);
          if (back.length > 0) throw new Error(`${to} gave ${detailType} back`);
        }
      }
    }
    throw new Error('events go on for ever');
  };

  return {
    ...{
      world,
      table: openTable(tableName, transport),
      ask,
      publish,
      integrate,
      entries,
      consumers,
      deliver,
    },
    ...{ seal, settle },
    /** Public half of the ledger's key, as anybody gets it. */
    ledgerKey: async () => integratorParts.key.publicKey(),
  };
};
export type Stage = ReturnType<typeof makeStage>;
