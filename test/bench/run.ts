import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { detect, rules } from '../../functions/anomaly-detection/rules/index.ts';
import { indexEntries } from '../../functions/report-intake/index-entries.ts';
import { detailsOf, summaryOf } from '../../functions/report-intake/summary.ts';
import { bundle } from '../../infra/bundle.ts';
import { packPoints } from '../../shared/contracts/packed-points.ts';
import { submitReport } from '../../shared/contracts/report.ts';
import { validate } from '../../shared/contracts/validate.ts';
import { bundlesIn, bundleTable } from '../builders/bundles.ts';
import { crowd } from '../builders/crowd.ts';
import { factsAmong, file } from '../builders/filed.ts';
import { someTime } from '../builders/files.ts';
import { county, registerOrganisation, registerStation, reportBy, stationBody } from '../builders/parties.ts';
import { honestReport, joined, withFailures } from '../builders/report.ts';
import { makeStage, settings } from '../builders/stage.ts';
import { unitsOfReport, unitTable } from '../builders/units.ts';
import { isOver, loadBudget, loadTable, measureLoad } from './load.ts';
import { measure, medianCpu, tableOf, type Row } from './measure.ts';
import { writersAtOnce } from './writers.ts';
import { verification } from './verification.ts';

// The services are in memory: no account of the person who runs this may matter.
Object.assign(process.env, {
  AWS_REGION: 'cn-north-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
});
const rounds = 40;
/** Entries that the stream gathers for the integrator in a busy hour. */
const batchOfEntries = 40;

/** The paths of the thread, with so many other reports on file. */
const thread = async (onFile: number): Promise<readonly Row[]> => {
  const stage = makeStage();
  const crew = await registerOrganisation(stage);
  const station = await registerStation(stage);
  crowd(stage, onFile, crew.technicians);
  const submit = async (n: number, failing = 0) => {
    const report = reportBy(crew, station, n);
    const failed = report.points.slice(0, failing).map(({ number }) => number);
    const body = failing === 0 ? report : withFailures(report, failed, '500');
    const { status, text } = await stage.ask('submitReport', crew.clerk, { body });
    if (status !== 202) throw new Error(text);
  };
  const publishLast = async () => {
    const { batchItemFailures } = await stage.publish({ Records: [...stage.entries()].slice(-1) });
    if (batchItemFailures.length > 0) throw new Error('the publisher gave an entry back');
  };
  const integrate = async (from: number, to?: number) => {
    const { batchItemFailures } = await stage.integrate({ Records: [...stage.entries()].slice(from, to) });
    if (batchItemFailures.length > 0) throw new Error('the integrator gave an entry back');
  };
  const handle = (to: 'anomaly-detection' | 'hazard-tracking') => async () => {
    const event = stage.world.events.list('InspectionReportReceived').at(-1)?.detail;
    if ((await stage.deliver(to, [event])).length > 0) throw new Error(`${to} gave an event back`);
  };
  return [
    await measure(
      'register a key unit',
      stage,
      rounds,
      async (n) => () => stage.ask('registerSubject', county, { body: stationBody(100 + n) }),
    ),
    await measure('submit 100 points', stage, rounds, async (n) => () => submit(n)),
    await measure('publish one entry', stage, rounds, async (n) => {
      await submit(100 + n);
      return publishLast;
    }),
    await measure('detect: one report, all rules', stage, rounds, async (n) => {
      await submit(200 + n);
      await publishLast();
      return handle('anomaly-detection');
    }),
    await measure('hazards: 40 failed points', stage, rounds, async (n) => {
      await submit(300 + n, 40);
      await publishLast();
      return handle('hazard-tracking');
    }),
    await measure('seal one entry (a report)', stage, rounds, async (n) => {
      await submit(400 + n);
      return () => integrate(-1);
    }),
    await measure(
      `seal ${batchOfEntries} entries at once`,
      stage,
      3,
      async (n) => () => integrate(n * batchOfEntries, (n + 1) * batchOfEntries),
    ),
    await measure(
      'read a file (first page)',
      stage,
      rounds,
      async () => () => stage.ask('readFile', county, { path: { id: station } }),
    ),
  ];
};

const codeAlone = async (): Promise<readonly string[]> => {
  const bodies = Array.from({ length: 300 }, (_, n) => honestReport(n));
  const large = file(bodies.map((body, n) => joined(body, honestReport(n + 1_000))));
  const factsOf = factsAmong(large);
  const facts = large.map(({ id }) => factsOf(id));
  const intake = await medianCpu(bodies.length, (n) => {
    const result = validate(submitReport, bodies[n]);
    if (!result.ok) throw new Error(result.code);
    const summary = summaryOf(result.value, 'rep_01KJREP0000000000000000000', someTime, '', settings);
    return [
      packPoints({ details: detailsOf(result.value), points: result.value.points }),
      indexEntries(summary, result.value, 8),
    ];
  });
  const detection = await medianCpu(facts.length, (n) => {
    const one = facts[n];
    return one === undefined ? undefined : detect(one, settings);
  });
  return [
    `intake, our code alone (check, pack, index 100 points)   ${intake.toFixed(2)} ms CPU, median   (goal 1)`,
    `detection, our code alone (${rules.length} rules, 200 points)          ${detection.toFixed(2)} ms CPU, median   (goal 0.5)`,
    ...(await verification()),
  ];
};

/** What is in each bundle, by esbuild's account of it. */
const bundles = async (): Promise<string> => {
  const out = mkdtempSync(join(tmpdir(), 'leian-bench-'));
  try {
    await bundle(join(import.meta.dirname, '../..'), out);
    return `bundles, kB minified: clients, largest parts\n${bundleTable(bundlesIn(out))}`;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
};

const everything = async (): Promise<void> => {
  const few = await thread(100);
  const many = await thread(10_000);
  console.log(
    `In-process, services in memory, ${rounds} runs each; ${cpus()[0]?.model ?? 'a processor'}, Node ${process.version}`,
  );
  console.log(
    'Calls, bytes and units do not depend on the machine; CPU does, and holds SDK and services as well.\n',
  );
  console.log(tableOf(many));
  console.log(`\nGrowth: 100 → 10000 reports on file`);
  for (const [at, { path, counts }] of many.entries()) {
    const before = few[at]?.counts;
    const same = before?.calls === counts.calls && before.depth === counts.depth;
    console.log(
      `  ${path.padEnd(32)} calls ${before?.calls} → ${counts.calls}, depth ${before?.depth} → ${counts.depth}, read units ${before?.readUnits} → ${counts.readUnits}   ${same ? 'same' : 'GROWS'}`,
    );
  }
  console.log('');
  for (const line of await codeAlone()) console.log(line);
  console.log(await writersAtOnce());
  console.log('');
  console.log(unitTable((await unitsOfReport()).rows, 32));
  console.log(`\n${await bundles()}`);
};

/** `npm run bench`: everything but the load. `-- load [functions]`: cost of loading; `-- bundles`: what is in them. */
const [what, only] = process.argv.slice(2);
if (what === 'load') {
  const loads = await measureLoad(only);
  const title = `instructions to load each function ÷ a bare handler with the same clients (budget ${loadBudget})`;
  console.log(
    loads === undefined
      ? 'load is counted in instructions under valgrind, which is not on this machine: nothing measured'
      : `${title}\n${loadTable(loads)}`,
  );
  if (loads?.some(isOver) === true) process.exitCode = 1;
} else if (what === 'bundles') console.log(await bundles());
else await everything();
