import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { JWTPayload } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { handler as authorizer } from '../../../functions/access-authorizer/authorizer.ts';
import { log } from '../../../shared/lambda/log.ts';
import { apiEvent } from '../../builders/api-event.ts';
import { anIssuer, goodClaims, makePair, type Pair } from '../../builders/issuers.ts';

const methodArn = 'arn:aws-cn:execute-api:cn-north-1:000000000000:api/live/GET/v1/subjects';
const requestOf = (headers: Record<string, string>): APIGatewayRequestAuthorizerEvent => {
  const { requestContext, multiValueQueryStringParameters: _, ...event } = apiEvent({ method: 'GET' });
  return {
    ...event,
    ...{ type: 'REQUEST', methodArn, headers, multiValueQueryStringParameters: null },
    requestContext: { ...requestContext, authorizer: undefined },
  };
};

let pair: Pair;
let handler: typeof authorizer;
let lines: string[];
const entry = anIssuer({ name: 'officers', roles: ['officer'], relations: ['office'] });
/** A new process of the function, with these issuers. */
const start = async (...issuers: readonly object[]): Promise<void> => {
  vi.resetModules();
  vi.stubEnv('ISSUERS', JSON.stringify(issuers));
  ({ handler } = await import('../../../functions/access-authorizer/authorizer.ts'));
};
beforeEach(async () => {
  lines = [];
  for (const method of ['debug', 'info', 'warn', 'error', 'log'] as const)
    vi.spyOn(console, method).mockImplementation((...given: unknown[]) => {
      lines.push(given.map(String).join(' '));
    });
  log.setLogLevel('INFO');
  pair = await makePair('k1');
  await start({ ...entry, jwks: { keys: [pair.jwk] } });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});
const present = async (claims: JWTPayload) =>
  await handler(requestOf({ Authorization: `Bearer ${await pair.sign(goodClaims(entry, claims))}` }));
const codes = (): readonly string[] => lines.map((line) => String(JSON.parse(line).message));

describe('the authorizer', () => {
  it('hands on who calls, and nothing that the token said of the person', async () => {
    const said = { role: 'officer', office: '330106', name: '王小明', person: 'reference-of-wang' };
    const { principalId, context, policyDocument } = await present({ ...said, sub: 'wang@zj.example' });
    expect(context).toEqual({
      issuer: 'officers',
      principal: principalId,
      role: 'officer',
      office: '330106',
      person: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(policyDocument.Statement).toEqual([
      {
        Action: 'execute-api:Invoke',
        Effect: 'Allow',
        Resource: 'arn:aws-cn:execute-api:cn-north-1:000000000000:api/live/*',
      },
    ]);
    expect(JSON.stringify([principalId, context, lines])).not.toMatch(/wang|王小明/);
  });

  it.each([
    ['TOKEN_REFUSED', { exp: 1, iat: 0 }],
    ['CLAIM_REFUSED', { role: 'unit', subject: 'sub_01KJ0RG0000000000000000000' }],
    ['CLAIM_REFUSED', { office: '310000' }],
  ])('rings with %s, answers Unauthorized, and logs no claim', async (code, claims) => {
    const personal = {
      sub: 'wang@zj.example',
      name: '王小明',
      phone: '13800001111',
      person: 'reference-of-wang',
    };
    await expect(present({ role: 'officer', office: '330106', ...personal, ...claims })).rejects.toThrow(
      /^Unauthorized$/,
    );
    expect(codes()).toEqual([code]);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ issuer: 'officers', requestId: 'req-test' });
    expect(lines.join()).not.toMatch(/wang|王小明|13800001111|eyJ/);
  });

  it.each([
    ['no header', {}],
    ['another scheme', { Authorization: 'Basic d2FuZzpzZWNyZXQ=' }],
    ['no token', { Authorization: 'Bearer ' }],
    ['two parts', { Authorization: 'Bearer d2FuZw.d2FuZw' }],
    ['no JSON', { authorization: 'Bearer d2FuZw.d2FuZw.d2FuZw' }],
    ['a line break', { Authorization: 'Bearer a.b.c\nd2FuZw' }],
  ])('refuses %s', async (_, headers) => {
    await expect(handler(requestOf(headers))).rejects.toThrow(/^Unauthorized$/);
    expect(codes()).toEqual(['TOKEN_REFUSED']);
    expect(lines.join()).not.toContain('d2FuZ');
  });

  it('does not call a token bad because its issuer is down: one line, and an error that may be repeated', async () => {
    await start({ ...entry, jwksUri: 'http://127.0.0.1:1/keys' });
    await expect(present({ role: 'officer', office: '330106' })).rejects.toThrow(
      'the issuer of the token cannot be asked',
    );
    expect(codes()).toEqual(['ISSUER_FAILED']);
    await expect(present({ role: 'officer', office: '330106' })).rejects.toThrow('cannot be asked');
    expect(codes()).toEqual(['ISSUER_FAILED', 'ISSUER_FAILED']);
  });

  it('without issuers nobody gets in', async () => {
    await start();
    await expect(present({ role: 'officer', office: '330106' })).rejects.toThrow(/^Unauthorized$/);
    vi.stubEnv('ISSUERS', '');
    vi.resetModules();
    ({ handler } = await import('../../../functions/access-authorizer/authorizer.ts'));
    await expect(present({ role: 'officer', office: '330106' })).rejects.toThrow(/^Unauthorized$/);
    expect(codes()).toEqual(['TOKEN_REFUSED', 'TOKEN_REFUSED']);
  });
});
