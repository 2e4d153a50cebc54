import {
  device as deviceSchema,
  deviceState,
  type DeliveredMessage,
  type DeviceAlarm,
} from '../../shared/contracts/device.ts';
import { isId, type Id, type SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Refusal, type Result } from '../../shared/kernel/problem.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { canonicalJson, toJson } from '../../shared/kernel/canonical.ts';
import { append } from '../../shared/subject-file/append.ts';
import { numberOf, textOf, type KeyedItem } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { pause } from '../../shared/subject-file/race.ts';
import { readItem } from '../../shared/subject-file/read.ts';
import { keyText, type Table } from '../../shared/subject-file/table.ts';
import { takeMessages } from './window.ts';

const maxRaces = 12;

const ownerOf = async (table: Table, device: Id<'dev'>): Promise<SubjectId | undefined> => {
  const item = await table.get(keys.deviceOwner(device));
  if (item === undefined) return undefined;
  const subject = textOf(item, 'subject');
  if (!isId('sub', subject)) throw new TypeError('owner of a device is no subject');
  return subject;
};

interface Written {
  readonly item: KeyedItem;
  /** Version of the state that was read; 0 when there was none. */
  readonly before: number;
}

/** Writes an alarm and the state that knows of it in one transaction; false when another writer changed the state first. */
const raise = async (
  table: Table,
  alarm: DeviceAlarm,
  { item, before }: Written,
  now: Instant,
): Promise<boolean> => {
  const changed = (): Refusal => refuse(problem('RECORD_CHANGED', { found: before }));
  const written = await append(table, {
    subject: alarm.keyUnit,
    type: 'DeviceAlarmRaised',
    cause: alarm.id,
    time: now,
    actor: { ref: 'function:device-telemetry', role: 'device' },
    source: { channel: 'device' },
    correlation: alarm.id,
    changes: [{ kind: 'DEVICE_ALARM', id: alarm.id, body: toJson(alarm) }],
    companions: () => [{ item, unless: before === 0 ? 'new' : { version: before }, refusal: changed }],
  });
  if (written.ok) return !written.value.repeated;
  // Both refusals come of a race: the winner wrote the state, and with it perhaps this very alarm.
  if (written.code === 'RECORD_CHANGED' || written.code === 'ALREADY_REGISTERED') return false;
  throw new Error(`alarm refused: ${written.code}`);
};

/**
 * Takes a batch of one device into its key unit's file: the derived state, under the version that was read, and with it
 * any alarm as an entry of the ledger. Who loses a race reads again; repetitions write nothing.
 * Refuses with NOT_FOUND when no such device is registered.
 */
export const takeReadings = async (
  device: Id<'dev'>,
  messages: readonly DeliveredMessage[],
  { table }: { readonly table: Table },
  now: Instant,
): Promise<Result<{ readonly fresh: number }>> => {
  const subject = await ownerOf(table, device);
  if (subject === undefined) return refuse(problem('NOT_FOUND', { what: device }));
  const deviceKey = keys.current(subject, 'DEVICE', device);
  const stateKey = keys.current(subject, 'DEVICE_STATE', device);
  let fresh = 0;
  for (let races = 0; races < maxRaces;) {
    const found = await table.getAll([deviceKey, stateKey]);
    const record = found.get(keyText(deviceKey));
    if (record === undefined) return refuse(problem('NOT_FOUND', { what: device }));
    const stored = found.get(keyText(stateKey));
    const state = stored === undefined ? undefined : deviceState.parse(JSON.parse(textOf(stored, 'body')));
    const taken = takeMessages(readItem(deviceSchema, record).body, state, messages);
    if (taken.state === undefined) return ok({ fresh });
    const before = stored === undefined ? 0 : numberOf(stored, 'version');
    const body = canonicalJson(toJson(taken.state));
    const item = { ...stateKey, kind: 'DEVICE_STATE', id: device, version: before + 1, body };
    const isWritten =
      taken.alarm === undefined
        ? await table.putIfNewer(item, 'version')
        : await raise(table, taken.alarm, { item, before }, now);
    if (isWritten) {
      fresh += taken.fresh;
      if (!taken.more) return ok({ fresh });
      continue;
    }
    races += 1;
    await pause(races);
  }
  throw new Error(`state of a device lost the race ${maxRaces} times`);
};
