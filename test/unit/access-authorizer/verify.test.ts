import { createHmac } from 'node:crypto';
import { exportSPKI, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeVerifier, type Verifier } from '../../../functions/access-authorizer/verify.ts';
import { roles } from '../../../shared/access/caller.ts';
import { trustedIssuer, type TrustedIssuer } from '../../../shared/contracts/settings.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { systemClock } from '../../../shared/kernel/time.ts';
import { someTime } from '../../builders/files.ts';
import { anIssuer, goodClaims, makePair, nowS, type Pair } from '../../builders/issuers.ts';

const subject = newId('sub', someTime);
const tokens = {
  officer: { role: 'officer', office: '330106' },
  organisation: { role: 'organisation', subject },
  unit: { role: 'unit', subject },
  public: { role: 'public' },
} as const satisfies Readonly<Record<(typeof roles)[number], JWTPayload>>;

/** The province's providers as it may have them: each vouches for some, none for all. */
const may = {
  officers: { roles: ['officer'], relations: ['office'] },
  enterprises: { roles: ['organisation', 'unit'], relations: ['organisation', 'unit'] },
  inspectors: { roles: ['organisation'], relations: ['organisation'] },
  /** Has the role in its list, but may tie nobody to a unit. */
  half: { roles: ['officer', 'unit', 'organisation', 'public'], relations: ['office'] },
  citizens: { roles: ['public'], relations: [] },
} as const satisfies Readonly<Record<string, Pick<TrustedIssuer, 'roles' | 'relations'>>>;
type Name = keyof typeof may;
const names: readonly Name[] = ['officers', 'enterprises', 'inspectors', 'half', 'citizens'];
/** By hand: whom each of them may vouch for. */
const vouches: Readonly<Record<Name, readonly (typeof roles)[number][]>> = {
  officers: ['officer'],
  enterprises: ['organisation', 'unit'],
  inspectors: ['organisation'],
  half: ['officer', 'public'],
  citizens: ['public'],
};

const pairs = new Map<Name, Pair>();
const issuers = new Map<Name, TrustedIssuer>();
let verifier: Verifier;
beforeAll(async () => {
  for (const name of names) {
    const { roles: mayBe, relations } = may[name];
    const pair = await makePair(`key-of-${name}`, name === 'enterprises' ? 'ES256' : 'EdDSA');
    pairs.set(name, pair);
    const given = { name, roles: [...mayBe], relations: [...relations], jwks: { keys: [{ ...pair.jwk }] } };
    issuers.set(name, trustedIssuer.parse(anIssuer(given)));
  }
  verifier = makeVerifier(JSON.stringify([...issuers.values()]));
});
const issuerOf = (name: Name): TrustedIssuer => issuers.get(name) ?? anIssuer({ name });
const sign = async (name: Name, claims: JWTPayload, header: object = {}) =>
  (await pairs.get(name)?.sign(claims, { ...header })) ?? '';
const verify = async (token: string) => await verifier.verify(token, systemClock());
const logCodeOf = async (token: string): Promise<string> => {
  try {
    await verify(token);
    return 'accepted';
  } catch (error) {
    return error instanceof Error && 'logCode' in error
      ? `${String(error.logCode)}: ${error.message}`
      : 'other';
  }
};

