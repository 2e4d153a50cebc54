import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { catalogue } from '../../shared/kernel/problem-catalogue.ts';
import { problem, type Parameters, type ProblemCode } from '../../shared/kernel/problem.ts';

interface Answer {
  readonly type: apigateway.ResponseType;
  readonly status: number;
  readonly code: ProblemCode;
  readonly parameters?: Parameters;
}
const of = apigateway.ResponseType;

/** The gateway's own limit; our handlers refuse a body over 1 MB before it gets near. */
const gatewayLimitBytes = 10 * 1024 * 1024;

/** What the gateway says when it answers without a function, with the codes of our own catalogue. */
export const gatewayAnswers: readonly Answer[] = [
  { type: of.UNAUTHORIZED, status: 401, code: 'TOKEN_MISSING' },
  { type: of.ACCESS_DENIED, status: 403, code: 'FORBIDDEN', parameters: { reason: 'policy' } },
  { type: of.EXPIRED_TOKEN, status: 401, code: 'TOKEN_MISSING' },
  { type: of.INVALID_SIGNATURE, status: 401, code: 'TOKEN_MISSING' },
  { type: of.INVALID_API_KEY, status: 403, code: 'FORBIDDEN', parameters: { reason: 'API key' } },
  { type: of.WAF_FILTERED, status: 403, code: 'FORBIDDEN', parameters: { reason: 'firewall / 防火墙' } },
  // What AWS calls a missing authentication token is, without IAM, simply a path or method that does not exist.
  {
    type: of.MISSING_AUTHENTICATION_TOKEN,
    status: 404,
    code: 'ROUTE_UNKNOWN',
    parameters: { route: 'see GET /v1/openapi.json / 见 GET /v1/openapi.json' },
  },
  {
    type: of.RESOURCE_NOT_FOUND,
    status: 404,
    code: 'ROUTE_UNKNOWN',
    parameters: { route: 'see GET /v1/openapi.json / 见 GET /v1/openapi.json' },
  },
  {
    type: of.REQUEST_TOO_LARGE,
    status: 413,
    code: 'BODY_TOO_LARGE',
    parameters: { bytes: `>${gatewayLimitBytes}`, limit: 1024 * 1024 },
  },
  { type: of.UNSUPPORTED_MEDIA_TYPE, status: 415, code: 'CONTENT_TYPE', parameters: { given: '?' } },
  { type: of.BAD_REQUEST_BODY, status: 400, code: 'BODY_NOT_JSON', parameters: { reason: 'gateway' } },
  { type: of.BAD_REQUEST_PARAMETERS, status: 400, code: 'FIELD_INVALID', parameters: { reason: 'gateway' } },
  { type: of.THROTTLED, status: 429, code: 'THROTTLED' },
  { type: of.QUOTA_EXCEEDED, status: 429, code: 'THROTTLED' },
  { type: of.INTEGRATION_FAILURE, status: 503, code: 'UNAVAILABLE' },
  { type: of.INTEGRATION_TIMEOUT, status: 504, code: 'UNAVAILABLE' },
  { type: of.AUTHORIZER_FAILURE, status: 500, code: 'INTERNAL' },
  { type: of.AUTHORIZER_CONFIGURATION_ERROR, status: 500, code: 'INTERNAL' },
  { type: of.API_CONFIGURATION_ERROR, status: 500, code: 'INTERNAL' },
  { type: of.DEFAULT_4XX, status: 400, code: 'FIELD_INVALID', parameters: { reason: 'gateway' } },
  { type: of.DEFAULT_5XX, status: 503, code: 'UNAVAILABLE' },
];

/**
 * Body template of one answer: the same Problem JSON (RFC 9457) that our functions give. All texts are ours; of the
 * request nothing comes in but the id that the gateway gave it, so nothing can break out of the quotes.
 */
const body = ({ code, parameters, status }: Answer): string => {
  const first = problem(code, parameters ?? {});
  return JSON.stringify({
    type: `urn:leian:problem:${code}`,
    title: first.en,
    status,
    code,
    detail: { zh: first.zh, en: first.en },
    retryable: catalogue[code].retryable,
    requestId: '$context.requestId',
    problems: [first],
  });
};

export const addGatewayAnswers = (api: apigateway.RestApi): void => {
  for (const answer of gatewayAnswers) {
    api.addGatewayResponse(`Answer${answer.type.responseType}`, {
      type: answer.type,
      statusCode: String(answer.status),
      responseHeaders: {
        'Content-Type': "'application/problem+json; charset=utf-8'",
        'Cache-Control': "'no-store'",
        'X-Content-Type-Options': "'nosniff'",
        ...(answer.status === 429 ? { 'Retry-After': "'1'" } : {}),
        ...(answer.status === 401 ? { 'WWW-Authenticate': "'Bearer'" } : {}),
      },
      templates: { 'application/json': body(answer) },
    });
  }
};
