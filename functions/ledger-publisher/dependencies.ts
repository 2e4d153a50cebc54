import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Envelope } from '../../shared/contracts/events.ts';
import { openTable, type Transport } from '../../shared/lambda/dynamodb.ts';
import { readEnvironment } from '../../shared/lambda/env.ts';
import type { Table } from '../../shared/subject-file/table.ts';

export interface Dependencies {
  readonly table: Table;
  readonly province: string;
  /** Puts one event on the province's bus. Throws when the bus did not take it. */
  publish(event: Envelope): Promise<void>;
}

export const dependencies = (transport?: Transport): Dependencies => {
  const read = readEnvironment('TABLE_NAME', 'BUS_NAME', 'PROVINCE');
  const bus = new EventBridgeClient(transport === undefined ? {} : { requestHandler: transport });
  return {
    table: openTable(read('TABLE_NAME'), transport),
    province: read('PROVINCE'),
    publish: async (event) => {
      const answer = await bus.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: read('BUS_NAME'),
              Source: `leian.${event.province}`,
              DetailType: event.type,
              Time: new Date(event.time),
              Detail: JSON.stringify(event),
            },
          ],
        }),
      );
      const failed = (answer.Entries ?? []).find((entry) => entry.ErrorCode !== undefined);
      if (failed !== undefined) throw new Error(`the bus refused ${event.id}: ${failed.ErrorCode ?? ''}`);
    },
  };
};
