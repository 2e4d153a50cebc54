import { copying } from '../../../shared/rules/data/copying.ts';
import { valueSignatures } from '../../../shared/rules/signatures.ts';
import type { Example } from './example.ts';
import { column, exampleSettings, factsOf, indexed, other, own } from './example.ts';

const eight = ['1.21', '1.34', '1.18', '1.40', '1.27', '1.31', '1.25', '1.38'];
const nine = [...eight, '1.19'];
const ours = column('1', eight);
const theirs = column('7', eight);
/** Rounds to the same two digits, and is another column. */
const near = column('7', ['1.22', ...eight.slice(1)]);
const hit = { outcome: 'applies', evidence: 1 } as const;

const many = Array.from({ length: copying.maxSignatures + 1 }, (_, index) =>
  column(
    String(index),
    eight.map((value) => `${index + 1}${value}`),
  ),
).flat();

/** The example report has 8 earth values at structure 1 of key unit A; the other report stands at key unit B. */
export const r21Examples: readonly Example[] = [
  {
    name: 'hit: the same eight values in a report of another site and organisation',
    facts: factsOf({ points: ours, ...indexed(theirs) }),
    expect: {
      ...hit,
      severity: 3,
      mark: 'G',
      missing: [],
      concerns: [own.organisation, other.organisation],
      says: [
        '单体 1 的接地电阻 8 个数值',
        '单体 7 的完全相同（阈值 8 个）。',
        'the 8 values of earth resistance',
      ],
      inputs: { columnsCompared: [{ structure: '1', item: 'EARTH_RESISTANCE', values: 8 }] },
      shows: [other.report, other.keyUnit, '"1-8"', '"7-8"', '"1.34"'],
    },
  },
  {
    name: 'hit: same organisation, named once',
    facts: factsOf({ points: ours, ...indexed(theirs, { organisation: own.organisation }) }),
    expect: { ...hit, concerns: [own.organisation] },
  },
  {
    name: 'hit: same key unit, another structure',
    facts: factsOf({ points: ours, ...indexed(theirs, { keyUnit: own.keyUnit }) }),
    expect: hit,
  },
  {
    name: 'hit: same structure number at another key unit',
    facts: factsOf({ points: ours, ...indexed(ours) }),
    expect: hit,
  },
  {
    name: 'quiet: same structure of the same key unit, an earlier report (that is R23)',
    facts: factsOf({ points: ours, ...indexed(ours, { keyUnit: own.keyUnit }) }),
    expect: { outcome: 'does not', evidence: 0, concerns: [] },
  },
  {
    name: 'hit: trailing zeros do not hide a copy',
    facts: factsOf({
      points: ours,
      ...indexed(
        column(
          '7',
          eight.map((value) => `${value}0`),
        ),
      ),
    }),
    expect: hit,
  },
  {
    name: 'quiet: equal when rounded, not equal in truth',
    facts: factsOf({ points: ours, ...indexed(near) }),
    expect: { outcome: 'does not', missing: [], says: ['1 组数值'] },
  },
  {
    name: 'quiet: the index says equal, the report read says otherwise',
    facts: factsOf({ points: ours, copies: indexed(theirs).copies, otherPoints: indexed(near).otherPoints }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'quiet: the report read has eight of nine values',
    facts: factsOf({
      points: column('1', nine),
      copies: indexed(column('7', nine)).copies,
      otherPoints: indexed(theirs).otherPoints,
    }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'quiet: the report read no longer has that structure',
    facts: factsOf({
      points: ours,
      copies: indexed(theirs).copies,
      otherPoints: indexed(column('8', eight)).otherPoints,
    }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'quiet: the same values of another item are no copy',
    facts: factsOf({
      points: ours,
      ...indexed(column('7', eight, { item: 'EQUIPOTENTIAL_RESISTANCE' }), {}, ours),
    }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'quiet: the same values in another order',
    facts: factsOf({ points: ours, ...indexed(column('7', eight.toReversed()), {}, ours) }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'threshold, below: seven equal values make no signature',
    facts: factsOf({ points: column('1', eight.slice(1)), ...indexed(column('7', eight.slice(1))) }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'threshold of the province: nine values are asked for, eight are equal',
    facts: factsOf({ points: ours, ...indexed(theirs) }),
    settings: exampleSettings({ values: 9 }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'threshold of the province: nine values are asked for, nine are equal',
    facts: factsOf({ points: column('1', nine), ...indexed(column('7', nine)) }),
    settings: exampleSettings({ values: 9 }),
    expect: hit,
  },
  {
    name: 'quiet: three different values say too little',
    facts: factsOf({
      points: column('1', ['1', '2', '3', '1', '2', '3', '1', '2']),
      ...indexed(column('7', ['1', '2', '3', '1', '2', '3', '1', '2'])),
    }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'hit: four different values are enough',
    facts: factsOf({
      points: column('1', ['1', '2', '3', '4', '2', '3', '1', '2']),
      ...indexed(column('7', ['1', '2', '3', '4', '2', '3', '1', '2'])),
    }),
    expect: hit,
  },
  {
    name: 'hit: two structures of one report, without any index',
    facts: factsOf({ points: [...ours, ...column('2', eight)] }),
    expect: { ...hit, concerns: [own.organisation], shows: ['"otherStructure":"2"', own.report] },
  },
  {
    name: 'hit: copied twice, both told',
    facts: factsOf({ points: [...ours, ...column('2', eight)], ...indexed(theirs) }),
    expect: { outcome: 'applies', evidence: 3, says: ['，另有 2 处。'] },
  },
  {
    name: 'quiet: two items of one report with the same values',
    facts: factsOf({ points: [...ours, ...column('2', eight, { item: 'EQUIPOTENTIAL_RESISTANCE' })] }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'quiet: the index finds the report itself',
    facts: factsOf({ points: ours, ...indexed(ours, { report: own.report, structure: '9' }) }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'cannot tell: the other report has not been read',
    facts: factsOf({ points: ours, copies: indexed(theirs).copies }),
    expect: { outcome: 'cannot tell', missing: [`points/${other.report}`], says: ['无法判断', '有 1 项'] },
  },
  {
    name: 'cannot tell: a hot signature, the bound was hit',
    facts: factsOf({
      points: ours,
      copies: new Map(
        valueSignatures(ours, 8).signatures.map(({ signature }) => [
          signature,
          { entries: [], truncated: true },
        ]),
      ),
    }),
    expect: { outcome: 'cannot tell', missing: ['copies/1/EARTH_RESISTANCE/rest'] },
  },
  {
    name: 'hit: what was seen decides, although the bound was hit',
    facts: factsOf({
      points: ours,
      ...indexed(theirs),
      copies: new Map(
        [...indexed(theirs).copies].map(([key, { entries }]) => [key, { entries, truncated: true }]),
      ),
    }),
    expect: { ...hit, missing: ['copies/1/EARTH_RESISTANCE/rest'] },
  },
  {
    name: 'cannot tell: a signature was not looked up',
    facts: factsOf({ points: ours, copies: new Map() }),
    expect: { outcome: 'cannot tell', missing: ['copies/1/EARTH_RESISTANCE'] },
  },
  {
    name: 'cannot tell: more columns than one report may index',
    facts: factsOf({ points: many }),
    expect: { outcome: 'cannot tell', missing: [`signature/${copying.maxSignatures}/EARTH_RESISTANCE`] },
  },
  {
    name: 'quiet: an entry of the report itself, as the index may give it, is no other report',
    facts: factsOf({ points: ours, ...indexed(theirs, { report: own.report, structure: '7' }) }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'quiet: equal when rounded only: that report need not be read',
    facts: factsOf({ points: ours, copies: indexed(near).copies }),
    expect: { outcome: 'does not', missing: [] },
  },
  {
    name: 'hit: the item counts: the other structure has another column before the copied one',
    facts: factsOf({
      points: ours,
      copies: indexed(theirs).copies,
      otherPoints: indexed([...column('7', nine, { item: 'EQUIPOTENTIAL_RESISTANCE' }), ...theirs])
        .otherPoints,
    }),
    expect: hit,
  },
  {
    name: 'quiet: the report read has nine values, ours are the first eight of them',
    facts: factsOf({
      points: ours,
      copies: indexed(theirs).copies,
      otherPoints: indexed(column('7', nine)).otherPoints,
    }),
    expect: { outcome: 'does not' },
  },
  ...[ours, column('2', eight)].map((points) => ({
    name: `quiet: signatures without their columns: only structure ${points[0]?.structure} has points`,
    facts: factsOf({ points, signatures: valueSignatures([...ours, ...column('2', eight)], 8) }),
    expect: { outcome: 'does not' } as const,
  })),
  {
    name: 'quiet: a signature whose column the report does not have',
    facts: factsOf({ points: [], signatures: valueSignatures(ours, 8), ...indexed(theirs) }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'quiet: more columns than one report may index, all of them shorter than the province asks for',
    facts: factsOf({ points: many }),
    settings: exampleSettings({ values: 9 }),
    expect: { outcome: 'does not', missing: [] },
  },
];
