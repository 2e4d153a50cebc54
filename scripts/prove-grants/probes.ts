import { functionId, deployedFunctions } from '../../infra/functions.ts';
import { Broken } from '../../localstack/demo/scene.ts';
import { step, type Probe } from './probe.ts';
import * as http from './probes-http.ts';
import * as work from './probes-work.ts';

const minuteMs = 60_000;

/** The schedule calls within a minute, whoever else calls the sweep. */
const schedule: Probe = async ({ logs, functionName }) =>
  await Promise.resolve([
    step('the sweep of the next minute', async () => {
      const from = Date.now();
      const name = functionName('hazard-tracking-sweep');
      while (Date.now() - from < 1.5 * minuteMs) {
        if ((await logs.since(name, from)).some(({ code }) => code === 'SWEEP_DONE')) return;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      throw new Broken('the sweep was not called');
    }),
  ]);

/** What is done for each holder of grants. Functions that need virtual time stand last: only they move it. */
export const probes: Readonly<Record<string, Probe>> = {
  'registration-http': http.registration,
  'report-intake-http': http.reportIntake,
  'anomaly-detection-http': http.anomalyDetection,
  'hazard-tracking-http': http.hazardTracking,
  'credit-evaluation-http': http.creditEvaluation,
  'device-telemetry-http': http.deviceTelemetry,
  'access-authorizer-authorizer': http.authorizer,
  'ledger-publisher-consumer': work.publisher,
  'ledger-integrator-consumer': work.integrator,
  'anomaly-detection-consumer': work.anomalyDetection,
  'credit-evaluation-consumer': work.creditEvaluation,
  'hazard-tracking-consumer': work.hazardTracking,
  'hazard-tracking-task': work.hazardTask,
  'device-telemetry-consumer': work.deviceTelemetry,
  'readings (topic rule)': work.deviceTelemetry,
  'gateway (logs)': http.authorizer,
  'hazard-loop (machine)': work.machine,
  'hazard-tracking-sweep': work.hazardSweep,
  'hazard-tracking-deadline': work.hazardDeadline,
  'hazard-sweep (schedule)': schedule,
};

/** Functions that only do their work when a date has passed: they keep virtual time, all others run in real time. */
export const inVirtualTime: readonly string[] = ['hazard-tracking-sweep', 'hazard-tracking-deadline'];

/** Functions without a probe, and probes of nothing that is deployed: both are mistakes of this list. */
export const unprobed = (holders: readonly string[]): readonly string[] => [
  ...holders.filter((holder) => !Object.hasOwn(probes, holder)),
  ...deployedFunctions.map(functionId).filter((id) => !Object.hasOwn(probes, id)),
  ...Object.keys(probes).filter((holder) => !holders.includes(holder)),
];
