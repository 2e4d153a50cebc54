import { decide } from '../../shared/access/rights.ts';
import { device, deviceState, type DeviceState } from '../../shared/contracts/device.ts';
import { isId, type SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { textOf } from '../../shared/subject-file/item.ts';
import { listRecords, readHead } from '../../shared/subject-file/read.ts';
import type { Table } from '../../shared/subject-file/table.ts';
import type { Dependencies } from './dependencies.ts';
import { isAlarmed } from './window.ts';

const statesOf = async (table: Table, unit: SubjectId): Promise<readonly DeviceState[]> => {
  const all: DeviceState[] = [];
  let after: string | undefined;
  do {
    const range = { pk: unit, keys: { prefix: 'C#DEVICE_STATE#' }, limit: 200, consistent: true };
    const page = await table.query({ ...range, ...(after === undefined ? {} : { after }) });
    all.push(...page.items.map((item) => deviceState.parse(JSON.parse(textOf(item, 'body')))));
    after = page.next;
  } while (after !== undefined);
  return all;
};

/** `GET /v1/subjects/{id}/devices`: devices of a key unit, each with its newest reading and whether an alarm stands. */
export const listDevices = async (
  { table }: Pick<Dependencies, 'table'>,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const unit = context.path('id');
  if (!isId('sub', unit)) return refuse(problem('SUBJECT_UNKNOWN', { id: unit }));
  const found = await readHead(table, unit);
  if (!found.ok) return found;
  const { supervisingOffice } = found.value.body;
  const allowed = decide(context.caller, 'read file', { subject: unit, supervisingOffice });
  if (!allowed.ok) return allowed;
  const [records, states] = await Promise.all([
    listRecords(table, device, unit, 'DEVICE'),
    statesOf(table, unit),
  ]);
  const byDevice = new Map(states.map((state) => [state.device, state]));
  const devices = records.map(({ record, body }) => {
    const state = byDevice.get(body.id);
    if (state === undefined) return { ...body, version: record.version };
    const { latest, messages } = state;
    return { ...body, version: record.version, state: { latest, messages, alarm: isAlarmed(state) } };
  });
  return ok({ status: 200, body: { subject: unit, devices } });
};
