import { describe, expect, it } from 'vitest';
import { apply, type Tools } from '../../../functions/hazard-tracking/apply.ts';
import {
  clockOf,
  commandNamed,
  transitions,
  usualNext,
} from '../../../functions/hazard-tracking/transitions.ts';
import type { Caller } from '../../../shared/access/caller.ts';
import {
  ends,
  hazard as hazardSchema,
  hazardCommands,
  hazardStates,
  isOpen,
  type Hazard,
  type HazardState,
  type HazardCommand,
} from '../../../shared/contracts/hazard.ts';
import { sha256 } from '../../../shared/kernel/digest.ts';
import {
  aHazard,
  at,
  clocks,
  day,
  goodBodies,
  inspector,
  manager,
  officer,
  secondOfficer,
  settingsWith,
  unitId,
} from './world.ts';

const settings = settingsWith({ hazardClocks: clocks });
const now = at('2026-03-04T10:00:00+08:00');
const tools = (caller: Caller = officer): Tools => ({
  caller,
  now,
  settings,
  seal: (_, plain) => `enc:1:${plain.length}`,
});
const run = (hazard: Hazard, command: HazardCommand, caller?: Caller, body: unknown = goodBodies[command]) =>
  apply(hazard, command, body, tools(caller));
const moved = (...given: Parameters<typeof run>): Hazard => {
  const result = run(...given);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return hazardSchema.parse(result.value);
};
const commands = Object.keys(hazardCommands).flatMap((name) => commandNamed(name) ?? []);
const every = commands.flatMap((command) => hazardStates.map((state) => ({ command, state })));

describe('the command table', () => {
  it('has a row for each command of the contract, and no other', () => {
    expect(Object.keys(transitions).toSorted()).toEqual(Object.keys(hazardCommands).toSorted());
    expect(commands).toHaveLength(Object.keys(hazardCommands).length);
    expect(commandNamed('find')).toBeUndefined();
    expect(commandNamed('toString')).toBeUndefined();
  });

  it.each(every)('$command in $state: done or refused as the table says', ({ command, state }) => {
    const { from, to } = transitions[command];
    const result = run(aHazard({ state }), command);
    if (!from.includes(state)) {
      expect(result).toMatchObject({ ok: false, code: 'RECORD_WRONG_STATE' });
      const [first] = result.ok ? [] : result.problems;
      for (const word of [state, command, ...from]) expect(first?.en).toContain(word);
      expect(first?.zh).toContain(state);
      return;
    }
    // The first of two rechecks stays.
    const expected = to === 'same' || command === 'recheck' ? state : to;
    expect(result).toMatchObject({ ok: true, value: { state: expected } });
  });

  it('leads nowhere out of an end, and somewhere out of every other state', () => {
    for (const state of hazardStates) {
      const ways = Object.values(transitions).filter(({ from, to }) => to !== 'same' && from.includes(state));
      expect(ways.length > 0, state).toBe(isOpen(state));
    }
    expect(ends).toEqual(['CLOSED', 'REJECTED']);
  });

  it('names one usual way out of every open state, allowed there', () => {
    for (const state of hazardStates.filter(isOpen)) {
      const usual = Object.values(transitions).filter(({ usualIn }) => usualIn.includes(state));
      expect(usual, state).toHaveLength(1);
      expect(usual[0]?.from).toContain(state);
    }
    const path: HazardState[] = ['FOUND'];
    for (let next = usualNext('FOUND'); next !== undefined; next = usualNext(next)) path.push(next);
    expect(path).toEqual(['FOUND', 'CONFIRMED', 'NOTIFIED', 'RECTIFYING', 'SUBMITTED', 'ACCEPTED', 'CLOSED']);
  });

  it('writes down who did what, when, with which evidence', () => {
    const { steps } = moved(aHazard({ state: 'CONFIRMED' }), 'notify');
    expect(steps).toEqual([
      {
        command: 'notify',
        at: now,
        by: officer.principal,
        role: 'officer',
        person: expect.stringMatching(/^[0-9a-f]{64}$/),
        evidence: { orderNumber: '整改〔2026〕1号', dueOn: '2026-03-20' },
      },
    ]);
  });

  it('refuses a body that the contract does not allow, before it looks at the state', () => {
    expect(run(aHazard(), 'confirm', officer, { level: 'HUGE' })).toMatchObject({ code: 'FIELD_INVALID' });
    expect(run(aHazard({ state: 'CLOSED' }), 'close', officer, {})).toMatchObject({ code: 'FIELD_MISSING' });
    expect(run(aHazard(), 'reject', officer, { reason: 'x', more: 1 })).toMatchObject({
      code: 'FIELD_UNKNOWN',
    });
    expect(run(aHazard(), 'extend', officer, { reason: 'x', dueOn: '2026-02-30' })).toMatchObject({
      code: 'DAY_MALFORMED',
    });
  });

  it('seals the name of whoever is responsible', () => {
    const planned = moved(aHazard({ state: 'NOTIFIED' }), 'plan', manager);
    expect(planned.responsible).toBe('enc:1:4');
    expect(JSON.stringify(planned)).not.toContain('演示人甲');
    const personal = commands.filter((command) => transitions[command].personal);
    expect(personal).toEqual(['plan']);
  });
});

