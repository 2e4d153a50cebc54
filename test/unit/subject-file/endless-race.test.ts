import { expect, it, vi } from 'vitest';
import { append } from '../../../shared/subject-file/append.ts';
import { makeTable } from '../../../shared/subject-file/table.ts';
import { aSubject, someTime } from '../../builders/files.ts';
import { dynamoDb } from '../../transport/clients.ts';
import { createTransport } from '../../transport/transport.ts';

// 24 pauses take four seconds; how long they are is not what this proves.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => await Promise.resolve() }));

it('conflicts without end end in an error that says so, and in nothing written', async () => {
  const world = createTransport({ tables: [{ name: 'files' }] });
  world.inject({ fault: 'conflict', operation: 'dynamodb.TransactWriteItems' });
  const append1 = append(makeTable(dynamoDb(world, 1), 'files'), {
    subject: aSubject,
    type: 'HazardFound',
    cause: 'found',
    time: someTime,
    actor: { ref: 'function:test', role: 'system' },
    source: { channel: 'system' },
    correlation: 'c-1',
    changes: [{ kind: 'HAZARD', id: 'a', body: {} }],
  });
  await expect(append1).rejects.toThrow(/lost the race 24 times/);
  expect(world.items('files')).toEqual([]);
});
