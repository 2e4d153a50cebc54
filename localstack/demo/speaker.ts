import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import type { Claims } from '../claims.ts';
import type { Running } from '../running.ts';
import { Broken, type Answer, type Speaker } from './scene.ts';

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};

/** Somebody with a token of the given claims; the token is made once and lives 15 minutes. */
export const speaker = (world: Running, claims: Claims): Speaker => {
  let token: Promise<string> | undefined;
  const headers = async (): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await (token ??= world.tokenFor(claims))}`,
  });
  return {
    get: async (path) => await read(await fetch(`${world.api.url}${path}`, { headers: await headers() })),
    post: async (path, body, key = randomUUID()) =>
      await read(
        await fetch(`${world.api.url}${path}`, {
          method: 'POST',
          headers: { ...(await headers()), 'content-type': 'application/json', 'idempotency-key': key },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      ),
  };
};

/** The answer's body by its schema, or the story of what came instead. */
export const expectAnswer = async <T>(
  answer: Promise<Answer>,
  status: number,
  schema: z.ZodType<T>,
): Promise<T> => {
  const given = await answer;
  const parsed = schema.safeParse(given.body);
  if (given.status !== status || !parsed.success) {
    throw new Broken(`expected ${status}, got ${given.status}: ${JSON.stringify(given.body).slice(0, 600)}`);
  }
  return parsed.data;
};

/** Asks again until the answer satisfies, for at most `seconds`; then says what came last. */
export const until = async <T>(what: string, ask: () => Promise<T | undefined>, seconds = 30): Promise<T> => {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Broken(`waited ${seconds} s in vain: ${what}`);
};
