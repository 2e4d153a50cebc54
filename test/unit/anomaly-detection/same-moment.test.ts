import { beforeEach, describe, expect, it } from 'vitest';
import { plantCopiedColumn, plantTwoPlaces } from '../../builders/planted-faults.ts';
import type { ReportBody } from '../../builders/report.ts';
import { makeCast, type Cast } from './cast.ts';

let cast: Cast;
beforeEach(async () => {
  cast = await makeCast();
});

describe('two reports at the same moment', () => {
  /** From the command to its leads, as far as this report is concerned, whatever others do meanwhile. */
  const wayOf = async (body: ReportBody): Promise<string> => {
    const report = await cast.submit(body);
    const { batchItemFailures } = await cast.stage.publish({ Records: [...cast.stage.entries()] });
    expect(batchItemFailures).toEqual([]);
    const event = cast.stage.world.events
      .list('InspectionReportReceived')
      .find(({ detail }) => Object(detail).state.id === report);
    expect(await cast.stage.deliver('anomaly-detection', [event?.detail])).toEqual([]);
    return report;
  };

  it(
    'see each other: in every order of their calls at least the later one tells of both',
    { timeout: 60_000 },
    async () => {
      const seenBy = new Set<string>();
      for (let seed = 1; seed <= 12; seed += 1) {
        cast = await makeCast({ seed });
        cast.stage.world.inject({ fault: 'shuffle' });
        const forged = plantCopiedColumn(
          plantTwoPlaces(cast.there(1), cast.here(0)),
          cast.here(0),
          '3',
          'EARTH_RESISTANCE',
        );
        // A head start of some seeds, so that one report is through before the other is written.
        const late = async (): Promise<string> => {
          for (let waits = 0; waits < (seed % 4) * 60; waits += 1) await new Promise(setImmediate);
          return await wayOf(forged);
        };
        const [one, two] = await Promise.all([wayOf(cast.here(0)), late()]);
        cast.stage.world.calm();
        const found = await cast.leads();
        for (const rule of ['R01', 'R21']) {
          const about = found.filter(([id]) => id === rule).map(([, report]) => report);
          expect(about, `seed ${seed}`).not.toEqual([]);
          seenBy.add(
            [one, two].filter((report) => about.includes(report)).length === 2 ? 'both' : 'the later one',
          );
        }
        expect(new Set(found.map(([rule]) => rule))).toEqual(new Set(['R01', 'R21']));
      }
      // Both kinds of order took place.
      expect(seenBy).toEqual(new Set(['both', 'the later one']));
    },
  );
});
