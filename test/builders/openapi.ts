import * as z from 'zod';
import openapi from '../../shared/contracts/openapi.json' with { type: 'json' };
import type { Route } from '../../shared/contracts/routes.ts';

const reference = z.strictObject({ $ref: z.string() });
const inside = (value: unknown, step: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === step)?.[1]
    : undefined;
/** What a `#/…` pointer of the document points at; undefined where there is nothing. */
export const pointed = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((value, step) => inside(value, step), openapi);
const resolved = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => {
    const ref = reference.safeParse(value);
    return ref.success ? pointed(ref.data.$ref) : value;
  }, schema);

const content = z.record(
  z.string(),
  z.looseObject({
    schema: z.record(z.string(), z.unknown()),
    examples: z.record(z.string(), z.object({ value: z.unknown() })).optional(),
  }),
);
const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.array(
    resolved(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().optional(),
        example: z.string().optional(),
      }),
    ),
  ),
  requestBody: z.looseObject({ content }).optional(),
  security: z.array(z.unknown()).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ headers: z.record(z.string(), z.unknown()).optional(), content: content.optional() }),
  ),
});
export type Operation = z.output<typeof operation>;

/** The operations of the committed document, by path and method. */
export const described = z.record(z.string(), z.record(z.string(), operation)).parse(openapi.paths);
export const operationOf = (route: Route): Operation => {
  const found = described[route.path]?.[route.method.toLowerCase()];
  if (found === undefined) throw new RangeError(`openapi.json does not describe ${route.id}`);
  return found;
};

/** A schema of the document as a check: what it does not allow, it names. References point into the document. */
export const checkOf = (schema: Readonly<Record<string, unknown>>): z.ZodType => {
  const whole: unknown = JSON.parse(
    JSON.stringify({ ...schema, $defs: openapi.components.schemas }).replaceAll(
      '#/components/schemas/',
      '#/$defs/',
    ),
  );
  if (typeof whole !== 'object' || whole === null) throw new TypeError('a schema is an object');
  return z.fromJSONSchema({ ...whole });
};
