import { Duration, aws_cloudwatch as cloudwatch, type aws_sns as sns } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { alarm, runbookPath, type AlarmProps } from '../constructs/alarm.ts';
import { topic } from '../constructs/topic.ts';
import { named, type StageContext } from '../stage-context.ts';
import type { ApiStack } from './api.ts';
import type { CapabilityStack } from './capability-stack.ts';
import { dashboardBody } from './dashboard.ts';
import type { HazardTrackingStack } from './hazard-tracking.ts';
import { HouseStack } from './house-stack.ts';
import {
  codeMetric,
  failedRuns,
  functionMetric,
  machineMetric,
  oldest,
  serverErrors,
  tableMetric,
  waiting,
} from './metrics.ts';
import type { RecordsStack } from './records.ts';

export interface Watched {
  readonly records: RecordsStack;
  readonly capabilities: readonly CapabilityStack[];
  readonly hazards: HazardTrackingStack;
  readonly api: ApiStack;
}
const { BREACHING } = cloudwatch.TreatMissingData;

/** Failures within a quarter of an hour that call a person; one poisoned message alone makes at most three. */
const many = 5;

/** Whom it harms when runs of a part end in an error: crashes and time-outs, of task and sweep also what they throw. */
const harmOfErrors: Readonly<Record<string, string>> = {
  http: 'its function crashes or times out, and people get 502 or 504.',
  consumer: 'runs crash or time out: all messages of a batch come back, and what should follow is late.',
  deadline: 'runs crash or time out: hazards become overdue, but it is not written into their files yet.',
  task: 'loops of hazards do not move on in their machine, which tries again and then gives up; the files go on.',
  sweep: 'the search for overdue hazards fails: nobody is reminded until it succeeds again.',
};
const partOf = ({ node }: Construct): string => (node.id === 'Http' ? 'http' : node.id.toLowerCase());

/** Alarms that name the harm and the runbook, one light for the main job, and a dashboard. It looks at the other stacks; none looks at it. */
export class WatchStack extends HouseStack {
  private readonly tellWhom: sns.Topic;
  private readonly mainJob: cloudwatch.CfnAlarm[] = [];

  constructor(scope: Construct, context: StageContext, watched: Watched) {
    super(scope, context, 'watch', 'alarms and dashboard');
    const { records, hazards, api, capabilities } = watched;
    // It names the API without a reference; an alarm comes after what it watches.
    this.addStackDependency(api);
    this.tellWhom = topic(this, 'Alarms', {
      name: named(context, 'alarms'),
      key: records.dataKey,
      subscriptions: context.settings.alarmSubscriptions,
    });
    this.watchRecords(records);
    for (const capability of capabilities) this.watchCapability(capability);
    this.watchHazards(hazards);
    this.watchWork();
    this.watchApi();
    if (!context.differences.leaveOut.includes('composite-alarms')) this.oneLight();
    new cloudwatch.CfnDashboard(this, 'Dashboard', {
      dashboardName: named(context, 'overview'),
      dashboardBody: dashboardBody(this, context, watched),
    });
    this.tell('AlarmTopicArn', this.tellWhom.topicArn, 'subscribe here to be told of alarms');
  }

  private red(id: string, props: Omit<AlarmProps, 'tell' | 'name'>): cloudwatch.CfnAlarm {
    const name = named(this.context, `${props.runbook}${id === '' ? '' : `-${id}`}`);
    return alarm(this, `${props.runbook}${id}`, { ...props, name, tell: this.tellWhom });
  }

