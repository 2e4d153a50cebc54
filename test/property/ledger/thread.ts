import type { KeyObject } from 'node:crypto';
import * as z from 'zod';
import type { Caller } from '../../../shared/access/caller.ts';
import { parseJson } from '../../../shared/kernel/canonical.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import type { Head } from '../../../shared/ledger/checkpoint.ts';
import { exportTexts, type ExportName, type LedgerExport } from '../../../shared/ledger/export.ts';
import { signedStatement, type SignedStatement } from '../../../shared/ledger/statement.ts';
import type { Trust } from '../../../shared/ledger/verify.ts';
import { exportFrom, headOf } from '../../builders/exports.ts';
import {
  county,
  instrumentBody,
  locationOf,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
} from '../../builders/parties.ts';
import { plantVerdictConflict } from '../../builders/planted-faults.ts';
import { withFailures } from '../../builders/report.ts';
import { makeStage, type Stage } from '../../builders/stage.ts';

/** One file as its reader exported it at last, what he exported long before, and true statements about it in between. */
export interface Exported {
  readonly name: string;
  readonly now: LedgerExport;
  readonly texts: ReadonlyMap<ExportName, string>;
  readonly older: LedgerExport;
  readonly statements: readonly SignedStatement[];
  readonly trust: Trust;
}
export interface Thread {
  readonly stage: Stage;
  readonly key: KeyObject;
  /** Kept by somebody between the older exports and the last ones. */
  readonly trusted: Head;
  /** A true head after it and before the newest. */
  readonly between: { readonly head: Head; readonly note: string };
  readonly files: readonly Exported[];
}

const withId = z.array(z.object({ id: z.string() }));
const hazardsIn = z.object({ hazards: withId });
const leadsIn = z.object({ anomalies: withId });
const statementIn = z.object({ statement: signedStatement });

/** Registers, reports, finds, decides: a thread through the whole house, exported early and late. */
export const makeThread = async (): Promise<Thread> => {
  const stage = makeStage();
  const done = async (asked: ReturnType<Stage['ask']>) => {
    const { status, text } = await asked;
    if (status >= 300) throw new Error(text);
    return parseJson(text);
  };
  const crew = await registerOrganisation(stage);
  const west = await registerStation(stage, 1);
  const east = await registerStation(stage, 2);
  await stage.settle();
  const submit = async (n: number, body: ReturnType<typeof reportBy>) => {
    await done(stage.ask('submitReport', crew.clerk, { body, key: `thread-report-${n}` }));
    await stage.settle();
  };
  await submit(0, withFailures(reportBy(crew, west, 0), ['2-01', '2-02']));
  const readers: readonly (readonly [string, Caller, SubjectId])[] = [
    ['organisation, for an officer', province, crew.id],
    ['organisation, for its clerk', crew.clerk, crew.id],
    ['unit of failures', county, west],
    ['unit of a false report', county, east],
    ['technician', province, crew.technicians[0]],
  ];
  const older = await Promise.all(readers.map(async ([, who, id]) => await exportFrom(stage, who, id)));
  const statements = new Map<SubjectId, SignedStatement[]>();
  const state = async () => {
    for (const [, who, id] of readers) {
      const { statement } = statementIn.parse(await done(stage.ask('readStatement', who, { path: { id } })));
      statements.set(id, [...(statements.get(id) ?? []), statement]);
    }
  };
  await state();
  await registerStation(stage, 3);
  await stage.settle();
  const trusted = await headOf(stage);
  await state();

  const east1 = reportBy(crew, east, 1, { at: locationOf(2) });
  await submit(1, plantVerdictConflict(east1, '1-05', 'BAD_VALUE_PASSES'));
  const { hazards } = hazardsIn.parse(await done(stage.ask('listHazards', county, { path: { id: west } })));
  for (const { id } of hazards)
    await done(
      stage.ask('commandHazard', county, {
        path: { id: west, hazard: id, command: 'confirm' },
        body: { level: 'GENERAL' },
      }),
    );
  await stage.settle();
  const middle = await exportFrom(stage, county, west);
  const between = { head: await headOf(stage), note: middle.head ?? '' };
  await state();
  await submit(2, plantVerdictConflict(reportBy(crew, west, 2), '1-03', 'BAD_VALUE_PASSES'));
  const leads = leadsIn.parse(await done(stage.ask('listAnomalies', province, { path: { id: crew.id } })));
  await done(
    stage.ask('decideAnomaly', province, {
      path: { id: crew.id, anomaly: leads.anomalies[0]?.id ?? '', command: 'release' },
      body: { reason: '请机构说明情况' },
    }),
  );
  const instrument = { path: { id: crew.id }, body: instrumentBody(60) };
  await done(stage.ask('registerInstrument', crew.clerk, instrument));
  await stage.settle();

  const key = await stage.ledgerKey();
  const files = await Promise.all(
    readers.map(async ([name, who, subject], at): Promise<Exported> => {
      const now = await exportFrom(stage, who, subject, { since: trusted.size });
      const whole = now.ledger.entries.every((entry) => !entry.opaque);
      const before = older[at];
      if (before === undefined) throw new RangeError(name);
      const trust = { key, trustedHead: trusted, subject, whole, sealed: true };
      return {
        name,
        now,
        texts: exportTexts(now),
        older: before,
        statements: statements.get(subject) ?? [],
        trust,
      };
    }),
  );
  return { stage, key, trusted, between, files };
};
