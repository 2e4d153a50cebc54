import { Stack, Stage, Validations, aws_lambda as lambda, type App } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { buildHouse } from '../../infra/house.ts';
import { absentOptions, absentTypes } from '../../infra/nag/absent-in-china.ts';
import { judge } from '../../infra/nag/house-pack.ts';
import { houseRules, type Resource } from '../../infra/nag/house-rules.ts';
import { packs, plugins } from '../../infra/nag/plugins.ts';
import { profile } from '../../infra/nag/profile.ts';
import { allFindings, covers } from '../../infra/nag/reviewed-pack.ts';
import { emptyBundles, newApp, province, somePublicKeys } from './house.ts';

const stages = ['province-33', 'nation', 'local-33'];
const house = (): App => {
  const app = newApp();
  buildHouse(app, { bundles: emptyBundles(), publicKeys: somePublicKeys(), stages });
  return app;
};
/** What the packs find without our profile; waivers on single resources are in force. */
const judged = house();
judged.synth();
const raw = packs().flatMap((pack) => allFindings(pack.validateScope(judged)));

test('the three packs and our own rules find nothing that the profile does not cover', () => {
  expect(raw.filter((finding) => !profile.some((exception) => covers(exception, finding)))).toEqual([]);
  const app = house();
  Validations.of(app).addPlugins(...plugins());
  expect(() => app.synth()).not.toThrow();
});

test.each(profile.map((exception) => [String(exception.rule), exception] as const))(
  'without the profile %s would fire',
  (_, exception) => {
    expect(raw.some((finding) => covers(exception, finding))).toBe(true);
    expect(exception.reason.length).toBeGreaterThan(20);
  },
);

test('a stage has at most ten waivers of its own, each with a reason', () => {
  for (const id of stages) {
    const stage = house().node.findChild(id);
    const waivers = stage.node
      .findAll()
      .flatMap((node) =>
        node.node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY),
      )
      .flatMap(({ data }: { data: unknown }) =>
        Object.values(typeof data === 'object' && data !== null ? data : {}),
      );
    expect(waivers.length).toBeLessThanOrEqual(10);
    for (const reason of waivers) expect(String(reason).length).toBeGreaterThan(10);
  }
});

test('a synthesis that breaks a rule fails and says which', () => {
  const app = newApp();
  const stack = new Stack(new Stage(app, 'bad'), 'bad');
  new lambda.CfnFunction(stack, 'Traced', { code: {}, role: 'r', tracingConfig: { mode: 'Active' } });
  Validations.of(app).addPlugins(...plugins());
  expect(() => app.synth()).toThrow(/exists-in-china/);
});

const allow = (statement: object) => ({
  Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } }],
});
const broken: Record<string, Omit<Resource, 'id'>> = {
  'named-actions': { type: 'AWS::IAM::Role', properties: allow({ Action: 's3:*', Resource: 'x' }) },
  'own-grants': { type: 'AWS::IAM::Role', properties: { ManagedPolicyArns: ['x'] } },
  'nobody-is-everybody': {
    type: 'AWS::SQS::QueuePolicy',
    properties: { PolicyDocument: { Statement: { Effect: 'Allow', Principal: '*' } } },
  },
  'own-role': { type: 'AWS::Lambda::Function', properties: { Role: 'shared' } },
  'regional-endpoint': { type: 'AWS::ApiGateway::RestApi', properties: {} },
  'exists-in-china': { type: 'AWS::Cognito::UserPool', properties: {} },
  'any-partition': { type: 'AWS::SQS::Queue', properties: { X: 'arn:aws-cn:sqs:cn-north-1:1:q' } },
  'alarm-with-runbook': { type: 'AWS::CloudWatch::Alarm', properties: { AlarmDescription: 'red' } },
  'logs-half-a-year': { type: 'AWS::Logs::LogGroup', properties: { RetentionInDays: 30 } },
};
test.each(houseRules.map(({ id }) => id))('our rule %s fires on what it forbids', (id) => {
  const bad = broken[id] ?? { type: 'none', properties: {} };
  const resources = [
    { id: 'A', ...bad },
    { id: 'B', ...bad },
  ];
  expect(judge(resources).map(({ rule }) => rule)).toContain(id);
});

test.each([...absentTypes])('China lacks %s: a template with it is refused', (prefix) => {
  expect(judge([{ id: 'A', type: `${prefix}Thing`, properties: {} }])).toMatchObject([
    { rule: 'exists-in-china' },
  ]);
});

const options: Record<string, object> = {
  'X-Ray with Lambda': { TracingConfig: { Mode: 'Active' }, Role: 'a' },
  'X-Ray with API Gateway': { TracingEnabled: true },
  'X-Ray with Step Functions': { TracingConfiguration: { Enabled: true } },
  'HTTP tasks': { DefinitionString: '{"Resource":"arn:${Partition}:states:::http:invoke"}' },
  'edge endpoints': { EndpointConfiguration: { Types: ['EDGE'] } },
  'firewalls at the edge': { Scope: 'CLOUDFRONT' },
  'Cognito user pools': { Type: 'COGNITO_USER_POOLS' },
};
test.each(absentOptions.map(({ type, what }) => [type, what] as const))('%s: %s is refused', (type, what) => {
  expect(judge([{ id: 'A', type, properties: { ...options[what] } }]).map(({ rule }) => rule)).toContain(
    'exists-in-china',
  );
});

test('no template of a province needs anything that China lacks', () => {
  expect(province().flatMap(({ resources }) => judge(resources))).toEqual([]);
});
