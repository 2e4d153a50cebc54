import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../shared/access/caller.ts';
import { api } from '../../shared/contracts/api.ts';
import { exampleIds, examples, type Example, type Sender } from '../../shared/contracts/examples.ts';
import { hazardCommands } from '../../shared/contracts/hazard.ts';
import { routes, type Route } from '../../shared/contracts/routes.ts';
import { isId, type SubjectId } from '../../shared/kernel/ids.ts';
import { checkOf, operationOf } from '../builders/openapi.ts';
import { county, officer, organisation, province, unit } from '../builders/parties.ts';
import { makeStage, type Stage } from '../builders/stage.ts';

const all: readonly Route[] = routes;
const routeOf = ({ route }: Example): Route => {
  const found = all.find(({ id }) => id === route);
  if (found === undefined) throw new RangeError(route);
  return found;
};
const valueAt = (pointer: string, body: unknown): string =>
  String(
    pointer
      .slice(1)
      .split('/')
      .reduce<unknown>((value, step) => Object(value)[step], body),
  );

describe('the examples of OpenAPI', () => {
  let stage: Stage;
  /** Ids of the examples, and what stands for them in this run. */
  const real = new Map<string, string>();
  const filled = <T>(value: T): T => {
    let text = JSON.stringify(value);
    for (const [shown, id] of real) text = text.replaceAll(shown, id);
    return JSON.parse(text);
  };
  const subject = (shown: string): SubjectId => {
    const id = real.get(shown) ?? shown;
    if (!isId('sub', id)) throw new RangeError(id);
    return id;
  };
  const callers: Readonly<Record<Sender, () => Caller | undefined>> = {
    county: () => county,
    colleague: () => officer('330106', 'a colleague'),
    province: () => province,
    organisation: () => organisation(subject(exampleIds.organisation)),
    unit: () => unit(subject(exampleIds.unit)),
    nobody: () => undefined,
  };
  beforeAll(() => {
    stage = makeStage();
  });

  it.each(examples.map((one) => [`${one.route}: ${one.name}`, one] as const))('%s', async (_, one) => {
    const route = routeOf(one);
    const operation = operationOf(route);
    const { answers: status, etag } = api[one.route];
    if (one.body !== undefined) {
      const body = operation.requestBody?.content['application/json'];
      const read = checkOf(body?.schema ?? {}).safeParse(one.body);
      expect(read.error?.message).toBeUndefined();
      expect(Object.values(body?.examples ?? {}).map(({ value }) => value)).toContainEqual(one.body);
    }
    const answer = await stage.ask(one.route, callers[one.as](), {
      ...(one.path === undefined ? {} : { path: filled(one.path) }),
      ...(one.query === undefined ? {} : { query: filled(one.query) }),
      ...(one.body === undefined ? {} : { body: filled(one.body) }),
    });
    expect(answer.status, answer.text).toBe(status);
    const promised = operation.responses[String(status)];
    const read = checkOf(promised?.content?.['application/json']?.schema ?? {}).safeParse(answer.body);
    expect(read.error?.message).toBeUndefined();
    expect(answer.headers['etag'] !== undefined).toBe(etag === true);
    for (const [pointer, shown] of Object.entries(one.gives ?? {}))
      real.set(shown, valueAt(pointer, answer.body));
    await stage.settle();
  });

  it('there is one for every route, every command and every kind of body', () => {
    expect(new Set(examples.map(({ route }) => route))).toEqual(new Set(routes.map(({ id }) => id)));
    const commands = examples
      .filter(({ route }) => route === 'commandHazard')
      .map(({ path }) => path?.['command']);
    expect(new Set(commands)).toEqual(new Set(Object.keys(hazardCommands)));
  });

  it('a schema of the document refuses what it does not describe', () => {
    const route = all.find(({ id }) => id === 'health');
    if (route === undefined) throw new RangeError('health');
    const check = checkOf(operationOf(route).responses['200']?.content?.['application/json']?.schema ?? {});
    const good = { status: 'ok', province: '33', time: '2026-03-02T01:00:00.000Z' };
    expect(check.safeParse(good).success).toBe(true);
    expect(check.safeParse({ ...good, more: 1 }).success).toBe(false);
    expect(check.safeParse({ ...good, status: 'so so' }).success).toBe(false);
  });
});
