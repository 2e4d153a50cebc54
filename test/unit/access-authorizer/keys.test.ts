import { createServer, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keyTimes } from '../../../functions/access-authorizer/keys.ts';
import type { Refused } from '../../../functions/access-authorizer/refused.ts';
import { makeVerifier, type Verifier } from '../../../functions/access-authorizer/verify.ts';
import { systemClock } from '../../../shared/kernel/time.ts';
import { anIssuer, goodClaims, makePair, type Pair } from '../../builders/issuers.ts';

/** An issuer on loopback that publishes its keys, counts who asks, rotates, breaks and goes away. */
const openIssuer = async () => {
  let published: readonly Pair[] = [];
  let breaks: ((response: ServerResponse) => void) | undefined;
  let fetches = 0;
  const server = createServer((_, response) => {
    fetches += 1;
    if (breaks !== undefined) {
      breaks(response);
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: published.map(({ jwk }) => jwk) }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    uri: `http://127.0.0.1:${address.port}/keys`,
    fetches: () => fetches,
    publish: (...pairs: readonly Pair[]): void => {
      published = pairs;
    },
    /** From now on it answers so; undefined: well again. */
    answer: (how: ((response: ServerResponse) => void) | undefined): void => {
      breaks = how;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};

let issuer: Awaited<ReturnType<typeof openIssuer>>;
let verifier: Verifier;
let told: Refused[];
let [first, second]: readonly Pair[] = [];
let entry = anIssuer({ name: 'officers' });
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 2, 1) });
  issuer = await openIssuer();
  told = [];
  [first, second] = [await makePair('first'), await makePair('second')];
  issuer.publish(first);
  entry = anIssuer({ name: 'officers', jwksUri: issuer.uri });
  verifier = makeVerifier(JSON.stringify([entry]), (failure) => told.push(failure));
});
afterEach(async () => {
  await issuer.close();
  vi.useRealTimers();
});

const later = (ms: number): void => {
  vi.setSystemTime(Date.now() + ms);
};
/** What becomes of a good token of an officer, signed with that key, at this moment. */
const present = async (pair: Pair | undefined): Promise<string> => {
  const token = (await pair?.sign(goodClaims(entry, { role: 'officer', office: '330106' }))) ?? '';
  try {
    return (await verifier.verify(token, systemClock())).role;
  } catch (error) {
    return error instanceof Error && 'logCode' in error
      ? `${String(error.logCode)}: ${error.message}`
      : 'other';
  }
};
const unreachable = 'ISSUER_FAILED: the keys of the issuer cannot be fetched';
const noSuchKey = 'TOKEN_REFUSED: ERR_JWKS_NO_MATCHING_KEY';

describe('keys that an issuer publishes', () => {
  it('are fetched once, and kept for ten minutes', async () => {
    for (let n = 0; n < 20; n += 1) expect(await present(first)).toBe('officer');
    expect(issuer.fetches()).toBe(1);
    later(keyTimes.fresh - 1_000);
    expect(await present(first)).toBe('officer');
    expect(issuer.fetches()).toBe(1);
    later(2_000);
    expect(await present(first)).toBe('officer');
    expect(issuer.fetches()).toBe(2);
  });

  it('are fetched once by many who come at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, async () => present(first)));
    expect(new Set(answers)).toEqual(new Set(['officer']));
    expect(issuer.fetches()).toBe(1);
  });

  it('rotate: an unknown key id asks again at once, and both keys serve while both are published', async () => {
    expect(await present(first)).toBe('officer');
    if (first === undefined || second === undefined) throw new TypeError('two keys');
    issuer.publish(first, second);
    later(keyTimes.pause + 1);
    expect(await present(second)).toBe('officer');
    expect(await present(first)).toBe('officer');
    expect(issuer.fetches()).toBe(2);
    issuer.publish(second);
    later(keyTimes.fresh + 1);
    expect(await present(second)).toBe('officer');
    expect(await present(first)).toBe(noSuchKey);
  });

  it('tokens with invented key ids make it ask at most once in half a minute', async () => {
    expect(await present(first)).toBe('officer');
    for (let n = 0; n < 50; n += 1) {
      expect(await present(await makePair(`invented-${n}`))).toBe(noSuchKey);
      later(1_000);
    }
    expect(issuer.fetches()).toBeLessThanOrEqual(3);
    expect(told).toEqual([]);
  });

  it('a key of the right id and another holder proves nothing', async () => {
    expect(await present(await makePair('first'))).toBe(
      'TOKEN_REFUSED: ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    );
  });
});

