import { describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../../shared/access/caller.ts';
import {
  county,
  idOf,
  personNumber,
  province,
  registerOrganisation,
  reportBy,
  stationBody,
  technicianBody,
  unit,
} from '../../builders/parties.ts';
import { archiveName, makeStage, tableName } from '../../builders/stage.ts';

describe('a technician', () => {
  it('becomes a subject with a file of its own, shown in the clear to the employer’s province only', async () => {
    const stage = makeStage();
    const { id, technicians } = await registerOrganisation(stage);
    const [technician] = technicians;
    const query = { purpose: 'SUPERVISION' };
    const seen = await stage.ask('readFile', province, { path: { id: technician }, query });
    expect(seen.body.records).toMatchObject([
      { kind: 'HEAD', employer: id, person: { personId: technicianBody(2).personId } },
    ]);
    expect((await stage.ask('readFile', county, { path: { id: technician } })).status).toBe(403);
  });

  it('is one person: a second registration is refused, in the same organisation and in another', async () => {
    const stage = makeStage();
    const one = await registerOrganisation(stage, 1);
    const two = await registerOrganisation(stage, 2);
    const before = stage.world.items(tableName);
    for (const { id, clerk } of [one, two]) {
      const { status, body } = await stage.ask('registerTechnician', clerk, {
        path: { id },
        body: { ...technicianBody(2), name: '别名' },
      });
      expect(status).toBe(409);
      expect(body.problems).toMatchObject([{ code: 'ALREADY_REGISTERED', pointer: '/personId' }]);
    }
    expect(stage.world.items(tableName)).toEqual(before);
  });

  it('registered twice at the same moment is registered once', async () => {
    const stage = makeStage();
    const one = await registerOrganisation(stage, 1);
    const two = await registerOrganisation(stage, 2);
    const answers = await Promise.all(
      [one, two].map(async ({ id, clerk }) =>
        stage.ask('registerTechnician', clerk, { path: { id }, body: technicianBody(9) }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.problems).toMatchObject([
      { code: 'ALREADY_REGISTERED', pointer: '/personId' },
    ]);
  });

  it('is refused for another organisation, and for a number with a wrong check digit', async () => {
    const stage = makeStage();
    const one = await registerOrganisation(stage, 1);
    const two = await registerOrganisation(stage, 2);
    const before = stage.world.items(tableName);
    const foreign = await stage.ask('registerTechnician', two.clerk, {
      path: { id: one.id },
      body: technicianBody(9),
    });
    expect(foreign.status).toBe(403);
    const last = personNumber(9).endsWith('0') ? '1' : '0';
    const wrong = { ...technicianBody(9), personId: `${personNumber(9).slice(0, 17)}${last}` };
    const bad = await stage.ask('registerTechnician', one.clerk, { path: { id: one.id }, body: wrong });
    expect(bad.status).toBe(422);
    expect(bad.body.problems[0].pointer).toBe('/personId');
    expect(bad.text).not.toContain(wrong.personId);
    expect(stage.world.items(tableName)).toEqual(before);
  });
});

describe('personal data', () => {
  const secret = { manager: '钱塘守', phone: '+86 571 8765 4321' };
  const person = { ...technicianBody(77), name: '测江月' };
  const planted = [secret.manager, secret.phone, person.name, person.personId];

  /** Everything that left the functions: what is stored, archived, published and logged. */
  const everywhere = (stage: ReturnType<typeof makeStage>, lines: readonly string[]): string => {
    const readable = (value: unknown): string =>
      JSON.stringify(value, (_, inner: unknown) =>
        inner instanceof Uint8Array ? Buffer.from(inner).toString('utf8') : inner,
      );
    const bytes = stage.world
      .items(tableName)
      .flatMap((item) => Object.values(item))
      .flatMap((value) => ('B' in value ? [Buffer.from(value.B, 'base64').toString('utf8')] : []));
    return [
      readable(stage.world.items(tableName)),
      ...bytes,
      readable(stage.world.stream(tableName)),
      ...stage.world.s3
        .list(archiveName)
        .map(({ key, bytes: object }) => key + Buffer.from(object).toString('utf8')),
      readable(stage.world.events.list()),
      ...lines,
    ].join('\n');
  };

  it('stands nowhere in the clear: not in the table, the stream, the archive, events or logs', async () => {
    const lines: string[] = [];
    for (const method of ['debug', 'info', 'warn', 'error', 'log'] as const)
      vi.spyOn(console, method).mockImplementation((...given: unknown[]) => {
        lines.push(given.map(String).join(' '));
      });
    const stage = makeStage({ logs: true });
    const crew = await registerOrganisation(stage);
    const keyUnit = idOf(
      'sub',
      await stage.ask('registerSubject', county, {
        body: stationBody(1, { safetyManager: { name: secret.manager, phone: secret.phone } }),
      }),
    );
    const technician = idOf(
      'sub',
      await stage.ask('registerTechnician', crew.clerk, { path: { id: crew.id }, body: person }),
    );
    await stage.ask('registerTechnician', crew.clerk, { path: { id: crew.id }, body: person });
    await stage.ask('registerTechnician', crew.clerk, {
      path: { id: crew.id },
      body: { ...person, abilityCertificate: person.personId },
    });
    const report = reportBy({ ...crew, technicians: [technician, crew.technicians[1]] }, keyUnit, 0);
    await stage.ask('submitReport', crew.clerk, { body: report });
    await stage.settle();

    expect(lines.filter((line) => line.includes('HTTP_ANSWERED')).length).toBeGreaterThan(5);
    expect(lines.some((line) => line.includes('EVENT_PUBLISHED'))).toBe(true);
    const originals = stage.world.s3.list(archiveName).filter(({ key }) => key.startsWith('originals/'));
    expect(originals).toHaveLength(1);
    const all = everywhere(stage, lines);
    for (const value of planted) expect(all.includes(value), value).toBe(false);
    // The search can find: what is no secret is there.
    expect(all).toContain('演示第1加油站');
  });

  it('the number and its keyed hash are in no key: only a one-way digest of that hash is', async () => {
    const stage = makeStage();
    await registerOrganisation(stage);
    const { createHash } = await import('node:crypto');
    const keys = stage.world.items(tableName).map(({ pk, sk }) => JSON.stringify([pk, sk]));
    const persons = keys.filter((key) => key.includes('alias#person#'));
    expect(persons).toHaveLength(2);
    for (const n of [2, 3]) {
      const number = personNumber(n);
      const digests = ['sha256', 'md5', 'sha1'].map((name) => createHash(name).update(number).digest('hex'));
      for (const value of [number, ...digests]) expect(keys.join()).not.toContain(value);
    }
  });

  it('is shown to the supervising office for a stated purpose, in part to the office above, whole to the subject', async () => {
    const stage = makeStage();
    const safetyManager = { name: secret.manager, phone: secret.phone };
    const answer = await stage.ask('registerSubject', county, { body: stationBody(1, { safetyManager }) });
    const path = { id: idOf('sub', answer) };
    const shownTo = async (caller: Caller, query = {}) =>
      (await stage.ask('readFile', caller, { path, query })).body.records[0].safetyManager;
    const unstated = { withheld: true, reason: 'PURPOSE_NOT_STATED' };
    expect(await shownTo(county)).toEqual(unstated);
    expect(await shownTo(county, { purpose: 'CASE' })).toEqual(safetyManager);
    expect(await shownTo(province)).toEqual(unstated);
    const inPart = await shownTo(province, { purpose: 'CASE' });
    expect(Object.keys(inPart)).toEqual(['name', 'phone']);
    expect(JSON.stringify(inPart)).not.toMatch(new RegExp(`${secret.manager}|\\d{2}`));
    expect(await shownTo(unit(path.id))).toEqual(safetyManager);
    const query = { form: 'stored', purpose: 'CASE' };
    expect((await stage.ask('readFile', county, { path, query })).text).not.toContain(secret.manager);
  });

  it('goes with its data key: without it the file shows that it was erased', async () => {
    const stage = makeStage();
    const safetyManager = { name: secret.manager, phone: secret.phone };
    const id = idOf(
      'sub',
      await stage.ask('registerSubject', county, { body: stationBody(1, { safetyManager }) }),
    );
    const items = stage.world
      .items(tableName)
      .map(({ pk, sk }) => [pk, sk].map((key) => key && 'S' in key && key.S));
    const persons = items.flatMap(([pk, sk]) => (pk === id && sk && sk.startsWith('K#key_') ? [sk] : []));
    expect(persons).toHaveLength(1);
    for (const sk of persons) await stage.table.remove({ pk: id, sk });
    const query = { purpose: 'CORRECTION' };
    const { body } = await stage.ask('readFile', county, { path: { id }, query });
    expect(body.records[0].safetyManager).toEqual({ erased: true });
  });
});
