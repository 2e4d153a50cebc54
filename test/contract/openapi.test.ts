import { describe, expect, it } from 'vitest';
import { makeOpenapi } from '../../scripts/make-openapi.ts';
import { api } from '../../shared/contracts/api.ts';
import openapi from '../../shared/contracts/openapi.json' with { type: 'json' };
import { pages } from '../../shared/contracts/pages.ts';
import { refusalsOf } from '../../shared/contracts/refusals.ts';
import { routes, type Route } from '../../shared/contracts/routes.ts';
import { catalogue } from '../../shared/kernel/problem-catalogue.ts';
import { described, operationOf, pointed } from '../builders/openapi.ts';
import { makeStage } from '../builders/stage.ts';

const all: readonly Route[] = routes;

/** Every `$ref` within a document, with the thing that it points at. */
const refs = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(refs);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : refs(inner),
  );
};
describe('openapi.json', () => {
  it('is what the routes and schemas make today (npm run generate)', () => {
    expect(JSON.parse(JSON.stringify(makeOpenapi()))).toEqual(openapi);
  });

  it('describes every route, and no other', () => {
    const routed = Object.entries(described).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routed.toSorted()).toEqual(all.map(({ method, path }) => `${method} ${path}`).toSorted());
    const ids = Object.values(described).flatMap((methods) =>
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
  const operation = operationOf(route);

  it('says what it is for, in Chinese and English, and names its parameters', () => {
    const text = Object.entries(api).find(([name]) => name === id)?.[1];
    expect(text?.zh).toMatch(/[一-鿿]/);
    expect(text?.en).toMatch(/^[\x20-\x7e]+$/);
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath);
    const headers = operation.parameters.filter((one) => one.in === 'header').map(({ name }) => name);
    expect([headers?.includes('Idempotency-Key'), operation.requestBody !== undefined]).toEqual(
      route.method === 'POST' ? [true, true] : [false, false],
    );
    expect(headers?.includes('If-Match')).toBe(route.conditional === true);
    expect(headers?.includes('If-None-Match')).toBe(text?.etag === true);
    const query = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
    expect(query?.filter((name) => name === 'limit' || name === 'cursor')).toEqual(
      route.id in pages ? ['limit', 'cursor'] : [],
    );
    expect(operation.security).toEqual(route.open === true ? [] : undefined);
  });

  it('lists every problem that it can give, under its status', () => {
    const listed = Object.entries(operation.responses)
      .filter(([status]) => Number(status) >= 400)
      .flatMap(([status, { content }]) => {
        const schema = JSON.stringify(content?.['application/problem+json']?.schema);
        return refusalsOf(route).filter(
          (code) => String(catalogue[code].status) === status && schema.includes(`"${code}"`),
        );
      });
    expect(listed.toSorted()).toEqual(refusalsOf(route));
    expect(operation.responses['304'] !== undefined).toBe(
      Object.entries(api).find(([name]) => name === id)?.[1].etag === true,
    );
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
