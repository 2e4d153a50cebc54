import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { bundle } from '../../infra/bundle.ts';
import { deployedFunctions, functionId, type FunctionId } from '../../infra/functions.ts';
import { apiEvent } from '../builders/api-event.ts';
import { bundlesIn, bundleTable, clientsIn, type Bundle } from '../builders/bundles.ts';
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
  'registration-http': { clients: ['dynamodb', 'kms'], kilobytes: 650 },
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

const bundles = new Map<string, Bundle>();
beforeAll(async () => {
  await bundle(root, out);
  for (const one of bundlesIn(out)) bundles.set(one.name, one);
});

afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

describe.each(Object.entries(budgets))('%s', (name, { clients, kilobytes }) => {
  it('carries the clients that it calls, and no other', () => {
    const own = bundles.get(name);
    if (own === undefined) throw new RangeError(name);
    const parts = own.parts.map(([part]) => part);
    expect(clientsIn(own)).toEqual(clients);
    // Each is there for commands that sources of ours in this very bundle send: nothing brings one along.
    const imports = own.sources.map((source) => readFileSync(join(root, source), 'utf8')).join('\n');
    for (const client of clients)
      expect(imports, client).toMatch(
        new RegExp(`import \\{[^}]*Command[^}]*\\} from '@aws-sdk/client-${client}'`),
      );
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

  it('what is in them', () => {
    const all = [...bundles.values()];
    console.log(`bundles, kB minified: clients, largest parts\n${bundleTable(all)}`);
    expect(Math.max(...all.map(({ kilobytes }) => kilobytes))).toBeLessThanOrEqual(most);
    for (const one of all.filter((each) => clientsIn(each).length === 1))
      expect(one.kilobytes, one.name).toBeLessThanOrEqual(oneClient);
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
