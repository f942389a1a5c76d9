import { isAct, later, standing, withRow } from '../../support/judged/altering.ts';
import { ceremonies } from '../../support/judged/journals/ceremonies.ts';
import { service } from '../../support/judged/journals/service.ts';
import { twoPersons } from '../../support/judged/journals/two-persons.ts';

describe('what the service writes of itself', () => {
  it('adopts profiles and configuration before anybody has acted, and never after', async () => {
    for (const action of ['profile.adopt', 'configuration.adopt']) {
      const s = await standing(service, isAct(action));
      expect(s.judged(s.entry)).toBeUndefined();
      const mid = await standing(service, isAct('journal.read'));
      const moved = { ...s.entry, at: mid.entry.at };
      expect(mid.judged(moved)).toBeDefined();
    }
    const s = await standing(service, isAct('person.add'));
    const id = 'profile:another';
    const value = 'a'.repeat(64);
    const detail = {
      profiles: [{ hash: value, name: 'another' }],
      changes: [{ table: 'setting', id, insert: { id, value } }],
    };
    const entry = { ...s.entry, actor: 'system', role: 'system', action: 'profile.adopt', subject: 'service', detail };
    expect(s.judged(entry)).toMatch('nobody has acted yet');
  });

  it('notices a changed configuration, and sets it by two persons only', async () => {
    const s = await standing(twoPersons, isAct('configuration.changed'));
    expect(s.judged(s.entry)).toBeUndefined();
    const after = s.entry.detail['before'];
    expect(s.judged({ ...s.entry, detail: { ...s.entry.detail, after } })).toMatch('it was changed');
    const set = { table: 'setting', id: 'configuration', set: { value: s.entry.detail['after'] } };
    expect(s.judged({ ...s.entry, detail: { ...s.entry.detail, changes: [set] } })).toMatch(
      'it does not change setting',
    );
  });

  it('seals the access log day after day, and sends each day’s report once', async () => {
    const s = await standing(service, isAct('accessLog.seal'));
    expect(s.judged(s.entry)).toBeUndefined();
    expect(s.judged({ ...s.entry, detail: { ...s.entry.detail, date: '2001-01-01' } })).toMatch('another date');
    s.follow(s.entry);
    expect(s.judged(s.entry)).toMatch('another date');
    const first = (await standing(service, isAct('report.mail'))).entry;
    const mailed = await standing(service, (entry) => isAct('report.mail')(entry) && entry.seq > first.seq);
    expect(mailed.judged(mailed.entry)).toBeUndefined();
    const again = withRow(mailed.entry, 'setting', { value: first.subject.replace('day:', '') });
    expect(mailed.judged({ ...again, subject: first.subject })).toMatch('that of no later day has left');
  });

  it('names the policy of an export as its start did', async () => {
    const s = await standing(service, isAct('journal.export'));
    expect(s.judged(s.entry)).toBeUndefined();
    const policySha256 = 'a'.repeat(64);
    expect(s.judged({ ...s.entry, detail: { ...s.entry.detail, policySha256 } })).toMatch('the policy in force');
    const { to: _, ...detail } = s.entry.detail;
    expect(s.judged({ ...s.entry, detail })).toMatch('a range has a begin and an end');
  });

  it('notes a clock that stepped back, and no other', async () => {
    const s = await standing(service, isAct('clock.step'));
    expect(s.judged(s.entry)).toBeUndefined();
    expect(s.judged({ ...s.entry, detail: { ...s.entry.detail, clock: s.entry.at } })).toMatch('another clock');
  });
});

describe('an act beside the stopped service', () => {
  it('is done by a security officer and an administrator, after they began it', async () => {
    const s = await standing(ceremonies, isAct('ca.ceremony'));
    expect(s.judged(s.entry)).toBeUndefined();
    const confirmedBy = s.entry.actor;
    expect(s.judged({ ...s.entry, detail: { ...s.entry.detail, confirmedBy } })).toMatch('another confirmedBy');
    const swapped = { ...s.entry, actor: String(s.entry.detail['confirmedBy']), role: 'administrator' };
    expect(s.judged(swapped)).toMatch('may not do this');
    expect(s.judged({ ...s.entry, detail: { ...s.entry.detail, rootSha256: 'a'.repeat(64) } })).toMatch('rootSha256');
    const begun = await standing(ceremonies, isAct('ca.begin'));
    expect(begun.judged(withRow(begun.entry, 'setting', { value: '' }))).toMatch('setting.value');
    expect(begun.judged(later(s.entry, 0))).toBeDefined();
  });
});
