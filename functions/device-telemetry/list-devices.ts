import { decide, fileOf } from '../../shared/access/rights.ts';
import { device, deviceState, type DeviceState } from '../../shared/contracts/device.ts';
import { isId, type Id, type SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { textOf } from '../../shared/subject-file/item.ts';
import { keys, kindPrefix } from '../../shared/subject-file/keys.ts';
import { visiblePage } from '../../shared/subject-file/pages.ts';
import { readHead, readItem } from '../../shared/subject-file/read.ts';
import type { Table } from '../../shared/subject-file/table.ts';
import type { Dependencies } from './dependencies.ts';
import { isAlarmed } from './window.ts';

/** States of these devices; one that never reported has none. */
const statesOf = async (
  table: Table,
  unit: SubjectId,
  devices: readonly Id<'dev'>[],
): Promise<ReadonlyMap<string, DeviceState>> => {
  if (devices.length === 0) return new Map();
  const found = await table.getAll(devices.map((id) => keys.current(unit, 'DEVICE_STATE', id)));
  const states = [...found.values()].map((item) => deviceState.parse(JSON.parse(textOf(item, 'body'))));
  return new Map(states.map((state) => [state.device, state]));
};

/** `GET /v1/subjects/{id}/devices`: devices of a key unit, each with its newest reading and whether an alarm stands. */
export const listDevices = async (
  { table }: Pick<Dependencies, 'table' | 'settings'>,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const unit = context.path('id');
  if (!isId('sub', unit)) return refuse(problem('SUBJECT_UNKNOWN', { id: unit }));
  const found = await readHead(table, unit);
  if (!found.ok) return found;
  const allowed = decide(context.caller, 'read file', fileOf(found.value.body), 'DEVICE');
  if (!allowed.ok) return allowed;
  const paging = context.paging();
  if (!paging.ok) return paging;
  const { next, ...asked } = paging.value;
  const range = { pk: unit, prefixes: [kindPrefix('DEVICE')], consistent: true, ...asked };
  const page = await visiblePage(table, range, (item) => readItem(device, item));
  const states = await statesOf(
    table,
    unit,
    page.entries.map(({ body }) => body.id),
  );
  const devices = page.entries.map(({ record, body }) => {
    const state = states.get(body.id);
    if (state === undefined) return { ...body, version: record.version };
    const { latest, messages } = state;
    return { ...body, version: record.version, state: { latest, messages, alarm: isAlarmed(state) } };
  });
  return ok({ status: 200, body: { subject: unit, devices, ...next(page.next) } });
};
