import { describe, expect, it } from 'vitest';
import { callerSchema, commandScope, roles, type Caller } from '../../../shared/access/caller.ts';
import { insightFor, personalFieldsOf } from '../../../shared/access/personal.ts';
import { purposes } from '../../../shared/access/purpose.ts';
import { decide, mayReadKind, relationOf, rights } from '../../../shared/access/rights.ts';
import { fileKinds } from '../../../shared/access/table.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { derivedKinds, recordKinds } from '../../../shared/subject-file/keys.ts';
import { aSubject, someTime } from '../../builders/files.ts';
import { offices } from '../../builders/offices.ts';

const officer = (office: string): Caller => ({
  ...{ issuer: 'i', principal: '1'.repeat(64), role: 'officer' },
  ...{ office, offices },
});
const holder = (role: 'organisation' | 'unit', subject = aSubject): Caller => ({
  ...{ issuer: 'i', principal: '2'.repeat(64), role },
  ...{ subject, offices },
});
const someone: Caller = { issuer: 'i', principal: '3'.repeat(64), role: 'public', offices };
const file = { subject: aSubject, subjectKind: 'KEY_UNIT', supervisingOffice: '330106' } as const;

describe('how a caller stands to a file', () => {
  it.each([
    ['own office', officer('330106'), 'office'],
    ['city above', officer('330100'), 'above'],
    ['province above', officer('330000'), 'above'],
    ['neighbour', officer('330105'), 'none'],
    ['an office that does not exist', officer('330199'), 'outside'],
    ['another province', officer('320000'), 'outside'],
    ['a row that is no government', officer('339000'), 'outside'],
    ['an officer of whom no offices are known', { ...officer('330106'), offices: undefined }, 'outside'],
    ['the unit itself', holder('unit'), 'self'],
    ['another unit', holder('unit', newId('sub', someTime)), 'none'],
    ['a token that ties an organisation to the unit', holder('organisation'), 'none'],
    ['the public', someone, 'none'],
    ['the public with a subject', { ...someone, subject: aSubject }, 'none'],
  ] satisfies [string, Omit<Caller, 'offices'> & { offices?: Caller['offices'] | undefined }, string][])(
    '%s: %s',
    (_, { offices: known, ...caller }, relation) => {
      expect(relationOf(known === undefined ? caller : { ...caller, offices: known }, file)).toBe(relation);
    },
  );

  it('a file whose office is of no province is nobody’s', () => {
    for (const supervisingOffice of ['', '310106', '33', 'x'])
      expect(relationOf(officer('330000'), { ...file, supervisingOffice })).toBe('none');
  });
});

describe('the rights table', () => {
  it('knows every kind of record that is stored, and no other', () => {
    expect(fileKinds.toSorted()).toEqual([...recordKinds, ...derivedKinds].toSorted());
  });
  it('gives nothing to the public, nothing to offices that do not exist', () => {
    expect(rights.filter(({ role }) => role === 'public')).toEqual([]);
    expect(rights.filter(({ relations }) => relations.includes('outside'))).toEqual([]);
  });
  it('gives acts of one role to no other: an office is no subject, a subject is no office', () => {
    for (const { role, action, relations } of rights) {
      expect(relations.includes('self') && role === 'officer', action).toBe(false);
      expect(role !== 'officer' && relations.some((one) => one === 'office' || one === 'above')).toBe(false);
    }
  });
  it('asks for a purpose on every sensitive read, and says in what form it shows', () => {
    const sensitive = rights.filter(
      ({ action }) => action.startsWith('read personal') || action.includes('marks'),
    );
    expect(sensitive.length).toBeGreaterThanOrEqual(4);
    for (const { role, purpose, shows } of sensitive) {
      expect(purpose, role).toBe(role === 'officer' ? 'stated' : 'own');
      expect(shows).toBeDefined();
    }
  });
  it('has no row twice', () => {
    const rows = rights.flatMap(({ role, action, relations, kinds }) =>
      relations.flatMap((relation) => kinds.map((kind) => `${role} ${action} ${relation} ${kind}`)),
    );
    expect(new Set(rows).size).toBe(rows.length);
  });
  it('shows rule runs to officers alone, leads to no unit, hazards and devices to no organisation', () => {
    const readers = (kind: string) => roles.filter((role) => mayReadKind({ ...someone, role }, kind));
    expect(readers('RULE_RUN')).toEqual(['officer']);
    expect(readers('ANOMALY')).toEqual(['officer', 'organisation']);
    expect(readers('HAZARD')).toEqual(['officer', 'unit']);
    expect(readers('DEVICE')).toEqual(['officer', 'unit']);
    for (const unknown of ['SECRET', '', 'toString', 'head']) expect(readers(unknown)).toEqual([]);
  });
});

