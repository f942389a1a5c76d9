import { create } from '../../../src/book/tables/lifecycle.ts';
import { waitingFor } from '../../../src/flow/notifications/reminders.ts';
import { START } from '../../support/clock.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { entry, person, request, UNREVIEWED } from '../../support/records/rows.ts';
import { createWorld } from '../../support/world/world.ts';

/** More than one statement answers. */
const MANY = 1_001;

describe('approvals that wait', () => {
  it('are told to everybody whose they are, and counted, however many of others come before', async () => {
    const w = await createWorld({ mails: true, judge: noJudge });
    const ask = (number: number, service: string) => {
      const id = `p${number}`;
      return [create('person', person(id, { service })), create('request', request(`r${number}`, id, { service }))];
    };
    const far = Array.from({ length: MANY }, (_, n) => ask(1_000 + n, 'PREF-59'));
    await w.store.transact(async (unit) => {
      for (let at = 0; at < far.length; at += 20)
        await unit.record(entry('request.submit', 'service', far.slice(at, at + 20).flat()));
      await unit.record(entry('request.submit', 'service', ask(9_999, 'PREF-33')));
    });
    w.clock.set(Date.parse('1998-11-24T09:30:00Z'));
    await w.flow.reminders.send();
    const told = async (who: typeof w.vera) =>
      (await w.store.told(who.personId, 0, 200)).filter(({ template }) => template === 'approvals-waiting').length;
    expect([await told(w.vera), await told(w.victor), await told(w.thomas)]).toEqual([1, 1, 0]);

    const now = w.clock.now();
    expect(await waitingFor(w.reads, w.vera.personId, now)).toMatchObject({ count: 1 });
    expect(await waitingFor(w.reads, w.victor.personId, now)).toMatchObject({ count: MANY });
    expect(await waitingFor(w.reads, w.thomas.personId, now)).toBeUndefined();
    await w.close();
  });

  it('are told to whoever became an approver last, however many deputies ended before by their date', async () => {
    const w = await createWorld({ mails: true, judge: noJudge });
    const grant = (id: string, personId: string, validUntil: number | null) => {
      const dates = { grantedAt: START, validFrom: null, validUntil, revokedAt: null };
      return create('grant', { id, personId, role: 'approver', scope: 'PREF-33', ...dates, ...UNREVIEWED });
    };
    const ended = Array.from({ length: MANY }, (_, n) => grant(`a${1_000 + n}`, w.thomas.personId, START + 1));
    await w.store.transact(async (unit) => {
      for (let at = 0; at < ended.length; at += 40)
        await unit.record(entry('role.grant', 'service', ended.slice(at, at + 40)));
      await unit.record(entry('role.grant', 'service', [grant('zz', w.eve.personId, null)]));
      const rows = [create('person', person('p')), create('request', request('r', 'p'))];
      await unit.record(entry('request.submit', 'service', rows));
    });
    w.clock.set(Date.parse('1998-11-24T09:30:00Z'));
    await w.flow.reminders.send();
    const told = await w.store.told(w.eve.personId, 0, 200);
    expect(told.filter(({ template }) => template === 'approvals-waiting')).toHaveLength(1);
    const now = w.clock.now();
    expect(await waitingFor(w.reads, w.eve.personId, now)).toMatchObject({ count: 1 });
    expect(await waitingFor(w.reads, w.thomas.personId, now)).toBeUndefined();
    await w.close();
  });
});
