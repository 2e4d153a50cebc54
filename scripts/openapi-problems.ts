import { refusalsOf } from '../shared/contracts/refusals.ts';
import type { Route } from '../shared/contracts/routes.ts';
import { catalogue } from '../shared/kernel/problem-catalogue.ts';

/** The same sentence in Chinese and English. */
export const textsSchema = {
  type: 'object',
  required: ['zh', 'en'],
  properties: { zh: { type: 'string' }, en: { type: 'string' } },
};

const text = { type: 'string' };
/** Problem JSON (RFC 9457) as this API gives it; `problems` names every fault at once. */
export const problemSchema = (codes: readonly string[]): object => ({
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'retryable', 'requestId', 'problems'],
  properties: {
    type: { ...text, pattern: '^urn:leian:problem:' },
    title: text,
    status: { type: 'integer' },
    code: { ...text, enum: codes },
    detail: { $ref: '#/components/schemas/Texts' },
    retryable: { type: 'boolean', description: 'the same request may succeed later' },
    requestId: text,
    problems: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['code', 'zh', 'en'],
        properties: {
          code: { ...text, enum: codes },
          pointer: { ...text, description: 'JSON Pointer into the body, or the name of a parameter' },
          zh: text,
          en: text,
        },
      },
    },
  },
});

/** The refusals of a route by status; each lists the codes that lead an answer of that status. */
export const refusalResponses = (route: Route): object => {
  const byStatus = Map.groupBy(refusalsOf(route), (code) => catalogue[code].status);
  return Object.fromEntries(
    [...byStatus]
      .toSorted(([a], [b]) => a - b)
      .map(([status, codes]) => [
        status,
        {
          description: 'refused',
          content: {
            'application/problem+json': {
              schema: {
                allOf: [
                  { $ref: '#/components/schemas/Problem' },
                  { type: 'object', properties: { code: { enum: codes } } },
                ],
              },
            },
          },
        },
      ]),
  );
};
