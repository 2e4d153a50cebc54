import * as z from 'zod';
import { text } from './primitives.ts';

/** `POST /v1/subjects/{id}/anomalies/{anomaly}/{command}`: an officer's decision about a lead, always with a reason. */
export const decideAnomaly = z.lazy(() => z.strictObject({ reason: text(5, 1000) }));
export type DecideAnomaly = z.output<typeof decideAnomaly>;
