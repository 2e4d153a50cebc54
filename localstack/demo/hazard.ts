import { addDays, addMs, dayOf, systemClock } from '../../shared/kernel/time.ts';
import type { Running } from '../running.ts';
import { hazard, hazards, moved } from './answers.ts';
import type { Cast } from './register.ts';
import { awsOf, Broken, functionName, output, type Aws, type Teller } from './scene.ts';
import { expectAnswer, until } from './speaker.ts';

const dayS = 86_400;
const wanted = (state: string) => `the execution stands at the step after ${state}`;

/** Waits until the hazard of the failed point stands in the file of its key unit. */
const findHazard = async (cast: Cast, tell: Teller): Promise<string> => {
  const [found] = await until('a hazard from the failed item', async () => {
    const { hazards: all } = await expectAnswer(
      cast.county.get(`/v1/subjects/${cast.west}/hazards`),
      200,
      hazards,
    );
    return all.length > 0 ? all : undefined;
  });
  if (found === undefined) throw new Broken('no hazard was found');
  tell.fact(
    `${found.id}  ${found.state}  point ${found.origin.point ?? ''}: ${found.origin.item} ${found.origin.value}, due: ${found.dueOn ?? found.dueBy}`,
  );
  return found.id;
};

/** One whole loop: found, confirmed, ordered by a day, that day passes, escalation, rectified, rechecked by two, closed. */
export const walkHazard = async (world: Running, cast: Cast, tell: Teller): Promise<void> => {
  tell.step(
    '查整消闭环：状态机等待、到期、升级、复查、销号',
    'the hazard loop: a machine waits, a date passes, two recheck, closed',
  );
  const aws = awsOf(world);
  const id = await findHazard(cast, tell);
  const path = `/v1/subjects/${cast.west}/hazards/${id}`;
  const say = async (who: Cast['county'], command: string, body: object): Promise<string> => {
    const done = await expectAnswer(who.post(`${path}/${command}`, body), 200, moved);
    tell.fact(`${command} → ${done.state}  (entry ${done.receipt.sequence})`);
    return done.state;
  };
  const machine = await findExecution(world, aws, id);

  await say(cast.county, 'confirm', { level: 'GENERAL' });
  const today = dayOf(addMs(systemClock(), (await world.clockOffset()) * 1000));
  await say(cast.county, 'notify', { orderNumber: '演示整改〔2026〕1号', dueOn: addDays(today, 3) });
  await entered(aws, machine, 'Await the rectification plan', wanted('NOTIFIED'));

  const offset = await world.advanceClock(4 * dayS);
  tell.fact(
    `虚拟时间前移 4 天 / virtual time moved 4 days on (offset ${offset} s); the sweep is invoked with its ordinary event`,
  );
  await aws.invoke(functionName(world, 'hazard-tracking-sweep'), {});
  const late = await until('lateness in the file', async () => {
    const read = await expectAnswer(cast.county.get(path), 200, hazard);
    return read.late;
  });
  tell.fact(
    `late since ${late.since}, level ${late.level}: written by the deadline worker, state stays as it was / 已逾期，状态不变`,
  );
  const overdue = await entered(aws, machine, /overdue/i, 'the execution notes that the date passed');
  tell.fact(`execution: ${overdue.join(' → ')}`);

  await say(cast.westManager, 'plan', { measures: '更换锈蚀的接地引下线并重新焊接', responsible: '站长' });
  await say(cast.westManager, 'submit', { statement: '已完成整改，附复测记录' });
  await say(cast.county, 'recheck', { passed: true, record: '现场复测 3.1 Ω' });
  const again = await cast.county.post(`${path}/recheck`, { passed: true, record: '同一人再次复查' });
  if (again.status === 200) throw new Broken('one officer rechecked twice');
  tell.fact(`the same officer again → ${again.status}: two different people are needed / 复查须由两人进行`);
  await say(cast.secondOfficer, 'recheck', { passed: true, record: '第二人复查合格' });
  await say(cast.county, 'close', { note: '销号' });
  const end = await until('the execution ends', async () => {
    const now = await aws.execution(machine);
    return now.status === 'RUNNING' ? undefined : now;
  });
  if (end.status !== 'SUCCEEDED') throw new Broken(`the execution ended as ${end.status}`);
  tell.fact(`execution ${end.status}: ${end.entered.join(' → ')}`);
};

const entered = async (
  aws: Aws,
  execution: string,
  state: string | RegExp,
  what: string,
): Promise<readonly string[]> =>
  await until(what, async () => {
    const now = await aws.execution(execution);
    const is = (name: string): boolean => (typeof state === 'string' ? name === state : state.test(name));
    return now.entered.some(is) ? now.entered : undefined;
  });

/** The execution that runs this hazard's loop: its name begins with the hazard's id. */
const findExecution = async (world: Running, aws: Aws, hazardId: string): Promise<string> =>
  await until('an execution of the loop', async () => {
    const all = await aws.executions(output(world, 'hazard-tracking', 'HazardMachineArn'));
    return all.find((arn) => arn.includes(hazardId));
  });