  private watchRecords(records: RecordsStack): void {
    this.mainJob.push(
      this.red('', {
        runbook: 'publisher-late',
        errorImpact:
          'Reports are accepted, but nobody looks for anomalies or hazards in them: events are more than five minutes late.',
        metric: functionMetric(records.publisher.function, 'IteratorAge'),
        threshold: 300_000,
      }),
      this.red('', {
        runbook: 'publisher-dead-letters',
        errorImpact:
          'Changes of some files were never announced: their reports stay unexamined until they are published again.',
        metric: waiting(records.publisherDlq),
        threshold: 1,
      }),
    );
    if (records.nationDlq !== undefined)
      this.red('nation', {
        runbook: 'dead-letters',
        errorImpact: 'Events of this province did not reach the nation: its picture is missing them.',
        metric: waiting(records.nationDlq),
        threshold: 1,
      });
    this.red('', {
      runbook: 'publisher-errors',
      errorImpact:
        'Changes of some file cannot be announced and hold up those behind them; if it goes on, reports stay unexamined.',
      metric: codeMetric(this.context, 'PUBLISH_FAILED'),
      threshold: many,
    });
    this.red('ledger-publisher-consumer', {
      runbook: 'function-errors',
      errorImpact:
        'ledger-publisher (consumer): runs crash or time out, the stream waits, and what follows from reports is late.',
      metric: failedRuns(records.publisher.function),
      threshold: many,
    });
    this.watchIntegrator(records);
    this.red('', {
      runbook: 'table-throttled',
      errorImpact: 'Organisations and offices wait or get errors: the table refuses writes.',
      metric: tableMetric(records.table.tableName, 'WriteThrottleEvents'),
      threshold: 10,
      periods: 2,
    });
  }

  /** Nothing in the way of a report waits for the tree: it is no part of the main job's light. */
  private watchIntegrator(records: RecordsStack): void {
    this.red('', {
      runbook: 'integrator-late',
      errorImpact:
        'What was written is not sealed: for more than fifteen minutes nobody can prove that it stays as it is.',
      metric: functionMetric(records.integrator.function, 'IteratorAge'),
      threshold: 900_000,
    });
    this.red('', {
      runbook: 'integrator-dead-letters',
      errorImpact:
        'Some entries have no place in the tree: their files cannot be proven until they are integrated again.',
      metric: waiting(records.integratorDlq),
      threshold: 1,
    });
    this.red('', {
      runbook: 'integrator-errors',
      errorImpact:
        'Some entry cannot be sealed, or the tree not be written; what a damaged entry names may have been changed by hand.',
      metric: codeMetric(this.context, 'INTEGRATE_FAILED'),
      threshold: many,
    });
    this.red('', {
      runbook: 'head-missing',
      errorImpact:
        'Heads of the ledger are not signed or not kept: nobody outside can notice if its end were cut off.',
      metric: codeMetric(this.context, 'HEAD_FAILED'),
      threshold: many,
    });
    this.red('ledger-integrator-consumer', {
      runbook: 'function-errors',
      errorImpact: 'ledger-integrator (consumer): runs crash or time out, and new entries are not sealed.',
      metric: failedRuns(records.integrator.function),
      threshold: many,
    });
  }

  private watchCapability(stack: CapabilityStack): void {
    const what = stack.capability;
    for (const { queue, dlq } of stack.queues) {
      const id = queue.node.id === 'Queue' ? what : `${what}-due`;
      this.mainJob.push(
        this.red(id, {
          runbook: 'dead-letters',
          errorImpact: `Something that ${what} should have done for a subject was not done, and will not be without a person.`,
          metric: waiting(dlq),
          threshold: 1,
        }),
      );
      this.red(id, {
        runbook: 'queue-late',
        errorImpact: `What ${what} does comes more than fifteen minutes late: files show an old state.`,
        metric: oldest(queue),
        threshold: 900,
        periods: 2,
      });
    }
    for (const { of, queue } of stack.looseDeadLetters)
      this.red(of, {
        runbook: 'dead-letters',
        errorImpact: `What ${of} should have handed over was not: it waits for a person.`,
        metric: waiting(queue),
        threshold: 1,
      });
    for (const made of stack.functions) {
      const part = partOf(made);
      this.red(`${what}-${part}`, {
        runbook: 'function-errors',
        errorImpact: `${what} (${part}): ${harmOfErrors[part] ?? ''}`,
        metric: failedRuns(made.function),
        threshold: many,
      });
    }
  }

