import { Readable } from 'node:stream';
import type { HttpResponse } from '@smithy/types';
import type { Answer, Call } from './call.ts';
import type { Refused } from './refused.ts';

export interface Encoded {
  readonly response: HttpResponse;
  readonly bytes: number;
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const encode = (status: number, headers: Readonly<Record<string, string>>, body: Uint8Array): Encoded => ({
  response: {
    statusCode: status,
    headers: { 'content-length': String(body.length), ...headers },
    body: Readable.from([body]),
  },
  bytes: body.length,
});

const requestId = (number: number): string => `test-request-${number}`;

export const encodeAnswer = (answer: Answer, number: number): Encoded => {
  const { status = 200, headers = {}, json } = answer;
  const body = json === undefined ? (answer.bytes ?? new Uint8Array()) : Buffer.from(JSON.stringify(json));
  return encode(status, { 'x-amzn-requestid': requestId(number), ...headers }, body);
};

/** An error in the words of the service's own protocol. */
export const encodeRefusal = (call: Call, refused: Refused, number: number): Encoded => {
  const { code, message, status, members } = refused;
  const headers = { 'x-amzn-requestid': requestId(number) };
  if (call.service === 's3') {
    const xml = `<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message><RequestId>${requestId(number)}</RequestId></Error>`;
    return encode(status, headers, call.method === 'HEAD' ? new Uint8Array() : Buffer.from(xml));
  }
  const body = Buffer.from(
    JSON.stringify({
      __type: code,
      message,
      ...(call.service === 'dynamodb' ? { Message: message } : {}),
      ...members,
    }),
  );
  return encode(status, { 'x-amzn-errortype': code, ...headers }, body);
};
