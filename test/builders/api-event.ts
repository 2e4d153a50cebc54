import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Caller } from '../../shared/access/caller.ts';

interface Parts {
  readonly method?: string;
  readonly resource?: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly caller?: Caller;
  /** In place of the caller: anything at all. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
  readonly requestId?: string;
}

/** The path as asked: the resource with its parameters filled in. */
const pathOf = ({ resource = '/v1/subjects', path = {} }: Parts): string =>
  resource.replaceAll(/\{(\w+)\}/g, (whole, name: string) => path[name] ?? whole);

/** A request as the gateway hands it to a function. */
export const apiEvent = (parts: Parts): APIGatewayProxyEvent => ({
  body: parts.body ?? null,
  headers: { ...parts.headers },
  multiValueHeaders: {},
  httpMethod: parts.method ?? 'POST',
  isBase64Encoded: false,
  path: pathOf(parts),
  pathParameters: parts.path === undefined ? null : { ...parts.path },
  queryStringParameters: parts.query === undefined ? null : { ...parts.query },
  multiValueQueryStringParameters: null,
  stageVariables: null,
  resource: parts.resource ?? '/v1/subjects',
  requestContext: {
    accountId: '000000000000',
    apiId: 'api',
    authorizer: parts.authorizer ?? (parts.caller === undefined ? null : { ...parts.caller }),
    protocol: 'HTTP/1.1',
    httpMethod: parts.method ?? 'POST',
    identity: {
      accessKey: null,
      accountId: null,
      apiKey: null,
      apiKeyId: null,
      caller: null,
      clientCert: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: '127.0.0.1',
      user: null,
      userAgent: null,
      userArn: null,
    },
    path: `/live${pathOf(parts)}`,
    stage: 'live',
    requestId: parts.requestId ?? 'req-test',
    requestTimeEpoch: 0,
    resourceId: 'r',
    resourcePath: parts.resource ?? '/v1/subjects',
  },
});