describe('what an issuer may assert', () => {
  const product = names.flatMap((name) =>
    roles.map((role) => [name, role, vouches[name].includes(role)] as const),
  );
  it.each(product)('%s asserts %s: %s', async (name, role, allowed) => {
    const token = await sign(name, goodClaims(issuerOf(name), tokens[role]));
    if (allowed) expect(await verify(token)).toMatchObject({ issuer: name, role });
    else expect(await logCodeOf(token)).toMatch(/^CLAIM_REFUSED: /);
  });

  /** Every role with every tie that is not its own. */
  const ties = { office: { office: '330106' }, subject: { subject } } as const;
  const crossed = [
    ['officer', 'subject'],
    ['organisation', 'office'],
    ['unit', 'office'],
    ['public', 'office'],
    ['public', 'subject'],
  ] as const;
  it.each(crossed)('%s with a tie to %s besides is refused, whoever says it', async (role, tie) => {
    for (const name of names) {
      const token = await sign(name, goodClaims(issuerOf(name), { ...tokens[role], ...ties[tie] }));
      expect(await logCodeOf(token), name).toMatch(/^CLAIM_REFUSED: /);
    }
  });

  it.each([
    ['an office of another province', { ...tokens.officer, office: '310000' }],
    ['an office that is no code', { ...tokens.officer, office: '33010' }],
    ['no office', { role: 'officer' }],
    ['an unknown role', { role: 'emperor', office: '330106' }],
    ['the role of an officer, in capitals', { role: 'OFFICER', office: '330106' }],
    ['several roles', { role: ['officer', 'unit'], office: '330106' }],
    ['no role', { office: '330106' }],
    ['a person who is named by the number', { ...tokens.officer, person: '33010619000101017X' }],
  ])('%s is refused and rings', async (_, claims) => {
    const said = await logCodeOf(await sign('officers', goodClaims(issuerOf('officers'), claims)));
    expect(said).toMatch(/^CLAIM_REFUSED: /);
    expect(said).not.toMatch(/emperor|33010619000101017X|310000/);
  });

  it('a subject that is none, and an empty one, tie to nothing', async () => {
    for (const bad of ['', 'sub_', 'ins_01KJ0RG0000000000000000000', '../sub_01KJ0RG0000000000000000000']) {
      const claims = goodClaims(issuerOf('enterprises'), { role: 'unit', subject: bad });
      expect(await logCodeOf(await sign('enterprises', claims)), bad).toMatch(/^CLAIM_REFUSED: /);
    }
  });

  it('the person goes no further than a digest, the same for the same person of two issuers', async () => {
    const person = 'keyed-reference-of-wang';
    const callers = await Promise.all(
      (['officers', 'half'] as const).map(async (name) =>
        verify(await sign(name, goodClaims(issuerOf(name), { ...tokens.officer, person }))),
      ),
    );
    expect(callers[0]?.person).toBe(callers[1]?.person);
    expect(callers[0]?.principal).not.toBe(callers[1]?.principal);
    expect(JSON.stringify(callers)).not.toMatch(/keyed-reference|account-17/);
  });
});

describe('a token', () => {
  const claims = (more: JWTPayload = {}) => goodClaims(issuerOf('officers'), { ...tokens.officer, ...more });
  const without = (name: string): JWTPayload =>
    Object.fromEntries(Object.entries(claims()).filter(([claim]) => claim !== name));
  it('gives one account one principal, two accounts two', async () => {
    const of = async (sub: string) => (await verify(await sign('officers', claims({ sub })))).principal;
    expect(await of('a')).toBe(await of('a'));
    expect(await of('a')).not.toBe(await of('b'));
  });

  it.each([
    ['of another audience', () => claims({ aud: 'other' }), /\(aud\)/],
    ['without an audience', () => without('aud'), /\(aud\)/],
    ['that has expired', () => claims({ iat: nowS() - 800, exp: nowS() - 60 }), /EXPIRED \(exp\)/],
    ['without an end', () => without('exp'), /\(exp\)/],
    ['without a beginning', () => without('iat'), /\(iat\)/],
    ['without an account', () => without('sub'), /\(sub\)/],
    ['that lives longer than 15 minutes', () => claims({ exp: nowS() + 900 }), /lives too long/],
    ['that was issued an hour ago', () => claims({ iat: nowS() - 3600, exp: nowS() + 60 }), /\(iat\)/],
    [
      'that will only be issued in a year',
      () => claims({ iat: nowS() + 31_536_000, exp: nowS() + 31_536_600 }),
      /\(iat\)/,
    ],
    ['that is not good yet', () => claims({ nbf: nowS() + 300 }), /\(nbf\)/],
    ['of an unknown issuer', () => claims({ iss: 'https://other.invalid' }), /issuer unknown/],
    ['of no issuer', () => without('iss'), /malformed/],
    ['that is enormous', () => claims({ x: 'x'.repeat(9_000) }), /too long/],
  ])('%s is refused', async (_, made, reason) => {
    const said = await logCodeOf(await sign('officers', made()));
    expect(said).toMatch(/^TOKEN_REFUSED: /);
    expect(said).toMatch(reason);
  });

  it('in the name of one issuer, signed by another, is refused', async () => {
    const token = await sign('half', claims(), { kid: 'key-of-officers' });
    expect(await logCodeOf(token)).toMatch(/^TOKEN_REFUSED: ERR_JWS_SIGNATURE/);
  });

  it('whose payload was changed after signing is refused', async () => {
    const [head = '', , signature = ''] = (await sign('officers', claims())).split('.');
    const forged = Buffer.from(JSON.stringify(claims({ office: '330000' }))).toString('base64url');
    expect(await logCodeOf(`${head}.${forged}.${signature}`)).toMatch(/^TOKEN_REFUSED: ERR_JWS_SIGNATURE/);
  });

  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each(['none', 'None', 'HS256', 'HS512', 'RS384', 'ES384', ''])(
    'with the algorithm "%s" in its header is refused',
    async (alg) => {
      const body = `${part({ alg, kid: 'key-of-officers' })}.${part(claims())}`;
      const publicKey = pairs.get('officers')?.publicKey;
      // Key confusion: the public key, which everybody has, taken for a shared secret.
      const secrets = [
        publicKey === undefined ? '' : await exportSPKI(publicKey),
        JSON.stringify(pairs.get('officers')?.jwk),
        '',
      ];
      for (const secret of secrets) {
        const signature = createHmac('sha256', secret).update(body).digest('base64url');
        expect(await logCodeOf(`${body}.${signature}`)).toMatch(/^TOKEN_REFUSED: ERR_J(OSE_ALG|WS_INVALID)/);
      }
      expect(await logCodeOf(`${body}.`)).toMatch(/^TOKEN_REFUSED: ERR_J(OSE_ALG|WS_INVALID)/);
    },
  );

  it('that brings its own key is measured by ours', async () => {
    const stranger = await makePair('key-of-officers');
    const header = {
      jwk: { ...stranger.jwk },
      jku: 'https://evil.invalid/keys',
      x5u: 'https://evil.invalid',
    };
    expect(await logCodeOf(await stranger.sign(claims(), header))).toMatch(/^TOKEN_REFUSED: ERR_JWS_SIG/);
  });

  it('with a critical extension that nobody knows is refused, and its name stays out of the reason', async () => {
    const body = `${part({ alg: 'EdDSA', crit: ['wang-xiaoming'], 'wang-xiaoming': 1 })}.${part(claims())}`;
    const said = await logCodeOf(`${body}.AAAA`);
    expect(said).toMatch(/^TOKEN_REFUSED: ERR_/);
    expect(said).not.toContain('wang');
  });

  it('names a person nowhere in the reason for its refusal', async () => {
    const secret = 'wang-xiaoming';
    const told = await Promise.all(
      [
        { aud: secret },
        { role: secret },
        { office: secret },
        { sub: secret, exp: 1, iat: 0 },
        { iss: secret },
        { subject: secret },
        { person: `${secret}-33010619000101017X` },
      ].map(async (more) => logCodeOf(await sign('officers', claims(more)))),
    );
    for (const said of told) expect(said).toMatch(/_REFUSED: /);
    expect(told.join()).not.toMatch(/wang|33010619/);
  });
});

