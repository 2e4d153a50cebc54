import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  derivedKinds,
  keys,
  kindPrefix,
  personIndex,
  ranges,
  recordKinds,
  valueIndex,
} from '../../../shared/subject-file/keys.ts';
import { derivedOf, itemKinds, recordsOf } from '../../../shared/subject-file/patterns/item-kinds.ts';
import { operations, type AccessPattern } from '../../../shared/subject-file/patterns/pattern.ts';
import { reads } from '../../../shared/subject-file/patterns/reads.ts';
import { writes } from '../../../shared/subject-file/patterns/writes.ts';

const root = join(import.meta.dirname, '../../..');
const patterns: readonly AccessPattern[] = [...reads, ...writes];
/** Files of these folders, without their comments. */
const sources = (...rooms: readonly string[]) =>
  rooms
    .flatMap((room) => globSync(`${room}/**/*.ts`, { cwd: root }))
    .toSorted()
    .map((path) => ({
      path,
      text: readFileSync(join(root, path), 'utf8').replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, ''),
    }));

/** Where keys are made, and where what they look like is written down. */
const own = ['shared/subject-file/keys.ts', 'shared/subject-file/patterns/'];
const deployed = sources('shared', 'functions').filter(
  ({ path }) => !own.some((one) => path.startsWith(one)),
);

describe('kinds of items', () => {
  it('each key of a different kind looks different', () => {
    const shown = Object.values(itemKinds).map(({ example }) => `${example.pk} ${example.sk}`);
    expect(new Set(shown).size).toBe(shown.length);
  });

  it('every kind is used by somebody', () => {
    const all = [...deployed, ...sources('localstack', 'scripts')].map(({ text }) => text).join('\n');
    expect(Object.keys(keys).filter((name) => !all.includes(`keys.${name}(`))).toEqual([]);
  });

  it('every kind of item has a way in which it is read, and one in which functions write it', () => {
    const named = (of: readonly AccessPattern[]) => new Set(of.flatMap((one) => [...one.of]));
    const missing = (of: readonly AccessPattern[]) =>
      Object.keys(itemKinds).filter((kind) => ![...named(of)].some((one) => one === kind));
    // A token lies outside every file; the clock is moved by whoever runs the demo.
    expect(missing(reads)).toEqual([]);
    expect(missing(writes)).toEqual(['clock']);
  });

  it('who writes a kind of record is a capability that is there', () => {
    const capabilities = new Set(sources('functions').map(({ path }) => path.split('/')[1]));
    const writers = [...Object.values(recordsOf), ...Object.values(derivedOf)].map(
      ({ writtenBy }) => writtenBy,
    );
    expect(writers.filter((one) => !capabilities.has(one))).toEqual([]);
    for (const [kind, { writtenBy }] of Object.entries({ ...recordsOf, ...derivedOf })) {
      const code = sources(`functions/${writtenBy}`)
        .map(({ text }) => text)
        .join('\n');
      expect(code, `${writtenBy} writes ${kind}`).toContain(`'${kind}'`);
    }
  });
});

describe('access patterns', () => {
  const callOf = new RegExp(
    `\\btable\\s*\\.(${operations.filter((one) => !one.endsWith('Command')).join('|')}|remove)\\(|new ((?:Query|Scan|GetItem|BatchGetItem|BatchWriteItem|PutItem|DeleteItem|UpdateItem|TransactGetItems|TransactWriteItems)Command)\\b`,
    'g',
  );
  const made = deployed
    .filter(({ path }) => path !== 'shared/subject-file/table.ts')
    .flatMap(({ path, text }) =>
      [...text.matchAll(callOf)].map(([, method, command]) => `${method ?? command ?? ''} in ${path}`),
    );

  it('name every call that functions make, and none that they do not make', () => {
    const written = patterns.flatMap(({ by, usedBy }) => usedBy.map((path) => `${by} in ${path}`));
    expect([...new Set(written)].toSorted()).toEqual([...new Set(made)].toSorted());
  });

  it('scan nothing', () => {
    expect(made.filter((call) => /Scan/.test(call))).toEqual([]);
    expect(made.length).toBeGreaterThan(40);
  });

  it('only what a person pages through, and the index of due dates, may be stale', () => {
    const stale = patterns
      .filter(({ consistent }) => consistent !== 'strongly')
      .map(({ by, usedBy }) => `${by} ${usedBy.join()}`);
    expect(stale).toEqual([
      'query shared/subject-file/pages.ts',
      'QueryCommand functions/hazard-tracking/due-index.ts',
    ]);
  });
});

describe('keys', () => {
  /** A text that is the beginning of a key, or holds one: `L#`, `alias#…`, `sub_*`. */
  const keyText = /(['"`])((?:[A-Z]#|(?:alias|idem|ix|loop|sweep|tile)#)[^'"`]*)\1/g;
  const beginnings = [
    ...Object.values(itemKinds).flatMap(({ example }) => [example.pk, example.sk]),
    ...Object.values(ranges),
    ...[...recordKinds, ...derivedKinds].map(kindPrefix),
    personIndex('sub_'),
    valueIndex(''),
  ];

  it('are made in one place: no function writes one down, not even its beginning', () => {
    const found = deployed
      // What a rebuild does not bring back, by the beginnings of keys: held against the real ones below.
      .filter(({ path }) => path !== 'shared/subject-file/rebuild.ts')
      .flatMap(({ path, text }) => [...text.matchAll(keyText)].map(([, , key]) => `${path}: ${key ?? ''}`));
    expect(found).toEqual([]);
    const handmade = deployed.filter(({ text }) => /\b(pk|sk): `/.test(text)).map(({ path }) => path);
    expect(handmade).toEqual([]);
  });

  it.each(
    sources('infra', 'scripts', 'localstack')
      .concat(sources('shared/subject-file'))
      .flatMap(({ path, text }) =>
        own.some((one) => path.startsWith(one))
          ? []
          : [...text.matchAll(keyText)].map(([, , key = '']) => [path, key] as const),
      ),
  )('%s names the beginning of a key that there is: %s', (_path, key) => {
    const wanted = key.replace(/\*$/, '');
    expect(beginnings.some((beginning) => beginning.startsWith(wanted))).toBe(true);
  });
});
