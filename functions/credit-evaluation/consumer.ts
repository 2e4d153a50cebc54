import { anomaly } from '../../shared/contracts/entities.ts';
import { eventStates } from '../../shared/contracts/events.ts';
import { defineConsumer, on } from '../../shared/lambda/consumer.ts';
import { readRecord } from '../../shared/subject-file/read.ts';
import { dependencies, type Dependencies } from './dependencies.ts';
import { anomalyConfirmed, hazardOverdue, qualificationKept, uploaded } from './facts.ts';
import { recordFact } from './record-fact.ts';

/** Turns events into credit facts and keeps the grade of the organisation they concern. */
export const consumerWith = (given: () => Dependencies) =>
  defineConsumer<Dependencies>({
    capability: 'credit-evaluation',
    dependencies: given,
    reactions: [
      on(
        'InspectionOrganisationRegistered',
        eventStates.InspectionOrganisationRegistered,
        async ({ event, now }, { table }) => {
          await recordFact(table, event, event.subject, (head) => qualificationKept(head, event), now);
        },
      ),
      // The entry lies in the key unit's file; the organisation that uploaded is named in its state.
      on(
        'InspectionReportReceived',
        eventStates.InspectionReportReceived,
        async ({ event, state, now }, { table, settings }) => {
          const draft = uploaded(state, event, settings.uploadDeadline);
          if (draft !== undefined) await recordFact(table, event, state.organisation, () => draft, now);
        },
      ),
      on('AnomalyDecided', eventStates.AnomalyDecided, async ({ event, state, now }, { table }) => {
        if (state.state !== 'CONFIRMED') return;
        const found = await readRecord(table, anomaly, event.subject, 'ANOMALY', state.id);
        if (found === undefined) throw new Error(`no anomaly ${state.id} in ${event.subject}`);
        await recordFact(table, event, event.subject, () => anomalyConfirmed(found.body, event), now);
      }),
      on('HazardOverdue', eventStates.HazardOverdue, async ({ event, state, now }, { table }) => {
        if (state.organisation === undefined) return;
        await recordFact(table, event, state.organisation, () => hazardOverdue(state, event), now);
      }),
    ],
  });
export const handler = consumerWith(dependencies);
