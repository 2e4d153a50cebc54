import * as z from 'zod';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import {
  idOf,
  locationOf,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
} from '../../builders/parties.ts';
import type { ReportBody } from '../../builders/report.ts';
import { makeStage } from '../../builders/stage.ts';

const listed = z.object({ anomalies: z.array(z.object({ rule: z.string(), report: z.string() })) });

/** A stage with one organisation and two stations a kilometre apart, and what the tests of detection do there. */
export const makeCast = async (given: { readonly logs?: boolean; readonly seed?: number } = {}) => {
  const stage = makeStage(given);
  const crew = await registerOrganisation(stage);
  const west = await registerStation(stage, 1);
  const east = await registerStation(stage, 2);
  await stage.settle();
  return {
    ...{ stage, crew, west, east },
    submit: async (body: ReportBody) => idOf('rep', await stage.ask('submitReport', crew.clerk, { body })),
    /** Honest report n at the first station, or at the second. */
    here: (n: number) => reportBy(crew, west, n),
    there: (n: number) => reportBy(crew, east, n, { at: locationOf(2) }),
    /** Rule and report of each lead in the file of an organisation. */
    leads: async (id: SubjectId = crew.id): Promise<readonly (readonly [rule: string, report: string])[]> => {
      const { text } = await stage.ask('listAnomalies', province, { path: { id } });
      return listed.parse(JSON.parse(text)).anomalies.map(({ rule, report }) => [rule, report]);
    },
    /** The event of the report that came in last. */
    lastEvent: () => stage.world.events.list('InspectionReportReceived').at(-1)?.detail,
  };
};
export type Cast = Awaited<ReturnType<typeof makeCast>>;
