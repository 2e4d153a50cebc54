import type { EntryId } from '../kernel/ids.ts';
import { problem, refuse, type Refusal } from '../kernel/problem.ts';
import { fromEpochMs } from '../kernel/time.ts';
import { numberOf, type Item } from './item.ts';
import type { RecordChange } from './record.ts';
import type { Companion } from './writes.ts';

/**
 * Why the write of a record was refused, out of the item that stood there: it is missing, it is in a state out of which
 * the change cannot be made, or somebody else was faster. `repeated`: this very entry had written it before.
 */
export const recordRefusal = (
  { id, previous, from }: RecordChange,
  entry: EntryId,
  old: Item | undefined,
): Refusal | 'repeated' => {
  if (old === undefined) return refuse(problem('RECORD_MISSING', { id }));
  if (old['entry'] === entry) return 'repeated';
  if (previous === undefined) return refuse(problem('ALREADY_REGISTERED', { what: id }));
  const state = String(old['state'] ?? '-');
  if (from !== undefined && !from.states.includes(state)) {
    const allowed = from.states.join(', ');
    return refuse(problem('RECORD_WRONG_STATE', { state, command: from.command, allowed }));
  }
  return refuse(problem('RECORD_CHANGED', { found: numberOf(old, 'version') }));
};

/** Why an item that goes along was refused: in its own words where it has some, else by what its condition asked for. */
export const companionRefusal = ({ item, unless, refusal }: Companion, old: Item | undefined): Refusal => {
  if (refusal !== undefined) return refusal(old);
  if (unless !== 'unexpired') return refuse(problem('ALREADY_REGISTERED', { what: item.sk }));
  if (old === undefined) return refuse(problem('RECORD_MISSING', { id: item.sk }));
  const until = fromEpochMs(numberOf(old, 'ttl') * 1000);
  return refuse(problem('RECORD_EXPIRED', { id: item.sk, until }));
};
