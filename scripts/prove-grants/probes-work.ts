import * as z from 'zod';
import * as answers from '../../localstack/demo/answers.ts';
import { Broken } from '../../localstack/demo/scene.ts';
import { expectAnswer, until } from '../../localstack/demo/speaker.ts';
import { systemClock } from '../../shared/kernel/time.ts';
import type { Line } from './function-log.ts';
import { keyUnitBody, reportBody } from './material.ts';
import { entryOf, step, type Probe } from './probe.ts';
import type { Scene } from './scene.ts';
import { everyPage, hazardId } from './stock.ts';

type Wanted = (line: Line) => boolean;
const handled =
  (entry: string): Wanted =>
  ({ code, fields }) =>
    code === 'EVENT_HANDLED' && fields['event'] === entry;

/** Does something and waits until a function's log tells that its work is done. */
const awaited = async (
  { logs, functionName }: Scene,
  name: string,
  what: string,
  cause: () => Promise<Wanted>,
): Promise<void> => {
  const from = Date.now();
  const wanted = await cause();
  await logs.until(functionName(name), from, what, wanted);
};

export const publisher: Probe = async (scene) =>
  await Promise.resolve([
    step('the event KeyUnitRegistered', async () => {
      await awaited(scene, 'ledger-publisher-consumer', 'EVENT_PUBLISHED', async () => {
        const entry = await entryOf(scene.county.post('/v1/subjects', keyUnitBody()), 201);
        return ({ code, fields }) => code === 'EVENT_PUBLISHED' && fields['event'] === entry;
      });
    }),
  ]);

/** The tree grows by an entry, and its head is signed and kept. */
export const integrator: Probe = async (scene) =>
  await Promise.resolve([
    step('a signed head over a new entry', async () => {
      await awaited(scene, 'ledger-integrator-consumer', 'HEAD_SIGNED', async () => {
        await entryOf(scene.county.post('/v1/subjects', keyUnitBody()), 201);
        return ({ code }) => code === 'HEAD_SIGNED';
      });
    }),
  ]);

export const anomalyDetection: Probe = async (scene) =>
  await Promise.resolve([
    step('rules over a report that came in', async () => {
      await awaited(scene, 'anomaly-detection-consumer', 'the report is examined', async () => {
        const report = reportBody(scene.parties, 'contradictory');
        return handled(await entryOf(scene.company.post('/v1/reports', report), 202));
      });
    }),
  ]);

export const creditEvaluation: Probe = async (scene) => {
  const lead = await scene.lead();
  const path = `/v1/subjects/${scene.parties.organisation}/anomalies/${lead}/confirm`;
  return [
    step('a credit fact of a confirmed lead', async () => {
      await awaited(scene, 'credit-evaluation-consumer', 'the decision counts', async () =>
        handled(await entryOf(scene.province.post(path, { reason: '核对原始记录' }), 200)),
      );
    }),
  ];
};

const newHazard = async ({ county, parties }: Scene, report: string) =>
  await until('the hazard of a report', async () => {
    const path = `/v1/subjects/${parties.keyUnit}/hazards?state=FOUND`;
    const pages = await everyPage(county, path, answers.hazards);
    const found = pages.flatMap(({ hazards }) => hazards).find(({ origin }) => origin['report'] === report);
    return found === undefined ? undefined : hazardId(found.id);
  });

export const hazardTracking: Probe = async (scene) => {
  const name = 'hazard-tracking-consumer';
  let [report, from] = ['', 0];
  let hazard: ReturnType<typeof hazardId> | undefined;
  const command = async (state: string, said: string, body: object): Promise<void> => {
    if (hazard === undefined) throw new Broken('no hazard was found');
    await scene.waitsAt(hazard, state);
    const path = `${scene.hazardPath(hazard)}/${said}`;
    await awaited(scene, name, `${said} is told`, async () =>
      handled(await entryOf(scene.county.post(path, body), 200)),
    );
  };
  return await Promise.resolve([
    step('a hazard of a failed point', async () => {
      from = Date.now();
      await awaited(scene, name, 'the report is searched', async () => {
        const body = reportBody(scene.parties, 'failed');
        const { id, receipt } = await expectAnswer(
          scene.company.post('/v1/reports', body),
          202,
          answers.received,
        );
        report = id;
        return handled(receipt.entry);
      });
    }),
    step('the start of its loop', async () => {
      await scene.logs.until(
        scene.functionName(name),
        from,
        'HazardFound',
        ({ code, fields }) => code === 'EVENT_HANDLED' && fields['type'] === 'HazardFound',
      );
      hazard = await newHazard(scene, report);
    }),
    step(
      'the usual answer to its machine',
      async () => await command('FOUND', 'confirm', { level: 'GENERAL' }),
    ),
    step(
      'another answer to its machine',
      async () => await command('CONFIRMED', 'reject', { reason: '重复' }),
    ),
  ]);
};

