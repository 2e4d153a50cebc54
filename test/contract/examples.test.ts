import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { instrument, organisation, technician, westStation } from '../../localstack/demo/cast.ts';
import {
  registerInstrument,
  registerSubject,
  registerTechnician,
} from '../../shared/contracts/registration.ts';
import { submitReport } from '../../shared/contracts/report.ts';
import { routes, type RouteId } from '../../shared/contracts/routes.ts';
import { validate } from '../../shared/contracts/validate.ts';
import type { Caller } from '../../shared/access/caller.ts';
import { isId } from '../../shared/kernel/ids.ts';
import {
  county,
  instrumentBody,
  organisation as clerkOf,
  organisationBody,
  province,
  stationBody,
  technicianBody,
} from '../builders/parties.ts';
import { honestReport } from '../builders/report.ts';
import { makeStage, type Stage } from '../builders/stage.ts';

describe('bodies that we hand out pass the contracts', () => {
  it.each([
    ['a station of the demo', registerSubject, westStation],
    ['the organisation of the demo', registerSubject, organisation],
    ['the technician of the demo', registerTechnician, technician],
    ['the instrument of the demo', registerInstrument, instrument],
    ['a station of these tests', registerSubject, stationBody()],
    ['an organisation of these tests', registerSubject, organisationBody()],
    ['a technician of these tests', registerTechnician, technicianBody()],
    ['an instrument of these tests', registerInstrument, instrumentBody()],
    ['a report of these tests', submitReport, honestReport(0)],
  ])('%s', (_, schema, body) => {
    expect(validate<unknown>(schema, body)).toMatchObject({ ok: true });
  });
});

/** The commands of docs/api.md: `NAME=$(post "$WHO" path 'body' … | jq -r .id)`, or without a name. */
const page = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8');
const variables = new Map(
  [...page.matchAll(/^(\w+)='(\{[\s\S]*?\})'$/gm)].map(([, name = '', text = '']) => [name, text]),
);
const commands = [
  ...page.matchAll(/(?:(\w+)=\$\()?post "\$(\w+)" (\S+) (?:'(\{[\s\S]*?\})'|"\$(\w+)")(?: (\$?\w+))?/g),
].map(([, name, who = '', path = '', body, variable = '', key]) => ({
  name,
  who,
  path,
  body: body ?? variables.get(variable) ?? '',
  key: key === undefined ? undefined : `docs-${key.replace('$', '')}`,
}));

describe('the examples of docs/api.md run as they stand there', () => {
  let stage: Stage;
  const known = new Map<string, string>();
  const filled = (text: string): string =>
    text.replaceAll(/'?\$(\w+)'?/g, (whole, name: string) => known.get(name) ?? whole);
  const callerOf = (who: string): Caller => {
    const company = known.get('ORG') ?? '';
    if (who === 'PROVINCE') return province;
    return who === 'COMPANY' && isId('sub', company) ? clerkOf(company) : county;
  };
  const routeOf = (path: string): { id: RouteId; path: Record<string, string> } => {
    for (const route of routes.filter(({ method }) => method === 'POST')) {
      const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const found = new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
      if (found !== null)
        return {
          id: route.id,
          path: Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])),
        };
    }
    throw new RangeError(path);
  };
  beforeAll(() => {
    stage = makeStage();
  });

  it('there are some', () => {
    expect(commands.length).toBeGreaterThanOrEqual(7);
  });

  it.each(commands.map((one, n) => [`${n + 1}. POST ${one.path}`, one] as const))('%s', async (_, one) => {
    const hazards = async () => stage.ask('listHazards', county, { path: { id: known.get('UNIT') ?? '' } });
    if (one.path.includes('$HAZARD')) known.set('HAZARD', (await hazards()).body.hazards[0].id);
    const route = routeOf(filled(one.path));
    const body: unknown = JSON.parse(filled(one.body));
    const answer = await stage.ask(route.id, callerOf(one.who), {
      path: route.path,
      body,
      ...(one.key === undefined ? {} : { key: one.key }),
    });
    // The last example shows a refusal, and what it shows is there.
    const refused = one.body.includes('nickname');
    expect(answer.status < 300, answer.text).toBe(!refused);
    if (refused)
      expect(answer.body.problems.map((each: { code: string }) => each.code)).toContain('USCC_CHECK');
    if (one.name !== undefined) known.set(one.name, answer.body.id);
    await stage.settle();
  });
});
