import { toJson } from '../../shared/kernel/canonical.ts';
import { decide } from '../../shared/access/rights.ts';
import { packPoints } from '../../shared/contracts/packed-points.ts';
import type { SubmitReport } from '../../shared/contracts/report.ts';
import { sha256 } from '../../shared/kernel/digest.ts';
import { newId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import { addMs } from '../../shared/kernel/time.ts';
import { carryOut, commandItemKey, earlierAnswer } from '../../shared/lambda/command.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { bytesOf, textOf, type Item } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { headFrom } from '../../shared/subject-file/read.ts';
import { sealBytes } from '../../shared/subject-file/seal.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import { sealedSizeIn } from '../../shared/subject-file/tree.ts';
import { tailOf, type Companion } from '../../shared/subject-file/writes.ts';
import type { Dependencies } from './dependencies.ts';
import { indexEntries } from './index-entries.ts';
import { partyKeys, resolveParties } from './parties.ts';
import { detailsOf, summaryOf } from './summary.ts';

/** Clocks of senders may run ahead of ours by so much. */
const clockSkewMs = 5 * 60_000;

const taken = (input: SubmitReport, old: Item | undefined) =>
  refuse(
    problem(
      'REPORT_NUMBER_TAKEN',
      {
        number: input.reportNumber,
        volume: input.volume,
        report: old === undefined ? '?' : textOf(old, 'report'),
      },
      '/reportNumber',
    ),
  );

/** Who may submit is decided by the organisation's head, before anything else about the report is looked at or kept. */
const maySubmit = (
  input: SubmitReport,
  context: RequestContext,
  found: ReadonlyMap<string, Item>,
): Result<unknown> => {
  const organisation = headFrom(found, input.organisation, '/organisation');
  // Of an organisation that is not there the caller may be the clerk all the same: then intake says that it is unknown.
  const { subjectKind, supervisingOffice } = organisation.ok
    ? organisation.value.body
    : { subjectKind: 'INSPECTION_ORGANISATION' as const, supervisingOffice: '' };
  return decide(context.caller, 'submit report', {
    ...{ subject: input.organisation, subjectKind },
    supervisingOffice,
  });
};

/**
 * Takes in a report: one read of everything it names, the sealed original into the archive, one transaction with
 * summary, points, index entries and ledger entry in the key unit's file. Answers 202 with the receipt; what follows
 * from the report follows by events.
 */
export const submitReport = async (
  input: SubmitReport,
  deps: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const { table, archive, keyRing, settings } = deps;
  const commandKey = commandItemKey(context.command);
  const numberKey = keys.reportNumber(input.organisation, input.reportNumber, input.volume);
  const own = [
    ...[commandKey, numberKey, keys.treeHead()],
    ...[keys.tail(input.keyUnit), keys.dataKey(input.keyUnit)],
  ];
  const found = await table.getAll([...own, ...partyKeys(input)]);

  const allowed = maySubmit(input, context, found);
  if (!allowed.ok) return allowed;
  const earlier = earlierAnswer(context.command, found.get(keyText(commandKey)), context.now);
  if (!earlier.ok) return earlier;
  if (earlier.value !== undefined) return ok(earlier.value);
  if (input.activity.endedAt > addMs(context.now, clockSkewMs)) {
    const { endedAt } = input.activity;
    return refuse(problem('ACTIVITY_IN_FUTURE', { endedAt }, '/activity/endedAt'));
  }
  const parties = resolveParties(input, found, settings.thresholds.intakePositionM.value);
  if (!parties.ok) return parties;
  const sameNumber = found.get(keyText(numberKey));
  if (sameNumber !== undefined) return taken(input, sameNumber);
  const wrapped = found.get(keyText(keys.dataKey(input.keyUnit)));
  if (wrapped === undefined) return refuse(problem('SUBJECT_ERASED', { id: input.keyUnit }, '/keyUnit'));

  // The first call of a process needs a warrant for its receipts: it comes while the original is archived.
  deps.notary.prepare(context.now);
  const original = Buffer.from(context.original);
  const digest = sha256(original);
  const dataKey = await keyRing.openDataKey(input.keyUnit, bytesOf(wrapped, 'wrapped'));
  const place = { province: settings.province, subject: input.keyUnit, record: digest, field: 'original' };
  await archive.keep('reports', digest, sealBytes(dataKey, place, original));

  const id = newId('rep', context.now);
  const summary = summaryOf(input, id, context.now, digest, settings);
  const free = (item: Companion['item']): Companion => ({ item, unless: 'free' });
  const change = {
    subject: input.keyUnit,
    type: 'InspectionReportReceived',
    source: { channel: 'api' as const, document: digest },
    changes: [
      { kind: 'REPORT' as const, id, body: toJson(summary) },
      {
        kind: 'POINTS' as const,
        id,
        body: toJson({ report: id, count: input.points.length }),
        packed: packPoints({ details: detailsOf(input), points: input.points }),
      },
    ],
    tail: tailOf(found.get(keyText(keys.tail(input.keyUnit)))),
    treeSize: sealedSizeIn(found),
    companions: () => [
      {
        item: { ...numberKey, report: id },
        unless: 'new' as const,
        refusal: (old: Item | undefined) => taken(input, old),
      },
      free({
        ...keys.current(input.organisation, 'REPORT_REFERENCE', id),
        kind: 'REPORT_REFERENCE',
        body: JSON.stringify({
          report: id,
          keyUnit: input.keyUnit,
          reportNumber: input.reportNumber,
          receivedAt: context.now,
        }),
      }),
      ...indexEntries(summary, input, settings.thresholds.r21MinimumValues.value).map(free),
    ],
  };
  return await carryOut(deps, context, change, (receipt) => ({
    status: 202,
    body: { id, keyUnit: input.keyUnit, points: input.points.length, original: digest, receipt },
  }));
};
