import { eventStates } from '../../shared/contracts/events.ts';
import { defineConsumer, on } from '../../shared/lambda/consumer.ts';
import { dependencies, type Dependencies } from './dependencies.ts';
import { detectAnomalies } from './detect-anomalies.ts';

/** Looks at every report that comes in. */
export const consumerWith = (given: () => Dependencies) =>
  defineConsumer<Dependencies>({
    capability: 'anomaly-detection',
    dependencies: given,
    reactions: [on('InspectionReportReceived', eventStates.InspectionReportReceived, detectAnomalies)],
  });
export const handler = consumerWith(dependencies);
