import type { Resource } from './house-rules.ts';

/** Types, by prefix, that the China regions do not have or that mean something else there. */
export const absentTypes = [
  'AWS::Cognito::',
  'AWS::SES::',
  'AWS::XRay::',
  'AWS::FIS::',
  'AWS::S3Tables::',
  'AWS::CloudFront::',
  'AWS::Lambda::Url',
  'AWS::GlobalAccelerator::',
] as const;

/** Options, by a pattern over the properties of a type, that only work elsewhere. */
export const absentOptions: readonly {
  readonly type: string;
  readonly pattern: RegExp;
  readonly what: string;
}[] = [
  { type: 'AWS::Lambda::Function', pattern: /"TracingConfig":\{"Mode":"Active"/, what: 'X-Ray with Lambda' },
  { type: 'AWS::ApiGateway::Stage', pattern: /"TracingEnabled":true/, what: 'X-Ray with API Gateway' },
  {
    type: 'AWS::StepFunctions::StateMachine',
    pattern: /"TracingConfiguration":\{"Enabled":true/,
    what: 'X-Ray with Step Functions',
  },
  { type: 'AWS::StepFunctions::StateMachine', pattern: /:states:::http:/, what: 'HTTP tasks' },
  { type: 'AWS::ApiGateway::RestApi', pattern: /"EDGE"/, what: 'edge endpoints' },
  { type: 'AWS::ApiGateway::DomainName', pattern: /"EDGE"/, what: 'edge endpoints' },
  { type: 'AWS::WAFv2::WebACL', pattern: /"Scope":"CLOUDFRONT"/, what: 'firewalls at the edge' },
  { type: 'AWS::ApiGateway::Authorizer', pattern: /"COGNITO_USER_POOLS"/, what: 'Cognito user pools' },
];

/** Whether a resource needs something that China lacks (architecture.md, "AWS services"). */
export const absentInChina = ({ type, properties }: Resource): boolean =>
  absentTypes.some((prefix) => type.startsWith(prefix)) ||
  absentOptions.some((option) => option.type === type && option.pattern.test(JSON.stringify(properties)));
