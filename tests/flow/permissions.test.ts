import { type Caller, covers, exclusive, judge, rolesOf, SENTENCES } from '../../src/book/rights.ts';
import { ROLES, type Role } from '../../src/book/tables.ts';

const NOW = 1_000_000;
const grant = (role: Role, more: Partial<Caller['grants'][number]> = {}) => ({
  role,
  scope: '*',
  validFrom: null,
  validUntil: null,
  revokedAt: null,
  ...more,
});
const caller = (...grants: Caller['grants']): Caller => ({
  personId: 'me',
  service: 'PREF-33/DCL',
  grants,
  freshUntil: NOW + 1,
});

describe('the table of rights', () => {
  it('has every role in it, and lets the auditor change nothing', () => {
    expect(new Set(SENTENCES.map((s) => s.role))).toEqual(new Set(ROLES));
    const acts = SENTENCES.filter((s) => s.role === 'auditor').map((s) => s.act);
    expect(acts.every((act) => /\.(read|verify|export|open)$/.test(act))).toBe(true);
  });

  it('covers a service and what is below it, nothing beside it', () => {
    expect(covers('PREF-33', 'PREF-33/DCL')).toBe(true);
    expect(covers('PREF-3', 'PREF-33')).toBe(false);
    expect(covers('PREF-33/DCL', 'PREF-33')).toBe(false);
    expect(covers('*', undefined)).toBe(true);
  });

  it('counts a deputy only between their dates, and a scope only while it is granted', () => {
    const deputy = caller(
      grant('approver', { scope: 'PREF-33', validFrom: NOW, validUntil: NOW + 10 }),
      grant('approver', { scope: '*', validUntil: NOW - 1 }),
    );
    expect(rolesOf(deputy, NOW - 2)).toEqual(['approver']);
    expect(rolesOf(deputy, NOW - 1)).toEqual([]);
    expect(judge(deputy, 'request.approve', { service: 'PREF-33' }, NOW)).toEqual({ role: 'approver' });
    expect(judge(deputy, 'request.approve', { service: 'PREF-59' }, NOW)).toMatchObject({ refusal: 'out_of_scope' });
    expect(judge(deputy, 'request.approve', { service: 'PREF-33' }, NOW + 10)).toMatchObject({ refusal: 'forbidden' });
  });

  it('takes the best of several roles, and asks for the fresh factor last', () => {
    const both = { ...caller(grant('approver', { scope: 'PREF-59' }), grant('security-officer')), freshUntil: 0 };
    expect(judge(both, 'token.revoke', { service: 'PREF-33' }, NOW)).toMatchObject({ refusal: 'fresh_factor_needed' });
    expect(judge({ ...both, freshUntil: NOW + 1 }, 'token.revoke', { service: 'PREF-33' }, NOW)).toEqual({
      role: 'security-officer',
    });
  });

  it('gives an API token no role beyond its scopes', () => {
    const token = { ...caller(grant('technician'), grant('agent')), scopes: ['agent'] as const };
    expect(judge(token, 'stock.read', {}, NOW)).toMatchObject({ refusal: 'forbidden' });
    expect(judge(token, 'request.submit', { holderId: 'me' }, NOW)).toEqual({ role: 'agent' });
  });

  it('keeps auditor, security officer and administrator apart', () => {
    for (const role of ROLES) expect(exclusive('auditor', role)).toBe(role !== 'auditor');
    expect(exclusive('security-officer', 'administrator')).toBe(true);
    expect(exclusive('technician', 'approver')).toBe(false);
  });
});
