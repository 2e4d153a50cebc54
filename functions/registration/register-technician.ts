import { toJson } from '../../shared/kernel/canonical.ts';
import { decide, fileOf } from '../../shared/access/rights.ts';
import type { HolderHead } from '../../shared/contracts/entities.ts';
import type { RegisterTechnician } from '../../shared/contracts/registration.ts';
import { isId, newId } from '../../shared/kernel/ids.ts';
import { parsePersonId } from '../../shared/kernel/person-id.ts';
import { ok, problem, refuse, refuseAt, type Result } from '../../shared/kernel/problem.ts';
import { dayOf } from '../../shared/kernel/time.ts';
import { carryOut, commandItemKey, earlierAnswer } from '../../shared/lambda/command.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { goesOn } from '../../shared/subject-file/merged.ts';
import { headFrom } from '../../shared/subject-file/read.ts';
import { seal } from '../../shared/subject-file/seal.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import { sealedSizeIn } from '../../shared/subject-file/tree.ts';
import { tailOf } from '../../shared/subject-file/writes.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Registers a technician of an organisation: a subject with a file of its own (一户一档), found again by a keyed one-way
 * reference of the person. Name and number are sealed under that person's own data key before anything is stored.
 */
export const registerTechnician = async (
  input: RegisterTechnician,
  deps: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const { table, keyRing, settings } = deps;
  const organisation = context.path('id');
  if (!isId('sub', organisation)) return refuse(problem('SUBJECT_UNKNOWN', { id: organisation }));
  const person = parsePersonId(input.personId, dayOf(context.now));
  if (!person.ok) return refuseAt('/personId', person);
  const commandKey = commandItemKey(context.command);
  const found = await table.getAll([keys.head(organisation), commandKey, keys.treeHead()]);

  const employer = headFrom(found, organisation);
  if (!employer.ok) return employer;
  const { body: head } = employer.value;
  const allowed = decide(context.caller, 'register technician', fileOf(head));
  if (!allowed.ok) return allowed;
  if (head.subjectKind !== 'INSPECTION_ORGANISATION') {
    return refuse(
      problem('SUBJECT_WRONG_KIND', {
        id: organisation,
        found: head.subjectKind,
        expected: 'INSPECTION_ORGANISATION',
      }),
    );
  }
  const earlier = earlierAnswer(context.command, found.get(keyText(commandKey)), context.now);
  if (!earlier.ok) return earlier;
  if (earlier.value !== undefined) return ok(earlier.value);
  const open = goesOn(head);
  if (!open.ok) return open;
  // One employer at a time (O31 art. 23): a person known already must first leave the other organisation.
  const known = refuse(problem('ALREADY_REGISTERED', { what: 'technician' }, '/personId'));
  const personKey = keys.person(await keyRing.personReference(person.value.number));
  if ((await table.get(personKey)) !== undefined) return known;

  const id = newId('sub', context.now);
  const key = await keyRing.newDataKey(id);
  const holder: HolderHead = {
    id,
    subjectKind: 'CERTIFICATE_HOLDER',
    supervisingOffice: head.supervisingOffice,
    division: head.division,
    registeredAt: context.now,
    person: seal(
      key,
      { province: settings.province, subject: id, record: id, field: 'person' },
      JSON.stringify({ name: input.name, personId: person.value.number }),
    ),
    employer: organisation,
    employedFrom: input.employedFrom,
    abilityCertificate: input.abilityCertificate,
  };
  const change = {
    subject: id,
    type: 'TechnicianRegistered',
    changes: [{ kind: 'HEAD' as const, id, body: toJson(holder) }],
    tail: tailOf(undefined),
    treeSize: sealedSizeIn(found),
    companions: () => [
      { item: { ...keys.dataKey(id), wrapped: key.wrapped }, unless: 'new' as const },
      { item: { ...personKey, subject: id }, unless: 'new' as const, refusal: () => known },
    ],
  };
  return await carryOut(deps, context, change, (receipt) => ({
    status: 201,
    body: { id, employer: organisation, receipt },
  }));
};
