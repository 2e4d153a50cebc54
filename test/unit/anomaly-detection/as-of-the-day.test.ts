import { beforeEach, describe, expect, it } from 'vitest';
import { bounds } from '../../../functions/anomaly-detection/gather.ts';
import { instrument } from '../../../shared/contracts/entities.ts';
import { toJson } from '../../../shared/kernel/canonical.ts';
import { append } from '../../../shared/subject-file/append.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { readItem } from '../../../shared/subject-file/read.ts';
import { instant } from '../../builders/heads.ts';
import { province } from '../../builders/parties.ts';
import { makeCast, type Cast } from './cast.ts';

let cast: Cast;
beforeEach(async () => {
  cast = await makeCast();
});

describe('how things stood on the day', () => {
  const renewed = async (
    id: string,
    calibrations: readonly (readonly [number: string, calibratedOn: string, validTo: string])[],
  ): Promise<void> => {
    const place = keys.current(cast.crew.id, 'INSTRUMENT', id);
    for (const [certificateNumber, calibratedOn, validTo] of calibrations) {
      const item = await cast.stage.table.get(place);
      if (item === undefined) throw new Error(id);
      const { record, body } = readItem(instrument, item);
      const calibration = { ...body.calibration, certificateNumber, calibratedOn, validTo };
      const written = await append(cast.stage.table, {
        subject: cast.crew.id,
        type: 'InstrumentRegistered',
        cause: `${id} ${record.version}`,
        time: instant('2026-11-02T02:00:00Z'),
        actor: { ref: 'test', role: 'organisation' },
        source: { channel: 'api' },
        correlation: 'test',
        changes: [{ kind: 'INSTRUMENT', id, body: toJson({ ...body, calibration }), previous: record }],
      });
      if (!written.ok) throw new Error(written.code);
    }
  };
  /** What R06 says of a report of 2 March; calibrated on 1 February as registered. */
  const said = async () => {
    const report = await cast.submit(cast.here(0));
    cast.stage.world.reset();
    await cast.stage.settle();
    const { body } = await cast.stage.ask('readFile', province, { path: { id: cast.crew.id } });
    const run = body.derived.find(
      (item: { kind: string; report: string }) => item.kind === 'RULE_RUN' && item.report === report,
    );
    return run.rules.find(({ rule }: { rule: string }) => rule === 'R06');
  };

  it('a calibration renewed since does not touch an old report: the version of the day is read', async () => {
    await renewed(cast.crew.instruments[1], [['DEMO-CAL-27', '2026-10-01', '2027-09-30']]);
    expect(await said()).toMatchObject({ outcome: 'does not', missing: [] });
  });

  it('a version that was corrected since counts as corrected', async () => {
    await renewed(cast.crew.instruments[1], [
      ['DEMO-CAL-3', '2026-02-01', '2026-02-28'],
      ['DEMO-CAL-27', '2026-10-01', '2027-09-30'],
    ]);
    expect(await said()).toMatchObject({ outcome: 'applies' });
  });

  it('more versions than are read end in "cannot tell", in one call more', async () => {
    const often = Array.from(
      { length: bounds.olderVersions + 2 },
      (_, n) => [`DEMO-${n}`, '2026-10-01', '2027-09-30'] as const,
    );
    await renewed(cast.crew.instruments[1], often);
    await cast.submit(cast.here(0));
    await cast.stage.publish({ Records: [...cast.stage.entries()] });
    cast.stage.world.reset();
    expect(await cast.stage.deliver('anomaly-detection', [cast.lastEvent()])).toEqual([]);
    expect(cast.stage.world.counts()).toMatchObject({ calls: 12, depth: 4 });
    const { body } = await cast.stage.ask('readFile', province, { path: { id: cast.crew.id } });
    const run = body.derived.find((item: { kind: string }) => item.kind === 'RULE_RUN');
    expect(run.rules.find(({ rule }: { rule: string }) => rule === 'R06')).toMatchObject({
      outcome: 'cannot tell',
      missing: [`${cast.crew.instruments[1]}: VERSIONS_UNREAD`],
    });
    expect(await cast.leads()).toEqual([]);
  });
});
