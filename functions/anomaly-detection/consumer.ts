import { eventStates } from '../../shared/contracts/events.ts';
import { defineConsumer, on } from '../../shared/lambda/consumer.ts';
import { dependencies } from './dependencies.ts';
import { detectAnomalies } from './detect-anomalies.ts';

/** Looks at every report that comes in. */
export const handler = defineConsumer({
  capability: 'anomaly-detection',
  dependencies,
  reactions: [on('InspectionReportReceived', eventStates.InspectionReportReceived, detectAnomalies)],
});
