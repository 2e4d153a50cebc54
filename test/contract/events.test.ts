import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  envelope,
  eventStates,
  eventType,
  restricted,
  type EventType,
} from '../../shared/contracts/events.ts';
import { maxRecordsPerEntry } from '../../shared/subject-file/append.ts';
import { hears, listenersOf } from '../builders/stage.ts';

const root = join(import.meta.dirname, '../..');
const types = Object.keys(eventStates).filter((type): type is EventType => type in eventStates);
const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.examples.ts'))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'));
const named = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);
/** Text that names an event, in quotes. */
const quoted = new RegExp(`'(${types.join('|')})'`, 'g');

describe('types of entries and events', () => {
  it('every type that the code writes has an event, and every event is written by somebody', () => {
    // Where an entry gets its type: a member `type`, a transition's `event`, the table by kind of subject.
    const lines = filesIn('functions').flatMap((text) =>
      named(text, /^ +((?:type|event|KEY_UNIT|INSPECTION_ORGANISATION): .*)$/gm),
    );
    const written = new Set(lines.flatMap((line) => named(line, /'([A-Z][a-z]\w+)'/g)));
    expect([...written].toSorted()).toEqual(types.toSorted());
    expect([...written].every((type) => eventType.safeParse(type).success)).toBe(true);
  });

  it.each(['toString', 'constructor', '__proto__', 'NoSuchThing'])('%s is none', (type) => {
    expect(eventType.safeParse(type).success).toBe(false);
  });

  it('leads and decisions about them are for officers’ systems only', () => {
    expect(restricted.toSorted()).toEqual(['AnomalyDecided', 'AnomalyFound']);
  });
});

describe('who hears what', () => {
  /** The types that a stack subscribes its queue to: the list in its call of `listen`. */
  const rules = Object.fromEntries(
    readdirSync(join(root, 'infra/stacks')).flatMap((file) => {
      const text = readFileSync(join(root, 'infra/stacks', file), 'utf8');
      const list = /this\.listen\([^[]*\[([^\]]*)\]/.exec(text)?.[1];
      return list === undefined ? [] : [[file.replace('.ts', ''), named(list, quoted).toSorted()] as const];
    }),
  );
  const reactions = Object.fromEntries(
    Object.keys(hears).map((capability) => {
      const text = readFileSync(join(root, 'functions', capability, 'consumer.ts'), 'utf8');
      return [capability, named(text, /\bon\(\s*'(\w+)'/g).toSorted()] as const;
    }),
  );

  it('the rules of the bus let through what the consumers react to, and nothing else', () => {
    expect(rules).toEqual(reactions);
  });

  it('the router of these tests delivers by the same rules', () => {
    const routed = Object.entries(hears).map(([to, list]) => [to, [...list].toSorted()] as const);
    expect(Object.fromEntries(routed)).toEqual(rules);
  });

  it('a deployed consumer that the router does not know is no silent one', () => {
    expect(listenersOf([{ capability: 'risk-rating', part: 'http' }])).toEqual([]);
    expect(() => listenersOf([{ capability: 'risk-rating', part: 'consumer' }])).toThrow(
      /risk-rating-consumer is deployed, but hears nothing/,
    );
  });
});

describe('an envelope', () => {
  const one = {
    id: 'ent_01KJ0000000000000000000000',
    type: 'HazardMoved',
    version: '1.0',
    subject: 'sub_01KJ0000000000000000000000',
    sequence: 1,
    province: '33',
    time: '2026-03-02T01:00:00.000Z',
    correlation: 'c',
    dataClass: 'general',
    state: {},
  };
  it('of a later minor version is read, its unknown members ignored', () => {
    expect(envelope.parse({ ...one, version: '1.7', news: 1 })).toEqual({ ...one, version: '1.7' });
  });
  it.each([
    ['an unknown major version', { version: '2.0' }],
    ['no version', { version: undefined }],
    ['an id of another kind', { id: 'rep_01KJ0000000000000000000000' }],
    ['a time without a zone', { time: '2026-03-02T01:00:00' }],
    ['a class that nobody knows', { dataClass: 'secret' }],
  ])('with %s is refused', (_, change) => {
    expect(envelope.safeParse({ ...one, ...change }).success).toBe(false);
  });
});

describe('no state is larger than 8 KB', () => {
  const id = (kind: string): string => `${kind}_01KJ0000000000000000000000`;
  const many = <T>(one: T): readonly T[] => Array.from({ length: maxRecordsPerEntry }, () => one);
  const day = '2026-03-02';
  const time = '2026-03-02T01:00:00.000Z';
  /** The largest that each state becomes: texts at the limits of their contracts, lists as long as an entry. */
  const largest: Readonly<Record<EventType, unknown>> = {
    KeyUnitRegistered: {
      subjectKind: 'KEY_UNIT',
      keyUnitKind: 'PRONE_AREA_STRUCTURE',
      division: '330106',
      supervisingOffice: '330106',
    },
    InspectionOrganisationRegistered: {
      subjectKind: 'INSPECTION_ORGANISATION',
      division: '330108',
      supervisingOffice: '330000',
      homeProvince: '33',
    },
    TechnicianRegistered: { employer: id('sub') },
    InstrumentRegistered: { id: id('ins'), version: 999_999 },
    SubjectAbsorbed: { absorbed: many(id('sub')) },
    SubjectMerged: { mergedInto: id('sub') },
    SubjectRealiased: { subjectKind: 'INSPECTION_ORGANISATION', division: '330108' },
    PersonalDataErased: { keys: [...many(id('key')), ...many(id('key'))] },
    InspectionReportReceived: {
      id: id('rep'),
      organisation: id('sub'),
      keyUnit: id('sub'),
      reportNumber: '雷'.repeat(60),
      issuedOn: day,
      receivedAt: time,
      uploadDueOn: day,
      pointCount: 2000,
      failedPointCount: 2000,
    },
    AnomalyFound: {
      anomalies: many({ id: id('ano'), report: id('rep'), rule: 'R30', severity: 3 }),
    },
    AnomalyDecided: { id: id('ano'), report: id('rep'), rule: 'R30', severity: 3, state: 'CONFIRMED' },
    HazardFound: { hazards: many({ id: id('haz'), state: 'RECTIFYING' }) },
    HazardMoved: { id: id('haz'), state: 'RECTIFYING' },
    HazardOverdue: { id: id('haz'), state: 'RECTIFYING', level: 3, organisation: id('sub') },
    DeviceRegistered: { id: id('dev'), deviceKind: 'EARTH_RESISTANCE_MONITOR' },
    DeviceAlarmRaised: { id: id('alm'), device: id('dev') },
    CreditGradeChanged: { id: id('grd'), grade: 'AAA' },
  };

  it.each(types)('%s', (type) => {
    const state = eventStates[type].parse(largest[type]);
    // Nothing of the largest was left out by the contract: it is complete.
    expect(state).toEqual(largest[type]);
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThanOrEqual(8192);
  });
});
