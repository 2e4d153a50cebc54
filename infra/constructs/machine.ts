import { readFileSync } from 'node:fs';
import { ArnFormat, Stack, aws_iam as iam, aws_stepfunctions as sfn, type aws_kms as kms } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { waive } from '../nag/waive.ts';
import { named, type StageContext } from '../stage-context.ts';
import { document, type Grant } from './grant.ts';
import { logGroup } from './log-group.ts';

export interface MachineProps {
  readonly context: StageContext;
  /** `hazard-loop` gives the machine leian-33-hazard-loop. */
  readonly name: string;
  readonly definitionFile: string;
  /** What stands for `${Name}` in the definition. */
  readonly substitutions: Readonly<Record<string, string>>;
  readonly logKey: kms.IKey;
  readonly grants: readonly Grant[];
}

/** ARN of a machine by its name: for the roles of functions that the machine itself depends on. */
export const machineArn = (scope: Construct, context: StageContext, name: string): string =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: named(context, name),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** The only calls that Step Functions needs to have its log delivered; AWS knows no resource to name for them. */
const deliverLogs: Grant = {
  sid: 'DeliverLogs',
  actions: [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  on: ['*'],
};

/** A standard machine whose flow is a file; its log tells every step, but no input, output or token. */
export class Machine extends Construct {
  readonly arn: string;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: MachineProps) {
    super(scope, id);
    const { context } = props;
    const name = named(context, props.name);
    const group = logGroup(this, 'Logs', {
      name: `/aws/vendedlogs/states/${name}`,
      key: props.logKey,
      days: context.settings.logRetentionDays,
      disposable: context.differences.disposable,
    });
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: { grants: document([...props.grants, deliverLogs]) },
    });
    waive(
      this.role,
      'AwsSolutions-IAM5[Resource::*]',
      'AWS knows no resource for the delivery of a machine’s log (Step Functions guide).',
    );
    const machine = new sfn.CfnStateMachine(this, 'Machine', {
      stateMachineName: name,
      stateMachineType: 'STANDARD',
      // A string, not an asset: nothing to upload, and the template shows the flow.
      definitionString: readFileSync(props.definitionFile, 'utf8'),
      definitionSubstitutions: { ...props.substitutions },
      roleArn: this.role.roleArn,
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: group.logGroupArn } }],
      },
    });
    this.arn = machine.ref;
  }
}
