import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { HttpRequest } from '@smithy/types';
import { NotDone } from './refused.ts';

export const services = ['dynamodb', 's3', 'sqs', 'events', 'sfn', 'kms', 'iot'] as const;
export type Service = (typeof services)[number];

/** One call of an SDK client, as it came through the handler. */
export interface Call {
  readonly service: Service;
  readonly operation: string;
  readonly method: string;
  /** Path without the query, still percent-encoded. */
  readonly path: string;
  readonly host: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}
/** What a service answers: JSON, bytes, or nothing. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: object;
  readonly bytes?: Uint8Array;
}

const targets: Readonly<Record<string, Service>> = {
  DynamoDB_20120810: 'dynamodb',
  AmazonSQS: 'sqs',
  AWSEvents: 'events',
  AWSStepFunctions: 'sfn',
  TrentService: 'kms',
};

const bodyOf = async (body: unknown): Promise<Uint8Array> => {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (body instanceof Readable) return await buffer(body);
  throw new NotDone('a request body that is neither text, bytes nor a stream');
};

const lower = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const restOperation = (service: Service, method: string, path: string, id: string | undefined): string => {
  if (service === 's3') return id ?? (method === 'HEAD' ? 'HeadObject' : method);
  return `${method} ${path.split('/').find((part) => part !== '') ?? ''}`;
};

/** Recognises service and operation: JSON protocols name them in a header, the others in the signature's scope and path. */
export const readCall = async (request: HttpRequest): Promise<Call> => {
  const headers = lower(request.headers);
  const [prefix = '', operation] = headers['x-amz-target']?.split('.') ?? [];
  const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers['authorization'] ?? '')?.[1];
  const service = operation === undefined ? services.find((one) => one === scope) : targets[prefix];
  if (service === undefined) throw new NotDone(`service ${prefix === '' ? (scope ?? 'unknown') : prefix}`);
  const query = Object.fromEntries(
    Object.entries(request.query ?? {}).map(([name, value]) => [name, String(value ?? '')]),
  );
  const { ['x-id']: id } = query;
  return {
    service,
    operation: operation ?? restOperation(service, request.method, request.path, id),
    method: request.method,
    path: request.path,
    host: request.hostname,
    query,
    headers,
    body: await bodyOf(request.body),
  };
};

export const jsonBody = ({ body }: Call): unknown =>
  body.length === 0 ? {} : JSON.parse(Buffer.from(body).toString('utf8'));
