import { expect, it } from 'vitest';
import { audit } from '../../builders/audit.ts';
import { registerOrganisation, registerStation, reportBy } from '../../builders/parties.ts';
import { withFailures } from '../../builders/report.ts';
import { makeStage, tableName } from '../../builders/stage.ts';
import { invoke } from '../../transport/process.ts';

/** A report of 500 points, every one of them failed. */
const allFail = async () => {
  const stage = makeStage();
  const crew = await registerOrganisation(stage);
  const station = await registerStation(stage);
  const report = reportBy(crew, station);
  const points = [1, 2, 3, 4, 5].flatMap((part) =>
    report.points.map((point) => ({ ...point, number: `${point.number}-${part}` })),
  );
  const numbers = points.map(({ number }) => number);
  const body = withFailures({ ...report, points }, numbers, '500');
  return { stage, crew, station, body, numbers };
};
type Scene = Awaited<ReturnType<typeof allFail>>;

const submit = async ({ stage, crew, body }: Scene): Promise<void> => {
  const { status, text } = await stage.ask('submitReport', crew.clerk, { body });
  if (status !== 202) throw new Error(text);
};
const found = ({ stage, station }: Scene) => {
  const { entries, faults } = audit(stage.world, tableName, station);
  return { faults, chunks: entries.filter(({ type }) => type === 'HazardFound') };
};
const pointsWithHazard = ({ stage, station }: Scene): readonly string[] =>
  stage.world
    .items(tableName)
    .filter(({ pk, sk }) => JSON.stringify([pk, sk]).includes(`${station}"},{"S":"C#HAZARD#`))
    .map(({ body }) => (body !== undefined && 'S' in body ? JSON.parse(body.S).origin.point : ''))
    .toSorted();

it('500 failed points are 500 hazards in entries of at most 40, told in events of at most 8 KB, each with its loop', async () => {
  const set = await allFail();
  await submit(set);
  await set.stage.settle();
  const { faults, chunks } = found(set);
  expect(faults).toEqual([]);
  expect(chunks.map(({ changes }) => changes.length)).toEqual([...Array.from({ length: 12 }, () => 40), 20]);
  expect(pointsWithHazard(set)).toEqual(set.numbers.toSorted());
  expect(set.stage.world.sfn.executions()).toHaveLength(500);
  const told = set.stage.world.events.list('HazardFound');
  expect(told).toHaveLength(13);
  for (const { detail } of told)
    expect(JSON.stringify(Object(detail).state).length).toBeLessThanOrEqual(8192);
});

it.each([
  ['crash', 0],
  ['crash', 1],
  ['crash-late', 1],
  ['crash', 6],
  ['crash-late', 6],
  ['crash-late', 12],
] as const)(
  'a process that dies (%s) at chunk %i leaves whole chunks; the next delivery adds only what is missing',
  async (fault, at) => {
    const set = await allFail();
    const { stage } = set;
    await submit(set);
    await stage.publish({ Records: [...stage.entries()] });
    const event = stage.world.events.list('InspectionReportReceived')[0]?.detail;
    const work = async () => await stage.deliver('hazard-tracking', [event]);

    stage.world.inject({ fault, operation: 'dynamodb.TransactWriteItems', skip: at, times: 1 });
    expect(await invoke(work)).toEqual({ died: true });
    const whole = fault === 'crash' ? at : at + 1;
    expect(found(set).chunks).toHaveLength(whole);
    const before = stage.world.items(tableName);

    expect(await work()).toEqual([]);
    const { faults, chunks } = found(set);
    expect(faults).toEqual([]);
    expect(chunks).toHaveLength(13);
    expect(pointsWithHazard(set)).toEqual(set.numbers.toSorted());
    // What was there stayed as it was, but for the tail, which moved on.
    const after = new Set(stage.world.items(tableName).map((item) => JSON.stringify(item)));
    const lost = before.filter((item) => !after.has(JSON.stringify(item)));
    expect(lost.map(({ sk }) => sk)).toEqual(whole === 13 ? [] : [{ S: 'T#' }]);
  },
);
