import { isAct, standing, withoutRows, withRow } from '../../support/judged/altering.ts';
import { restore } from '../../support/judged/journals/restore.ts';

describe('a restore', () => {
  it('is found by the service alone, with how many entries are left', async () => {
    const s = await standing(restore, isAct('journal.restore'));
    expect(s.judged(s.entry)).toBeUndefined();
    expect(s.judged({ ...s.entry, detail: { ...s.entry.detail, entries: 3 } })).toMatch('another entries');
    expect(s.judged(withRow(s.entry, 'setting', { value: '' }))).toMatch('setting.value');
  });

  it('is ended before two persons confirm it: no token, role, account, proposal or letter lives on', async () => {
    const end = await standing(restore, isAct('restore.end', 'apiToken'));
    const ended = end.entries.find((entry) => entry.action === 'restore.end' && entry.detail['kind'] === undefined)!;
    expect(end.judged(ended)).toMatch('no API token, no proposal, no role');
    const confirmed = await standing(restore, isAct('dualControl.confirm', 'restore.confirm'));
    expect(end.judged({ ...confirmed.entry, seq: end.entry.seq })).toBeDefined();
    const grants = await standing(restore, isAct('restore.end', 'grant'));
    expect(grants.judged(withRow(grants.entry, 'grant', { revokedAt: 1 }))).toMatch('the moment of the restore');
  });

  it('lets nothing but itself be decided while it waits, and no role be given', async () => {
    const s = await standing(restore, isAct('dualControl.propose', 'restore.confirm'));
    const before = s.entries.find(isAct('dualControl.propose', 'policy.set'))!;
    const { changes, ...detail } = before.detail;
    const moved = { ...before, at: s.entry.at, subject: 'proposal:0000000000000000000000000A' };
    const row = (changes as { insert: Record<string, unknown> }[])[0]!.insert;
    const at = Date.parse(s.entry.at);
    const insert = { ...row, id: '0000000000000000000000000A', proposedAt: at, expiresAt: at + 900_000 };
    const proposal = { ...moved, detail: { ...detail, changes: [{ table: 'proposal', id: insert.id, insert }] } };
    expect(s.judged({ ...proposal, actor: s.entry.actor })).toMatch(/no restore waits|proposerId/);
  });

  it('gives back exactly the roles that were named, and to neither of the two', async () => {
    const s = await standing(restore, isAct('dualControl.confirm', 'restore.confirm'));
    expect(s.judged(s.entry)).toBeUndefined();
    expect(s.judged(withRow(s.entry, 'setting', { value: 'x' }))).toMatch('setting.value');
    expect(s.judged(withoutRows(s.entry, 'setting'))).toMatch('setting');
    expect(s.judged(withoutRows(s.entry, 'grant'))).toBeDefined();
    const grant = (s.entry.detail['changes'] as { insert?: { personId: string } }[]).find(({ insert }) => insert);
    expect(grant).toBeDefined();
    expect(s.judged(withRow(s.entry, 'grant', { personId: s.entry.actor }))).toBeDefined();
  });
});
