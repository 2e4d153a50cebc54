import { aws_iam as iam, aws_scheduler as scheduler } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { join } from 'node:path';
import type { HouseFunction } from '../constructs/function.ts';
import { document } from '../constructs/grant.ts';
import { Machine, machineArn } from '../constructs/machine.ts';
import { deadLetterQueue } from '../constructs/queue.ts';
import { named, type StageContext } from '../stage-context.ts';
import { CapabilityStack } from './capability-stack.ts';
import { environment } from './environment.ts';
import { may } from './may.ts';
import type { RecordsStack } from './records.ts';

/** One loop per hazard: a machine that shows where it stands, a sweep that finds what is late, a worker that writes it down. */
export class HazardTrackingStack extends CapabilityStack {
  readonly machine: Machine;
  readonly sweep: HouseFunction;

  constructor(scope: Construct, context: StageContext, records: RecordsStack) {
    super(scope, context, records, 'hazard-tracking', 'hazards and their loops');
    const settings = environment(context, records, 'TABLE_NAME', 'SETTINGS');
    const loop = machineArn(this, context, 'hazard-loop');
    const loops = [
      may.files(records, 'GetItem', 'PutItem'),
      may.forgetTokens(records),
      may.useTableKey(records),
    ];
    const startLoops = { sid: 'StartLoops', actions: ['states:StartExecution'], on: [loop] };
    const answerTokens = {
      sid: 'AnswerTokens',
      actions: ['states:SendTaskSuccess', 'states:SendTaskFailure'],
      on: [loop],
    };

    this.http = this.run('Http', 'hazard-tracking-http', {
      environment: { ...settings, ...environment(context, records, 'FIELD_KEY_ID', 'LEDGER_KEY_ID') },
      grants: [
        may.files(records, 'GetItem', 'BatchGetItem', 'Query', 'PutItem'),
        may.useTableKey(records),
        may.wrapFieldKeys(records),
        may.signLedger(records),
      ],
    });

    const queue = this.queueFor('Queue', 'hazard-tracking', 'hazard-tracking-consumer');
    this.listen('Rule', queue, [
      'InspectionReportReceived',
      'DeviceAlarmRaised',
      'HazardFound',
      'HazardMoved',
      'HazardOverdue',
    ]);
    this.work('Consumer', 'hazard-tracking-consumer', {
      environment: { ...settings, HAZARD_MACHINE_ARN: loop },
      grants: [...loops, startLoops, answerTokens],
      queue,
      batchSize: 10,
    });

    const task = this.run('Task', 'hazard-tracking-task', {
      environment: { ...settings, HAZARD_MACHINE_ARN: loop },
      grants: [...loops, startLoops, answerTokens],
    });
    this.machine = new Machine(this, 'HazardLoop', {
      context,
      name: 'hazard-loop',
      definitionFile: join(import.meta.dirname, '../../step-functions/hazard-loop.asl.json'),
      substitutions: { Partition: this.partition, TaskFunctionArn: task.function.functionArn },
      logKey: records.dataKey,
      grants: [{ sid: 'CallItsTask', actions: ['lambda:InvokeFunction'], on: [task.function.functionArn] }],
    });

    const due = this.queueFor('DueQueue', 'hazard-due', 'hazard-tracking-deadline');
    this.sweep = this.run('Sweep', 'hazard-tracking-sweep', {
      environment: {
        ...environment(context, records, 'TABLE_NAME', 'DUE_INDEX', 'SETTINGS'),
        DUE_QUEUE_URL: due.queue.queueUrl,
      },
      grants: [
        may.files(records, 'GetItem', 'PutItem'),
        may.readDue(records),
        may.useTableKey(records),
        { sid: 'HandOverWhatIsDue', actions: ['sqs:SendMessage'], on: [due.queue.queueArn] },
      ],
      // More sweeps at once would only do the same work again.
      reservedConcurrency: 2,
    });
    this.everyMinute(this.sweep);
    this.work('Deadline', 'hazard-tracking-deadline', {
      environment: settings,
      grants: [may.files(records, 'GetItem', 'PutItem'), may.useTableKey(records)],
      queue: due,
      batchSize: 10,
    });

    this.tell('HazardMachineArn', this.machine.arn, 'the loop of a hazard');
    this.tell(
      'SweepFunctionName',
      this.sweep.function.functionName,
      'finds what is due; the demo invokes it after moving time',
    );
  }

  private everyMinute(sweep: HouseFunction): void {
    const dlq = deadLetterQueue(this, 'SweepDlq', named(this.context, 'hazard-sweep-dlq'));
    const role = new iam.Role(this, 'ScheduleRole', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
      inlinePolicies: {
        grants: document([
          { sid: 'CallTheSweep', actions: ['lambda:InvokeFunction'], on: [sweep.function.functionArn] },
          { sid: 'KeepMissedCalls', actions: ['sqs:SendMessage'], on: [dlq.queueArn] },
        ]),
      },
    });
    new scheduler.CfnSchedule(this, 'EveryMinute', {
      name: named(this.context, 'hazard-sweep'),
      description: 'looks for hazards whose due date has passed',
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: sweep.function.functionArn,
        roleArn: role.roleArn,
        input: '{"operation":"sweep"}',
        // The next minute comes anyway: an old call is worth little.
        retryPolicy: { maximumEventAgeInSeconds: 120, maximumRetryAttempts: 1 },
        deadLetterConfig: { arn: dlq.queueArn },
      },
    });
    this.looseDeadLetters.push({ of: 'hazard-sweep', queue: dlq });
    this.tell('SweepDlqUrl', dlq.queueUrl, 'minutes in which the sweep could not be called');
  }
}