describe('algorithms of one issuer', () => {
  it('are those of its settings and no others', async () => {
    const [ed, es] = [await makePair('k', 'EdDSA'), await makePair('k2', 'ES256')];
    const entry = { name: 'narrow', jwks: { keys: [{ ...ed.jwk }, { ...es.jwk }] } };
    const narrow = anIssuer({ ...entry, algorithms: ['ES256'] });
    const [pinned, wide] = [narrow, anIssuer(entry)].map((one) => makeVerifier(JSON.stringify([one])));
    const claims = goodClaims(narrow, tokens.officer);
    const now = systemClock();
    expect(await pinned?.verify(await es.sign(claims), now)).toMatchObject({ role: 'officer' });
    await expect(pinned?.verify(await ed.sign(claims), now)).rejects.toThrow('ERR_JOSE_ALG_NOT_ALLOWED');
    expect(await wide?.verify(await ed.sign(claims), now)).toMatchObject({ role: 'officer' });
  });

  it.each([
    ['a shared secret', { kty: 'oct', k: 'c2VjcmV0' }],
    ['a private key', { kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'd' }],
    ['a shared secret in a public key', { kty: 'RSA', n: 'n', e: 'AQAB', k: 'k' }],
    ['a key of no kind', { x: 'x' }],
  ])('%s is refused in the settings', (_, key) => {
    expect(trustedIssuer.safeParse(anIssuer({ name: 'x', jwks: { keys: [key] } })).success).toBe(false);
    expect(() => makeVerifier(JSON.stringify([anIssuer({ name: 'x', jwks: { keys: [key] } })]))).toThrow();
  });

  it.each(['HS256', 'none', 'RS1'])('%s cannot be set for an issuer', (algorithm) => {
    const entry = { ...anIssuer({ name: 'x', jwksUri: 'https://x.invalid' }), algorithms: [algorithm] };
    expect(trustedIssuer.safeParse(entry).success).toBe(false);
  });
});
