import { describe, expect, it } from 'vitest';
import { readNote } from '../../../shared/ledger/checkpoint.ts';
import { addDays, dayOf, systemClock } from '../../../shared/kernel/time.ts';
import { consistencySpans, isConsistent, spanHash } from '../../../shared/ledger/merkle.ts';
import { fromWire as toItem, type Item, type KeyedItem } from '../../../shared/subject-file/item.ts';
import { openLedgerArchive } from '../../../shared/lambda/archive.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { attributesNotRebuilt, notRebuilt, rebuild } from '../../../shared/subject-file/rebuild.ts';
import { newestHead, proofSource } from '../../../shared/subject-file/tree.ts';
import { audit } from '../../builders/audit.ts';
import { county, province, registerOrganisation, registerStation, reportBy } from '../../builders/parties.ts';
import { plantVerdictConflict } from '../../builders/planted-faults.ts';
import { withFailures } from '../../builders/report.ts';
import { archiveName, makeStage, tableName, type Stage } from '../../builders/stage.ts';
import { archivedHeads, archivedSegments, auditTree } from '../../builders/tree-audit.ts';
import { fromWire } from '../../transport/wire.ts';

/** Files with reports, leads, decided ones, hazards that moved, grades. */
const play = async (stage: Stage) => {
  const crew = await registerOrganisation(stage);
  const station = await registerStation(stage);
  for (const n of [0, 1]) {
    const honest = withFailures(reportBy(crew, station, n), ['2-01', '2-02']);
    const body = plantVerdictConflict(honest, '1-03', 'BAD_VALUE_PASSES');
    const { status, text } = await stage.ask('submitReport', crew.clerk, { body });
    if (status !== 202) throw new Error(text);
    await stage.settle();
  }
  const { body: leads } = await stage.ask('listAnomalies', province, { path: { id: crew.id } });
  await stage.ask('decideAnomaly', province, {
    path: { id: crew.id, anomaly: leads.anomalies[0].id, command: 'confirm' },
    body: { reason: '经现场核实，情况属实' },
  });
  const { body: hazards } = await stage.ask('listHazards', county, { path: { id: station } });
  for (const [command, given] of [
    ['confirm', { level: 'MAJOR' }],
    ['notify', { orderNumber: '演示整改〔2026〕1号', dueOn: addDays(dayOf(systemClock()), 3) }],
  ] as const) {
    const path = { id: station, hazard: hazards.hazards[0].id, command };
    const { status, text } = await stage.ask('commandHazard', county, { path, body: given });
    if (status !== 200) throw new Error(text);
  }
  await stage.settle();
  return { crew, station };
};
const itemsOf = (stage: Stage): readonly Item[] =>
  stage.world.items(tableName).map((item) => toItem(fromWire(item)));
const keyed = (item: Item): KeyedItem => ({ ...item, pk: String(item['pk']), sk: String(item['sk']) });
const keptOf = async (stage: Stage) => ({
  segments: archivedSegments(stage.world, archiveName),
  heads: archivedHeads(stage.world, archiveName),
  key: await stage.ledgerKey(),
  keyItems: itemsOf(stage)
    .filter(({ sk }) => String(sk).startsWith('K#'))
    .map(keyed),
});
const isAmong = (list: typeof notRebuilt, { pk, sk }: Item): boolean =>
  list.some((one) => String(pk).startsWith(one.pk) && String(sk).startsWith(one.sk ?? ''));
const isNotRebuilt = (item: Item): boolean => isAmong(notRebuilt, item);
/** What a rebuild promises of an item; undefined where it promises nothing. Bytes as text, so that they compare. */
const promised = (item: Item): string | undefined =>
  isNotRebuilt(item)
    ? undefined
    : JSON.stringify(
        Object.entries(item)
          .filter(([name]) => !attributesNotRebuilt.includes(name))
          .map(([name, value]) => [
            name,
            value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
          ])
          .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
      );
const shown = (items: readonly Item[]) => items.flatMap((item) => promised(item) ?? []).toSorted();

