import { collectExport } from './ledger/collect.ts';
import { writeExport } from './ledger/folder.ts';
import { exportUsage, readExportOptions, type ExportOptions } from './ledger/options.ts';
import { apiAt, apiOfWorld } from './ledger/place.ts';
import { ending } from './operator/end.ts';

/** `npm run ledger:export`: a file with its ledger, statement, head and proofs into a folder, for whoever verifies it. */
const main = async ({ subject, to, since, history, world, api }: ExportOptions): Promise<number> => {
  const ask =
    api === undefined
      ? await apiOfWorld('npm run ledger:export', world)
      : apiAt(api.url, async () => await Promise.resolve(api.token));
  const done = await collectExport(ask, subject, { history, ...(since === undefined ? {} : { since }) });
  writeExport(to, done);
  const { ledger, file, proofs } = done;
  console.log(
    `${to}: ${ledger.entries.length} entries, ${file.records.length} records, ${proofs.entries.length} proofs against the tree of ${proofs.treeSize} / 已导出`,
  );
  return 0;
};

const options = readExportOptions(process.argv.slice(2));
if ('faults' in options) {
  console.error([...options.faults.map((fault) => `✗ ${fault}`), exportUsage].join('\n'));
  process.exitCode = 2;
} else await ending(async () => await main(options));
