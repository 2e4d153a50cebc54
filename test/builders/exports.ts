import type { Caller } from '../../shared/access/caller.ts';
import { routes } from '../../shared/contracts/routes.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { readNote, type Head } from '../../shared/ledger/checkpoint.ts';
import type { LedgerExport } from '../../shared/ledger/export.ts';
import { verifyExport, type Trust } from '../../shared/ledger/verify.ts';
import type { Verdict } from '../../shared/ledger/verdict.ts';
import { newestHead } from '../../shared/subject-file/tree.ts';
import { collectExport, type AskApi, type CollectOptions } from '../../scripts/ledger/collect.ts';
import type { Stage } from './stage.ts';

/** The API of a stage as an exporter asks it, for this caller. */
export const apiOf =
  (stage: Stage, caller: Caller): AskApi =>
  async (path, query) => {
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const pattern = new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
      const found = pattern.exec(path);
      if (found === null) continue;
      const answer = await stage.ask(route.id, caller, { path: { ...found.groups }, query });
      if (answer.status !== 200) throw new Error(answer.text);
      const body: unknown = answer.body;
      return body;
    }
    throw new RangeError(path);
  };

export const exportFrom = async (
  stage: Stage,
  caller: Caller,
  subject: SubjectId,
  options: CollectOptions = {},
): Promise<LedgerExport> => await collectExport(apiOf(stage, caller), subject, options);

/** The newest signed head of a stage, proven by its key. Throws before the first one. */
export const headOf = async (stage: Stage): Promise<Head> => {
  const read = readNote((await newestHead(stage.table)) ?? '', await stage.ledgerKey());
  if (!read.ok) throw new Error(read.reason);
  return read.head;
};

/** Exports a file as the caller gets it and verifies it with the stage's own public key. */
export const verifiedFor = async (
  stage: Stage,
  caller: Caller,
  subject: SubjectId,
  trust: Partial<Trust> = {},
): Promise<Verdict> =>
  verifyExport(await exportFrom(stage, caller, subject), { key: await stage.ledgerKey(), subject, ...trust });