  /** Work on a queue fails message by message, without an error of the function: only its log says so. */
  private watchWork(): void {
    const afterwards = 'It is tried again; after five tries it waits in dead letters.';
    this.red('events', {
      runbook: 'work-failed',
      errorImpact: `What should follow from reports, decisions and device alarms (leads, hazards, grades) fails. ${afterwards}`,
      metric: codeMetric(this.context, 'EVENT_FAILED'),
      threshold: many,
    });
    this.red('deadlines', {
      runbook: 'work-failed',
      errorImpact: `Hazards that are overdue cannot be marked so, and nobody is reminded of them. ${afterwards}`,
      metric: codeMetric(this.context, 'DEADLINE_FAILED'),
      threshold: many,
    });
    this.red('readings', {
      runbook: 'work-failed',
      errorImpact: `Readings of devices are not stored, and no alarm is raised from them. ${afterwards}`,
      metric: codeMetric(this.context, 'TELEMETRY_FAILED'),
      threshold: many,
    });
  }

  private watchHazards(hazards: HazardTrackingStack): void {
    this.red('', {
      runbook: 'sweep-missing',
      errorImpact:
        'No hazard becomes overdue and nobody is reminded: the sweep has not run for fifteen minutes.',
      metric: functionMetric(hazards.sweep.function, 'Invocations'),
      threshold: 1,
      periods: 3,
      below: true,
      whenMissing: BREACHING,
    });
    for (const name of ['ExecutionsFailed', 'ExecutionsTimedOut'] as const)
      this.red(name === 'ExecutionsFailed' ? 'failed' : 'timed-out', {
        runbook: 'hazard-loop-broken',
        errorImpact: 'A hazard goes on in its file, but no longer shows in the loop: rebuild its execution.',
        metric: machineMetric(hazards.machine.arn, name),
        threshold: 1,
      });
  }

  private watchApi(): void {
    this.red('', {
      runbook: 'api-server-errors',
      errorImpact: 'Organisations, units and offices get errors that are our fault.',
      metric: serverErrors(named(this.context, 'api')),
      threshold: many,
    });
    this.red('', {
      runbook: 'issuer-overreach',
      errorImpact:
        'An issuer vouched for somebody it may not vouch for, and was refused: its keys may be in wrong hands.',
      metric: codeMetric(this.context, 'CLAIM_REFUSED', Duration.minutes(5)),
      threshold: 1,
    });
    this.red('', {
      runbook: 'issuer-unreachable',
      errorImpact:
        'Soon nobody of this issuer gets in: its keys cannot be fetched, those known go on for an hour.',
      metric: codeMetric(this.context, 'ISSUER_FAILED'),
      threshold: many,
    });
    this.red('', {
      runbook: 'authorizer-errors',
      errorImpact: 'Nobody with a good token gets in, or somebody tries tokens at random.',
      metric: codeMetric(this.context, 'TOKEN_REFUSED', Duration.minutes(5)),
      threshold: 50,
    });
  }

  /** One light for the operator's wall: is the way of a report from the door to its findings whole? */
  private oneLight(): void {
    const light = new cloudwatch.CfnCompositeAlarm(this, 'MainJob', {
      alarmName: named(this.context, 'main-job'),
      alarmDescription: `Reports come in, but what must follow from them does not happen. Runbook: ${runbookPath('main-job')}`,
      alarmRule: this.mainJob.map((one) => `ALARM("${one.alarmName ?? ''}")`).join(' OR '),
      alarmActions: [this.tellWhom.topicArn],
      okActions: [this.tellWhom.topicArn],
    });
    for (const one of this.mainJob) light.addResourceDependency(one);
  }
}
