import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { makeOpenapi } from '../../scripts/make-openapi.ts';
import { api } from '../../shared/contracts/api.ts';
import openapi from '../../shared/contracts/openapi.json' with { type: 'json' };
import { routes, type Route } from '../../shared/contracts/routes.ts';
import { makeStage } from '../builders/stage.ts';

const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })),
  requestBody: z.looseObject({}).optional(),
  security: z.array(z.unknown()).optional(),
  responses: z.record(z.string(), z.unknown()),
});
const withParameters = (text: string, value: unknown): unknown => {
  const { $ref } = z.looseObject({ $ref: z.string().optional() }).catch({}).parse(value);
  return text === '' && $ref?.startsWith('#/components/parameters/') === true
    ? Object.entries(openapi.components.parameters).find(([name]) => $ref.endsWith(`/${name}`))?.[1]
    : value;
};
const all: readonly Route[] = routes;

/** Every `$ref` within a document, with the thing that it points at. */
const refs = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(refs);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : refs(inner),
  );
};
const pointed = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((value, step) => Object(value)[step], openapi);

describe('openapi.json', () => {
  it('is what the routes and schemas make today (npm run generate)', () => {
    expect(JSON.parse(JSON.stringify(makeOpenapi()))).toEqual(openapi);
  });

  it('describes every route, and no other', () => {
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(all.map(({ method, path }) => `${method} ${path}`).toSorted());
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(new Set(ids).size).toBe(routes.length);
  });

  it('points at nothing that is not there', () => {
    expect(refs(openapi).length).toBeGreaterThan(0);
    for (const ref of refs(openapi)) expect(pointed(ref), ref).toBeDefined();
  });

  it('lists the codes of the catalogue in the schema of a problem', () => {
    const { code } = openapi.components.schemas.Problem.properties;
    expect(code.enum).toEqual(Object.keys(catalogue));
  });
});

describe.each(all.map((route) => [route.id, route] as const))('%s', (id, route) => {
  const described = paths[route.path]?.[route.method.toLowerCase()];

  it('says what it is for, in Chinese and English, and names its parameters', () => {
    const text = Object.entries(api).find(([name]) => name === id)?.[1];
    expect(text?.zh).toMatch(/[一-鿿]/);
    expect(text?.en).toMatch(/^[\x20-\x7e]+$/);
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(described?.parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath);
    const headers = described?.parameters.filter((one) => one.in === 'header').map(({ name }) => name);
    expect([headers?.includes('Idempotency-Key'), described?.requestBody !== undefined]).toEqual(
      route.method === 'POST' ? [true, true] : [false, false],
    );
    expect(headers?.includes('If-Match')).toBe(route.conditional === true);
    expect(headers?.includes('If-None-Match')).toBe(text?.etag === true);
    const query = described?.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
    expect(query?.filter((name) => name === 'limit' || name === 'cursor')).toEqual(
      route.id in pages ? ['limit', 'cursor'] : [],
    );
    expect(described?.security).toEqual(route.open === true ? [] : undefined);
  });

  it('has a handler behind it, which asks who calls where the route is not open', async () => {
    const { ask } = makeStage();
    const path = Object.fromEntries(
      [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, 'x']),
    );
    const known = routes.find((one) => one.id === id);
    if (known === undefined) throw new RangeError(id);
    const { status, body } = await ask(known.id, undefined, {
      path,
      ...(route.method === 'POST' ? { body: {} } : {}),
    });
    expect([status, body.code]).toEqual(route.open === true ? [200, undefined] : [401, 'TOKEN_MISSING']);
  });
});
