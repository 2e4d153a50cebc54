import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/access/caller.ts';
import { leadFor, mayHaveWhole, mayKnowOf } from '../../../shared/access/leads.ts';
import type { Anomaly } from '../../../shared/contracts/entities.ts';
import { deriveId, newId } from '../../../shared/kernel/ids.ts';
import { aSubject, someTime } from '../../builders/files.ts';

const other = newId('sub', someTime);
const lead = (
  state: Anomaly['state'],
  otherOrganisation: string,
  reportedBy: Anomaly['reportedBy'] = aSubject,
): Anomaly => ({
  reportedBy,
  id: deriveId('ano', someTime, 'a'),
  organisation: aSubject,
  report: deriveId('rep', someTime, 'r'),
  reportNumber: 'R-1',
  keyUnit: other,
  rule: 'R21',
  ruleVersion: '1',
  severity: 3,
  mark: 'G',
  basis: [{ zh: '依据', en: 'basis' }],
  explanation: { zh: `与报告 ${otherOrganisation} 相同`, en: `equal to ${otherOrganisation}` },
  findings: { evidence: [{ kind: 'COPIED_VALUES', otherOrganisation }] },
  foundAt: someTime,
  state,
});
const officer: Caller = { issuer: 'i', principal: '1'.repeat(64), role: 'officer', office: '330000' };
const organisation: Caller = {
  issuer: 'i',
  principal: '2'.repeat(64),
  role: 'organisation',
  subject: aSubject,
};

describe('who may know of a lead', () => {
  it.each(['LEAD', 'RELEASED', 'CONFIRMED', 'DISMISSED'] as const)('officers: %s', (state) => {
    expect(mayKnowOf(officer, lead(state, other))).toBe(true);
  });
  it.each([
    ['LEAD', false],
    ['RELEASED', true],
    ['CONFIRMED', true],
    ['DISMISSED', false],
  ] as const)('the organisation: %s %s', (state, expected) => {
    expect(mayKnowOf(organisation, lead(state, aSubject))).toBe(expected);
  });
});

describe('what an organisation learns of a released lead', () => {
  it('about its own reports: everything', () => {
    const own = lead('RELEASED', aSubject);
    expect(leadFor(organisation, own)).toBe(own);
    expect(mayHaveWhole(organisation, own)).toBe(true);
  });
  it('about another organisation too: nothing by which it could tell who that is', () => {
    const shared = lead('RELEASED', other);
    expect(mayHaveWhole(organisation, shared)).toBe(false);
    const { keyUnit: _own, ...shown } = {
      keyUnit: '',
      ...leadFor(organisation, { ...shared, keyUnit: aSubject }),
    };
    expect(JSON.stringify(shown)).not.toContain(other);
    expect(shown).toMatchObject({ rule: 'R21', withheld: ['findings', 'explanation'] });
  });
  it('when the examined report is the other one: not even its number, unit or id', () => {
    const theirs = { ...lead('CONFIRMED', aSubject, other), reportNumber: 'THEIRS-9', keyUnit: other };
    expect(mayHaveWhole(organisation, theirs)).toBe(false);
    const shown = JSON.stringify(leadFor(organisation, theirs));
    for (const secret of [other, 'THEIRS-9', theirs.report]) expect(shown).not.toContain(secret);
  });
  it('officers always read the whole', () => {
    const shared = lead('LEAD', other);
    expect(leadFor(officer, shared)).toBe(shared);
  });
});
