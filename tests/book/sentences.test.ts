import { authorise, may, mightEver, mightForOthers, offered, reachOf } from '../../src/book/rights/authorise.ts';
import { type ActedOn, brokenRelation, RELATIONS } from '../../src/book/rights/relations.ts';
import { type Caller, covers, exclusive, hasEnded, isInForce, rolesOf } from '../../src/book/rights/roles.ts';
import { type Right, SENTENCES } from '../../src/book/rights/sentences.ts';
import { ROLES, type Role } from '../../src/book/tables/codes.ts';
import { type ErrorCode, isAppError } from '../../src/errors.ts';

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

/** The code of the refusal, or the role under which it is allowed. */
function answer(who: Caller, right: Right, object: ActedOn, now = NOW): Role | ErrorCode {
  try {
    return authorise(who, right, object, now);
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}
/** An object to which the caller stands as all of these relations want it. */
const FITTING: Required<ActedOn> = {
  holderId: 'me',
  askerId: 'me',
  approverIds: ['another'],
  producerId: 'another',
  service: 'PREF-33/DCL',
  personId: 'another',
  proposerId: 'me',
  commissionerId: null,
  bringerIds: [],
  carrierIds: [],
  userIds: ['me'],
};
const fitting = (relations: (typeof SENTENCES)[number]['relations']): ActedOn =>
  relations.includes('not-own') || relations.includes('not-held')
    ? { ...FITTING, holderId: 'another', askerId: null }
    : FITTING;
const named = SENTENCES.map((s) => [`${s.role} ${s.act} ${s.relations.join(' ')}`, s] as const);

describe('the table of rights', () => {
  it('has every role in it, and lets the auditor change nothing but report their own incident', () => {
    expect(new Set(SENTENCES.map((s) => s.role))).toEqual(new Set(ROLES));
    const auditors = SENTENCES.filter((s) => s.role === 'auditor');
    const others = auditors.filter(({ act }) => !/\.(read|verify|compare|export|open)$/.test(act));
    expect(others.map(({ act, relations }) => [act, ...relations])).toEqual([['incident.report', 'own']]);
  });

  it('covers a service and what is below it, nothing beside it', () => {
    expect(covers('PREF-33', 'PREF-33/DCL')).toBe(true);
    expect(covers('PREF-3', 'PREF-33')).toBe(false);
    expect(covers('PREF-33/DCL', 'PREF-33')).toBe(false);
    expect(covers('*', 'PREF-33')).toBe(true);
    expect(covers('*', null)).toBe(true);
    expect(covers('PREF-33', null)).toBe(false);
  });

  it.each([
    { from: null, until: null, ended: false, inForce: true },
    { from: NOW, until: null, ended: false, inForce: true },
    { from: NOW + 1, until: null, ended: false, inForce: false },
    { from: null, until: NOW + 1, ended: false, inForce: true },
    { from: null, until: NOW, ended: true, inForce: false },
    { from: null, until: NOW - 1, ended: true, inForce: false },
    { from: NOW - 1, until: NOW, ended: true, inForce: false },
    { from: NOW + 1, until: NOW + 2, ended: false, inForce: false },
  ])('a grant from $from until $until holds or has ended at 1000000', ({ from, until, ended, inForce }) => {
    const dates = { validFrom: from, validUntil: until };
    expect([hasEnded(dates, NOW), isInForce(dates, NOW)]).toEqual([ended, inForce]);
    expect(rolesOf(caller(grant('approver', dates)), NOW)).toEqual(inForce ? ['approver'] : []);
  });

  it('counts a deputy only between their dates, and a scope only while it is granted', () => {
    const deputy = caller(
      grant('approver', { scope: 'PREF-33', validFrom: NOW, validUntil: NOW + 10 }),
      grant('approver', { scope: '*', validUntil: NOW - 1 }),
    );
    expect(rolesOf(deputy, NOW - 2)).toEqual(['approver']);
    expect(rolesOf(deputy, NOW - 1)).toEqual([]);
    const of = (service: string) => ({ service, holderId: 'another', askerId: 'another' });
    expect(answer(deputy, 'request.approve', of('PREF-33'))).toBe('approver');
    expect(answer(deputy, 'request.approve', of('PREF-59'))).toBe('out_of_scope');
    expect(answer(deputy, 'request.approve', of('PREF-33'), NOW + 10)).toBe('forbidden');
  });

  it('takes the best of several roles, and asks for the fresh factor last', () => {
    const both = { ...caller(grant('approver', { scope: 'PREF-59' }), grant('security-officer')), freshUntil: 0 };
    expect(answer(both, 'token.revoke', { service: 'PREF-33' })).toBe('fresh_factor_needed');
    expect(answer({ ...both, freshUntil: NOW + 1 }, 'token.revoke', { service: 'PREF-33' })).toBe('security-officer');
  });

  it('gives an API token no role beyond its scopes', () => {
    const token = { ...caller(grant('technician'), grant('agent')), scopes: ['agent'] as const };
    expect(answer(token, 'stock.read', {})).toBe('forbidden');
    expect(answer(token, 'request.submit', { holderId: 'me' })).toBe('agent');
  });

  it('gives what belongs to several services to whoever speaks for one of them', () => {
    const machine = { userIds: ['another'], service: ['PREF-33/DCL', 'PREF-59'] };
    expect(answer(caller(grant('correspondent')), 'workstation.lose', machine)).toBe('correspondent');
    const approver = (scope: string) => caller(grant('approver', { scope }));
    expect(answer(approver('PREF-59'), 'workstation.lose', machine)).toBe('approver');
    expect(answer(approver('DNUM'), 'workstation.lose', machine)).toBe('out_of_scope');
    expect(answer(approver('*'), 'workstation.lose', { userIds: [], service: [] })).toBe('out_of_scope');
  });

  it('gives the loss of a machine to its users by one factor, and to no other agent', () => {
    const agent = { ...caller(), oneFactor: ['agent'] as const, freshUntil: 0 };
    expect(answer(agent, 'workstation.lose', { userIds: ['another', 'me'], service: [] })).toBe('agent');
    expect(answer(agent, 'workstation.lose', { userIds: ['another'], service: ['PREF-33/DCL'] })).toBe('forbidden');
    expect(answer(agent, 'workstation.lose', { holderId: 'me', service: ['PREF-33/DCL'] })).toBe('forbidden');
  });

  it('keeps auditor, security officer and administrator apart', () => {
    for (const role of ROLES) expect(exclusive('auditor', role)).toBe(role !== 'auditor');
    expect(exclusive('security-officer', 'administrator')).toBe(true);
    expect(exclusive('technician', 'approver')).toBe(false);
  });

  it.each(named)('%s: is given where every fact is known, and refused where one of them is not', (_, sentence) => {
    const { role, act, relations } = sentence;
    const who = caller(grant(role));
    const actor = { personId: who.personId, service: who.service, scopes: ['*'] };
    const object = fitting(relations);
    expect(brokenRelation(role, act, actor, object)).toBeUndefined();
    const needs = relations.flatMap((name) => RELATIONS[name].needs);
    expect(needs.length > 0).toBe(relations.some((name) => name !== 'anyone'));
    const others = SENTENCES.some((s) => s.role === role && s.act === act && s.relations !== relations);
    for (const fact of others ? [] : needs) {
      const { [fact]: _, ...rest } = object;
      expect(brokenRelation(role, act, actor, rest)).toBeDefined();
      expect(may(who, act, rest, NOW)).toBe(false);
      expect(offered(who, act, rest, NOW)).toBeUndefined();
    }
    if (needs.length > 0) expect(may(who, act, {}, NOW)).toBe(false);
  });

  it('says what a factor given now would open, and pretends nothing else', () => {
    const stale = { ...caller(grant('technician')), freshUntil: NOW };
    expect(offered(stale, 'production.produce', fitting(['not-own', 'not-approved']), NOW)).toEqual({
      needsFresh: true,
    });
    expect(offered(stale, 'production.produce', { ...FITTING, holderId: 'me' }, NOW)).toBeUndefined();
    expect(offered(stale, 'stock.read', {}, NOW)).toEqual({ needsFresh: false });
    expect(answer(stale, 'production.produce', fitting(['not-own', 'not-approved']))).toBe('fresh_factor_needed');
  });

  it('tells the services that a right reaches, and counts nothing that is only theirs', () => {
    const reach = (who: Caller, ...rights: Right[]) => reachOf(who, rights, NOW);
    expect(reach(caller(grant('technician')), 'request.read')).toBe('all');
    expect(reach(caller(grant('approver')), 'request.read')).toBe('all');
    const two = caller(grant('approver', { scope: 'PREF-59' }), grant('approver', { scope: 'DNUM' }));
    expect(reach(two, 'request.read')).toEqual(['PREF-59', 'DNUM']);
    expect(reach(caller(grant('correspondent'), grant('agent')), 'request.read', 'person.read')).toEqual([
      'PREF-33/DCL',
    ]);
    expect(reach(caller(grant('agent')), 'request.read')).toEqual([]);
    expect(reach(caller(grant('agent')), 'stock.read')).toEqual([]);
    const ended = caller(grant('approver', { scope: 'DNUM', validUntil: NOW }));
    expect(reach(ended, 'request.read')).toEqual([]);
    const deputy = caller(grant('correspondent'), grant('approver', { scope: 'DNUM' }));
    expect(reach(deputy, 'request.read').length).toBe(2);
  });

  it('shows a menu to whoever might ever use the right, and does nothing for them yet', () => {
    const approver = caller(grant('approver', { scope: 'PREF-59' }));
    expect(mightEver(approver, 'request.approve', NOW)).toBe(true);
    expect(may(approver, 'request.approve', {}, NOW)).toBe(false);
    expect(mightEver(approver, 'production.produce', NOW)).toBe(false);
    expect(mightEver({ ...caller(), oneFactor: ['agent'] }, 'token.reportLoss', NOW)).toBe(true);
    expect(mightEver({ ...caller(), oneFactor: ['agent'] }, 'request.read', NOW)).toBe(false);
  });

  it('tells whoever acts for others from whoever acts for themselves', () => {
    const forOthers = (who: Caller, right: Right) => mightForOthers(who, right, NOW);
    expect(forOthers(caller(grant('agent')), 'request.submit')).toBe(false);
    expect(forOthers(caller(grant('agent')), 'workstation.lose')).toBe(false);
    expect(forOthers(caller(grant('agent'), grant('correspondent')), 'request.submit')).toBe(true);
    expect(forOthers(caller(grant('approver')), 'request.submit')).toBe(false);
  });
});