describe('due dates', () => {
  const late = { since: day('2026-03-03'), level: 1 as const };

  it.each([
    ['confirm', 'FOUND', '2026-03-11'], // five working days from Wednesday
    ['submit', 'RECTIFYING', '2026-03-11'], // seven calendar days
  ] as const)('%s starts the clock of the new state', (command, state, dueOn) => {
    const next = moved(aHazard({ state, late }), command, command === 'submit' ? manager : officer);
    expect(next).toMatchObject({ dueOn, dueBy: 'province', stateSince: now });
    expect(next.late).toBeUndefined();
  });

  it('are unset where the province sets no clock, and where an order names no day', () => {
    const bare: Tools = { ...tools(), settings: settingsWith() };
    const confirmed = apply(
      aHazard({ dueOn: day('2026-03-05'), dueBy: 'order' }),
      'confirm',
      goodBodies.confirm,
      bare,
    );
    expect(confirmed).toMatchObject({ ok: true, value: { dueBy: 'unset' } });
    expect(confirmed.ok && confirmed.value.dueOn).toBeUndefined();
    const ordered = moved(aHazard({ state: 'CONFIRMED' }), 'notify', officer, { orderNumber: '1' });
    expect([ordered.dueOn, ordered.dueBy]).toEqual([undefined, 'unset']);
  });

  it('follow the order, also a back-dated one', () => {
    const ordered = moved(aHazard({ state: 'CONFIRMED' }), 'notify', officer, {
      orderNumber: '1',
      dueOn: '2026-02-01',
    });
    expect(ordered).toMatchObject({ dueOn: '2026-02-01', dueBy: 'order' });
  });

  it('stay with a plan and a first recheck, lateness too', () => {
    const due = { dueOn: day('2026-03-02'), dueBy: 'order' as const, late };
    expect(moved(aHazard({ state: 'NOTIFIED', ...due }), 'plan', manager)).toMatchObject({
      state: 'RECTIFYING',
      ...due,
    });
    expect(moved(aHazard({ state: 'SUBMITTED', ...due }), 'recheck')).toMatchObject({
      state: 'SUBMITTED',
      ...due,
    });
  });

  it('end with the loop, and leave a case to its own clocks', () => {
    const due = { dueOn: day('2026-03-02'), dueBy: 'province' as const, late };
    for (const [command, state] of [
      ['close', 'ACCEPTED'],
      ['reject', 'FOUND'],
      ['refuse', 'NOTIFIED'],
    ] as const) {
      const next = moved(aHazard({ state, ...due }), command);
      expect([next.dueOn, next.late, next.dueBy]).toEqual([undefined, undefined, 'unset']);
    }
  });

  it('can be extended once a state, to a later day; the first date of an unset one is no extension', () => {
    const unsetYet = aHazard({ state: 'NOTIFIED', late });
    const typed = moved(unsetYet, 'extend', officer, { reason: '定期限', dueOn: '2026-03-10' });
    expect(typed).toMatchObject({
      state: 'NOTIFIED',
      stateSince: unsetYet.stateSince,
      dueOn: '2026-03-10',
      dueBy: 'order',
    });
    expect(typed.late).toBeUndefined();
    expect(run(typed, 'extend', officer, { reason: 'x', dueOn: '2026-03-10' })).toMatchObject({
      code: 'DATES_OUT_OF_ORDER',
    });
    const extended = moved(typed, 'extend', officer, { reason: '延期', dueOn: '2026-03-15' });
    expect(run(extended, 'extend', officer, { reason: '再延', dueOn: '2026-03-30' })).toMatchObject({
      code: 'EXTENSION_USED',
    });
    const later = { ...tools(), now: at('2026-03-20T10:00:00+08:00') };
    const submitted = apply(extended, 'submit', goodBodies.submit, { ...later, caller: manager });
    if (!submitted.ok) throw new Error(submitted.code);
    expect(apply(submitted.value, 'extend', goodBodies.extend, later).ok).toBe(true);
  });

  it('come from the clock that the table names for a state', () => {
    expect(hazardStates.map(clockOf)).toEqual([
      'triage',
      'order',
      undefined,
      undefined,
      'recheck',
      undefined,
      'close',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('the recheck', () => {
  const person = (name: string, more: Partial<Caller> = {}): Caller => ({
    ...officer,
    principal: sha256(name),
    person: `keyed-${name}`,
    ...more,
  });
  const submitted = moved(aHazard({ state: 'RECTIFYING' }), 'submit', { ...manager, person: 'keyed-m' });

  it('accepts with the second, independent yes', () => {
    const once = moved(submitted, 'recheck', officer);
    expect([once.state, once.rechecks.length]).toEqual(['SUBMITTED', 1]);
    const twice = moved(once, 'recheck', secondOfficer);
    expect(twice).toMatchObject({
      state: 'ACCEPTED',
      stateSince: now,
      dueOn: '2026-03-06',
      dueBy: 'province',
    });
    expect(twice.rechecks).toHaveLength(2);
  });

  it('refuses the same account, and the same person behind two accounts or two issuers', () => {
    const once = moved(submitted, 'recheck', person('a'));
    expect(run(once, 'recheck', person('a'))).toMatchObject({ code: 'SAME_PERSON' });
    expect(run(once, 'recheck', person('a', { person: 'keyed-other' }))).toMatchObject({
      code: 'SAME_PERSON',
    });
    const other = person('b', { person: 'keyed-a', issuer: 'https://other.example', office: '330000' });
    expect(run(once, 'recheck', other)).toMatchObject({ code: 'SAME_PERSON' });
    expect(moved(once, 'recheck', person('b')).state).toBe('ACCEPTED');
  });

  it('refuses whoever cannot be told apart as a human being', () => {
    const { person: _, ...nobody } = officer;
    expect(run(submitted, 'recheck', nobody)).toMatchObject({ code: 'PERSON_UNKNOWN' });
    const once = moved(submitted, 'recheck', person('a'));
    const { person: __, ...somebody } = secondOfficer;
    expect(run(once, 'recheck', somebody)).toMatchObject({ code: 'PERSON_UNKNOWN' });
  });

  it('refuses whoever ever acted for the unit in this hazard, under whatever account', () => {
    const party = 'PARTY_RECHECK';
    expect(run(submitted, 'recheck', manager)).toMatchObject({ code: party });
    expect(run(submitted, 'recheck', { ...officer, subject: unitId })).toMatchObject({ code: party });
    expect(run(submitted, 'recheck', { ...officer, principal: manager.principal })).toMatchObject({
      code: party,
    });
    expect(run(submitted, 'recheck', person('x', { person: 'keyed-m' }))).toMatchObject({ code: party });
    const returned = moved(submitted, 'return', officer);
    const again = moved(returned, 'submit', {
      ...manager,
      principal: sha256('deputy'),
      person: 'keyed-deputy',
    });
    expect(run(again, 'recheck', person('x', { person: 'keyed-m' }))).toMatchObject({ code: party });
    expect(run(again, 'recheck', person('x', { person: 'keyed-deputy' }))).toMatchObject({ code: party });
    expect(run(again, 'recheck', inspector).ok).toBe(true);
  });

  it('begins anew with a new submission', () => {
    const once = moved(submitted, 'recheck', officer);
    const again = moved(moved(once, 'return', secondOfficer), 'submit', manager);
    expect(again.rechecks).toEqual([]);
    expect(moved(again, 'recheck', officer).state).toBe('SUBMITTED');
  });

  it('keeps no keyed person reference in the file', () => {
    const once = moved(submitted, 'recheck', person('a'));
    expect(JSON.stringify(once)).not.toContain('keyed-');
    const elsewhere = moved({ ...submitted, id: 'haz_01KJQXC0000000000000000000' }, 'recheck', person('a'));
    expect(elsewhere.rechecks[0]?.person).not.toBe(once.rechecks[0]?.person);
  });
});
