import * as z from 'zod';
import { isId, type SubjectId } from '../kernel/ids.ts';
import { parseJson } from '../kernel/canonical.ts';
import { signedStatement } from './statement.ts';

/** Form of an exported file: a folder of these files, each one JSON value, but for the head, which is a signed note. */
export const exportFormat = 'leian.export.1';
export const exportNames = [
  'manifest.json',
  'ledger.json',
  'file.json',
  'history.json',
  'statement.json',
  'head',
  'proofs.json',
] as const;
export type ExportName = (typeof exportNames)[number];

const subjectId = z.custom<SubjectId>((value) => typeof value === 'string' && isId('sub', value));
/** 32 bytes as base64url, 16 bytes as base64, any bytes as base64: each value has one spelling only, spare bits are zero. */
const digest = z.string().regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/);
const salt = z.string().regex(/^[A-Za-z0-9+/]{21}[AQgw]==$/);
const bytes = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)$/,
  );
/** Stored text is well-formed and holds no NUL byte: that byte parts it from the packed bytes where both are hashed. */
const storedText = z.string().refine((text) => text.isWellFormed() && !text.includes('\u0000'));
const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const manifest = z.strictObject({
  format: z.literal(exportFormat),
  province: z.string().regex(/^\d{2}$/),
  subject: subjectId,
  /** Whether superseded versions are here: then all of them must be. */
  history: z.boolean(),
});
const entry = z.discriminatedUnion('opaque', [
  z.strictObject({ opaque: z.literal(false), body: z.string(), hash: digest }),
  z.strictObject({ opaque: z.literal(true), sequence: count, previous: digest, hash: digest }),
]);
/** A version of a record as stored; kinds hold no `#`, so that kind and id are told apart. */
const record = z.strictObject({
  kind: z.string().regex(/^[A-Z][A-Z_]*$/),
  id: storedText,
  version: count,
  salt,
  body: storedText,
  packed: bytes.optional(),
});
const proof = z.strictObject({ sequence: count, index: count, path: z.array(digest).max(64) });

const parts = {
  'manifest.json': manifest,
  'ledger.json': z.strictObject({ subject: subjectId, entries: z.array(entry) }),
  'file.json': z.strictObject({ subject: subjectId, records: z.array(record) }),
  'history.json': z.strictObject({ subject: subjectId, versions: z.array(record) }),
  'statement.json': signedStatement.unwrap().extend({ signature: bytes, warrantSignature: bytes }),
  'proofs.json': z.strictObject({
    subject: subjectId,
    /** Size of the tree whose head is in `head`; 0 where nothing was sealed yet. */
    treeSize: count,
    entries: z.array(proof),
    /** That the tree of `treeSize` leaves begins with the one of `from` leaves. */
    consistency: z.strictObject({ from: count, path: z.array(digest).max(128) }).optional(),
  }),
} as const;

export type ExportedRecord = z.output<typeof record>;
/** A whole export in memory. `head` is absent as long as the province has signed none. */
export interface LedgerExport {
  readonly manifest: z.output<typeof manifest>;
  readonly ledger: z.output<(typeof parts)['ledger.json']>;
  readonly file: z.output<(typeof parts)['file.json']>;
  readonly history?: z.output<(typeof parts)['history.json']>;
  readonly statement: z.output<(typeof parts)['statement.json']>;
  readonly head?: string;
  readonly proofs: z.output<(typeof parts)['proofs.json']>;
}

/** `unreadable`: a file is missing or no JSON; `format`: it is JSON of another form. */
export interface Unread {
  readonly ok: false;
  readonly problem: 'unreadable' | 'format';
  readonly part: ExportName;
  /** Where in the file, and what is wrong there. */
  readonly reason: string;
}

/** Reads the texts of an export. Strict: what no verifier would look at has no place in it. */
export const readExport = (
  textOf: (name: ExportName) => string | undefined,
): { readonly ok: true; readonly value: LedgerExport } | Unread => {
  const unread = (part: ExportName, problem: Unread['problem'], reason: string): Unread => ({
    ok: false,
    ...{ part, problem, reason },
  });
  const read = <T>(
    name: ExportName,
    schema: z.ZodType<T>,
  ): { readonly ok: true; readonly value: T } | Unread => {
    const text = textOf(name);
    if (text === undefined) return unread(name, 'unreadable', 'missing');
    let json: unknown;
    try {
      json = parseJson(text);
    } catch {
      return unread(name, 'unreadable', 'not JSON');
    }
    const found = schema.safeParse(json);
    if (found.success) return { ok: true, value: found.data };
    const [issue] = found.error.issues;
    return unread(name, 'format', `/${issue?.path.map(String).join('/') ?? ''}: ${issue?.code ?? 'wrong'}`);
  };
  const about = read('manifest.json', parts['manifest.json']);
  if (!about.ok) return about;
  const ledger = read('ledger.json', parts['ledger.json']);
  if (!ledger.ok) return ledger;
  const file = read('file.json', parts['file.json']);
  if (!file.ok) return file;
  const statement = read('statement.json', parts['statement.json']);
  if (!statement.ok) return statement;
  const proofs = read('proofs.json', parts['proofs.json']);
  if (!proofs.ok) return proofs;
  if (!about.value.history && textOf('history.json') !== undefined)
    return unread('history.json', 'format', 'the manifest says that there is none');
  const history = about.value.history ? read('history.json', parts['history.json']) : undefined;
  if (history?.ok === false) return history;
  const head = textOf('head');
  return {
    ok: true,
    value: {
      manifest: about.value,
      ledger: ledger.value,
      file: file.value,
      ...(history === undefined ? {} : { history: history.value }),
      statement: statement.value,
      ...(head === undefined ? {} : { head }),
      proofs: proofs.value,
    },
  };
};

/** Texts of the files of an export, by name. */
export const exportTexts = ({ head, history, ...given }: LedgerExport): ReadonlyMap<ExportName, string> => {
  const json = (value: object): string => `${JSON.stringify(value, undefined, 1)}\n`;
  return new Map<ExportName, string>([
    ['manifest.json', json(given.manifest)],
    ['ledger.json', json(given.ledger)],
    ['file.json', json(given.file)],
    ...(history === undefined ? [] : [['history.json', json(history)] as const]),
    ['statement.json', json(given.statement)],
    ...(head === undefined ? [] : [['head', head] as const]),
    ['proofs.json', json(given.proofs)],
  ]);
};

/** Order of records in an export: kind, id, version; kind and id by UTF-16 code units. */
export const compareRecords = (
  a: Pick<ExportedRecord, 'kind' | 'id' | 'version'>,
  b: Pick<ExportedRecord, 'kind' | 'id' | 'version'>,
): number => {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.version - b.version;
};
