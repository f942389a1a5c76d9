import { changesOf } from '../../../src/journal/entry-changes.ts';
import { isAct, standing, withoutRows, withRow } from '../../support/judged/altering.ts';
import { people } from '../../support/judged/journals/people.ts';
import { purge } from '../../support/judged/journals/purge.ts';

describe('people', () => {
  it('come alone before anybody has acted, an administrator and a security officer, and never after', async () => {
    const s = await standing(people, isAct('person.found'));
    expect(s.judged(withRow(s.entry, 'grant', { role: 'technician' }))).toMatch('grant.role');
    const added = await standing(people, isAct('person.add'));
    const founded = { ...added.entry, action: 'person.found', actor: 'system', role: 'system' };
    const opened = withRow(withRow(founded, 'account', { inviterId: 'system', voucherId: 'system' }), 'grant', {
      role: 'administrator',
    });
    expect(added.judged(opened)).toMatch('nobody has acted yet');
  });

  it('are brought in as agents, by whoever may', async () => {
    const s = await standing(people, isAct('person.add'));
    expect(s.judged(s.entry)).toBeUndefined();
    expect(s.judged(withRow(s.entry, 'grant', { role: 'technician' }))).toMatch('grant.role is not "agent"');
    expect(s.judged(withRow(s.entry, 'account', { voucherId: s.entry.actor }))).toMatch('account.voucherId');
    expect(s.judged({ ...s.entry, role: 'approver' })).toMatch('did not hold the role approver');
    expect(s.judged({ ...s.entry, actor: 'NOBODY' })).toMatch('NOBODY did not hold');
  });

  it('have their requests approved anew when their name changes, each of them, with its approvals', async () => {
    const s = await standing(
      people,
      (entry) => isAct('person.update')(entry) && changesOf(entry).some(({ table }) => table === 'approval'),
    );
    expect(s.judged(s.entry)).toBeUndefined();
    expect(s.judged(withoutRows(s.entry, 'request'))).toMatch('is left as it was');
    expect(s.judged(withoutRows(s.entry, 'approval'))).toMatch('is left as it was');
    const request = changesOf(s.entry).find(({ table }) => table === 'request')!;
    const before = s.replay.get('request', request.id)!;
    expect(s.judged(withRow(s.entry, 'request', { contentHash: before['contentHash'] as string }))).toMatch(
      'request.contentHash',
    );
  });

  it('are purged by two persons, when nothing has bound them to us for years, and wholly', async () => {
    const s = await standing(purge, isAct('dualControl.confirm', 'person.purge'));
    expect(s.judged(s.entry)).toBeUndefined();
    expect(s.judged({ ...s.entry, at: '2027-01-01T00:00:00.000Z' })).toBeDefined();
    const left = changesOf(s.entry).map((change) => {
      if (!('set' in change) || change.table !== 'person') return change;
      const { familyName: _, ...set } = change.set;
      return { ...change, set };
    });
    expect(s.judged({ ...s.entry, detail: { ...s.entry.detail, changes: left } })).toMatch('nothing personal is left');
    const rest = await standing(purge, isAct('person.purge'));
    const alone = await standing(purge, isAct('dualControl.propose', 'person.purge'));
    expect(rest.judged(rest.entry)).toBeUndefined();
    expect(alone.judged(rest.entry)).toMatch('two persons decided to purge them');
  });

  it.each(['account', 'grant', 'request', 'certificate', 'handover', 'apiToken'])(
    'are not purged but for a row of %s, of which their last piece says nothing',
    async (table) => {
      const isPurge = isAct('person.purge');
      const s = await standing(purge, (one) => isPurge(one) && changesOf(one).some((change) => change.table === table));
      const forged = withoutRows(s.entry, table);
      const detail = { ...forged.detail, rows: changesOf(forged).length };
      expect(s.judged({ ...forged, detail })).toMatch('with the last of them nothing personal is left');
    },
  );
});
