import { describe, expect, it } from 'vitest';
import { callerSchema, commandScope, type Caller } from '../../../shared/access/caller.ts';
import { isAbove, officeOf } from '../../../shared/access/offices.ts';
import { decide, relationOf, rights } from '../../../shared/access/rights.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { aSubject, someTime } from '../../builders/files.ts';

const officer = (office: string): Caller => ({
  issuer: 'i',
  principal: '1'.repeat(64),
  role: 'officer',
  office,
});
const holder = (role: 'organisation' | 'unit', subject = aSubject): Caller => ({
  issuer: 'i',
  principal: '2'.repeat(64),
  role,
  subject,
});
const file = { subject: aSubject, supervisingOffice: '330106' };

describe('the office tree', () => {
  it.each([
    ['330000', '330106', true],
    ['330100', '330106', true],
    ['330106', '330106', false],
    ['330105', '330106', false],
    ['330200', '330106', false],
    ['320000', '330106', false],
    ['330106', '330100', false],
  ])('%s above %s: %s', (upper, lower, expected) => {
    expect(isAbove(upper, lower)).toBe(expected);
  });
  it('a county without an office is served by the one that the settings name', () => {
    expect(officeOf('330127', [{ code: '330127', parent: '330100' }])).toBe('330100');
    expect(officeOf('330106', [{ code: '330127', parent: '330100' }])).toBe('330106');
  });
});

describe('decide', () => {
  it.each([
    ['own office', officer('330106'), 'office'],
    ['city above', officer('330100'), 'above'],
    ['neighbour', officer('330105'), 'none'],
    ['the unit itself', holder('unit'), 'self'],
    ['another unit', holder('unit', newId('sub', someTime)), 'none'],
    ['the public', { issuer: 'i', principal: '3'.repeat(64), role: 'public' }, 'none'],
  ] satisfies [string, Caller, string][])('%s stands as %s', (_, caller, relation) => {
    expect(relationOf(caller, file)).toBe(relation);
  });

  it('denies what stands in no row: every action for the public', () => {
    const actions = new Set(rights.map(({ action }) => action));
    for (const action of actions) {
      expect(
        decide({ issuer: 'i', principal: '3'.repeat(64), role: 'public' }, action, file).ok,
        action,
      ).toBe(false);
    }
  });
  it('denies an officer the acts of a unit and of an organisation', () => {
    expect(decide(officer('330106'), 'handle hazard as unit', file).ok).toBe(false);
    expect(decide(officer('330106'), 'submit report', file).ok).toBe(false);
  });
  it('denies an organisation the leads about itself', () => {
    expect(decide(holder('organisation'), 'read leads', file).ok).toBe(false);
    expect(decide(holder('organisation'), 'decide anomaly', file).ok).toBe(false);
  });
  it('a refusal tells role and relation and nothing of the file', () => {
    const refusal = decide(officer('330105'), 'read file', file);
    expect(refusal).toMatchObject({ ok: false, code: 'FORBIDDEN' });
    expect(JSON.stringify(refusal)).not.toContain(aSubject);
  });
});

describe('a caller', () => {
  it('who is an officer without an office, or a unit without a subject, is nobody', () => {
    expect(callerSchema.safeParse({ issuer: 'i', principal: '1'.repeat(64), role: 'officer' }).success).toBe(
      false,
    );
    expect(callerSchema.safeParse({ issuer: 'i', principal: '1'.repeat(64), role: 'unit' }).success).toBe(
      false,
    );
    expect(callerSchema.safeParse({ issuer: 'i', principal: '1'.repeat(64), role: 'king' }).success).toBe(
      false,
    );
  });
  it('shares the scope of commands with the colleagues of the same office, never with another issuer', () => {
    expect(commandScope(officer('330106'))).toBe(
      commandScope({ ...officer('330106'), principal: '9'.repeat(64) }),
    );
    expect(commandScope(officer('330106'))).not.toBe(commandScope({ ...officer('330106'), issuer: 'j' }));
    expect(commandScope(officer('330106'))).not.toBe(commandScope(officer('330105')));
  });
});
