import type { APIGatewayProxyEvent } from 'aws-lambda';
import { parseJson } from '../kernel/canonical.ts';
import { ok, problem, refuse, type Result } from '../kernel/problem.ts';

/** Largest body that a command may have, bytes. Photos and signed papers do not travel in it. */
export const bodyLimit = 1_000_000;

export interface Body {
  readonly original: string;
  readonly json: unknown;
}

const contentType = (event: APIGatewayProxyEvent): string =>
  Object.entries(event.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';

/** Reads a JSON body: its type, size and syntax, each fault by its name. */
export const readBody = (event: APIGatewayProxyEvent): Result<Body> => {
  const given = contentType(event);
  if (!/^application\/json\s*(;|$)/i.test(given)) {
    return refuse(problem('CONTENT_TYPE', { given: given === '' ? '(none)' : given.slice(0, 80) }));
  }
  const raw = event.body ?? '';
  const original = event.isBase64Encoded ? Buffer.from(raw, 'base64').toString('utf8') : raw;
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(given)?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    return refuse(problem('CONTENT_TYPE', { given: given.slice(0, 80) }));
  }
  // The gateway puts this character where bytes were no UTF-8: what was meant is lost, and must not be kept as if it were said.
  if (original.includes('\ufffd')) return refuse(problem('BODY_NOT_UTF8'));
  const bytes = Buffer.byteLength(original);
  if (bytes === 0) return refuse(problem('BODY_MISSING'));
  if (bytes > bodyLimit) return refuse(problem('BODY_TOO_LARGE', { bytes, limit: bodyLimit }));
  try {
    return ok({ original, json: parseJson(original) });
  } catch (error) {
    // The parser's message quotes the body, which may hold personal data: only its kind and place are passed on.
    const place = error instanceof Error ? (/position \d+/.exec(error.message)?.[0] ?? 'syntax') : 'syntax';
    return refuse(problem('BODY_NOT_JSON', { reason: place }));
  }
};
