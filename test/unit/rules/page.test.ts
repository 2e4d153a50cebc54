import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleSettings } from '../../../functions/anomaly-detection/rules/example.ts';
import { rulesCatalogue } from '../../../functions/anomaly-detection/rules/index.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/capabilities.md'), 'utf8');
const rows = [...page.matchAll(/^\s*\| (R\d\d)\s*\| (.+?)\s*\| (\d(?:, \d)*)\s*\|/gm)].map(
  ([, id, what = '', severity]) => ({ id, what, severity: Number(severity?.[0]) }),
);

describe('the table of rules in docs/capabilities.md', () => {
  const catalogue = rulesCatalogue(exampleSettings());

  it('has a row for each rule, in order, with its severity', () => {
    expect(rows.map(({ id, severity }) => ({ id, severity }))).toEqual(
      catalogue.map(({ id, severity }) => ({ id, severity })),
    );
  });

  it('shows the thresholds that every province starts with', () => {
    for (const [id, shown] of [
      ['R01', '200 m'],
      ['R03', '120 km/h'],
      ['R21', '8 values'],
    ]) {
      expect(rows.find((row) => row.id === id)?.what).toContain(shown);
    }
  });
});