const headOf = async (stage: Stage) => {
  const read = readNote((await newestHead(stage.table)) ?? '', await stage.ledgerKey());
  if (!read.ok) throw new Error(read.reason);
  return read.head;
};
/** A province with a new table in which these items lie, and with the ledger's archive of the old one. */
const madeOf = async (items: readonly KeyedItem[], old: Stage): Promise<Stage> => {
  const next = makeStage();
  for (const item of items) await next.table.put(item);
  const archive = openLedgerArchive(archiveName, next.world.requestHandler);
  for (const { key, bytes } of old.world.s3.list(archiveName)) {
    const [, folder, name = ''] = /^ledger\/(\w+)\/(.+)$/.exec(key) ?? [];
    const text = Buffer.from(bytes).toString('utf8');
    if (folder === 'heads') await archive.keepHead(Number(name), text);
    if (folder === 'segments') await archive.keepSegment(name, text);
  }
  return next;
};
const treeFaults = async (stage: Stage) =>
  auditTree(stage.world, tableName, archiveName, await stage.ledgerKey()).faults;

/** Items that only devices, machine, sweep and virtual time make. */
const elsewhere = ['C#DEVICE_STATE#', 'loop#', 'sweep#', 'clock'];

describe('a table that is lost', () => {
  it('is made again from the archive, item by item; what is not is listed', async () => {
    const stage = makeStage();
    await play(stage);
    const { items, size, unsealed, faults } = rebuild(await keptOf(stage));
    expect(faults).toEqual([]);
    expect(unsealed).toEqual([]);
    expect(shown(items)).toEqual(shown(itemsOf(stage)));
    expect(size).toBeGreaterThan(12);
    const ranges = new Set(items.map(({ pk, sk }) => (pk === 'tree' ? pk : sk.slice(0, 2))));
    expect([...ranges].toSorted()).toEqual(['C#', 'H#', 'I#', 'K#', 'L#', 'P#', 'T#', 'tree']);
    // A line of the lists that is about nothing would be a promise taken back for no reason.
    for (const one of notRebuilt.filter(({ pk, sk }) => !elsewhere.includes(sk ?? pk)))
      expect(
        itemsOf(stage).some((item) => isAmong([one], item)),
        one.pk,
      ).toBe(true);
    for (const name of attributesNotRebuilt)
      expect(
        itemsOf(stage).some((item) => item[name] !== undefined),
        name,
      ).toBe(true);
  });

  it('the newest head alone is enough', async () => {
    const stage = makeStage();
    await play(stage);
    const kept = await keptOf(stage);
    expect(kept.heads.length).toBeGreaterThan(2);
    const { faults, items } = rebuild({ ...kept, heads: kept.heads.slice(-1) });
    expect(faults).toEqual([]);
    expect(shown(items)).toEqual(shown(itemsOf(stage)));
  });

  it('goes on where it was: the tree grows from the rebuilt one, and every file verifies', async () => {
    const stage = makeStage();
    const { crew, station } = await play(stage);
    const before = await headOf(stage);
    const next = await madeOf(rebuild(await keptOf(stage)).items, stage);
    for (const id of [crew.id, station, ...crew.technicians])
      expect(audit(next.world, tableName, id).faults).toEqual([]);
    const { status, body } = await next.ask('readFile', county, { path: { id: station } });
    expect([status, body.records.length > 4]).toEqual([200, true]);
    await registerStation(next, 2);
    await next.seal();
    const after = await headOf(next);
    expect(after.size).toBe(before.size + 1);
    const spans = consistencySpans(before.size, after.size);
    const source = await proofSource(next.table, spans);
    const path = spans.map((span) => spanHash(span, source));
    expect(isConsistent(before, after, path)).toBe(true);
    expect(await treeFaults(next)).toEqual([]);
  });

  it('entries that were on their way into the tree lie in their files, and get their places anew', async () => {
    const stage = makeStage();
    await registerStation(stage);
    await stage.seal();
    const crew = await registerOrganisation(stage);
    // The segment is written, then the process dies.
    stage.world.inject({ fault: 'deny', operation: 'dynamodb.TransactWriteItems', times: 1 });
    await stage.integrate({ Records: [...stage.entries(1)] });
    const { items, size, unsealed, faults } = rebuild(await keptOf(stage));
    expect([size, unsealed.length, faults]).toEqual([1, 5, []]);
    const next = await madeOf(items, stage);
    expect(audit(next.world, tableName, crew.id)).toMatchObject({ faults: [], entries: { length: 3 } });
    expect(await next.integrate({ integrate: [...unsealed] })).toMatchObject({ notIntegrated: [] });
    expect((await headOf(next)).size).toBe(6);
    expect(await treeFaults(next)).toEqual([]);
  });
});

