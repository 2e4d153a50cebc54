import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { drawHazardLoop } from '../../../scripts/draw-hazard-loop.ts';

it('the diagram in docs is the one that the command table draws (npx node scripts/draw-hazard-loop.ts)', () => {
  const drawn = readFileSync(join(import.meta.dirname, '../../../docs/diagrams/hazard-loop.md'), 'utf8');
  expect(drawn).toBe(drawHazardLoop());
});
