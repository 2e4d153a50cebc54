import * as z from 'zod';
import {
  compareRecords,
  exportFormat,
  type ExportedRecord,
  type LedgerExport,
} from '../../shared/ledger/export.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { signedStatement, tailStatementIn, type TailStatement } from '../../shared/ledger/statement.ts';

/** Asks one route of the API: what it answered with 200. Throws, in words for a person, on anything else. */
export type AskApi = (path: string, query: Readonly<Record<string, string>>) => Promise<unknown>;

export interface CollectOptions {
  /** Size of an older tree, whose head the verifier trusts: the proof that this tree begins with it comes along. */
  readonly since?: number;
  /** Superseded versions too. */
  readonly history?: boolean;
}

const next = z.string().optional();
const record = z.object({
  kind: z.string(),
  id: z.string(),
  version: z.int(),
  salt: z.string(),
  body: z.string(),
  packed: z.string().optional(),
});
const recordsPage = z.object({ records: z.array(record), next });
const versionsPage = z.object({ versions: z.array(record), next });
const entriesPage = z.object({
  entries: z.array(
    z.discriminatedUnion('opaque', [
      z.object({ opaque: z.literal(false), body: z.string(), hash: z.string() }),
      z.object({ opaque: z.literal(true), sequence: z.int(), previous: z.string(), hash: z.string() }),
    ]),
  ),
  next,
});
const proofsPage = z.object({
  entries: z.array(z.object({ sequence: z.int(), index: z.int(), path: z.array(z.string()) })),
  consistency: z.object({ from: z.int(), path: z.array(z.string()) }).optional(),
  next,
});
const statementAnswer = z.object({ statement: signedStatement, head: z.string().optional() });

/** All pages of a list, one after the other. */
const pages = async <P extends { readonly next?: string | undefined }>(
  ask: AskApi,
  path: string,
  query: Readonly<Record<string, string>>,
  schema: z.ZodType<P>,
): Promise<readonly P[]> => {
  const all: P[] = [];
  let cursor: string | undefined;
  do {
    const page = schema.parse(await ask(path, { ...query, ...(cursor === undefined ? {} : { cursor }) }));
    all.push(page);
    cursor = page.next;
  } while (cursor !== undefined);
  return all;
};

const readStatement = async (ask: AskApi, path: string) => {
  const answer = statementAnswer.parse(await ask(`${path}/ledger/statement`, {}));
  const said = tailStatementIn(answer.statement.statement);
  if (said === undefined) throw new Error('the API gave no statement about the end of the file');
  return { ...answer, said };
};

const proofsOf = async (
  ask: AskApi,
  path: string,
  subject: SubjectId,
  { treeSize }: TailStatement,
  { since }: CollectOptions,
): Promise<LedgerExport['proofs']> => {
  if (treeSize === 0) return { subject, treeSize, entries: [] };
  const query = { size: String(treeSize), ...(since === undefined ? {} : { since: String(since) }) };
  const found = await pages(ask, `${path}/ledger/proofs`, query, proofsPage);
  const consistency = found[0]?.consistency;
  return {
    ...{ subject, treeSize, entries: found.flatMap(({ entries }) => entries) },
    ...(consistency === undefined ? {} : { consistency }),
  };
};

const mostTries = 10;

/**
 * Exports a file over the API: ledger, records as stored, statement, head and proofs, all of one moment. When somebody
 * writes into the file meanwhile it begins anew. What it gives proves nothing until it is verified.
 */
export const collectExport = async (
  ask: AskApi,
  subject: SubjectId,
  options: CollectOptions = {},
): Promise<LedgerExport> => {
  const { history = true } = options;
  const path = `/v1/subjects/${subject}`;
  const sorted = (records: readonly ExportedRecord[]) => records.toSorted(compareRecords);
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const before = await readStatement(ask, path);
    const ledger = await pages(ask, `${path}/ledger`, {}, entriesPage);
    const file = await pages(ask, `${path}/file`, { form: 'stored' }, recordsPage);
    const superseded = history ? await pages(ask, `${path}/history`, {}, versionsPage) : [];
    const { said, statement, head } = await readStatement(ask, path);
    if (said.sequence !== before.said.sequence) continue;
    const proofs = await proofsOf(ask, path, subject, said, options);
    const versions = sorted(superseded.flatMap((page) => page.versions));
    return {
      manifest: { format: exportFormat, province: said.province, subject, history },
      ledger: { subject, entries: ledger.flatMap(({ entries }) => entries) },
      file: { subject, records: sorted(file.flatMap(({ records }) => records)) },
      ...(history ? { history: { subject, versions } } : {}),
      statement,
      ...(head === undefined ? {} : { head }),
      proofs,
    };
  }
  throw new Error(`somebody wrote into the file ${mostTries} times while it was exported; try again`);
};
