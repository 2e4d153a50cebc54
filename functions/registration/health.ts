import { decide } from '../../shared/access/rights.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { OpenContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import type { Dependencies } from './dependencies.ts';

/** `GET /v1/health`: reads the table once and makes one real decision about rights, which must be a denial. */
export const health = async (
  { table, settings }: Dependencies,
  context: OpenContext,
): Promise<Result<Reply>> => {
  await table.get(keys.sweep());
  const stranger = { issuer: 'health', principal: '0'.repeat(64), role: 'public' as const };
  const denied = decide(stranger, 'read file', { supervisingOffice: `${settings.province}0000` });
  if (denied.ok) return refuse(problem('UNAVAILABLE'));
  return ok({ status: 200, body: { status: 'ok', province: settings.province, time: context.now } });
};
