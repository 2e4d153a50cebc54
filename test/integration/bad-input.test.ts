import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { refused } from '../../localstack/demo/answers.ts';
import type { Answer } from '../../localstack/demo/scene.ts';
import {
  freshUscc,
  keyUnitBody,
  county,
  newCompany,
  newKeyUnit,
  reportBody,
  world,
  type Company,
} from './world.ts';

type Refused = z.output<typeof refused>;

const problemsOf = (answer: Answer): Refused => refused.parse(answer.body);
const codes = (answer: Answer): readonly string[] => problemsOf(answer).problems.map(({ code }) => code);
const raw = async (path: string, body: string, headers: Record<string, string>): Promise<Answer> => {
  const token = await world.tokenFor({ role: 'officer', office: '330106', name: 'test-county' });
  const response = await fetch(`${world.api.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'bad-input-test', ...headers },
    body,
  });
  const text = await response.text();
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return { status: response.status, body: JSON.parse(text) };
};

describe('bad input is answered with every fault, in Chinese and English', () => {
  const json = { 'content-type': 'application/json' };

  it('malformed JSON', async () => {
    const answer = await raw('/v1/subjects', '{"kind": NaN}', json);
    expect(answer.status).toBe(400);
    expect(codes(answer)).toEqual(['BODY_NOT_JSON']);
  });

  it('wrong content type', async () => {
    const answer = await raw('/v1/subjects', '{}', { 'content-type': 'text/plain' });
    expect(answer.status).toBe(415);
  });

  it('a body over 1 MB', async () => {
    const answer = await raw('/v1/subjects', JSON.stringify({ name: 'x'.repeat(1_000_001) }), json);
    expect(answer.status).toBe(413);
    expect(codes(answer)).toEqual(['BODY_TOO_LARGE']);
  });

  it('a route that does not exist: the gateway itself refuses in the same form', async () => {
    const answer = await raw('/v1/nothing/here', '{}', json);
    expect([403, 404]).toContain(answer.status);
    expect(problemsOf(answer).problems[0]).toMatchObject({
      zh: expect.stringMatching(/[\u4e00-\u9fff]/),
      en: expect.any(String),
    });
  });

  it('GBK instead of UTF-8: refused, and nothing garbled is kept', async () => {
    const other = await raw('/v1/subjects', '{}', { 'content-type': 'application/json; charset=gbk' });
    expect([other.status, codes(other)]).toEqual([415, ['CONTENT_TYPE']]);
    const garbled = await raw('/v1/subjects', '{"name":"\ufffd\ufffd"}', json);
    expect([garbled.status, codes(garbled)]).toEqual([400, ['BODY_NOT_UTF8']]);
  });

  it('a missing idempotency key', async () => {
    const answer = await raw('/v1/subjects', '{}', { ...json, 'idempotency-key': 'x' });
    expect(codes(answer)).toEqual(['IDEMPOTENCY_KEY_MISSING', 'FIELD_MISSING']);
  });

  it('an unknown field, a wrong check character, an unknown division, a position in France: all at once', async () => {
    const code = freshUscc();
    const wrong = `${code.slice(0, 17)}${code.endsWith('0') ? '1' : '0'}`;
    const answer = await county.post(
      '/v1/subjects',
      keyUnitBody({
        uscc: wrong,
        division: '339999',
        location: { lon: 2.35, lat: 48.85, datum: 'WGS84' },
        colour: 'red',
      }),
    );
    expect(answer.status).toBe(422);
    expect(new Set(codes(answer))).toEqual(
      new Set(['USCC_CHECK', 'DIVISION_UNKNOWN', 'POSITION_OUTSIDE_CHINA', 'FIELD_UNKNOWN']),
    );
    const division = problemsOf(answer).problems.find((found) => found.code === 'DIVISION_UNKNOWN');
    expect(division?.en).toContain('edition 2023-06');
    expect(division?.zh).toContain('行政区划');
  });

  it.each([
    ['missing datum', { lon: 120.1, lat: 30.2 }, 'DATUM_MISSING'],
    ['unknown datum', { lon: 120.1, lat: 30.2, datum: 'BD09' }, 'DATUM_UNKNOWN'],
  ])('%s', async (_, location, code) => {
    expect(codes(await county.post('/v1/subjects', keyUnitBody({ location })))).toContain(code);
  });

  it('1e400 is not taken for a number', async () => {
    const text = JSON.stringify(keyUnitBody()).replace('120.126', '1e400');
    expect(codes(await county.post('/v1/subjects', text))).toEqual(['NUMBER_NOT_FINITE']);
  });
});

describe('reports', () => {
  let company: Company;
  let keyUnit: string;
  beforeAll(async () => {
    company = await newCompany('330106190001010017');
    keyUnit = await newKeyUnit();
  });
  const post = async (changes: object): Promise<Answer> =>
    await company.speaks.post('/v1/reports', reportBody(company, keyUnit, changes));

  it('dates in the wrong order', async () => {
    const answer = await post({ issuedOn: '2026-11-03', nextInspectionOn: '2026-11-01' });
    expect(codes(answer)).toEqual(['DATES_OUT_OF_ORDER']);
  });

  it('a day that does not exist', async () => {
    expect(codes(await post({ issuedOn: '2026-02-30' }))).toContain('DAY_MALFORMED');
  });

  it('duplicate point numbers, an unknown structure and a value that is no decimal, each with its place', async () => {
    const point = {
      number: '1',
      structure: '9',
      item: 'EARTH_RESISTANCE',
      value: 'NaN',
      unit: 'ohm',
      verdict: 'PASS',
    };
    const good = { ...point, structure: '1', value: '2.0' };
    const malformed = await post({ points: [good, { ...point, number: '2' }] });
    expect(problemsOf(malformed).problems).toContainEqual(
      expect.objectContaining({ code: 'DECIMAL_MALFORMED', pointer: '/points/1/value' }),
    );
    const repeated = await post({ points: [good, { ...good, structure: '9' }] });
    expect(codes(repeated)).toEqual(['POINT_NUMBER_REPEATED', 'STRUCTURE_UNKNOWN']);
  });

  it('an unknown unit, an unknown technician and an instrument of somebody else, all at once', async () => {
    const nobody = 'sub_01JD0000000000000000000000';
    const answer = await company.speaks.post('/v1/reports', {
      ...reportBody(company, nobody),
      tester: 'sub_01JD0000000000000000000001',
    });
    expect(answer.status).toBe(422);
    expect(codes(answer)).toEqual(['SUBJECT_UNKNOWN', 'SUBJECT_UNKNOWN']);
  });

  it('a negative resistance, a length in ohms, and work that ends in the future', async () => {
    const point = {
      number: '1',
      structure: '1',
      item: 'EARTH_RESISTANCE',
      value: '-3.1',
      unit: 'N',
      verdict: 'PASS',
    };
    expect(codes(await post({ points: [point] }))).toEqual(['UNIT_WRONG', 'VALUE_NEGATIVE']);
    const body = reportBody(company, keyUnit);
    const activity = {
      ...JSON.parse(JSON.stringify(body['activity'])),
      startedAt: '2090-01-01T09:00:00+08:00',
      endedAt: '2090-01-01T11:00:00+08:00',
    };
    const future = { ...body, activity, issuedOn: '2090-01-01', nextInspectionOn: '2090-07-01' };
    expect(codes(await company.speaks.post('/v1/reports', future))).toEqual(['ACTIVITY_IN_FUTURE']);
  });

  it('a position far from the key unit', async () => {
    const body = reportBody(company, keyUnit);
    const activity = {
      ...JSON.parse(JSON.stringify(body['activity'])),
      position: { lon: 121.5, lat: 29.9, datum: 'CGCS2000' },
    };
    expect(codes(await company.speaks.post('/v1/reports', { ...body, activity }))).toEqual([
      'POSITION_FAR_FROM_KEY_UNIT',
    ]);
  });

  it('the same number twice is a conflict that names the first report', async () => {
    const body = reportBody(company, keyUnit);
    expect((await company.speaks.post('/v1/reports', body)).status).toBe(202);
    const second = await company.speaks.post('/v1/reports', body);
    expect(second.status).toBe(409);
    expect(codes(second)).toEqual(['REPORT_NUMBER_TAKEN']);
  });

  it('the same command key with another body', async () => {
    const key = `reused-${company.id.slice(-10)}`;
    expect((await company.speaks.post('/v1/reports', reportBody(company, keyUnit), key)).status).toBe(202);
    const other = await company.speaks.post('/v1/reports', reportBody(company, keyUnit), key);
    expect(other.status).toBe(409);
    expect(codes(other)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });
});
