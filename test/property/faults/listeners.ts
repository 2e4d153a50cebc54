import type { Envelope } from '../../../shared/contracts/events.ts';
import { deriveId } from '../../../shared/kernel/ids.ts';
import { lambdaContext } from '../../builders/queue-event.ts';
import { audit } from '../../builders/audit.ts';
import { tableName } from '../../builders/stage.ts';
import { someTime } from '../../builders/files.ts';
import { poll } from '../../transport/poll.ts';
import { between, holdTime, reseed, wait } from './chance.ts';
import { makeFunctions, prepare, type Cast } from './province.ts';

/** Event n of many that say the same of one organisation: another hazard of its projects is late. */
const lateHazard = ({ crew, west }: Cast, n: number): Envelope => ({
  id: deriveId('ent', someTime, 'late', String(n)),
  type: 'HazardOverdue',
  version: '1.0',
  subject: west,
  sequence: 1_000 + n,
  province: '33',
  time: someTime,
  correlation: 'c-1',
  dataClass: 'general',
  state: {
    id: deriveId('haz', someTime, String(n)),
    state: 'NOTIFIED',
    level: 1,
    organisation: crew.id,
  },
});

/**
 * So many messages about one organisation at the same moment, each in a process of its own: all of them read the same
 * grade and write the next one. Gives what became of each process, and how often each wrote.
 */
export const hearAtOnce = async (messages: number, seed: number) => {
  const functions = makeFunctions();
  const { world } = functions.stage;
  const close = holdTime(world);
  try {
    reseed(world, seed);
    const cast = await prepare(functions);
    const before = audit(world, tableName, cast.crew.id);
    for (let n = 0; n < messages; n += 1)
      world.sqs.put('credit-evaluation', JSON.stringify({ detail: lateHazard(cast, n) }));
    world.inject({ fault: 'overlap' });
    world.travels(async () => await wait(between(3, 10)));
    const returned: string[] = [];
    const hear = async (): Promise<void> => {
      await poll(world, 'credit-evaluation', 1, async (event) => {
        const answer = await functions.queues['credit-evaluation'](event, lambdaContext);
        returned.push(...answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        return answer;
      });
    };
    world.reset();
    await Promise.all(Array.from({ length: messages }, hear));
    const after = audit(world, tableName, cast.crew.id);
    return {
      returned,
      left: world.sqs.left('credit-evaluation'),
      faults: after.faults,
      entries: after.entries.length - before.entries.length,
      writes: world.counts().operations['dynamodb.TransactWriteItems']?.calls ?? 0,
    };
  } finally {
    close();
  }
};
