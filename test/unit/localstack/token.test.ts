import { calculateJwkThumbprint, createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { localIssuer } from '../../../shared/contracts/settings.ts';
import { readClaims, type TokenOptions } from '../../../localstack/claims.ts';
import { makeKeys, mintToken } from '../../../localstack/issuer.ts';

const subject = `sub_01JDEM${'0'.repeat(20)}`;
const problemsOf = (given: TokenOptions): readonly string[] => {
  const read = readClaims(given);
  return 'problems' in read ? read.problems.map(({ code }) => code) : [];
};

describe('who a token is for', () => {
  it('takes an officer with an office, an organisation with a subject', () => {
    expect(readClaims({ role: 'officer', office: '330100' })).toEqual({
      claims: { role: 'officer', office: '330100' },
    });
    expect(readClaims({ role: 'unit', subject, minutes: '5' })).toEqual({
      claims: { role: 'unit', subject, minutes: 5 },
    });
  });

  it.each<[string, TokenOptions, readonly string[]]>([
    ['nothing', {}, ['ROLE']],
    ['an unknown role', { role: 'king' }, ['ROLE']],
    ['an officer without office', { role: 'officer' }, ['OFFICE_MISSING']],
    ['an office of another province', { role: 'officer', office: '110100' }, ['OFFICE']],
    ['an officer with a subject', { role: 'officer', office: '330100', subject }, ['SUBJECT_UNWANTED']],
    ['an organisation without subject', { role: 'organisation' }, ['SUBJECT_MISSING']],
    ['a subject that is none', { role: 'unit', subject: 'sub_1' }, ['SUBJECT']],
    ['a token that lasts too long', { role: 'public', minutes: '16' }, ['MINUTES']],
    [
      'many faults',
      { role: 'organisation', office: '1', minutes: '0' },
      ['OFFICE', 'OFFICE_UNWANTED', 'SUBJECT_MISSING', 'MINUTES'],
    ],
  ])('refuses %s', (_what, given, codes) => {
    expect(problemsOf(given)).toEqual(codes);
  });

  it('says what is wrong in English and Chinese', () => {
    const read = readClaims({ role: 'king' });
    expect('problems' in read && read.problems[0]?.what).toEqual({
      en: '--role must be one of officer, organisation, unit, public.',
      zh: '--role 须为 officer、organisation、unit、public 之一。',
    });
  });
});

describe('a minted token', () => {
  it('is believed by whoever holds the public key, and by nobody else', async () => {
    const keys = await makeKeys();
    const token = await mintToken(keys, { role: 'officer', office: '330100' });
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: [keys.publicKey] }), {
      issuer: localIssuer,
      audience: 'leian',
      algorithms: ['EdDSA'],
    });
    expect(payload).toMatchObject({ role: 'officer', office: '330100', sub: 'local-officer-330100' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(15 * 60);
    expect(decodeProtectedHeader(token)).toMatchObject({
      alg: 'EdDSA',
      kid: await calculateJwkThumbprint(keys.publicKey),
    });
    const stranger = await makeKeys();
    await expect(jwtVerify(token, createLocalJWKSet({ keys: [stranger.publicKey] }))).rejects.toThrow(
      /no applicable key/,
    );
  });

  it('never carries the private part in its public key', async () => {
    expect(Object.keys((await makeKeys()).publicKey)).not.toContain('d');
  });
});
