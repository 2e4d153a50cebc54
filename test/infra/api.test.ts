import { expect, test } from 'vitest';
import { routes } from '../../shared/contracts/routes.ts';
import { gatewayAnswers } from '../../infra/stacks/gateway-answers.ts';
import { ofType, one, province, stackOf, text } from './house.ts';

const methods = ofType(province(), 'AWS::ApiGateway::Method');

test('the API is regional and has one stage, called live, throttled and logged', () => {
  expect(one(province(), 'AWS::ApiGateway::RestApi').properties['EndpointConfiguration']).toEqual({
    Types: ['REGIONAL'],
  });
  expect(one(province(), 'AWS::ApiGateway::Stage').properties).toMatchObject({
    StageName: 'live',
    MethodSettings: [
      { LoggingLevel: 'ERROR', DataTraceEnabled: false, ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    ],
  });
});

test.each(routes.map((route) => [route.id, route] as const))(
  '%s is routed to its capability, behind the authorizer unless open',
  (_, route) => {
    const found = methods.find(({ properties }) => properties['OperationName'] === route.id);
    expect(found?.properties).toMatchObject({
      HttpMethod: route.method,
      AuthorizationType: 'open' in route ? 'NONE' : 'CUSTOM',
      Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' },
    });
    expect(text(found?.properties['Integration'])).toContain(`leian-33-${route.capability}:ExportsOutput`);
  },
);

test('there are no other routes', () => {
  expect(methods).toHaveLength(routes.length);
});

test('access lines carry no query, no body and no token', () => {
  const line = text(one(province(), 'AWS::ApiGateway::Stage').properties['AccessLogSetting']);
  expect(line).toContain('$context.requestId');
  expect(line).not.toMatch(/querystring|body|authorization/i);
});

/** Types that API Gateway knows; each answers in our shape. */
const types = [
  ...[
    'ACCESS_DENIED',
    'API_CONFIGURATION_ERROR',
    'AUTHORIZER_CONFIGURATION_ERROR',
    'AUTHORIZER_FAILURE',
    'BAD_REQUEST_BODY',
  ],
  ...[
    'BAD_REQUEST_PARAMETERS',
    'DEFAULT_4XX',
    'DEFAULT_5XX',
    'EXPIRED_TOKEN',
    'INTEGRATION_FAILURE',
    'INTEGRATION_TIMEOUT',
  ],
  ...[
    'INVALID_API_KEY',
    'INVALID_SIGNATURE',
    'MISSING_AUTHENTICATION_TOKEN',
    'QUOTA_EXCEEDED',
    'REQUEST_TOO_LARGE',
  ],
  ...['RESOURCE_NOT_FOUND', 'THROTTLED', 'UNAUTHORIZED', 'UNSUPPORTED_MEDIA_TYPE', 'WAF_FILTERED'],
];
test.each(types)('the gateway’s own answer %s is Problem JSON in Chinese and English', (type) => {
  const found = ofType(province(), 'AWS::ApiGateway::GatewayResponse').find(
    ({ properties }) => properties['ResponseType'] === type,
  );
  expect(text(found?.properties['ResponseParameters'])).toContain('application/problem+json');
  const templates = found?.properties['ResponseTemplates'];
  const template =
    typeof templates === 'object' && templates !== null && 'application/json' in templates
      ? String(templates['application/json'])
      : '';
  const body: unknown = JSON.parse(template.replace('$context.requestId', 'some-id'));
  expect(body).toMatchObject({
    requestId: 'some-id',
    status: Number(found?.properties['StatusCode']),
    problems: [{}],
  });
  expect(template).toMatch(/"zh":"[^"]*[\u4e00-\u9fff]/);
  expect(template).not.toMatch(/\{\w+\}/);
});

test('who asks too often is told so, and may repeat', () => {
  for (const type of ['THROTTLED', 'QUOTA_EXCEEDED']) {
    const found = ofType(province(), 'AWS::ApiGateway::GatewayResponse').find(
      ({ properties }) => properties['ResponseType'] === type,
    );
    const answer = text(found?.properties['ResponseTemplates']).replaceAll(String.raw`\"`, '"');
    expect(found?.properties['StatusCode'], type).toBe('429');
    expect(answer, type).toContain('"code":"THROTTLED"');
    expect(answer, type).toContain('"retryable":true');
  }
});

test('the answers are 21, one for each type', () => {
  expect(gatewayAnswers.map(({ type }) => type.responseType).sort()).toEqual([...types].sort());
});

test('the firewall stands before the stage and lets a report of 100 points through', () => {
  const acl = text(one(province(), 'AWS::WAFv2::WebACL').properties);
  expect(acl).toMatch(/"ActionToUse":\{"Count":\{\}\},"Name":"SizeRestrictions_BODY"/);
  expect(text(one(province(), 'AWS::WAFv2::WebACLAssociation').properties)).toContain('/stages/');
  expect(text(one(province(), 'AWS::WAFv2::LoggingConfiguration').properties)).toContain('authorization');
});

test('only this API may call its functions', () => {
  const permissions = stackOf(province(), 'api').resources.filter(
    ({ type }) => type === 'AWS::Lambda::Permission',
  );
  expect(permissions.length).toBe(new Set(routes.map(({ capability }) => capability)).size + 1);
  for (const { properties } of permissions) expect(text(properties['SourceArn'])).toContain('execute-api');
});
