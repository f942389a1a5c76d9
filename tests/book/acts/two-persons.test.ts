import { hashOfAct } from '../../../src/book/language/sources.ts';
import { DECISION_NAMES } from '../../../src/book/rules/decisions.ts';
import { canonical } from '../../../src/journal/canonical.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf } from '../../../src/journal/entry-changes.ts';
import { isAct, later, standing, withRow } from '../../support/judged/altering.ts';
import { twoPersons } from '../../support/judged/journals/two-persons.ts';

const MINUTE = 60_000;
const rowOf = (entry: Entry, table: string): Record<string, unknown> => {
  const change = changesOf(entry).find((one) => one.table === table);
  return (change && ('insert' in change ? change.insert : change.set)) ?? {};
};

describe('what two persons decide', () => {
  it('is proposed by whoever acts, to the letter, with the right to it', async () => {
    const s = await standing(twoPersons, isAct('dualControl.propose', 'surge.start'));
    expect(s.judged(s.entry)).toBeUndefined();
    const officer = s.entries.find(isAct('dualControl.confirm', 'surge.start'))!.actor;
    const named = withRow(s.entry, 'proposal', { proposerId: officer });
    expect(s.judged(named)).toMatch('proposal.proposerId is not the actor');
    const { expiresAt, args } = rowOf(s.entry, 'proposal');
    const longer = withRow(s.entry, 'proposal', { expiresAt: Number(expiresAt) + MINUTE });
    expect(s.judged(longer)).toMatch('proposal.expiresAt');
    const other = JSON.stringify({ ...(JSON.parse(String(args)) as object), until: 1 });
    expect(s.judged(withRow(s.entry, 'proposal', { args: other }))).toMatch('proposal.argsHash');
    expect(s.judged(withRow(s.entry, 'proposal', { args: '{}' }))).toMatch('proposal.args ');
    const technician = s.entries.find(isAct('stock.receive'))!;
    const stranger = { ...s.entry, actor: technician.actor, role: 'technician' };
    expect(s.judged(withRow(stranger, 'proposal', { proposerId: technician.actor }))).toMatch('may not do this');
  });

  it('is confirmed by another person, in time, as it was proposed, once', async () => {
    const s = await standing(twoPersons, isAct('dualControl.confirm', 'policy.set'));
    expect(s.judged(s.entry)).toBeUndefined();
    const proposal = s.replay.get('proposal', s.entry.subject.slice('proposal:'.length))!;
    const alone = { ...s.entry, actor: String(proposal['proposerId']), role: 'administrator' };
    expect(s.judged(withRow(alone, 'proposal', { confirmerId: alone.actor }))).toMatch('same_person');
    expect(s.judged(later(s.entry, 61 * MINUTE))).toMatch('its time is not over');
    expect(s.judged(withRow(s.entry, 'setting', { value: '46' }))).toMatch('setting.value');
    const { argsHash: _, ...detail } = s.entry.detail;
    const hash = hashOfAct({ act: 'policy.set', args: {} });
    expect(s.judged({ ...s.entry, detail: { ...detail, argsHash: hash } })).toMatch('another argsHash');
    s.follow(s.entry);
    expect(s.judged(s.entry)).toMatch('is executed, the entry says proposed');
  });

  it('never is a role for one of the two, or for nobody', async () => {
    const s = await standing(twoPersons, isAct('dualControl.propose', 'role.grant'));
    const to = (personId: string): Entry => {
      const args = JSON.stringify({ personId, role: 'technician', scope: '*' });
      const argsHash = hashOfAct({ act: 'role.grant', args: JSON.parse(args) as unknown });
      return withRow(s.entry, 'proposal', { args, argsHash });
    };
    expect(s.judged(to(s.entry.actor))).toMatch('neither of the two');
    const confirmed = await standing(twoPersons, isAct('dualControl.confirm', 'role.grant'));
    const self = withRow(confirmed.entry, 'grant', { personId: confirmed.entry.actor });
    expect(confirmed.judged(self)).toMatch('grant.personId');
    expect(confirmed.judged(withRow(confirmed.entry, 'grant', { role: 'administrator' }))).toMatch('grant.role');
    expect(confirmed.judged(withRow(confirmed.entry, 'grant', { scope: 'PREF-33' }))).toMatch('grant.scope');
  });

  it('closes an account that one person alone opened, before its person is an operator', async () => {
    const closes = (entry: Entry) =>
      isAct('dualControl.confirm', 'role.grant')(entry) && changesOf(entry).some(({ table }) => table === 'account');
    const s = await standing(twoPersons, closes);
    const open = changesOf(s.entry).filter(({ table }) => table !== 'account');
    expect(s.judged({ ...s.entry, detail: { ...s.entry.detail, changes: open } })).toMatch('is left as it was');
  });

  it('is surge mode no longer than it was confirmed and for no other reason, which ends by itself at its end and not before', async () => {
    const s = await standing(twoPersons, isAct('dualControl.confirm', 'surge.start'));
    const surge = s.entry.detail['surge'] as { from: number; until: number };
    for (const other of [{ until: surge.until + MINUTE }, { reason: 'recall' }, { reason: undefined }]) {
      const forged = JSON.parse(JSON.stringify({ ...surge, ...other }));
      const entry = withRow(s.entry, 'setting', { value: canonical(forged) });
      expect(s.judged({ ...entry, detail: { ...entry.detail, surge: forged } })).toMatch('another surge');
    }
    const ends = await standing(twoPersons, isAct('surge.expire'));
    expect(ends.judged(later(ends.entry, -120 * MINUTE))).toMatch('its end is past');
    expect(ends.judged({ ...ends.entry, action: 'surge.end' })).toMatch('this is not done by system');
  });

  it('shows an SO-PIN to its proposer alone, in time; nobody unblocks a token alone', async () => {
    const s = await standing(twoPersons, isAct('token.revealSoPin'));
    expect(s.judged(s.entry)).toBeUndefined();
    const confirmer = String(s.replay.get('proposal', String(s.entry.detail['proposal']))?.['confirmerId']);
    expect(s.judged({ ...s.entry, actor: confirmer, role: 'security-officer' })).toMatch('may not do this');
    expect(s.judged(later(s.entry, 31 * MINUTE))).toMatch('its time is not over');
    const unblocked = await standing(twoPersons, isAct('token.unblock'));
    const alone = { ...unblocked.entry, detail: { ...unblocked.entry.detail, proposal: 'NONE' } };
    expect(unblocked.judged(alone)).toMatch(/token.unblock: it says another proposal/);
    const elsewhere = { ...unblocked.entry, subject: 'token:D-0002' };
    expect(unblocked.judged(elsewhere)).toBeDefined();
  });

  it('has an act to propose and one to confirm each of it', async () => {
    const { ACTS } = await import('../../../src/book/book.ts');
    for (const name of DECISION_NAMES)
      for (const step of ['propose', 'confirm']) expect(ACTS.has(`dualControl.${step} ${name}`)).toBe(true);
  });

  it('is done on the device at once, or after a stop, and while the token is of the same life', async () => {
    const s = await standing(twoPersons, isAct('token.unblock'));
    expect(s.judged(s.entry)).toBeUndefined();
    expect(s.judged(later(s.entry, 80 * MINUTE))).toMatch('at once, or by the service after a stop');
    const resumed = { ...later(s.entry, 48 * 60 * MINUTE), actor: 'system', role: 'system' };
    expect(s.judged(resumed)).toBeUndefined();
    const request = s.replay.get('request', String(rowOf(s.entry, 'letter')['requestId']))!;
    Object.assign(request, { producedAt: Date.parse(s.entry.at) + 60 * MINUTE });
    expect(s.judged(resumed)).toMatch('the token was not produced anew');
    // the proposal waits for half an hour: meanwhile the token may have become another holder's
    const { proposedAt } = s.replay.get('proposal', String(s.entry.detail['proposal']))!;
    Object.assign(request, { producedAt: Number(proposedAt) + 1 });
    expect(s.judged(s.entry)).toMatch('the token was not produced anew');
  });
});
