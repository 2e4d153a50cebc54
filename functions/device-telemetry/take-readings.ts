import {
  device as deviceSchema,
  deviceState,
  type DeliveredMessage,
  type DeviceAlarm,
} from '../../shared/contracts/device.ts';
import { isId, type Id, type SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { canonicalJson } from '../../shared/kernel/canonical.ts';
import { append } from '../../shared/subject-file/append.ts';
import { numberOf, textOf } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { pause } from '../../shared/subject-file/race.ts';
import { readItem, toJson } from '../../shared/subject-file/read.ts';
import { keyText, type Table } from '../../shared/subject-file/table.ts';
import { takeMessages } from './window.ts';

const maxTries = 12;

const ownerOf = async (table: Table, device: Id<'dev'>): Promise<SubjectId | undefined> => {
  const item = await table.get(keys.deviceOwner(device));
  if (item === undefined) return undefined;
  const subject = textOf(item, 'subject');
  if (!isId('sub', subject)) throw new TypeError('owner of a device is no subject');
  return subject;
};

/** Writes an alarm; one that is there already (a repetition after a crash) stays as it is. */
const raise = async (table: Table, alarm: DeviceAlarm, now: Instant): Promise<void> => {
  const written = await append(table, {
    subject: alarm.keyUnit,
    type: 'DeviceAlarmRaised',
    cause: alarm.id,
    time: now,
    actor: { ref: 'function:device-telemetry', role: 'device' },
    source: { channel: 'device' },
    correlation: alarm.id,
    changes: [{ kind: 'DEVICE_ALARM', id: alarm.id, body: toJson(alarm) }],
  });
  if (!written.ok && written.code !== 'ALREADY_REGISTERED') throw new Error(`alarm refused: ${written.code}`);
};

/**
 * Takes a batch of one device into its key unit's file: alarms first (entries of the ledger), then the derived state,
 * under the revision that was read. Who loses that race reads again; repetitions write nothing.
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
  for (let tries = 1; tries <= maxTries; tries += 1) {
    const found = await table.getAll([deviceKey, stateKey]);
    const record = found.get(keyText(deviceKey));
    if (record === undefined) return refuse(problem('NOT_FOUND', { what: device }));
    const item = found.get(keyText(stateKey));
    const before = item === undefined ? undefined : deviceState.parse(JSON.parse(textOf(item, 'body')));
    const taken = takeMessages(readItem(deviceSchema, record).body, before, messages);
    if (taken.state === undefined) return ok({ fresh: 0 });
    for (const alarm of taken.alarms) await raise(table, alarm, now);
    const revision = (item === undefined ? 0 : numberOf(item, 'revision')) + 1;
    const written = {
      ...stateKey,
      kind: 'DEVICE_STATE',
      id: device,
      revision,
      body: canonicalJson(toJson(taken.state)),
    };
    if (await table.putIfNewer(written, 'revision')) return ok({ fresh: taken.fresh });
    await pause(tries);
  }
  throw new Error(`state of a device lost the race ${maxTries} times`);
};
