import { describe, expect, it } from 'vitest';
import { bodyLimit, readBody } from '../../../shared/lambda/body.ts';
import { problemReply } from '../../../shared/lambda/reply.ts';
import { problem, refuse } from '../../../shared/kernel/problem.ts';
import { catalogue } from '../../../shared/kernel/problem-catalogue.ts';
import { apiEvent } from '../../builders/api-event.ts';

const read = (body: string, type = 'application/json') =>
  readBody(apiEvent({ body, headers: { 'Content-Type': type } }));

describe('readBody', () => {
  it('reads JSON and keeps its exact text', () => {
    expect(read('{ "a": 1.50 }')).toEqual({
      ok: true,
      value: { original: '{ "a": 1.50 }', json: { a: 1.5 } },
    });
  });
  it('reads a body that the gateway encoded', () => {
    const event = {
      ...apiEvent({
        body: Buffer.from('{"a":"雷"}').toString('base64'),
        headers: { 'content-type': 'application/json; charset=utf-8' },
      }),
      isBase64Encoded: true,
    };
    expect(readBody(event)).toMatchObject({ ok: true, value: { json: { a: '雷' } } });
  });
  it.each([
    ['', 'application/json', 'BODY_MISSING'],
    ['{', 'application/json', 'BODY_NOT_JSON'],
    ['{"a":NaN}', 'application/json', 'BODY_NOT_JSON'],
    ['{}', 'text/plain', 'CONTENT_TYPE'],
    ['{}', 'application/jsonx', 'CONTENT_TYPE'],
    [`"${'雷'.repeat(bodyLimit / 3)}"`, 'application/json', 'BODY_TOO_LARGE'],
  ])('%.12s as %s: %s', (body, type, code) => {
    expect(read(body, type)).toMatchObject({ ok: false, code });
  });
  it('does not quote the body back: it may hold personal data', () => {
    expect(JSON.stringify(read('{"name":"张三丰" oops'))).not.toContain('张三丰');
  });
});

describe('problemReply', () => {
  it('is Problem JSON with every fault in both languages and the request id', () => {
    const answer = problemReply(
      refuse(
        problem('USCC_CHECK', { expected: '6', given: '7' }, '/uscc'),
        problem('FIELD_MISSING', {}, '/name'),
      ),
      'r-1',
    );
    expect(answer.statusCode).toBe(422);
    expect(answer.headers?.['content-type']).toContain('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({
      code: 'USCC_CHECK',
      requestId: 'r-1',
      problems: [{ pointer: '/uscc' }, { pointer: '/name' }],
    });
  });
  it('every code of the catalogue has a Chinese and an English sentence with the same parameters', () => {
    const names = (text: string): readonly string[] =>
      [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
    for (const [code, { zh, en }] of Object.entries(catalogue)) {
      expect(names(zh), code).toEqual(names(en));
      expect(zh, code).toMatch(/[\u4e00-\u9fff]/);
    }
  });
});