describe('orphans in the archive', () => {
  it('of lost races are disowned by the tree, also when only its newest head is known', async () => {
    const stage = makeStage();
    for (const n of [1, 2, 3]) await registerOrganisation(stage, n);
    stage.world.inject({ fault: 'shuffle' });
    stage.world.inject({ fault: 'conflict', operation: 'dynamodb.TransactWriteItems', rate: 0.3 });
    const records = [...stage.entries()];
    await Promise.all(
      [0, 5, 10].map(async (from) =>
        makeStage({ on: stage.world }).integrate({ Records: records.slice(from, from + 5) }),
      ),
    );
    stage.world.calm();
    const kept = await keptOf(stage);
    expect(kept.segments.length).toBeGreaterThan(3);
    for (const heads of [kept.heads, kept.heads.slice(-1)]) {
      const { items, size, faults } = rebuild({ ...kept, heads, segments: kept.segments.toReversed() });
      expect([size, faults]).toEqual([15, []]);
      expect(shown(items)).toEqual(shown(itemsOf(stage)));
    }
  });
});

describe('a person who was erased', () => {
  it('stays erased: an old backup does not bring the key back, while chain and proofs go on verifying', async () => {
    const stage = makeStage();
    const { crew } = await play(stage);
    const [holder, other] = crew.technicians;
    const backup = (await keptOf(stage)).keyItems;
    const person = async (of: Stage, id: string) =>
      (
        await of.ask('readFile', province, { path: { id }, query: { purpose: 'CORRECTION' } })
      ).body.records.find((one: { kind: string }) => one.kind === 'HEAD').person;
    const name = String((await person(stage, holder)).name);
    const { status } = await stage.ask('erasePersonalData', province, {
      path: { id: holder },
      body: { scope: 'PERSON', reason: 'PURPOSE_ENDED', basis: '个人信息保护法第四十七条' },
    });
    expect(status).toBe(200);
    await stage.settle();
    const { items, erased, faults } = rebuild({ ...(await keptOf(stage)), keyItems: backup });
    expect([erased, faults]).toEqual([[keys.dataKey(holder)], []]);
    expect(shown(items)).toEqual(shown(itemsOf(stage)));
    const next = await madeOf(items, stage);
    expect(audit(next.world, tableName, holder).faults).toEqual([]);
    expect(await treeFaults(next)).toEqual([]);
    expect(await person(next, holder)).toEqual({ erased: true });
    expect((await person(next, other)).personId).toMatch(/^\d{17}[\dX]$/);
    expect(JSON.stringify(next.world.items(tableName))).not.toContain(name);
  });
});

describe('an archive that was tampered with', () => {
  const small = async () => {
    const stage = makeStage();
    await registerStation(stage);
    await stage.seal();
    await registerOrganisation(stage);
    await stage.seal();
    return stage;
  };
  it.each<[string, (segments: readonly string[]) => readonly string[], RegExp]>([
    ['a segment is missing', (all) => all.slice(1), /no segments lead to the head of 1/],
    ['a segment is no segment', (all) => ['{"index":0}', ...all.slice(1)], /segment: not one of ours/],
    [
      'a line was taken out',
      (all) => all.map((text, at) => (at === 1 ? text.split('\n').toSpliced(1, 1).join('\n') : text)),
      /the lines of a segment follow one another/,
    ],
    [
      'an entry was edited',
      (all) => all.map((text) => text.replace('\\"role\\":\\"officer\\"', '\\"role\\":\\"system\\"')),
      /no segments lead to the head/,
    ],
    [
      'a version was edited',
      (all) => all.map((text) => text.replaceAll('330106', '330108')),
      /HEAD sub_\w+ is missing or differs from its digest/,
    ],
  ])('%s: it says so', async (_, change, message) => {
    const stage = await small();
    const kept = await keptOf(stage);
    const { faults } = rebuild({ ...kept, segments: change(kept.segments) });
    expect(faults.join('\n')).toMatch(message);
  });

  it('heads signed with another key prove nothing', async () => {
    const kept = await keptOf(await small());
    const key = await makeStage({ seed: 2 }).ledgerKey();
    const { faults, size } = rebuild({ ...kept, key });
    expect(size).toBe(0);
    expect(faults).toEqual(kept.heads.map(() => 'head: signed with another key'));
  });
});
