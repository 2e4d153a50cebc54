import { toJson } from '../../shared/kernel/canonical.ts';
import { decide } from '../../shared/access/rights.ts';
import { officesOf, servingOffice } from '../../shared/access/offices.ts';
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
import { sealedSizeIn } from '../../shared/subject-file/tree.ts';
import { tailOf } from '../../shared/subject-file/writes.ts';
import { isTaken, readAlias, withSubject } from './aliases.ts';
import type { Dependencies } from './dependencies.ts';

const entryType = {
  KEY_UNIT: 'KeyUnitRegistered',
  INSPECTION_ORGANISATION: 'InspectionOrganisationRegistered',
} as const;

/** A key unit belongs to the office of its division, an organisation to the province (O31: province-level authority). */
const supervisorOf = (input: RegisterSubject, { settings }: Dependencies): string => {
  const offices = officesOf(settings);
  const own = input.kind === 'KEY_UNIT' ? servingOffice(offices, input.division) : undefined;
  return own ?? offices.root;
};

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

/** Registers a key unit or an inspection organisation: a new file, its supervision code, its data keys. */
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
  const found = await table.getAll([aliasKey, commandKey, keys.treeHead()]);
  const earlier = earlierAnswer(context.command, found.get(keyText(commandKey)), context.now);
  if (!earlier.ok) return earlier;
  if (earlier.value !== undefined) return ok(earlier.value);
  const alias = readAlias(found.get(keyText(aliasKey)));
  if (isTaken(alias, { kind: input.kind, place: input.address }))
    return refuse(problem('ALREADY_REGISTERED', { what: `${input.kind} ${input.uscc}` }, '/uscc'));

  const id = newId('sub', context.now);
  // The safety manager is a person in another subject's file: a key of that person alone.
  const personal = input.kind === 'KEY_UNIT' && input.safetyManager !== undefined;
  const [key, ofManager] = await Promise.all([
    keyRing.newDataKey(id),
    personal ? keyRing.newDataKey(id, newId('key', context.now)) : undefined,
  ]);
  const supervisionCode = makeSiteCode(input.uscc, settings.province, alias.holders.nextSerial);
  const head = headOf(
    input,
    { id, supervisingOffice, registeredAt: context.now, supervisionCode },
    input.kind === 'KEY_UNIT' ? sealedManager(input, settings.province, id, ofManager) : undefined,
  );
  const change = {
    subject: id,
    type: entryType[input.kind],
    changes: [{ kind: 'HEAD' as const, id, body: toJson(head) }],
    tail: tailOf(undefined),
    treeSize: sealedSizeIn(found),
    companions: () => [
      ...[key, ofManager].flatMap((one) =>
        one === undefined
          ? []
          : [{ item: { ...keys.key(id, one.id), wrapped: one.wrapped }, unless: 'new' as const }],
      ),
      withSubject(input.uscc, alias, { id, kind: input.kind, place: input.address }),
    ],
  };
  return await carryOut(deps, context, change, (receipt) => ({
    status: 201,
    body: { id, kind: input.kind, supervisionCode, supervisingOffice, receipt },
  }));
};

const sealedManager = (
  input: RegisterKeyUnit,
  province: string,
  subject: SubjectId,
  key: DataKey | undefined,
): string | undefined =>
  input.safetyManager === undefined || key === undefined
    ? undefined
    : seal(
        key,
        { province, subject, record: subject, field: 'safetyManager' },
        JSON.stringify(input.safetyManager),
      );
