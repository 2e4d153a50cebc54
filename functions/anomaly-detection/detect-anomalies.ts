import { toJson } from '../../shared/kernel/canonical.ts';
import type { EventState } from '../../shared/contracts/events.ts';
import type { Received } from '../../shared/lambda/consumer.ts';
import { say } from '../../shared/lambda/log.ts';
import { canonicalJson } from '../../shared/kernel/canonical.ts';
import { appendAll } from '../../shared/subject-file/append.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { anomalyOf } from './anomaly-of.ts';
import type { Dependencies } from './dependencies.ts';
import { gather } from './gather.ts';
import { detect } from './rules/index.ts';

/** A report came in: runs the rules on it and writes what they notice into the file of each organisation concerned. */
export const detectAnomalies = async (
  { event, state, now }: Received<EventState<'InspectionReportReceived'>>,
  { table, settings }: Dependencies,
): Promise<void> => {
  const { report, facts } = await gather(table, state.keyUnit, state.id, settings);
  const outcomes = detect(facts, settings);
  const hits = outcomes.filter(({ outcome }) => outcome === 'applies');
  say('RULES_RUN', {
    event: event.id,
    applies: hits.length,
    cannotTell: outcomes.filter(({ outcome }) => outcome === 'cannot tell').length,
  });
  await table.put({
    ...keys.current(report.organisation, 'RULE_RUN', report.id),
    kind: 'RULE_RUN',
    body: canonicalJson({
      report: report.id,
      // What was missing is told, so that `cannot tell` is an answer that somebody can act on.
      rules: outcomes.map(({ rule, version, outcome, missing }) => ({ rule, version, outcome, missing })),
    }),
  });
  const organisations = new Set(hits.flatMap(({ concerns }) => concerns));
  for (const organisation of organisations) {
    const anomalies = hits
      .filter(({ concerns }) => concerns.includes(organisation))
      .map((outcome) => anomalyOf(outcome, report, organisation, now));
    const written = await appendAll(table, {
      subject: organisation,
      type: 'AnomalyFound',
      cause: `${report.id}#${organisation}`,
      time: report.receivedAt,
      actor: { ref: 'function:anomaly-detection', role: 'system' },
      source: { channel: 'system' },
      causation: event.id,
      correlation: event.correlation,
      changes: anomalies.map((found) => ({
        kind: 'ANOMALY',
        id: found.id,
        body: toJson(found),
        state: found.state,
      })),
    });
    if (!written.ok) throw new Error(`leads about ${report.id} were refused: ${written.code}`);
  }
};
