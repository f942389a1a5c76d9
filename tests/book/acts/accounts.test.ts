import { isAct, standing, withoutRows, withRow } from '../../support/judged/altering.ts';
import { people } from '../../support/judged/journals/people.ts';

const idOf = (subject: string): string => subject.slice(subject.indexOf(':') + 1);

describe('an account', () => {
  it('is opened by a link and a code of two persons, neither of them its own', async () => {
    const s = await standing(people, isAct('account.vouch'));
    expect(s.judged(s.entry)).toBeUndefined();
    const inviter = String(s.replay.get('account', idOf(s.entry.subject))?.['inviterId']);
    const alone = { ...s.entry, actor: inviter, role: 'administrator' };
    expect(s.judged(withRow(alone, 'account', { voucherId: inviter }))).toMatch('another person made the link');
    expect(s.judged(withRow(s.entry, 'account', { voucherId: inviter }))).toMatch('account.voucherId is not the actor');
    const invited = await standing(people, isAct('account.invite'));
    const self = { ...invited.entry, subject: `account:${invited.entry.actor}` };
    expect(invited.judged(self)).toMatch('same_person');
  });

  it('of an operator is not opened without the code, by its person alone', async () => {
    const s = await standing(people, isAct('account.vouch'));
    const activated = s.entries.find(
      (entry) => isAct('account.activate')(entry) && entry.subject === s.entry.subject && entry.seq > s.entry.seq,
    )!;
    expect(s.judged(activated)).toMatch('for an operator a second person gave the code');
    expect(s.judged({ ...activated, actor: s.entry.actor })).toMatch('the person themselves');
  });

  it('gets no operator’s role from one person, and none for oneself', async () => {
    const s = await standing(people, isAct('account.grant'));
    expect(s.judged(s.entry)).toBeUndefined();
    expect(s.judged(withRow(s.entry, 'grant', { role: 'approver' }))).toMatch('grant.role');
    const self = { ...s.entry, subject: `person:${s.entry.actor}` };
    expect(s.judged(withRow(self, 'grant', { personId: s.entry.actor }))).toMatch('same_person');
    expect(s.judged({ ...s.entry, subject: 'person:NOBODY' })).toMatch('there is no person:NOBODY');
  });

  it('is not the last security officer’s or administrator’s that is closed', async () => {
    const s = await standing(people, isAct('account.disable'));
    expect(s.judged(s.entry)).toBeUndefined();
    const [officer] = s.replay.find('grantsOfRole', ['security-officer']);
    const id = String(officer?.['personId']);
    const changes = [{ table: 'account', id, set: { state: 'disabled' }, from: 'active' }];
    const last = { ...s.entry, subject: `account:${id}`, detail: { changes } };
    expect(s.judged(last)).toMatch('a security officer and an administrator are left');
  });

  it('gives its person API tokens for roles that they hold, and no longer than they asked', async () => {
    const s = await standing(people, isAct('apiToken.create'));
    expect(s.judged(s.entry)).toBeUndefined();
    expect(s.judged(withRow(s.entry, 'apiToken', { scopes: 'administrator' }))).toMatch('roles that the actor holds');
    expect(s.judged(withRow(s.entry, 'apiToken', { expiresAt: Date.parse(s.entry.at) + 1 }))).toMatch('expiresAt');
    const other = s.entries.find(isAct('account.vouch'))!.actor;
    expect(s.judged(withRow(s.entry, 'apiToken', { personId: other }))).toBeDefined();
  });

  it('is one that two persons opened no more, once it is linked by an address', async () => {
    const s = await standing(people, isAct('account.link', 'email'));
    const vouched = s.replay.get('account', s.entry.actor)?.['voucherId'] !== null;
    if (vouched) expect(s.judged(withoutRows(s.entry, 'account'))).toMatch('account is not changed');
    expect(s.judged({ ...s.entry, detail: { ...s.entry.detail, kind: 'session' } })).toEqual(
      vouched ? expect.stringContaining('it does not change account') : undefined,
    );
  });
});
