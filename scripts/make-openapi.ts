import * as z from 'zod';
import { answers } from '../shared/contracts/answers.ts';
import { api } from '../shared/contracts/api.ts';
import { examples, type Example } from '../shared/contracts/examples.ts';
import { pages } from '../shared/contracts/pages.ts';
import { routes, type Route, type RouteId } from '../shared/contracts/routes.ts';
import { catalogue } from '../shared/kernel/problem-catalogue.ts';
import { problemSchema, refusalResponses, textsSchema } from './openapi-problems.ts';

type Direction = 'input' | 'output';
const schemaOf = (schema: z.ZodType, io: Direction): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return rest;
};

const all: readonly Route[] = routes;
const idOf = (route: Route): RouteId => {
  const known = routes.find((one) => one.id === route.id);
  if (known === undefined) throw new Error(`unknown route ${route.id}`);
  return known.id;
};
const examplesOf = (route: Route): readonly Example[] => examples.filter((one) => one.route === route.id);
const exampleOf = (route: Route, where: 'path' | 'query', name: string): { readonly example?: string } => {
  const example = examplesOf(route).find((one) => one[where]?.[name] !== undefined)?.[where]?.[name];
  return example === undefined ? {} : { example };
};

const bodyOf = (route: Route): object => {
  const { body } = api[idOf(route)];
  if (body === undefined) return {};
  const schema =
    body instanceof z.ZodType
      ? schemaOf(body, 'input')
      : {
          oneOf: Object.entries(body).map(([command, one]) => ({
            title: command,
            ...schemaOf(one, 'input'),
          })),
        };
  const shown = examplesOf(route).map(
    ({ name, body: value }) => [name.replaceAll(' ', '-'), { value }] as const,
  );
  const content = { schema, ...(shown.length === 0 ? {} : { examples: Object.fromEntries(shown) }) };
  return { requestBody: { required: true, content: { 'application/json': content } } };
};

const header = (name: string, description: string, schema: object = {}): object => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string', ...schema },
});
/** Parameters that many routes have. */
const parameters = {
  IdempotencyKey: {
    ...header(
      'Idempotency-Key',
      'names this command for 30 days: repeated with the same body it gives the first answer again',
      { pattern: '^[\\w-]{8,64}$' },
    ),
    required: true,
    example: 'example-0001',
  },
  IfMatch: header(
    'If-Match',
    'the ETag under which the record was read: the command is carried out on that version or not at all (412)',
  ),
  IfNoneMatch: header('If-None-Match', 'an ETag that is held already: 304 when nothing changed'),
  Cursor: {
    name: 'cursor',
    in: 'query',
    description: '`next` of the page before, as it was given; the other parameters stay as they were',
    schema: { type: 'string' },
  },
} as const;
const refTo = (name: keyof typeof parameters): object => ({ $ref: `#/components/parameters/${name}` });

const pagingParameters = (route: Route): readonly object[] => {
  const size = Object.entries(pages).find(([id]) => id === route.id)?.[1];
  if (size === undefined) return [];
  const limit = { type: 'integer', minimum: 1, maximum: size.most, default: size.usual };
  return [
    { name: 'limit', in: 'query', description: 'most entries of this page', schema: limit },
    refTo('Cursor'),
  ];
};

const parametersOf = (route: Route): readonly object[] => {
  const { query = {}, required = [], commands, etag } = api[idOf(route)];
  return [
    ...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string', ...(name === 'command' && commands !== undefined ? { enum: commands } : {}) },
      ...exampleOf(route, 'path', name),
    })),
    ...Object.entries(query).map(([name, description]) => ({
      name,
      in: 'query',
      ...(required.includes(name) ? { required: true } : {}),
      description,
      schema: { type: 'string' },
      ...exampleOf(route, 'query', name),
    })),
    ...pagingParameters(route),
    ...(route.method === 'POST' ? [refTo('IdempotencyKey')] : []),
    ...(route.conditional === true ? [refTo('IfMatch')] : []),
    ...(etag === true ? [refTo('IfNoneMatch')] : []),
  ];
};

const responsesOf = (route: Route): object => {
  const { answers: status, etag } = api[idOf(route)];
  const tag = { ETag: { $ref: '#/components/headers/ETag' } };
  return {
    [status]: {
      description: 'done',
      ...(etag === true ? { headers: tag } : {}),
      content: { 'application/json': { schema: schemaOf(answers[idOf(route)], 'output') } },
    },
    ...(etag === true
      ? { 304: { description: 'what the client holds is what there is', headers: tag } }
      : {}),
    ...refusalResponses(route),
  };
};

const operation = (route: Route): object => {
  const { zh, en } = api[idOf(route)];
  return {
    operationId: route.id,
    summary: `${zh} / ${en}`,
    tags: [route.capability],
    parameters: parametersOf(route),
    ...bodyOf(route),
    ...(route.open === true ? { security: [] } : {}),
    responses: responsesOf(route),
  };
};

/** The API as OpenAPI 3.1, made from routes, schemas, refusals and examples: one source, nothing written twice. */
export const makeOpenapi = (): object => {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of all)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Leian 雷安',
      version: '1.0.0',
      description: '防雷安全监管 / supervision of lightning-protection safety',
    },
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      parameters,
      headers: {
        ETag: {
          description: 'strong; id and version of the record, and a digest of what is shown of it',
          schema: { type: 'string' },
        },
      },
      schemas: { Texts: textsSchema, Problem: problemSchema(Object.keys(catalogue)) },
    },
  };
};