describe('decide', () => {
  const actions = [...new Set(rights.map(({ action }) => action))];
  it('denies what stands in no row: every action for the public and for offices that do not exist', () => {
    for (const action of actions)
      for (const caller of [someone, officer('320000'), officer('330199')])
        expect(decide(caller, action, file).ok, action).toBe(false);
  });
  it('denies an officer the acts of a unit and of an organisation', () => {
    expect(decide(officer('330106'), 'handle hazard as unit', file).ok).toBe(false);
    expect(decide(officer('330106'), 'submit report', file).ok).toBe(false);
  });
  it('denies an organisation the leads about itself', () => {
    const own = { ...file, subjectKind: 'INSPECTION_ORGANISATION' } as const;
    expect(decide(holder('organisation'), 'read file', own).ok).toBe(true);
    expect(decide(holder('organisation'), 'read leads', own).ok).toBe(false);
    expect(decide(holder('organisation'), 'decide anomaly', own).ok).toBe(false);
  });
  it('asks for the kind where one is named', () => {
    expect(decide(holder('unit'), 'read file', file, 'HAZARD').ok).toBe(true);
    expect(decide(holder('unit'), 'read file', file, 'ANOMALY').ok).toBe(false);
  });
  it('a refusal tells role and relation and nothing of the file', () => {
    const refusal = decide(officer('330105'), 'read file', file);
    expect(refusal).toMatchObject({ ok: false, code: 'FORBIDDEN' });
    expect(JSON.stringify(refusal)).not.toMatch(new RegExp(`${aSubject}|330106|KEY_UNIT`));
  });
});

describe('insight into personal data', () => {
  const seen = (caller: Caller, given?: string) => {
    const insight = insightFor(caller, relationOf(caller, file), given);
    if (!insight.ok) return insight.code;
    const { withheld, ...rest } = insight.value('read personal data', 'HEAD');
    return Object.values(rest).join(' ');
  };
  it.each([
    ['own office, no purpose', officer('330106'), undefined, 'PURPOSE_NOT_STATED'],
    ['own office, for supervision', officer('330106'), 'SUPERVISION', 'whole SUPERVISION'],
    ['own office, for a case', officer('330106'), 'CASE', 'whole CASE'],
    ['city above, no purpose', officer('330100'), undefined, 'PURPOSE_NOT_STATED'],
    ['city above, for a complaint', officer('330100'), 'COMPLAINT', 'masked COMPLAINT'],
    ['neighbour, for a case', officer('330105'), 'CASE', 'NO_RIGHT'],
    ['abolished or unknown office, for a case', officer('330199'), 'CASE', 'NO_RIGHT'],
    ['the unit itself', holder('unit'), undefined, 'whole OWN'],
    ['the unit itself, with a purpose of officers', holder('unit'), 'CASE', 'whole OWN'],
    ['another unit', holder('unit', newId('sub', someTime)), 'CORRECTION', 'NO_RIGHT'],
    ['the public', someone, 'COMPLAINT', 'NO_RIGHT'],
    ['a purpose in words', officer('330106'), '想看看', 'FIELD_INVALID'],
    ['a purpose in small letters', officer('330106'), 'case', 'FIELD_INVALID'],
    ['an empty purpose', officer('330106'), '', 'FIELD_INVALID'],
    ['the purpose of the subject itself', officer('330106'), 'OWN', 'FIELD_INVALID'],
  ] satisfies [string, Caller, string | undefined, string][])('%s: %s', (_, caller, given, expected) => {
    expect(seen(caller, given)).toBe(expected);
  });
  it('holds for all purposes alike', () => {
    for (const purpose of purposes) expect(seen(officer('330106'), purpose)).toBe(`whole ${purpose}`);
  });
  it('is about the sealed members of heads and hazards', () => {
    expect(personalFieldsOf('HEAD')).toEqual(['safetyManager', 'person']);
    expect(personalFieldsOf('HAZARD')).toEqual(['responsible']);
    expect(personalFieldsOf('REPORT')).toEqual([]);
  });
});

describe('a caller', () => {
  it('who is an officer without an office, or a unit without a subject, is nobody', () => {
    for (const role of ['officer', 'unit', 'organisation', 'king'])
      expect(callerSchema.safeParse({ issuer: 'i', principal: '1'.repeat(64), role }).success).toBe(false);
  });
  it('brings no offices of his own', () => {
    const brought = callerSchema.parse({ ...officer('330106'), offices: { root: '330106' } });
    expect(brought).not.toHaveProperty('offices');
  });
  it('shares the scope of commands with the colleagues of the same office, never with another issuer', () => {
    expect(commandScope(officer('330106'))).toBe(
      commandScope({ ...officer('330106'), principal: '9'.repeat(64) }),
    );
    expect(commandScope(officer('330106'))).not.toBe(commandScope({ ...officer('330106'), issuer: 'j' }));
    expect(commandScope(officer('330106'))).not.toBe(commandScope(officer('330105')));
  });
});
