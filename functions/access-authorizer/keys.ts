import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  jwksCache,
  type JWTVerifyGetKey,
  type RemoteJWKSetOptions,
} from 'jose';
import type { TrustedIssuer } from '../../shared/contracts/settings.ts';
import { systemClock, toEpochMs } from '../../shared/kernel/time.ts';
import { Refused } from './refused.ts';

/** Milliseconds: how long fetched keys are fresh, how long an issuer is left alone, how long old keys serve while it is down. */
export const keyTimes = {
  fresh: 10 * 60_000,
  pause: 30_000,
  stale: 60 * 60_000,
  answer: 2_000,
} as const;
/** Most bytes of a key set; a real one has a few kilobytes. */
const longest = 65_536;

const fetchKeys: RemoteJWKSetOptions[typeof customFetch] = async (url, options) => {
  const response = await fetch(url, options);
  const text = await response.text();
  if (text.length > longest) throw new Error('the key set is too long');
  return new Response(text, { status: response.status });
};

/** Real time, as the library reckons with it. */
const nowMs = (): number => toEpochMs(systemClock());

/** The issuer answered, and the answer has no key for this token. */
const isAnswer = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

/**
 * Keys of an issuer that publishes them: fetched at first use, again after ten minutes, and at an unknown key id (a
 * rotation), though never twice within half a minute. While the issuer is down the last keys serve for an hour: a
 * province can go on working, and a key that was withdrawn is out after that. `tell` hears of each failure.
 * Throws `Refused` with ISSUER_FAILED where no key can be had.
 */
const remoteKeys = (uri: string, name: string, tell: (failure: Refused) => void): JWTVerifyGetKey => {
  const cache: NonNullable<RemoteJWKSetOptions[typeof jwksCache]> = {};
  const remote = createRemoteJWKSet(new URL(uri), {
    cacheMaxAge: keyTimes.fresh,
    cooldownDuration: keyTimes.pause,
    timeoutDuration: keyTimes.answer,
    [customFetch]: fetchKeys,
    [jwksCache]: cache,
  });
  let failure: { readonly at: number; readonly refused: Refused } | undefined;
  const lastKnown: JWTVerifyGetKey = async (header, token) => {
    const known = remote.jwks();
    const since = cache['uat'] ?? 0;
    const refused = failure?.refused ?? new Refused('ISSUER_FAILED', 'no keys', name);
    if (known === undefined || nowMs() >= since + keyTimes.stale) throw refused;
    return await createLocalJWKSet(known)(header, token).catch((error: unknown) => {
      // Its new key may be the one that cannot be fetched.
      throw error instanceof errors.JWKSNoMatchingKey ? refused : error;
    });
  };
  return async (header, token) => {
    if (failure !== undefined && nowMs() < failure.at + keyTimes.pause) return await lastKnown(header, token);
    try {
      const key = await remote(header, token);
      failure = undefined;
      return key;
    } catch (error) {
      if (isAnswer(error)) throw error;
      const refused = new Refused('ISSUER_FAILED', 'the keys of the issuer cannot be fetched', name, error);
      failure = { at: nowMs(), refused };
      tell(refused);
      return await lastKnown(header, token);
    }
  };
};

/** The keys of an issuer: those in its settings, or those that it publishes. */
export const keysOf = (issuer: TrustedIssuer, tell: (failure: Refused) => void): JWTVerifyGetKey =>
  issuer.jwks === undefined
    ? remoteKeys(issuer.jwksUri ?? '', issuer.name, tell)
    : createLocalJWKSet(issuer.jwks);
