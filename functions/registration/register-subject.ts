import { toJson } from '../../shared/kernel/canonical.ts';
import { decide } from '../../shared/access/rights.ts';
import { officeOf } from '../../shared/access/offices.ts';
import type { RegisterKeyUnit, RegisterSubject } from '../../shared/contracts/registration.ts';
import type { Head } from '../../shared/contracts/entities.ts';
import { newId, type SubjectId } from '../../shared/kernel/ids.ts';
import { problem, refuse, ok, type Result } from '../../shared/kernel/problem.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { makeSiteCode } from '../../shared/kernel/supervision-code.ts';
import { carryOut, commandItemKey, earlierAnswer } from '../../shared/lambda/command.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { seal, type DataKey } from '../../shared/subject-file/seal.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import { tailOf } from '../../shared/subject-file/writes.ts';
import { readAlias, withSubject, type CodeAlias } from './aliases.ts';
import type { Dependencies } from './dependencies.ts';

const entryType = {
  KEY_UNIT: 'KeyUnitRegistered',
  INSPECTION_ORGANISATION: 'InspectionOrganisationRegistered',
} as const;

/** A key unit belongs to the office of its division, an organisation to the province (O31: province-level authority). */
const supervisorOf = (input: RegisterSubject, { settings }: Dependencies): string =>
  input.kind === 'KEY_UNIT' ? officeOf(input.division, settings.offices) : `${settings.province}0000`;

const duplicate = (input: RegisterSubject, alias: CodeAlias): boolean =>
  alias.holders.subjects.some(
    (holder) =>
      holder.kind === input.kind &&
      (input.kind === 'INSPECTION_ORGANISATION' || holder.place === input.address),
  );

interface Base {
  readonly id: SubjectId;
  readonly supervisingOffice: string;
  readonly registeredAt: Instant;
  readonly supervisionCode: string;
}

const headOf = (input: RegisterSubject, base: Base, safetyManager: string | undefined): Head => {
  if (input.kind === 'INSPECTION_ORGANISATION') {
    const { kind, ...fields } = input;
    return { ...base, ...fields, subjectKind: kind };
  }
  const { kind, safetyManager: _, ...fields } = input;
  return { ...base, ...fields, subjectKind: kind, ...(safetyManager === undefined ? {} : { safetyManager }) };
};

/** Registers a key unit or an inspection organisation: a new file, its supervision code, its data key. */
export const registerSubject = async (
  input: RegisterSubject,
  deps: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const { settings, table, keyRing } = deps;
  if (!input.division.startsWith(settings.province)) {
    const found = { code: input.division, province: settings.province };
    return refuse(problem('DIVISION_OTHER_PROVINCE', found, '/division'));
  }
  const supervisingOffice = supervisorOf(input, deps);
  const allowed = decide(context.caller, 'register subject', { supervisingOffice });
  if (!allowed.ok) return allowed;

  const aliasKey = keys.creditCode(input.uscc);
  const commandKey = commandItemKey(context.command);
  const found = await table.getAll([aliasKey, commandKey]);
  const earlier = earlierAnswer(context.command, found.get(keyText(commandKey)), context.now);
  if (!earlier.ok) return earlier;
  if (earlier.value !== undefined) return ok(earlier.value);
  const alias = readAlias(found.get(keyText(aliasKey)));
  if (duplicate(input, alias))
    return refuse(problem('ALREADY_REGISTERED', { what: `${input.kind} ${input.uscc}` }, '/uscc'));

  const id = newId('sub', context.now);
  const key = await keyRing.newDataKey(id);
  const supervisionCode = makeSiteCode(input.uscc, settings.province, alias.holders.nextSerial);
  const head = headOf(
    input,
    { id, supervisingOffice, registeredAt: context.now, supervisionCode },
    input.kind === 'KEY_UNIT' ? sealedManager(input, settings.province, id, key) : undefined,
  );
  const change = {
    subject: id,
    type: entryType[input.kind],
    changes: [{ kind: 'HEAD' as const, id, body: toJson(head) }],
    tail: tailOf(undefined),
    companions: () => [
      { item: { ...keys.dataKey(id), wrapped: key.wrapped }, unless: 'new' as const },
      withSubject(input.uscc, alias, { id, kind: input.kind, place: input.address }),
    ],
  };
  return await carryOut(table, context, change, (receipt) => ({
    status: 201,
    body: { id, kind: input.kind, supervisionCode, supervisingOffice, receipt },
  }));
};

const sealedManager = (
  input: RegisterKeyUnit,
  province: string,
  subject: SubjectId,
  key: DataKey,
): string | undefined =>
  input.safetyManager === undefined
    ? undefined
    : seal(
        key,
        { province, subject, record: subject, field: 'safetyManager' },
        JSON.stringify(input.safetyManager),
      );
