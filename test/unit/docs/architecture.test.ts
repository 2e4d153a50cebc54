import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeArchitecture } from '../../../scripts/draw-architecture.ts';
import { synthesise, type Synthesised } from '../../../scripts/synthesised.ts';
import { eventTypes, functionsOf, heardBy, writtenBy } from '../../../scripts/wiring.ts';

const root = join(import.meta.dirname, '../../..');
let stacks: readonly Synthesised[] = [];
beforeAll(() => {
  stacks = synthesise();
});

/** Types that a capability's consumer reacts to, as its code says. */
const reactsTo = (capability: string): readonly string[] => {
  const code = readFileSync(join(root, 'functions', capability, 'consumer.ts'), 'utf8');
  return [...code.matchAll(/\bon\(\s*'(\w+)'/g)].map(([, type = '']) => type);
};

describe('the picture of the house', () => {
  it('is the one that templates and code give now, and the same twice', async () => {
    const drawn = await makeArchitecture();
    expect(drawn).toBe(await makeArchitecture());
    expect(readFileSync(join(root, 'docs/architecture.md'), 'utf8'), 'run npm run generate').toBe(drawn);
  });

  it('shows each queue fed with exactly the events that its consumer reacts to', () => {
    for (const { queue, types } of heardBy(stacks))
      expect(types.toSorted(), queue).toEqual(reactsTo(queue).toSorted());
  });

  it('shows a writer for every type of event', () => {
    const capabilities = new Set(functionsOf(stacks).map(({ capability }) => capability));
    capabilities.delete('ledger-publisher');
    const written = new Set([...capabilities].flatMap(writtenBy));
    expect(eventTypes.filter((type) => !written.has(type))).toEqual([]);
  });

  it('has no arrow that goes back: records first, watch last', () => {
    const order = stacks.map(({ name }) => name);
    for (const { name, after } of stacks)
      for (const earlier of after)
        expect(order.indexOf(earlier), `${name} after ${earlier}`).toBeLessThan(order.indexOf(name));
  });
});
