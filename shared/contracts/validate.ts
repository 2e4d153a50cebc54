import type * as z from 'zod';
import type { Problem, Result } from '../kernel/problem.ts';
import { ok, problem, refuse } from '../kernel/problem.ts';

type Issue = z.core.$ZodIssue;

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const carried = (issue: Issue): Problem | undefined => {
  if (issue.code !== 'custom') return undefined;
  const found: unknown = issue.params?.['problem'];
  return isProblem(found) ? found : undefined;
};
const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'zh' in value && 'en' in value;

const at = (pointer: string, found: Problem): Problem => ({
  ...found,
  pointer: `${pointer}${found.pointer ?? ''}`,
});

const isMissing = (issue: Issue, root: unknown): boolean => {
  let value: unknown = root;
  for (const step of issue.path) {
    if (typeof value !== 'object' || value === null) return false;
    value = Object.entries(value).find(([key]) => key === String(step))?.[1];
  }
  return value === undefined;
};

/** What is counted where a size is wrong. */
const sizeOf = (origin: string): string =>
  origin === 'string' ? '字数' : origin === 'array' ? '项数' : '数值';

/** What a schema asks for, in Chinese; zod itself says it in English. */
const zhText = (issue: Issue): string => {
  switch (issue.code) {
    case 'too_small':
      return `${sizeOf(issue.origin)}应不小于 ${String(issue.minimum)}`;
    case 'too_big':
      return `${sizeOf(issue.origin)}应不大于 ${String(issue.maximum)}`;
    case 'invalid_type':
      return `类型应为 ${issue.expected}`;
    case 'invalid_value':
      return `应为以下之一：${issue.values.map(String).join('、')}`;
    case 'invalid_format':
      return '格式不符';
    default:
      return `不在允许的取值内（${issue.message}）`;
  }
};

const problemsOf = (issue: Issue, root: unknown): readonly Problem[] => {
  const pointer = pointerOf(issue.path);
  const own = carried(issue);
  if (own !== undefined) return [at(pointer, own)];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => problem('FIELD_UNKNOWN', { name }, `${pointer}${pointerOf([name])}`));
  }
  if (isMissing(issue, root)) return [problem('FIELD_MISSING', {}, pointer)];
  if (issue.code === 'invalid_type' && issue.expected === 'number' && typeof issue.input === 'number') {
    return [problem('NUMBER_NOT_FINITE', {}, pointer)];
  }
  const base = problem('FIELD_INVALID', {}, pointer);
  return [
    {
      ...base,
      zh: base.zh.replace('{reason}', zhText(issue)),
      en: base.en.replace('{reason}', issue.message),
    },
  ];
};

/** Checks a value against a schema; a refusal names every fault at once, each with a JSON Pointer, in zh and en. */
export const validate = <T>(schema: z.ZodType<T>, value: unknown): Result<T> => {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return ok(result.data);
  const [first, ...more] = result.error.issues.flatMap((issue) => problemsOf(issue, value));
  return refuse(first ?? problem('FIELD_INVALID', { reason: 'unknown' }), ...more);
};
