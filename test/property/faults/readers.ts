import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import type { Transport } from '../../transport/transport.ts';
import { between } from './chance.ts';

/** One function that reads the table's stream from where it stands: one invocation at a time, in order. */
export interface Reader {
  hasWork(): boolean;
  read(): Promise<void>;
  /** Records that the stream gave up on. */
  setAside(): number;
}
export interface ReaderParts {
  readonly world: Transport;
  /** Records of the stream that the function is told of, from a place on. */
  readonly from: (place: number) => readonly DynamoDBRecord[];
  readonly begin: number;
  readonly most: number;
  /** One invocation; `died` when its process did. */
  readonly work: (records: readonly DynamoDBRecord[]) => Promise<DynamoDBBatchResponse | 'died'>;
}

/** Further tries of one record, as the mapping says (`poison.test.ts` shows what halving makes of it). */
const mostRetries = 20;
const numberOf = (record: DynamoDBRecord | undefined): number => Number(record?.dynamodb?.SequenceNumber);

export const makeReader = ({ world, from, begin, most, work }: ReaderParts): Reader => {
  let [place, tries, lost, isBusy] = [begin, 0, 0, false];
  return {
    hasWork: () => !isBusy && from(place).length > 0,
    setAside: () => lost,
    read: async () => {
      const batch = from(place).slice(0, between(1, most));
      isBusy = true;
      const answer = await work(world.deliver(batch, 'stream'));
      isBusy = false;
      const back = answer === 'died' ? batch[0] : answer.batchItemFailures[0];
      if (back === undefined) {
        [place, tries] = [numberOf(batch.at(-1)), 0];
        return;
      }
      const stuckAt = 'itemIdentifier' in back ? Number(back.itemIdentifier) : numberOf(back);
      tries += 1;
      place = stuckAt - 1;
      if (tries <= mostRetries) return;
      [place, tries, lost] = [stuckAt, 0, lost + 1];
    },
  };
};
