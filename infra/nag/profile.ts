/** A rule of a pack that our design does not meet on purpose, everywhere or on the constructs whose path `where` matches. */
export interface Exception {
  /** Exact id of the rule, or a pattern where the id carries the finding (`AwsSolutions-IAM5[Resource::…]`). */
  readonly rule: string | RegExp;
  /** Path of the construct without its stage. Unset = wherever the rule fires. */
  readonly where?: RegExp;
  readonly reason: string;
}

const china =
  'China has no X-Ray for Lambda (architecture.md): correlation ids run through events and logs instead.';

/**
 * The reviewed profile: what three packs ask for and this house does otherwise. It holds for every stage. What concerns a
 * single resource is waived beside that resource (`waive`), at most ten per stage. A test shows that each entry still fires without it.
 */
export const profile: readonly Exception[] = [
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:<AWS::Partition>:logs:[\w-]+:<AWS::AccountId>:log-group:\/aws\/lambda\/leian-[\w-]+:log-stream:\*\]$/,
    where: /\/Role\/Resource$/,
    reason:
      'Lambda names the streams of a log group itself: the group, its own and no other, is all that can be named.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::(?:leian-\d\d-records:ExportsOutput\w*Archive\w+|<Archive\w+\.Arn>)\/(?:originals|ledger)\/\*\]$/,
    reason:
      'Objects are named by their digest, which nobody knows before they exist; bucket and folder are named.',
  },
  {
    rule: 'AwsSolutions-SQS3',
    where: /Dlq\/Resource$/,
    reason:
      'It is a dead-letter queue itself (of a stream, a schedule, a rule), which the rule does not recognise.',
  },
  {
    rule: 'Serverless-SQSRedrivePolicy',
    where: /Dlq\/Resource$/,
    reason: 'A dead-letter queue has no dead-letter queue: its alarm calls a person.',
  },
  { rule: 'AwsSolutions-SF2', reason: china },
  { rule: 'Serverless-LambdaTracing', reason: china },
  { rule: 'Serverless-StepFunctionStateMachineXray', reason: china },
  { rule: 'Serverless-APIGWXrayEnabled', reason: china },
  {
    rule: 'AwsSolutions-COG4',
    reason:
      'China has no Cognito user pools: people sign in at their province’s own OIDC provider, our authorizer proves the token.',
  },
  {
    rule: 'AwsSolutions-APIG2',
    reason:
      'The functions check against the contract and name every fault in Chinese and English; the gateway names one, in English.',
  },
  {
    rule: 'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted',
    reason:
      'Answers depend on who asks and must never be shared; a cache also costs more than an idle province may.',
  },
  {
    rule: 'NIST.800.53.R5-APIGWSSLEnabled',
    reason:
      'A client certificate proves the gateway to an HTTP backend. Ours is Lambda, which knows its caller by IAM.',
  },
  {
    rule: 'NIST.800.53.R5-DynamoDBInBackupPlan',
    reason:
      'Point-in-time recovery is on and covers 35 days. Older states have no copy: the archive holds originals only (docs/operate.md, 6).',
  },
  {
    rule: 'NIST.800.53.R5-S3BucketReplicationEnabled',
    reason:
      'Data of a province stays in the region of its settings; S3 keeps it in three zones, Object Lock keeps it from people.',
  },
  {
    rule: 'NIST.800.53.R5-IAMNoInlinePolicy',
    reason:
      'One role per function, its rights beside it: a policy that can be attached elsewhere would be shared sooner or later.',
  },
  {
    rule: 'NIST.800.53.R5-LambdaConcurrency',
    reason:
      'Consumers are limited where their work comes from, HTTP by the stage’s throttle; reserving for all would starve the account’s pool.',
  },
  {
    rule: 'NIST.800.53.R5-LambdaDLQ',
    reason:
      'Nothing invokes a function asynchronously: gateway and machine wait, queues, stream and schedule have dead letters of their own.',
  },
  { rule: 'Serverless-LambdaDLQ', reason: 'As NIST.800.53.R5-LambdaDLQ.' },
  {
    rule: 'NIST.800.53.R5-LambdaInsideVPC',
    reason:
      'No VPC: no function opens a port, all it calls are AWS endpoints under IAM (and the keys of an OIDC provider).',
  },
  {
    rule: 'Serverless-LambdaEventSourceMappingDestination',
    where: /Feed$/,
    reason:
      'Feeds from a queue: failures go to the queue’s own dead letters. The one from the stream has a destination.',
  },
];