describe('an issuer that is down', () => {
  it('before it ever answered: nobody is called a liar, everybody is told to come again', async () => {
    await issuer.close();
    expect(await present(first)).toBe(unreachable);
    expect(told.map(({ logCode, issuer: name }) => [logCode, name])).toEqual([['ISSUER_FAILED', 'officers']]);
  });

  it('is left alone for half a minute, then asked again; well again, it serves', async () => {
    issuer.answer((response) => response.writeHead(503).end());
    for (let n = 0; n < 10; n += 1) expect(await present(first)).toBe(unreachable);
    expect(issuer.fetches()).toBe(1);
    issuer.answer(undefined);
    expect(await present(first)).toBe(unreachable);
    later(keyTimes.pause + 1);
    expect(await present(first)).toBe('officer');
    expect(issuer.fetches()).toBe(2);
  });

  it('its last keys serve for an hour, and not a moment longer', async () => {
    expect(await present(first)).toBe('officer');
    issuer.answer((response) => response.writeHead(500).end());
    for (let minutes = 0; minutes < 59; minutes += 1) {
      later(60_000);
      expect(await present(first)).toBe('officer');
    }
    expect(told.length).toBeGreaterThan(10);
    later(60_000);
    expect(await present(first)).toBe(unreachable);
    issuer.answer(undefined);
    later(keyTimes.pause + 1);
    expect(await present(first)).toBe('officer');
  });

  it('while it rotates: the new key is not called wrong, the old one goes on', async () => {
    expect(await present(first)).toBe('officer');
    issuer.answer((response) => response.writeHead(502).end());
    later(keyTimes.pause + 1);
    expect(await present(second)).toBe(unreachable);
    expect(await present(first)).toBe('officer');
  });

  it.each([
    ['a page in place of keys', (response: ServerResponse) => response.end('<html>')],
    ['JSON that is no key set', (response: ServerResponse) => response.end('{"keys": 1}')],
    ['another address', (response: ServerResponse) => response.writeHead(302, { location: '/keys2' }).end()],
    ['no end', (response: ServerResponse) => response.end(`{"keys": [${' '.repeat(70_000)}]}`)],
    ['a cut connection', (response: ServerResponse) => response.destroy()],
  ])('so is one that answers with %s', async (_, how) => {
    issuer.answer(how);
    expect(await present(first)).toBe(unreachable);
    expect(issuer.fetches()).toBe(1);
  });

  it('one that never answers is waited for two seconds', async () => {
    issuer.answer(() => undefined);
    const begun = performance.now();
    expect(await present(first)).toBe(unreachable);
    expect(performance.now() - begun).toBeLessThan(keyTimes.answer + 2_000);
  });
});

it('a shared secret among the published keys is no key: HS256 stays refused', async () => {
  const secret = { kid: 'first', kty: 'oct', k: 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ', alg: 'HS256' };
  issuer.answer((response) => response.end(JSON.stringify({ keys: [secret] })));
  const { SignJWT } = await import('jose');
  const token = await new SignJWT(goodClaims(entry, { role: 'officer', office: '330106' }))
    .setProtectedHeader({ alg: 'HS256', kid: 'first' })
    .sign(Buffer.from(secret.k, 'base64url'));
  await expect(verifier.verify(token, systemClock())).rejects.toThrow('ERR_JOSE_ALG_NOT_ALLOWED');
  expect(issuer.fetches()).toBe(0);
});
