import { beforeEach, describe, expect, it } from 'vitest';
import { bounds } from '../../../functions/anomaly-detection/gather.ts';
import { toJson } from '../../../shared/kernel/canonical.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { append } from '../../../shared/subject-file/append.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { fromItem } from '../../../shared/subject-file/record.ts';
import { instant } from '../../builders/heads.ts';
import { province } from '../../builders/parties.ts';
import { makeCast, type Cast } from './cast.ts';

let cast: Cast;
beforeEach(async () => {
  cast = await makeCast();
});

type Change = (body: object) => object;
/** Gives a record one new version after another, each made of the one before. */
const renew = async (
  subject: SubjectId,
  kind: 'HEAD' | 'INSTRUMENT',
  id: string,
  ...changes: readonly Change[]
): Promise<void> => {
  for (const change of changes) {
    const item = await cast.stage.table.get(keys.current(subject, kind, id));
    if (item === undefined) throw new Error(id);
    const previous = fromItem(item);
    const written = await append(cast.stage.table, {
      subject,
      type: 'InstrumentRegistered',
      cause: `${id} ${previous.version}`,
      time: instant('2026-11-02T02:00:00Z'),
      actor: { ref: 'test', role: 'organisation' },
      source: { channel: 'api' },
      correlation: 'test',
      changes: [{ kind, id, body: toJson(change(JSON.parse(previous.body))), previous }],
    });
    if (!written.ok) throw new Error(written.code);
  }
};
const head = async (subject: SubjectId, ...changes: readonly Change[]): Promise<void> => {
  await renew(subject, 'HEAD', subject, ...changes);
};
const calibrated =
  (certificateNumber: string, calibratedOn: string, validTo: string): Change =>
  (body) => ({
    ...body,
    calibration: { body: '演示计量院', certificateNumber, calibratedOn, validTo },
  });

describe('how things stood on the day', () => {
  /** What a rule says of a report of 2 March, and with how many calls. */
  const said = async (rule: string) => {
    await cast.submit(cast.here(0));
    await cast.stage.publish({ Records: [...cast.stage.entries()] });
    cast.stage.world.reset();
    expect(await cast.stage.deliver('anomaly-detection', [cast.lastEvent()])).toEqual([]);
    const { calls, depth } = cast.stage.world.counts();
    const { body } = await cast.stage.ask('readFile', province, { path: { id: cast.crew.id } });
    const run = body.derived.find(({ kind }: { kind: string }) => kind === 'RULE_RUN');
    const { outcome, missing } = run.rules.find((one: { rule: string }) => one.rule === rule);
    return { outcome, missing, calls, depth };
  };
  const instrumentOf = () => cast.crew.instruments[1];
  const renewInstrument = async (...changes: readonly Change[]): Promise<void> => {
    await renew(cast.crew.id, 'INSTRUMENT', instrumentOf(), ...changes);
  };

  it('a newer version that settles it costs no call more', async () => {
    await renewInstrument(calibrated('DEMO-CAL-26B', '2026-03-01', '2027-02-28'));
    expect(await said('R06')).toEqual({ outcome: 'does not', missing: [], calls: 11, depth: 3 });
  });

  it('a calibration renewed since does not touch an old report: the version of the day is read', async () => {
    await renewInstrument(calibrated('DEMO-CAL-27', '2026-10-01', '2027-09-30'));
    expect(await said('R06')).toEqual({ outcome: 'does not', missing: [], calls: 12, depth: 4 });
  });

  it('a version that was corrected since counts as corrected', async () => {
    await renewInstrument(
      calibrated('DEMO-CAL-3', '2026-02-01', '2026-02-28'),
      calibrated('DEMO-CAL-27', '2026-10-01', '2027-09-30'),
    );
    expect(await said('R06')).toMatchObject({ outcome: 'applies', missing: [] });
  });

  it('a person certified anew since was certified on the day', async () => {
    await head(cast.crew.technicians[0], (body) => ({
      ...body,
      abilityCertificate: {
        number: 'NEW',
        issuer: '演示学会',
        validFrom: '2026-09-01',
        validTo: '2029-08-31',
      },
    }));
    expect(await said('R09')).toEqual({ outcome: 'does not', missing: [], calls: 12, depth: 4 });
  });

  const grade = (letter: 'A' | 'B', number: string, issuedOn: string): Change => {
    const certificate = { number, grade: letter, issuedBy: '演示机构', issuedOn, validTo: '2031-05-31' };
    return (body) => ({ ...body, certificate });
  };
  it('an organisation of grade A today had grade B on the day', async () => {
    await head(cast.crew.id, grade('B', '1332024001', '2024-05-20'), grade('A', 'NEW', '2026-06-01'));
    expect(await said('R12')).toMatchObject({ outcome: 'applies', missing: [] });
  });

  it('a unit of another kind today had the cycle of a filling station then', async () => {
    await head(cast.west, (body) => ({ ...body, keyUnitKind: 'LIGHTHOUSE' }));
    expect(await said('R15')).toEqual({ outcome: 'does not', missing: [], calls: 12, depth: 4 });
  });

  it('more versions than are read end in "cannot tell", in one call more', async () => {
    const renewed = calibrated('DEMO-CAL-27', '2026-10-01', '2027-09-30');
    await renewInstrument(...Array.from({ length: bounds.olderVersions + 2 }, () => renewed));
    expect(await said('R06')).toEqual({
      outcome: 'cannot tell',
      missing: [`${instrumentOf()}: VERSIONS_UNREAD`],
      calls: 12,
      depth: 4,
    });
    expect(await cast.leads()).toEqual([]);
  });

  it('records that share the room for older versions are read alike', async () => {
    const changes = Array.from({ length: bounds.olderVersions / 2 + 1 }, () =>
      calibrated('DEMO-CAL-27', '2026-10-01', '2027-09-30'),
    );
    for (const id of cast.crew.instruments) await renew(cast.crew.id, 'INSTRUMENT', id, ...changes);
    expect(await said('R06')).toMatchObject({
      outcome: 'cannot tell',
      missing: cast.crew.instruments.map((id) => `${id}: VERSIONS_UNREAD`),
      calls: 12,
    });
  });
});
