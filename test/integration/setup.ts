import type { TestProject } from 'vitest/node';
import { up } from '../../localstack/up.ts';
import type { Running } from '../../localstack/running.ts';

/** What the tests are told of the deployed stage; everything is read from the stacks' outputs. */
declare module 'vitest' {
  export interface ProvidedContext {
    world: string;
  }
}

let running: Running | undefined;

/** Deploys the stage into a fresh world with ports of its own, rights enforced, and stops it afterwards. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  running = await up({ world: 'test', fresh: true, anyPort: true });
  project.provide('world', 'test');
  return async () => {
    await running?.down();
  };
};
