import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bodyLimit } from '../../../shared/lambda/body.ts';
import { apiEvent } from '../../builders/api-event.ts';
import { county, stationBody } from '../../builders/parties.ts';
import { lambdaContext } from '../../builders/queue-event.ts';
import { httpWith } from '../../../functions/registration/http.ts';
import { dependencies } from '../../../functions/registration/dependencies.ts';
import { makeStage, tableName, type Stage } from '../../builders/stage.ts';

let stage: Stage;
beforeEach(() => {
  stage = makeStage();
});
const headers = { 'content-type': 'application/json', 'idempotency-key': 'command-1' };
const call = async (given: Parameters<typeof apiEvent>[0] & { readonly base64?: boolean }) => {
  const handler = httpWith(() => dependencies(stage.world.requestHandler));
  const event = apiEvent({ headers, caller: county, ...given });
  const answer = await handler({ ...event, isBase64Encoded: given.base64 ?? false }, lambdaContext);
  return { ...answer, body: JSON.parse(answer.body) };
};
const body = JSON.stringify(stationBody());

describe('what the chain refuses before a handler sees it: nothing is read, nothing is written', () => {
  it.each([
    ['malformed JSON', { body: '{"kind": "KEY_UNIT"' }, 400, 'BODY_NOT_JSON'],
    ['no body', { body: '' }, 400, 'BODY_MISSING'],
    [
      'another content type',
      { body, headers: { ...headers, 'content-type': 'text/plain' } },
      415,
      'CONTENT_TYPE',
    ],
    ['no content type', { body, headers: { 'idempotency-key': 'command-1' } }, 415, 'CONTENT_TYPE'],
    ['a body over the limit', { body: JSON.stringify({ x: 'x'.repeat(bodyLimit) }) }, 413, 'BODY_TOO_LARGE'],
    [
      'a body over the limit in bytes, not in characters',
      { body: JSON.stringify('雷'.repeat(bodyLimit / 3)) },
      413,
      'BODY_TOO_LARGE',
    ],
    [
      'no idempotency key',
      { body, headers: { 'content-type': 'application/json' } },
      400,
      'IDEMPOTENCY_KEY_MISSING',
    ],
    [
      'an idempotency key of other signs',
      { body, headers: { ...headers, 'idempotency-key': 'a b c d e f#' } },
      400,
      'IDEMPOTENCY_KEY_MISSING',
    ],
    ['JSON that is no object', { body: '[]' }, 422, 'FIELD_INVALID'],
    ['null', { body: 'null' }, 422, 'FIELD_INVALID'],
    ['a number that is none', { body: body.replace('120.126', '1e400') }, 422, 'NUMBER_NOT_FINITE'],
    ['an unknown path', { body, resource: '/v1/nothing' }, 404, 'ROUTE_UNKNOWN'],
    ['another method', { body, method: 'PUT' }, 404, 'ROUTE_UNKNOWN'],
    ['a path of another capability', { body, resource: '/v1/reports' }, 404, 'ROUTE_UNKNOWN'],
  ])('%s', async (_, given, status, code) => {
    const answer = await call(given);
    expect([answer.statusCode, answer.body.code]).toEqual([status, code]);
    expect(answer.headers?.['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ requestId: 'req-test', type: `urn:leian:problem:${code}` });
    expect(answer.body.detail.zh).toMatch(/[一-鿿]/);
    expect(stage.world.counts().calls).toBe(0);
    expect(stage.world.items(tableName)).toEqual([]);
  });

  it('a body as base64 is read like any other', async () => {
    const twice = Buffer.from(body.replace('"330106"', '"999999"')).toString('base64');
    const answer = await call({ body: twice, base64: true });
    expect(answer.body.code).toBe('DIVISION_UNKNOWN');
  });

  it.each([
    ['an unknown role', { role: 'king' }],
    ['an officer without an office', { office: '' }],
    ['no principal', { principal: '' }],
  ])('a caller with %s is nobody: 401', async (_, change) => {
    const handler = httpWith(() => dependencies(stage.world.requestHandler));
    const event = apiEvent({ headers, body, caller: county });
    event.requestContext.authorizer = { ...county, ...change };
    expect((await handler(event, lambdaContext)).statusCode).toBe(401);
  });
});

describe('what is not foreseen', () => {
  it('is 500 with a request id to quote, and says nothing of what went wrong', async () => {
    stage.world.inject({ fault: 'deny', operation: 'dynamodb.' });
    const answer = await call({ body });
    expect([answer.statusCode, answer.body.code]).toEqual([500, 'INTERNAL']);
    expect(JSON.stringify(answer)).not.toMatch(/injected|dynamodb|not authorized/);
  });

  it('a missing setting fails the request, not the process: the next one works', async () => {
    const { TABLE_NAME } = process.env;
    vi.stubEnv('TABLE_NAME', '');
    const handler = httpWith(() => dependencies(stage.world.requestHandler));
    const event = apiEvent({ method: 'GET', resource: '/v1/health' });
    expect((await handler(event, lambdaContext)).statusCode).toBe(500);
    vi.stubEnv('TABLE_NAME', TABLE_NAME ?? '');
    expect((await handler(event, lambdaContext)).statusCode).toBe(200);
  });
});
