import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportTexts, readExport, type LedgerExport } from '../../shared/ledger/export.ts';

/** Writes an export into a folder, which is made where it is not there. */
export const writeExport = (folder: string, given: LedgerExport): void => {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of exportTexts(given)) writeFileSync(join(folder, name), text);
};

/** Text of a file; undefined where there is none. Other failures of the disk are thrown. */
export const textAt = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

export const readFolder = (folder: string): ReturnType<typeof readExport> =>
  readExport((name) => textAt(join(folder, name)));
