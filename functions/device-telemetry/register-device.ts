import { toJson } from '../../shared/kernel/canonical.ts';
import { decide, fileOf } from '../../shared/access/rights.ts';
import type { Device, RegisterDevice } from '../../shared/contracts/device.ts';
import { deriveId, isId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import { dayOf } from '../../shared/kernel/time.ts';
import { carryOut, commandItemKey, earlierAnswer } from '../../shared/lambda/command.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { goesOn } from '../../shared/subject-file/merged.ts';
import { headFrom } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import { sealedSizeIn } from '../../shared/subject-file/tree.ts';
import { tailOf } from '../../shared/subject-file/writes.ts';
import { checkCertificateRequest, refusedByBroker } from './csr.ts';
import type { Dependencies } from './dependencies.ts';
import { limitOf } from './limit.ts';

/**
 * `POST /v1/subjects/{id}/devices`: registers a device of a key unit and has its certificate request signed. The device's
 * id follows from the command, so a repetition after a crash goes on with the same thing. No private key is made,
 * taken or given.
 */
export const registerDevice = async (
  input: RegisterDevice,
  deps: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const { register, rule } = deps;
  const unit = context.path('id');
  if (!isId('sub', unit)) return refuse(problem('SUBJECT_UNKNOWN', { id: unit }));
  const commandKey = commandItemKey(context.command);
  const found = await deps.table.getAll([keys.head(unit), keys.tail(unit), keys.treeHead(), commandKey]);
  const owner = headFrom(found, unit);
  if (!owner.ok) return owner;
  const { body: head } = owner.value;
  const allowed = decide(context.caller, 'register device', fileOf(head));
  if (!allowed.ok) return allowed;
  if (head.subjectKind !== 'KEY_UNIT') {
    return refuse(problem('SUBJECT_WRONG_KIND', { id: unit, found: head.subjectKind, expected: 'KEY_UNIT' }));
  }
  const earlier = earlierAnswer(context.command, found.get(keyText(commandKey)), context.now);
  if (!earlier.ok) return earlier;
  if (earlier.value !== undefined) return ok(earlier.value);
  const open = goesOn(head);
  if (!open.ok) return open;
  const { csr, limitOhm: _stated, ...told } = input;
  const limit = limitOf(input, dayOf(context.now));
  const request = checkCertificateRequest(csr);
  if (!request.ok || !limit.ok) {
    const faults = [...(request.ok ? [] : request.problems), ...(limit.ok ? [] : limit.problems)];
    const [first = problem('CSR_INVALID'), ...more] = faults;
    return refuse(first, ...more);
  }

  const { scope, key } = context.command;
  const id = deriveId('dev', head.registeredAt, unit, scope, key);
  const certificate = await register.enrol(id, request.value.pem);
  if (certificate === 'csr refused') return refusedByBroker();
  const endpoint = await register.endpoint();
  const body: Device = {
    ...told,
    id,
    keyUnit: unit,
    ...limit.value,
    certificate: certificate.id,
    registeredAt: context.now,
  };
  const change = {
    subject: unit,
    type: 'DeviceRegistered',
    changes: [{ kind: 'DEVICE' as const, id, body: toJson(body) }],
    companions: () => [{ item: { ...keys.deviceOwner(id), subject: unit }, unless: 'new' as const }],
    tail: tailOf(found.get(keyText(keys.tail(unit)))),
    treeSize: sealedSizeIn(found),
  };
  return await carryOut(deps, context, change, (receipt) => ({
    status: 201,
    body: {
      id,
      thing: id,
      clientId: id,
      topic: `$aws/rules/${rule}/devices/${id}/readings`,
      endpoint,
      certificatePem: certificate.pem,
      limitOhm: body.limitOhm,
      limitBasis: body.limitBasis,
      receipt,
    },
  }));
};
