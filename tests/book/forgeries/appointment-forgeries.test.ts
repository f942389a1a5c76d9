import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf } from '../../../src/journal/entry-changes.ts';
import { appointments } from '../../support/judged/journals/appointments.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { changeIn, type Forged, forge, freshId, insert, move, rowIn, timeOf } from './forging.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const SLOT =
  'booked.startsAt is not the begin of a slot of the desk, on a worked day that is offered (appointment.days)';

/** What somebody with the true key could write of appointments, and the verifier refuses. */
describe('an appointment of a journal', () => {
  let f: Forged;
  beforeEach(async () => {
    f = forge(await honest(appointments));
  });
  function refused(entry: Entry, sentence: string): void {
    f.cut(entry);
    expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(entry), sentence: `${entry.action}: ${sentence}` });
  }
  const booked = (): Entry => f.first('appointment.book');
  const shift = (entry: Entry, by: number): void => {
    const row = rowIn(entry, 'appointment');
    for (const column of ['startsAt', 'endsAt']) row[column] = Number(row[column]) + by;
    row['day'] = Number(row['day']) + Math.floor(by / DAY);
  };

  it.each([
    ['between two slots', 5 * MINUTE],
    ['after the desk closes', 9 * 60 * MINUTE],
    ['in the past', -7 * DAY],
    ['beyond the days that are offered', 21 * DAY],
    ['at the weekend', 3 * DAY],
  ])('is of a slot that is offered: %s', (_, by) => {
    const row = rowIn(booked(), 'appointment');
    const weekday = (Number(row['day']) + 3) % 7;
    shift(booked(), by === 3 * DAY ? (5 - weekday) * DAY : by);
    refused(booked(), SLOT);
  });

  it('ends when its slot does', () => {
    rowIn(booked(), 'appointment')['endsAt'] = Number(rowIn(booked(), 'appointment')['startsAt']) + 60 * MINUTE;
    refused(booked(), 'booked.endsAt is not its begin and the length of a slot (appointment.minutes)');
  });

  it('is at the desk of the delivery site', () => {
    rowIn(booked(), 'appointment')['site'] = 'Lyon';
    refused(booked(), 'booked.site is not request.deliverySite');
  });

  it('is at a site where tokens are kept', () => {
    const row = { id: 'LYON-1', label: 'Coffre', site: 'Lyon', threshold: null, addedBy: f.person('M-ADELE') };
    const added = f.before(booked(), {
      action: 'stockLocation.add',
      actor: f.person('M-ADELE'),
      role: 'administrator',
      subject: 'stockLocation:LYON-1',
    });
    added.detail['changes'] = [insert('stockLocation', { ...row, addedAt: timeOf(added) })];
    refused(booked(), 'tokens are kept at that site, or no location is registered');
  });

  it('is not of a day of closure', () => {
    const planned = f.first('roster.plan');
    const called = f.last('appointment.callOff');
    const again = f.last(
      'appointment.book',
      (e) => f.entries.indexOf(e) < f.entries.indexOf(planned) && e.actor === f.person('M-BRUNO'),
    );
    const row = {
      ...rowIn(again, 'appointment'),
      id: freshId(),
      nth: Number(rowIn(again, 'appointment')['nth']) + 1,
      bookedAt: timeOf(called),
    };
    const forged = f.after(called, {
      actor: again.actor,
      role: again.role,
      action: 'appointment.book',
      subject: again.subject,
      wait: 0,
      changes: [insert('appointment', row as typeof row & { id: string })],
    });
    refused(forged, SLOT);
  });

  it('takes no more agents than there are places', () => {
    const [own, others] = [booked(), f.first('appointment.book', (e) => e.actor === f.person('M-CORINNE'))];
    const stands = f.first('appointment.book', (e) => e !== own && e.subject === own.subject);
    const row = rowIn(others, 'appointment');
    const taken = rowIn(stands, 'appointment', 1);
    for (const column of ['startsAt', 'endsAt', 'day']) row[column] = Number(taken[column]);
    refused(others, 'there is a place left at that desk (appointment.places)');
  });

  it('gives back the one of before', () => {
    const moved = f.first('appointment.book', (e) => 'set' in changeIn(e, 'appointment'));
    f.without(moved, (change) => change.table === 'appointment' && 'set' in change);
    f.isWrong(moved);
  });

  it('is not booked for a stranger', () => {
    booked().actor = f.person('M-BRUNO');
    f.isWrong(booked());
  });

  it('is not of a token that was handed over', () => {
    const given = f.first('handover.handOver');
    const row = { ...rowIn(booked(), 'appointment'), id: freshId(), nth: 4, bookedAt: timeOf(given) };
    const forged = f.after(given, {
      actor: booked().actor,
      role: 'agent',
      action: 'appointment.book',
      subject: booked().subject,
      wait: 0,
      changes: [insert('appointment', row as typeof row & { id: string })],
    });
    refused(forged, 'the request is produced');
  });

  it('is kept by the hand-over, and ends with a shipment and a revocation', async () => {
    const journal = await honest(appointments);
    for (const action of ['handover.handOver', 'handover.ship', 'handover.repeat', 'token.reportLoss']) {
      f = forge(journal);
      const entry = f.last(action, (e) => changesOf(e).some(({ table }) => table === 'appointment'));
      f.without(entry, ({ table }) => table === 'appointment');
      f.isWrong(entry);
    }
  });

  it('is not missed before its grace is over, nor called off on a worked day', () => {
    const { id } = changeIn(booked(), 'appointment');
    for (const [action, to, sentence] of [
      ['appointment.miss', 'missed', 'the slot is over, and its grace (appointment.graceMinutes)'],
      ['appointment.callOff', 'called_off', 'that day is not worked any more'],
    ] as const) {
      const forged = f.after(booked(), {
        actor: 'system',
        role: 'system',
        action,
        subject: `appointment:${id}`,
        changes: [move('appointment', id, 'booked', to, { endedAt: timeOf(booked()) + 1000 })],
      });
      const seq = f.entries.indexOf(forged);
      expect(judgeAll(f.signed().slice(0, seq + 1))).toEqual({ seq, sentence: `${action}: ${sentence}` });
      f.drop(forged);
    }
  });

  it('is none while the desk takes none', () => {
    const closed = f.first('dualControl.confirm', (e) => JSON.stringify(e.detail).includes('"id":"appointment.open"'));
    f.drop(closed);
    f.isWrong(booked());
  });
});
