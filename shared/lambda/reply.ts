import type { APIGatewayProxyResult } from 'aws-lambda';
import { catalogue } from '../kernel/problem-catalogue.ts';
import type { Refusal } from '../kernel/problem.ts';
import { etagOf, isHeld, type Shown } from './match.ts';

/** A successful answer. `body` is made of plain JSON values. */
export interface Reply {
  readonly status: 200 | 201 | 202;
  readonly body: object;
  /** Body already serialised: the stored answer of an earlier, identical command. */
  readonly stored?: string;
  /** The one record that the body shows: its id and version become the ETag. */
  readonly record?: Shown;
}

const headers = (type: string, requestId: string) => ({
  'content-type': `${type}; charset=utf-8`,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-request-id': requestId,
});

/** The answer, or 304 without a body when the client holds it already (`ifNoneMatch`; reads of a single record only). */
export const reply = (given: Reply, requestId: string, ifNoneMatch?: string): APIGatewayProxyResult => {
  const body = given.stored ?? JSON.stringify(given.body);
  const etag = given.record === undefined ? undefined : etagOf(given.record, body);
  const held = etag !== undefined && isHeld(ifNoneMatch, etag);
  return {
    statusCode: held ? 304 : given.status,
    headers: {
      ...headers('application/json', requestId),
      ...(etag === undefined ? {} : { etag, vary: 'authorization' }),
      ...(given.stored === undefined ? {} : { 'idempotent-replay': 'true' }),
    },
    body: held ? '' : body,
  };
};

/** Problem JSON (RFC 9457) with every fault, in Chinese and English, and the request id to quote. */
export const problemReply = (refusal: Refusal, requestId: string): APIGatewayProxyResult => {
  const { status, retryable } = catalogue[refusal.code];
  const [first] = refusal.problems;
  return {
    statusCode: status,
    headers: headers('application/problem+json', requestId),
    body: JSON.stringify({
      type: `urn:leian:problem:${refusal.code}`,
      title: first?.en ?? refusal.code,
      status,
      code: refusal.code,
      detail: { zh: first?.zh ?? '', en: first?.en ?? '' },
      retryable,
      requestId,
      problems: refusal.problems,
    }),
  };
};
