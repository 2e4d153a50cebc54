import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import * as answers from '../../localstack/demo/answers.ts';
import { offices, instrument } from '../../localstack/demo/cast.ts';
import { makeDeviceKeys } from '../../localstack/demo/certificate-request.ts';
import { connectMonitor } from '../../localstack/demo/device.ts';
import { awsOf, Broken, functionName, output, type Aws, type Speaker } from '../../localstack/demo/scene.ts';
import { expectAnswer, speaker, until } from '../../localstack/demo/speaker.ts';
import type { Claims } from '../../localstack/claims.ts';
import type { Running } from '../../localstack/running.ts';
import type { Id } from '../../shared/kernel/ids.ts';
import { addDays, addMs, dayOf, systemClock } from '../../shared/kernel/time.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { openStock } from './stock.ts';
import { openItems, openLogs, type FunctionLog } from './function-log.ts';
import { keyUnitBody, organisationBody, technicianBody, type Parties } from './material.ts';

const device = z.looseObject({
  id: z.string(),
  clientId: z.string(),
  topic: z.string(),
  certificatePem: z.string(),
});
const dayS = 86_400;

/** What probes work with. */
export interface Scene {
  readonly world: Running;
  readonly aws: Aws;
  readonly logs: FunctionLog;
  readonly parties: Parties;
  readonly county: Speaker;
  readonly province: Speaker;
  readonly company: Speaker;
  readonly manager: Speaker;
  readonly functionName: (name: string) => string;
  /** Path of a hazard of the scene's key unit. */
  readonly hazardPath: (id: string) => string;
  /** A lead that nobody has decided about. */
  lead(): Promise<string>;
  /** A hazard that nobody has handled, whose loop waits for its confirmation. */
  hazard(): Promise<Id<'haz'>>;
  /** A hazard that grows late as soon as virtual time is moved by two days. */
  dueHazard(): Promise<Id<'haz'>>;
  /** Moves virtual time past the date of `dueHazard`. */
  letItPass(): Promise<void>;
  /** Waits until the loop of a hazard waits at that state. */
  waitsAt(hazard: Id<'haz'>, state: string): Promise<void>;
  /** Puts a message into a queue and gives its id. */
  send(stack: string, queueOutput: string, message: object): Promise<string>;
  /** One good reading by MQTT, each under a boot of its own. */
  read(): Promise<void>;
}

const registerParties = async (county: Speaker, province: Speaker, world: Running): Promise<Parties> => {
  const register = async (who: Speaker, path: string, body: object): Promise<string> =>
    (await expectAnswer(who.post(path, body), 201, answers.registered)).id;
  const unit = keyUnitBody();
  const keyUnit = await register(county, '/v1/subjects', unit);
  const organisation = await register(province, '/v1/subjects', organisationBody());
  const company = speaker(world, { role: 'organisation', subject: organisation });
  const of = `/v1/subjects/${organisation}`;
  return {
    code: unit.uscc,
    keyUnit,
    organisation,
    technician: await register(company, `${of}/technicians`, technicianBody()),
    instrument: await register(company, `${of}/instruments`, instrument),
  };
};

const openMonitor = async (world: Running, manager: Speaker, keyUnit: string) => {
  const keyPair = makeDeviceKeys('GRANTS');
  const body = {
    deviceKind: 'EARTH_RESISTANCE_MONITOR',
    serialNumber: 'GRANTS',
    csr: keyPair.csrPem,
    mountedAt: '油罐区接地端子1',
    limitOhm: '4.00',
  };
  const made = await expectAnswer(manager.post(`/v1/subjects/${keyUnit}/devices`, body), 201, device);
  let boot = 0;
  return async (): Promise<void> => {
    if (world.mqtt === undefined) throw new Broken('the endpoint names no MQTT address');
    boot += 1;
    const monitor = await connectMonitor(world.mqtt, { ...made, privateKeyPem: keyPair.privateKeyPem }, boot);
    try {
      await monitor.send({ at: systemClock(), valueOhm: '2.10' });
    } finally {
      await monitor.close();
    }
  };
};

/** Somebody whose token is made anew before it ends: a run takes longer than a token lives. */
const lasting = (world: Running, claims: Claims): Speaker => {
  let made = { speaker: speaker(world, claims), at: Date.now() };
  const now = (): Speaker => {
    if (Date.now() - made.at > 10 * 60_000) made = { speaker: speaker(world, claims), at: Date.now() };
    return made.speaker;
  };
  return {
    get: async (path) => await now().get(path),
    post: async (path, body, key) => await now().post(path, body, key),
  };
};

/** Parties, a device, and hands to work with them; everything by the API, as anybody does it. */
export const openScene = async (world: Running): Promise<Scene> => {
  const county = lasting(world, { role: 'officer', office: offices.county, name: 'officer-lin' });
  const province = lasting(world, { role: 'officer', office: offices.province, name: 'officer-zhou' });
  const parties = await registerParties(county, province, world);
  const company = lasting(world, { role: 'organisation', subject: parties.organisation });
  const manager = lasting(world, { role: 'unit', subject: parties.keyUnit });
  const item = openItems(world);
  const sqs = new SQSClient({ ...world.clientSettings, useQueueUrlAsEndpoint: false });
  const hazardPath = (id: string): string => `/v1/subjects/${parties.keyUnit}/hazards/${id}`;
  const { leads, hazards } = openStock({ county, province, company }, parties);
  const waitsAt: Scene['waitsAt'] = async (hazard, state) => {
    await until(`the loop of ${hazard} waiting at ${state}`, async () => {
      const found = await item(keys.loop(hazard));
      return found?.['awaits']?.S === state ? true : undefined;
    });
  };
  const hazard: Scene['hazard'] = async () => {
    const one = await hazards();
    await waitsAt(one, 'FOUND');
    return one;
  };
  return {
    world,
    aws: awsOf(world),
    logs: openLogs(world),
    parties,
    county,
    province,
    company,
    manager,
    hazardPath,
    functionName: (name) => functionName(world, name),
    lead: leads,
    hazard,
    waitsAt,
    dueHazard: async () => {
      const one = await hazard();
      const say = async (command: string, body: object): Promise<void> =>
        void (await expectAnswer(county.post(`${hazardPath(one)}/${command}`, body), 200, answers.moved));
      await say('confirm', { level: 'GENERAL' });
      const today = dayOf(addMs(systemClock(), (await world.clockOffset()) * 1000));
      await say('notify', { orderNumber: '演示整改〔2026〕9号', dueOn: addDays(today, 1) });
      return one;
    },
    letItPass: async () => void (await world.advanceClock(2 * dayS)),
    send: async (stack, queueOutput, message) => {
      const QueueUrl = output(world, stack, queueOutput);
      const { MessageId = '' } = await sqs.send(
        new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }),
      );
      return MessageId;
    },
    read: await openMonitor(world, manager, parties.keyUnit),
  };
};
