import { describe, expect, it } from 'vitest';
import { walk } from '../../localstack/demo/walk.ts';
import { world } from './world.ts';

describe('the main job', () => {
  it(
    'walks one report from registration to credit grade, and one device, on the deployed stage',
    { timeout: 180_000 },
    async () => {
      const lines: string[] = [];
      const held = await walk(world, (line) => lines.push(line));
      expect(held, lines.join('\n')).toBe(true);
    },
  );
});
