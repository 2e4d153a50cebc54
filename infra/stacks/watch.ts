import { aws_cloudwatch as cloudwatch, aws_logs as logs, type aws_sns as sns } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { alarm, runbookPath, type AlarmProps } from '../constructs/alarm.ts';
import { topic } from '../constructs/topic.ts';
import { named, type StageContext } from '../stage-context.ts';
import type { ApiStack } from './api.ts';
import type { CapabilityStack } from './capability-stack.ts';
import { dashboardBody } from './dashboard.ts';
import type { HazardTrackingStack } from './hazard-tracking.ts';
import { HouseStack } from './house-stack.ts';
import { apiMetric, functionMetric, machineMetric, oldest, tableMetric, waiting } from './metrics.ts';
import type { RecordsStack } from './records.ts';

export interface Watched {
  readonly records: RecordsStack;
  readonly capabilities: readonly CapabilityStack[];
  readonly hazards: HazardTrackingStack;
  readonly api: ApiStack;
}
const { BREACHING } = cloudwatch.TreatMissingData;

/** Alarms that name the harm and the runbook, one light for the main job, and a dashboard. It looks at the other stacks; none looks at it. */
export class WatchStack extends HouseStack {
  private readonly tellWhom: sns.Topic;
  private readonly mainJob: cloudwatch.CfnAlarm[] = [];

  constructor(scope: Construct, context: StageContext, watched: Watched) {
    super(scope, context, 'watch', 'alarms and dashboard');
    const { records, hazards, api, capabilities } = watched;
    this.tellWhom = topic(this, 'Alarms', {
      name: named(context, 'alarms'),
      key: records.dataKey,
      subscriptions: context.settings.alarmSubscriptions,
    });
    this.watchRecords(records);
    for (const capability of capabilities) this.watchCapability(capability);
    this.watchHazards(hazards);
    this.watchApi(api);
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
      errorImpact: 'Announcing changes fails now and then; if it goes on, reports stay unexamined.',
      metric: functionMetric(records.publisher.function, 'Errors'),
      threshold: 5,
      periods: 2,
    });
    this.red('', {
      runbook: 'table-throttled',
      errorImpact: 'Organisations and offices wait or get errors: the table refuses writes.',
      metric: tableMetric(records.table.tableName, 'WriteThrottleEvents'),
      threshold: 10,
      periods: 2,
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
      const id = made.node.id === 'Http' ? 'http' : made.node.id.toLowerCase();
      this.red(`${what}-${id}`, {
        runbook: 'function-errors',
        errorImpact: `${what} (${id}) fails: people get errors, or work is repeated until it lands in dead letters.`,
        metric: functionMetric(made.function, 'Errors'),
        threshold: 5,
        periods: 2,
      });
    }
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

  private watchApi(api: ApiStack): void {
    const apiName = named(this.context, 'api');
    this.red('', {
      runbook: 'api-server-errors',
      errorImpact: 'Organisations, units and offices get errors that are our fault.',
      metric: apiMetric(apiName, '5XXError'),
      threshold: 5,
      periods: 2,
    });
    this.red('', {
      runbook: 'authorizer-errors',
      errorImpact: 'Nobody with a good token gets in, or somebody tries tokens at random.',
      metric: this.refusedTokens(api),
      threshold: 50,
    });
  }

  /** Counts refused tokens by their log code: a claim outside an issuer's rights is one of them. */
  private refusedTokens(api: ApiStack): cloudwatch.Metric {
    const filter = new logs.MetricFilter(this, 'RefusedTokens', {
      logGroup: logs.LogGroup.fromLogGroupName(
        this,
        'AuthorizerLog',
        `/aws/lambda/${api.authorizer.function.functionName}`,
      ),
      filterPattern: logs.FilterPattern.stringValue('$.message', '=', 'TOKEN_REFUSED'),
      metricNamespace: 'Leian',
      metricName: `TokensRefused-${this.context.settings.code}`,
      metricValue: '1',
    });
    return filter.metric({ statistic: 'Sum' });
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
