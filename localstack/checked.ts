import type { SynthesisedStack } from './assembly.ts';
import type { Gap } from './gap.ts';

/** What somebody looked at on the pinned emulator: properties of a type that CloudFormation keeps there, and those it drops without harm here. */
interface Looked {
  readonly kept: readonly string[];
  /** Dropped, and nothing can or need be done: property → what that means on this machine. */
  readonly dropped?: Readonly<Record<string, string>>;
}

const words = (text: string): readonly string[] => text.split(' ');

export const checked: Readonly<Record<string, Looked>> = {
  'AWS::ApiGateway::Account': { kept: ['CloudWatchRoleArn'] },
  'AWS::ApiGateway::Authorizer': {
    kept: ['AuthorizerResultTtlInSeconds', 'AuthorizerUri', 'IdentitySource', 'Name', 'RestApiId', 'Type'],
  },
  'AWS::ApiGateway::Deployment': { kept: ['Description', 'RestApiId'] },
  'AWS::ApiGateway::GatewayResponse': {
    kept: ['ResponseParameters', 'ResponseTemplates', 'ResponseType', 'RestApiId', 'StatusCode'],
  },
  'AWS::ApiGateway::Method': {
    kept: [
      'AuthorizationType',
      'AuthorizerId',
      'HttpMethod',
      'Integration',
      'OperationName',
      'ResourceId',
      'RestApiId',
    ],
  },
  'AWS::ApiGateway::Resource': { kept: ['ParentId', 'PathPart', 'RestApiId'] },
  'AWS::ApiGateway::RestApi': {
    kept: ['Description', 'Name', 'Tags'],
    dropped: { EndpointConfiguration: 'there is one endpoint, on loopback' },
  },
  'AWS::ApiGateway::Stage': {
    kept: ['DeploymentId', 'MethodSettings', 'RestApiId', 'StageName', 'Tags', 'TracingEnabled'],
    dropped: { AccessLogSetting: 'the API writes no access log, not even when set by API' },
  },
  'AWS::CloudWatch::Alarm': {
    kept: words(
      'AlarmActions AlarmDescription AlarmName ComparisonOperator Dimensions EvaluationPeriods MetricName Namespace OKActions Period Statistic Tags Threshold TreatMissingData',
    ),
  },
  'AWS::CloudWatch::Dashboard': { kept: ['DashboardBody', 'DashboardName', 'Tags'] },
  'AWS::DynamoDB::Table': {
    kept: words(
      'AttributeDefinitions BillingMode DeletionProtectionEnabled GlobalSecondaryIndexes KeySchema StreamSpecification Tags',
    ),
  },
  'AWS::Events::EventBus': { kept: ['Name', 'Tags'] },
  'AWS::Events::Rule': {
    kept: ['Description', 'EventBusName', 'EventPattern', 'Name', 'State', 'Tags', 'Targets'],
  },
  'AWS::IAM::Role': { kept: ['AssumeRolePolicyDocument', 'Description', 'Policies', 'Tags'] },
  'AWS::IoT::Policy': { kept: ['PolicyDocument', 'PolicyName', 'Tags'] },
  'AWS::IoT::TopicRule': { kept: ['RuleName', 'Tags', 'TopicRulePayload'] },
  'AWS::KMS::Alias': { kept: ['AliasName', 'TargetKeyId'] },
  'AWS::KMS::Key': {
    kept: ['Description', 'EnableKeyRotation', 'KeyPolicy', 'KeySpec', 'KeyUsage', 'Tags'],
    dropped: { PendingWindowInDays: 'matters only when a key is deleted' },
  },
  'AWS::Lambda::EventSourceMapping': {
    kept: words(
      'BatchSize BisectBatchOnFunctionError DestinationConfig EventSourceArn FilterCriteria FunctionName FunctionResponseTypes MaximumBatchingWindowInSeconds MaximumRetryAttempts ParallelizationFactor ScalingConfig StartingPosition',
    ),
    dropped: { Tags: 'nothing here reads them' },
  },
  'AWS::Lambda::Function': {
    kept: words(
      'Architectures Code Environment FunctionName Handler LoggingConfig MemorySize Role Runtime Tags Timeout',
    ),
  },
  'AWS::Lambda::Permission': { kept: ['Action', 'FunctionName', 'Principal', 'SourceArn'] },
  'AWS::Logs::LogGroup': { kept: ['KmsKeyId', 'LogGroupName', 'RetentionInDays', 'Tags'] },
  'AWS::Logs::MetricFilter': { kept: ['FilterPattern', 'LogGroupName', 'MetricTransformations'] },
  'AWS::S3::Bucket': { kept: ['PublicAccessBlockConfiguration', 'VersioningConfiguration'] },
  'AWS::S3::BucketPolicy': { kept: ['Bucket', 'PolicyDocument'] },
  'AWS::SNS::Topic': {
    kept: ['Tags', 'TopicName'],
    dropped: { KmsMasterKeyId: 'alarms reach nobody on this machine' },
  },
  'AWS::SNS::TopicPolicy': { kept: ['PolicyDocument', 'Topics'] },
  'AWS::SQS::Queue': {
    kept: words('MessageRetentionPeriod QueueName RedrivePolicy SqsManagedSseEnabled Tags VisibilityTimeout'),
  },
  'AWS::SQS::QueuePolicy': { kept: ['PolicyDocument', 'Queues'] },
  'AWS::Scheduler::Schedule': {
    kept: ['Description', 'FlexibleTimeWindow', 'Name', 'ScheduleExpression', 'Target'],
  },
  'AWS::StepFunctions::StateMachine': {
    kept: words(
      'DefinitionString DefinitionSubstitutions LoggingConfiguration RoleArn StateMachineName StateMachineType Tags',
    ),
  },
};

/**
 * Properties of the templates that nobody has looked at on this emulator yet: they may be dropped without a word. Look with the
 * service's own API, then add them to `kept` or `dropped` above, or a gap beside the others.
 */
export const unchecked = (stacks: readonly SynthesisedStack[], gaps: readonly Gap[]): readonly string[] => {
  const found = stacks
    .flatMap(({ resources }) => resources)
    .flatMap(({ type, properties }) => {
      const { kept = [], dropped = {} } = checked[type] ?? {};
      const known = new Set([
        ...kept,
        ...Object.keys(dropped),
        ...gaps.filter((one) => one.type === type).map((one) => one.property),
      ]);
      return Object.keys(properties).flatMap((property) =>
        known.has(property) ? [] : [`${type} ${property}`],
      );
    });
  return [...new Set(found)].toSorted();
};
