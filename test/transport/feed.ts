import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { invoke } from './process.ts';

/** How Lambda reads a stream for a function, as the mapping says. */
export interface FeedRules {
  readonly batchSize: number;
  /** Further tries of a batch that cannot be halved any more. */
  readonly maximumRetryAttempts: number;
}
export interface Fed {
  /** Records that were set aside for the dead letters. */
  readonly setAside: readonly DynamoDBRecord[];
  readonly invocations: number;
}
type Work = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * Gives records of one shard to a function, in order, as Lambda does with partial failures and halving: what stands
 * before the reported record is done, the rest comes again, in halves; a half that cannot be halved is tried as often as
 * the rules allow and then set aside, and the shard goes on.
 */
export const feed = async (
  records: readonly DynamoDBRecord[],
  { batchSize, maximumRetryAttempts }: FeedRules,
  work: Work,
): Promise<Fed> => {
  const setAside: DynamoDBRecord[] = [];
  let invocations = 0;
  /** How many records from the front are done. */
  const give = async (batch: readonly DynamoDBRecord[]): Promise<number> => {
    invocations += 1;
    const ended = await invoke(async () => await work({ Records: [...batch] })).catch(() => undefined);
    if (ended === undefined || ended.died) return 0;
    const places = ended.value.batchItemFailures.map(({ itemIdentifier }) =>
      batch.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === itemIdentifier),
    );
    return places.length === 0 ? batch.length : Math.max(0, Math.min(...places));
  };
  const workOff = async (batch: readonly DynamoDBRecord[], tries: number): Promise<void> => {
    const rest = batch.slice(await give(batch));
    if (rest.length === 0) return;
    if (rest.length > 1) {
      const half = Math.ceil(rest.length / 2);
      await workOff(rest.slice(0, half), 0);
      await workOff(rest.slice(half), 0);
      return;
    }
    const again = rest.length === batch.length ? tries + 1 : 1;
    if (again > maximumRetryAttempts) setAside.push(...rest);
    else await workOff(rest, again);
  };
  for (let from = 0; from < records.length; from += batchSize)
    await workOff(records.slice(from, from + batchSize), 0);
  return { setAside, invocations };
};
