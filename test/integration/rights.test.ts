import { beforeAll, describe, expect, it } from 'vitest';
import { makeKeys, mintToken } from '../../localstack/issuer.ts';
import { speaker } from '../../localstack/demo/speaker.ts';
import { organisation } from '../../localstack/demo/cast.ts';
import {
  county,
  freshUscc,
  newCompany,
  newKeyUnit,
  reportBody,
  world,
  keyUnitBody,
  type Company,
} from './world.ts';

const bare = async (path: string, token?: string): Promise<Response> =>
  await fetch(
    `${world.api.url}${path}`,
    token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
  );

let company: Company;
let keyUnit: string;
let other: string;
beforeAll(async () => {
  company = await newCompany('330106190001010025');
  keyUnit = await newKeyUnit();
  other = await newKeyUnit();
});

describe('who calls', () => {
  it('nobody: 401 as Problem JSON', async () => {
    const answer = await bare(`/v1/subjects/${keyUnit}/file`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.parse(await answer.text())).toMatchObject({
      status: 401,
      detail: { zh: expect.any(String), en: expect.any(String) },
    });
  });

  it.each([
    [
      'a stranger with keys of his own under our issuer name',
      async () => await mintToken(await makeKeys(), { role: 'officer', office: '330106' }),
    ],
    [
      'an issuer that nobody trusts',
      async () =>
        await mintToken(await makeKeys('https://elsewhere.invalid'), { role: 'officer', office: '330106' }),
    ],
    [
      'an expired token',
      async () =>
        await mintToken(
          world.issuerKeys,
          { role: 'officer', office: '330106' },
          Math.floor(Date.now() / 1000) - 3600,
        ),
    ],
    [
      'an office of another province',
      async () => await world.tokenFor({ role: 'officer', office: '310000' }),
    ],
    [
      'no signature at all',
      async () => {
        const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
        const now = Math.floor(Date.now() / 1000);
        return await Promise.resolve(
          `${part({ alg: 'none' })}.${part({ iss: world.issuerKeys.issuer, sub: 'x', aud: 'leian', iat: now, exp: now + 60, role: 'officer', office: '330106' })}.AA`,
        );
      },
    ],
  ])('%s: refused', async (_, make) => {
    expect([401, 403]).toContain((await bare(`/v1/subjects/${keyUnit}/file`, await make())).status);
  });
});

describe('who may do what', () => {
  it('an office of another county reads nothing', async () => {
    const neighbour = speaker(world, { role: 'officer', office: '330105' });
    expect((await neighbour.get(`/v1/subjects/${keyUnit}/file`)).status).toBe(403);
  });

  it('the city and the province above read the file; personal data they see in part and for a purpose', async () => {
    const withManager = await newKeyUnit({ safetyManager: { name: '林安甲', phone: '+86 571 1234 5678' } });
    for (const office of ['330100', '330000']) {
      const answer = await speaker(world, { role: 'officer', office }).get(
        `/v1/subjects/${withManager}/file?purpose=CASE`,
      );
      expect(answer.status).toBe(200);
      expect(JSON.stringify(answer.body)).not.toContain('林安甲');
    }
    const bySupervisor = async (query: string) =>
      JSON.stringify((await county.get(`/v1/subjects/${withManager}/file${query}`)).body);
    expect(await bySupervisor('')).not.toContain('林安甲');
    expect(await bySupervisor('?purpose=SUPERVISION')).toContain('林安甲');
  });

  it('a unit reads its own file and no other', async () => {
    const manager = speaker(world, { role: 'unit', subject: keyUnit });
    expect((await manager.get(`/v1/subjects/${keyUnit}/file`)).status).toBe(200);
    expect((await manager.get(`/v1/subjects/${other}/file`)).status).toBe(403);
  });

  it('an organisation reads no file of a unit, and submits for nobody else', async () => {
    expect((await company.speaks.get(`/v1/subjects/${keyUnit}/file`)).status).toBe(403);
    const stranger = speaker(world, { role: 'organisation', subject: keyUnit });
    expect((await stranger.post('/v1/reports', reportBody(company, keyUnit))).status).toBe(403);
  });

  it('a unit registers nobody', async () => {
    const manager = speaker(world, { role: 'unit', subject: keyUnit });
    expect((await manager.post('/v1/subjects', keyUnitBody())).status).toBe(403);
  });

  it('a county officer registers no organisation', async () => {
    const body = { ...organisation, uscc: freshUscc() };
    expect((await county.post('/v1/subjects', body)).status).toBe(403);
  });
});
