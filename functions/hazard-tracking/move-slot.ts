import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { toWire, type KeyedItem } from '../../shared/subject-file/item.ts';
import type { Table } from '../../shared/subject-file/table.ts';

/**
 * Writes the same version of a record with other derived attributes: nothing that a digest covers changes, so there is
 * no ledger entry. Does nothing when a newer version has come: that one stands in its own slot.
 */
export const moveSlot = async (table: Table, item: KeyedItem, version: number): Promise<void> => {
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toWire(item),
        ConditionExpression: 'version = :v',
        ExpressionAttributeValues: { ':v': { N: String(version) } },
      }),
    );
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
  }
};
