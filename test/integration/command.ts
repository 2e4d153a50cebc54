import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../../localstack/versions.ts';
import { world } from './world.ts';

/** Runs a command of the operator against the deployed stage, as a process of its own; gives what it printed. Rejects when it fails. */
export const command = async (script: string, ...given: readonly string[]): Promise<string> => {
  const path = join(repository, 'scripts', script);
  const run = promisify(execFile)(process.execPath, [path, ...given, '--world', world.world]);
  return (await run).stdout;
};