/** A loop that has come to its first wait was started, and has called its task. */
export const machine: Probe = async (scene) =>
  await Promise.resolve([
    step('a loop that comes to its first wait', async () => {
      const body = reportBody(scene.parties, 'failed');
      const { id } = await expectAnswer(scene.company.post('/v1/reports', body), 202, answers.received);
      await scene.waitsAt(await newHazard(scene, id), 'FOUND');
    }),
  ]);

/** Calls a function as its machine or schedule does; an error of the function is told by the code of its log. */
const invoked = async ({ aws, functionName }: Scene, name: string, event: object): Promise<unknown> => {
  try {
    return await aws.invoke(functionName(name), event);
  } catch (error) {
    if (error instanceof Broken) throw new Broken('TASK_FAILED', { cause: error });
    throw error;
  }
};

const told = z.looseObject({ told: z.string() });

/** The task is called as its machine calls it, with a token that nobody waits for any more: an old answer is no fault. */
export const hazardTask: Probe = async (scene) => {
  const hazard = await scene.hazard();
  await expectAnswer(
    scene.county.post(`${scene.hazardPath(hazard)}/confirm`, { level: 'GENERAL' }),
    200,
    answers.moved,
  );
  await scene.waitsAt(hazard, 'CONFIRMED');
  const about = { subject: scene.parties.keyUnit, hazard };
  const ask = async (event: object) => await invoked(scene, 'hazard-tracking-task', { ...about, ...event });
  const wait = async (startedAt: string, answer: string): Promise<void> => {
    const event = { operation: 'await', awaits: 'FOUND', token: 'spent', startedAt };
    if (told.safeParse(await ask(event)).data?.told !== answer)
      throw new Broken('another answer than the file gives');
  };
  return [
    step('look where the file stands', async () => void (await ask({ operation: 'look' }))),
    step('await a state that has passed', async () => await wait(systemClock(), 'usual')),
    step('await after half a year', async () => await wait('2025-01-01T00:00:00.000Z', 'renew')),
    step('renew the execution', async () => void (await ask({ operation: 'renew', run: 1 }))),
  ];
};

const swept = z.looseObject({ sent: z.int() });

export const hazardSweep: Probe = async (scene) => {
  await scene.dueHazard();
  return [
    step('a sweep that finds a hazard due', async () => {
      await scene.letItPass();
      const { sent } = swept.parse(await invoked(scene, 'hazard-tracking-sweep', { operation: 'sweep' }));
      if (sent === 0) throw new Broken('nothing was found');
    }),
  ];
};

export const hazardDeadline: Probe = async (scene) => {
  const hazard = await scene.dueHazard();
  return [
    step('lateness of a due hazard', async () => {
      await scene.letItPass();
      await awaited(scene, 'hazard-tracking-deadline', 'the message is handled', async () => {
        const message = { subject: scene.parties.keyUnit, hazard };
        const id = await scene.send('hazard-tracking', 'HazardDueQueueUrl', message);
        return ({ code, fields }) => code === 'DEADLINE_HANDLED' && fields['messageId'] === id;
      });
    }),
  ];
};

export const deviceTelemetry: Probe = async (scene) =>
  await Promise.resolve([
    step('a reading by MQTT', async () => {
      await awaited(scene, 'device-telemetry-consumer', 'the reading is stored', async () => {
        await scene.read();
        return ({ code, fields }) =>
          code === 'TELEMETRY_STORED' && fields['fresh'] === 1 && fields['failed'] === 0;
      });
    }),
  ]);
