import { TransactWriteItemsCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { sha256 } from '../../shared/kernel/digest.ts';
import type { LedgerEntry } from '../../shared/ledger/entry.ts';
import type { Growth } from '../../shared/ledger/tiles.ts';
import { toWire, type KeyedItem } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { isLostRace } from '../../shared/subject-file/race.ts';
import type { Table } from '../../shared/subject-file/table.ts';
import { tileItem, treeStateItem, type TreeState } from '../../shared/subject-file/tree.ts';

/** Leaves that are added, at the size at which the tree was found. */
export interface Addition {
  readonly from: TreeState;
  readonly to: Required<TreeState>;
  readonly entries: readonly LedgerEntry[];
  readonly changed: Growth['changed'];
}

/**
 * Writes places of entries, tiles and size in one transaction. False when somebody else was faster: then nothing was
 * written. The tiles need no condition of their own: they follow from the size alone.
 */
export const commit = async (table: Table, { from, to, entries, changed }: Addition): Promise<boolean> => {
  const put = (Item: KeyedItem): NonNullable<TransactWriteItem['Put']> => ({
    TableName: table.name,
    Item: toWire(Item),
  });
  const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
  const isUnchanged = {
    ConditionExpression: '#size = :size',
    ExpressionAttributeNames: { '#size': 'size' },
    ExpressionAttributeValues: { ':size': { N: String(from.size) } },
  };
  const places = entries.map(({ subject, sequence }, at) => ({
    ...keys.leafIndex(subject, sequence),
    index: from.size + at,
  }));
  const token = sha256(String(from.size), to.time, ...places.map(({ pk, sk }) => `${pk} ${sk}`));
  try {
    await table.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { ...put(treeStateItem(to)), ...(from.size === 0 ? isNew : isUnchanged) } },
          ...places.map((item) => ({ Put: { ...put(item), ...isNew } })),
          ...[...changed.values()].map(({ place, row }) => ({ Put: put(tileItem(place, row)) })),
        ],
        ClientRequestToken: token.slice(0, 36),
      }),
    );
    return true;
  } catch (error) {
    if (isLostRace(error)) return false;
    throw error;
  }
};
