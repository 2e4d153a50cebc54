import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { bundle } from '../../infra/bundle.ts';
import { deployedFunctions, functionId, type FunctionId } from '../../infra/functions.ts';
import { apiEvent } from '../builders/api-event.ts';
import { lambdaContext } from '../builders/queue-event.ts';
import { settings } from '../builders/stage.ts';

const root = join(import.meta.dirname, '../..');
const out = mkdtempSync(join(tmpdir(), 'leian-bundles-'));

interface Budget {
  /** Clients of the SDK that the function calls. */
  readonly clients: readonly string[];
  /** Most kilobytes (1,000 bytes), minified. What grows beyond is looked at and then allowed here. */
  readonly kilobytes: number;
}
const budgets: Readonly<Record<FunctionId, Budget>> = {
  'ledger-publisher-consumer': { clients: ['dynamodb', 'eventbridge'], kilobytes: 390 },
  'ledger-integrator-consumer': { clients: ['dynamodb', 'kms', 's3'], kilobytes: 595 },
  'access-authorizer-authorizer': { clients: [], kilobytes: 155 },
  'registration-http': { clients: ['dynamodb', 'kms'], kilobytes: 530 },
  'report-intake-http': { clients: ['dynamodb', 'kms', 's3'], kilobytes: 605 },
  'anomaly-detection-http': { clients: ['dynamodb', 'kms'], kilobytes: 430 },
  'anomaly-detection-consumer': { clients: ['dynamodb'], kilobytes: 430 },
  'hazard-tracking-http': { clients: ['dynamodb', 'kms'], kilobytes: 430 },
  'hazard-tracking-consumer': { clients: ['dynamodb', 'sfn'], kilobytes: 420 },
  'hazard-tracking-task': { clients: ['dynamodb', 'sfn'], kilobytes: 395 },
  'hazard-tracking-sweep': { clients: ['dynamodb', 'sqs'], kilobytes: 395 },
  'hazard-tracking-deadline': { clients: ['dynamodb'], kilobytes: 385 },
  'credit-evaluation-http': { clients: ['dynamodb'], kilobytes: 375 },
  'credit-evaluation-consumer': { clients: ['dynamodb'], kilobytes: 385 },
  'device-telemetry-http': { clients: ['dynamodb', 'iot', 'kms'], kilobytes: 590 },
  'device-telemetry-consumer': { clients: ['dynamodb'], kilobytes: 380 },
};
/** The goals: a function with one client, and any function. */
const oneClient = 430;
const most = 700;

const metafile = z.object({
  outputs: z.record(
    z.string(),
    z.object({
      bytes: z.number(),
      inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })),
    }),
  ),
});
interface Bundle {
  readonly kilobytes: number;
  /** Kilobytes by package, or by folder of ours; the largest first. */
  readonly parts: readonly (readonly [string, number])[];
}
const bundles = new Map<string, Bundle>();

const partOf = (path: string): string => {
  const inPackage = path.split('node_modules/').at(-1) ?? path;
  const steps = inPackage.split('/');
  if (!path.includes('node_modules/')) return path.endsWith('.json') ? path : steps.slice(0, 2).join('/');
  return steps.slice(0, inPackage.startsWith('@') ? 2 : 1).join('/');
};
beforeAll(async () => {
  await bundle(root, out);
  const { outputs } = metafile.parse(JSON.parse(readFileSync(join(out, 'meta.json'), 'utf8')));
  for (const [path, { bytes, inputs }] of Object.entries(outputs)) {
    const parts = new Map<string, number>();
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      if (bytesInOutput === 0) continue;
      parts.set(partOf(input), (parts.get(partOf(input)) ?? 0) + bytesInOutput / 1000);
    }
    bundles.set(path.split('/').at(-2) ?? '', {
      kilobytes: bytes / 1000,
      parts: [...parts].toSorted(([, a], [, b]) => b - a),
    });
  }
});

afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

describe.each(Object.entries(budgets))('%s', (name, { clients, kilobytes }) => {
  it('carries the clients that it calls, and no other', () => {
    const parts = bundles.get(name)?.parts.map(([part]) => part) ?? [];
    const carried = parts.flatMap((part) => /^@aws-sdk\/client-(.+)$/.exec(part)?.[1] ?? []);
    expect(carried.toSorted()).toEqual(clients);
    // The SDK's search for credentials brings clients of its own; Lambda needs none of it.
    const search = /nested-clients|credential-provider-(?!env)|token-providers/;
    expect(parts.filter((part) => search.test(part))).toEqual([]);
  });

  it(`is no larger than ${kilobytes} kB`, () => {
    expect(bundles.get(name)?.kilobytes).toBeLessThanOrEqual(kilobytes);
    expect(kilobytes).toBeLessThanOrEqual(clients.length === 1 ? oneClient : most);
  });

  it('loads the table of divisions only to check one', () => {
    const parts = bundles.get(name)?.parts.map(([part]) => part) ?? [];
    expect(parts.includes('shared/kernel/divisions.json')).toBe(name === 'registration-http');
  });
});

describe('all bundles', () => {
  it('have a budget each', () => {
    expect(Object.keys(budgets).toSorted()).toEqual(deployedFunctions.map(functionId).toSorted());
  });

  it('what is in the largest', () => {
    const [name, largest] = [...bundles].toSorted(([, a], [, b]) => b.kilobytes - a.kilobytes)[0] ?? [];
    const rows = largest?.parts.slice(0, 12).map(([part, size]) => `${size.toFixed(1).padStart(7)}  ${part}`);
    console.log(`largest bundle: ${name}, ${largest?.kilobytes.toFixed(0)} kB\n${rows?.join('\n')}`);
    expect(largest?.kilobytes).toBeLessThanOrEqual(most);
  });
});

describe('a bundle as Lambda runs it', () => {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end('{}');
  });
  afterAll(() => {
    server.close();
  });

  it('signs with the credentials of its environment', async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const environment = {
      TABLE_NAME: 'files',
      FIELD_KEY_ID: 'k',
      PERSON_HASH_KEY_ID: 'k',
      LEDGER_KEY_ID: 'k',
      SETTINGS: JSON.stringify(settings),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${address.port}`,
      AWS_ACCESS_KEY_ID: 'AKIAOFTHEFUNCTION',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'session',
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    vi.spyOn(console, 'info').mockReturnValue();
    const made = z
      .object({ handler: z.custom<(event: unknown, context: unknown) => Promise<unknown>>() })
      .parse(await import(join(out, 'registration-http/index.mjs')));
    const event = apiEvent({ method: 'GET', resource: '/v1/health' });
    expect(await made.handler(event, lambdaContext)).toMatchObject({ statusCode: 200 });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.authorization).toContain('Credential=AKIAOFTHEFUNCTION/');
    expect(seen[0]?.['x-amz-security-token']).toBe('session');
    expect(seen[0]?.['x-amz-target']).toBe('DynamoDB_20120810.GetItem');
  });
});
