import { catalogue } from './problem-catalogue.ts';

/** A stable code of the error catalogue; clients may rely on it. */
export type ProblemCode = keyof typeof catalogue;
export interface Texts {
  readonly zh: string;
  readonly en: string;
}
/** One thing that is wrong. `pointer` is a JSON Pointer into the request where the fault can be pointed at. */
export interface Problem {
  readonly code: ProblemCode;
  readonly pointer?: string;
  readonly zh: string;
  readonly en: string;
}
/** An expected refusal: a value, not an exception. It names every fault that was found. */
export interface Refusal {
  readonly ok: false;
  readonly code: ProblemCode;
  readonly problems: readonly Problem[];
}
export interface Success<T> {
  readonly ok: true;
  readonly value: T;
}
export type Result<T> = Success<T> | Refusal;
export type Parameters = Readonly<Record<string, string | number>>;

export const ok = <T>(value: T): Success<T> => ({ ok: true, value });

/** A text with its `{name}`s filled in. */
export const fill = (text: string, parameters: Parameters): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));

/** A problem of the catalogue with its parameters filled in, in both languages. */
export const problem = (code: ProblemCode, parameters: Parameters = {}, pointer?: string): Problem => ({
  code,
  ...(pointer === undefined ? {} : { pointer }),
  zh: fill(catalogue[code].zh, parameters),
  en: fill(catalogue[code].en, parameters),
});

/** A refusal led by its first problem; all of them travel with it. */
export const refuse = (first: Problem, ...more: readonly Problem[]): Refusal => ({
  ok: false,
  code: first.code,
  problems: [first, ...more],
});

/** The same refusal, its problems pointed at the field in which the refused value stood. */
export const refuseAt = (pointer: string, refusal: Refusal): Refusal => ({
  ...refusal,
  problems: refusal.problems.map((found) => ({ ...found, pointer: `${pointer}${found.pointer ?? ''}` })),
});
