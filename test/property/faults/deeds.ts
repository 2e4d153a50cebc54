import { county, instrumentBody, province, reportBy } from '../../builders/parties.ts';
import { withFailures } from '../../builders/report.ts';
import type { Ask, Stage } from '../../builders/stage.ts';
import type { RouteId } from '../../../shared/contracts/routes.ts';
import type { Caller } from '../../../shared/access/caller.ts';
import type { Cast } from './province.ts';

/** Something that somebody does in the prepared province, from which more follows. */
export const deedNames = ['report', 'decision', 'confirmation', 'instrument', 'readings', 'sweep'] as const;
export type DeedName = (typeof deedNames)[number];

export interface Command {
  readonly name: DeedName;
  readonly route: RouteId;
  readonly caller: Caller;
  readonly given: Ask;
}

const failingReport = ({ crew, west }: Cast) => {
  const report = reportBy(crew, west, 2);
  return withFailures({ ...report, points: report.points.slice(0, 8) }, ['1-03', '1-05']);
};

/** The command behind a deed; undefined for those that are none: readings of the monitor, and the minute of the sweep. */
export const commandOf = (name: DeedName, cast: Cast): Command | undefined => {
  const { crew, west, lead, fresh } = cast;
  const key = `fault-${name}`;
  switch (name) {
    case 'report':
      return { name, route: 'submitReport', caller: crew.clerk, given: { key, body: failingReport(cast) } };
    case 'decision':
      return {
        name,
        route: 'decideAnomaly',
        caller: province,
        given: {
          key,
          path: { id: crew.id, anomaly: lead, command: 'confirm' },
          body: { reason: '现场复测证实' },
        },
      };
    case 'confirmation':
      return {
        name,
        route: 'commandHazard',
        caller: county,
        given: { key, path: { id: west, hazard: fresh, command: 'confirm' }, body: { level: 'MAJOR' } },
      };
    case 'instrument':
      return {
        name,
        route: 'registerInstrument',
        caller: crew.clerk,
        given: { key, path: { id: crew.id }, body: instrumentBody(9) },
      };
    case 'readings':
    case 'sweep':
      return undefined;
  }
};

/** Three bad readings of the monitor in a row, as the topic rule puts them into the queue. */
export const readingsOf = ({ device }: Pick<Cast, 'device'>): readonly string[] =>
  [1, 2, 3].map((sequence) =>
    JSON.stringify({
      boot: 1,
      sequence,
      readings: [{ at: `2026-11-16T15:0${sequence}:00.000Z`, valueOhm: `1${sequence}.50` }],
      device,
      client: device,
      receivedMs: Date.parse(`2026-11-16T15:0${sequence}:01.000Z`),
    }),
  );
export const sendReadings = ({ world }: Stage, cast: Cast): void => {
  for (const body of readingsOf(cast)) world.sqs.put('device-telemetry', body);
};
