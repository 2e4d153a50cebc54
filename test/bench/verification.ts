import { newId } from '../../shared/kernel/ids.ts';
import { verifyExport } from '../../shared/ledger/verify.ts';
import { buildFile, someTime } from '../builders/files.ts';
import { sealedFiles } from '../builders/ledger-export.ts';
import { testKey } from '../builders/ledger-key.ts';
import { medianCpu } from './measure.ts';

const perFile = 25_000;
const rounds = 7;
const goal = 50_000;

/**
 * Speed of a whole verification: chain, a proof for every entry in a tree of 100,000 leaves in which four files take turns,
 * current records, head and statement; and the same with every superseded version.
 */
export const verification = async (): Promise<readonly string[]> => {
  const key = testKey('ledger');
  const files = [1, 2, 3, 4].map((n) =>
    buildFile(
      perFile,
      250,
      newId('sub', someTime, (length) => Buffer.alloc(length, n)),
    ),
  );
  const [, file] = files;
  if (file === undefined) throw new RangeError('no file');
  const world = sealedFiles(files, key);
  const lines: string[] = [];
  for (const history of [false, true]) {
    const given = world.exportOf(file, { history });
    const ms = await medianCpu(rounds, () => {
      const { fault } = verifyExport(given, { key: key.publicKey });
      if (fault !== undefined) throw new Error(JSON.stringify(fault));
    });
    const what = history
      ? 'with every superseded version, too'
      : `of ${perFile} entries, each with its proof`;
    const speed = `${Math.round((1000 * perFile) / ms)} entries/s of CPU`;
    lines.push(`verification ${what.padEnd(45)} ${speed}${history ? '' : `   (goal ${goal})`}`);
  }
  return lines;
};
