import { sha256 } from '../../../shared/kernel/digest.ts';
import type { Transport } from '../../transport/transport.ts';

/** What a run did to a table, change by change, and how many calls of each kind it took: as one digest. */
export const traceOf = (world: Transport, table: string): string => {
  const changes = world.stream(table).map(({ eventName, dynamodb }) => [eventName, dynamodb?.Keys]);
  const calls = Object.entries(world.counts().operations).map(([name, tally]) => [name, tally.calls]);
  return sha256(JSON.stringify([changes, calls]));
};
