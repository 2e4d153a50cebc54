import * as z from 'zod';
import { api } from '../shared/contracts/api.ts';
import { routes, type Route } from '../shared/contracts/routes.ts';
import { catalogue } from '../shared/kernel/problem-catalogue.ts';

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId', 'problems'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: [...Object.keys(catalogue), 'GATEWAY'] },
    detail: { $ref: '#/components/schemas/Texts' },
    retryable: { type: 'boolean' },
    requestId: { type: 'string' },
    problems: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'zh', 'en'],
        properties: {
          code: { type: 'string' },
          pointer: { type: 'string' },
          zh: { type: 'string' },
          en: { type: 'string' },
        },
      },
    },
  },
};

const schemaOf = (schema: z.ZodType): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return rest;
};

const bodyOf = (route: Route): object => {
  const { body } = api[idOf(route)];
  if (body === undefined) return {};
  const schema =
    body instanceof z.ZodType
      ? schemaOf(body)
      : { oneOf: Object.entries(body).map(([command, one]) => ({ title: command, ...schemaOf(one) })) };
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
};

const idOf = (route: Route) => {
  const known = routes.find((one) => one.id === route.id);
  if (known === undefined) throw new Error(`unknown route ${route.id}`);
  return known.id;
};

const parametersOf = (route: Route): readonly object[] => [
  ...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  })),
  ...Object.entries(api[idOf(route)].query ?? {}).map(([name, description]) => ({
    name,
    in: 'query',
    description,
    schema: { type: 'string' },
  })),
  ...(route.method === 'POST'
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: true,
          schema: { type: 'string', pattern: '^[\\w-]{8,64}$' },
        },
      ]
    : []),
];

const operation = (route: Route): object => {
  const { zh, en, answers } = api[idOf(route)];
  return {
    operationId: route.id,
    summary: `${zh} / ${en}`,
    tags: [route.capability],
    parameters: parametersOf(route),
    ...bodyOf(route),
    ...(route.open === true ? { security: [] } : {}),
    responses: {
      [answers]: { description: 'done', content: { 'application/json': { schema: { type: 'object' } } } },
      default: {
        description: 'refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
};

/** The API as OpenAPI 3.1, made from routes and schemas: one source, nothing written twice. */
export const makeOpenapi = (): object => {
  const paths: Record<string, Record<string, object>> = {};
  const all: readonly Route[] = routes;
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
      schemas: {
        Texts: {
          type: 'object',
          required: ['zh', 'en'],
          properties: { zh: { type: 'string' }, en: { type: 'string' } },
        },
        Problem: problemSchema,
      },
    },
  };
};
