import * as z from 'zod';
import { jsonBody, type Answer, type Call } from './call.ts';
import { NotDone, Refused } from './refused.ts';

export interface PutEvent {
  readonly id: string;
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  /** Parsed; the bus takes JSON objects only. */
  readonly detail: unknown;
  readonly time: string | undefined;
}
export interface Bus {
  /** Events in the order in which the bus took them; of one type where it is given. */
  list(detailType?: string): readonly PutEvent[];
  /** Keeps how many were taken; the function it gives forgets later ones. */
  save(): () => void;
  /** `partial`: the last entry fails. */
  answer(call: Call, partial: boolean): Answer;
}

const mostEntries = 10;
const mostBytes = 256 * 1024;

const entry = z.strictObject({
  EventBusName: z.string().optional(),
  Source: z.string().min(1),
  DetailType: z.string().min(1),
  Detail: z.string(),
  Time: z.number().optional(),
  Resources: z.array(z.string()).optional(),
  TraceHeader: z.string().optional(),
});
type Entry = z.infer<typeof entry>;
const request = z.strictObject({ Entries: z.array(entry).min(1) });
const jsonObject = z.record(z.string(), z.unknown());

/** Size of an entry by EventBridge's rule: 14 bytes for a time, and the texts. */
const bytes = ({ Time, Source, DetailType, Detail, Resources = [] }: Entry): number =>
  (Time === undefined ? 0 : 14) +
  [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), 0);

const parseDetail = (text: string): unknown => {
  try {
    return jsonObject.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

export const makeBus = (): Bus => {
  const taken: PutEvent[] = [];
  const take = (one: Entry): object => {
    const detail = parseDetail(one.Detail);
    if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    const id = `event-${taken.length + 1}`;
    taken.push({
      id,
      bus: one.EventBusName ?? 'default',
      source: one.Source,
      detailType: one.DetailType,
      detail,
      time: one.Time === undefined ? undefined : new Date(one.Time * 1000).toISOString(),
    });
    return { EventId: id };
  };
  return {
    list: (detailType) => taken.filter((one) => detailType === undefined || one.detailType === detailType),
    save: () => {
      const { length } = taken;
      return () => {
        taken.length = length;
      };
    },
    answer: (call, partial) => {
      if (call.operation !== 'PutEvents') throw new NotDone(`events.${call.operation}`);
      const { Entries } = request.parse(jsonBody(call));
      if (Entries.length > mostEntries)
        throw new Refused('ValidationException', 'Member must have length less than or equal to 10');
      if (Entries.reduce((sum, one) => sum + bytes(one), 0) > mostBytes)
        throw new Refused(
          'ValidationException',
          'Total size of the entries in the request is over the limit.',
        );
      const results = Entries.map((one, at) =>
        partial && at === Entries.length - 1
          ? { ErrorCode: 'InternalFailure', ErrorMessage: 'injected' }
          : take(one),
      );
      const failed = results.filter((result) => 'ErrorCode' in result).length;
      return { json: { FailedEntryCount: failed, Entries: results } };
    },
  };
};
