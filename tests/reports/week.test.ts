import { createDailyReports } from '../../src/reports/days.ts';
import type { DailyReport } from '../../src/reports/shape.ts';
import { daysHere } from '../support/world/reading-here.ts';
import { createWorld, type World } from '../support/world/world.ts';
import { countByHand, HOUR, type Line, readLine, ZONE } from './count-by-hand.ts';

/** A Thursday; in the night to the Sunday after it the clocks went forward. */
const BEGIN = Date.UTC(1999, 2, 25, 8);

/** A week of a small workshop: whatever a report counts happens at least once. */
async function week(w: World): Promise<void> {
  const { flow, clock } = w;
  const later = (hours: number) => clock.advance(hours * HOUR);
  const ask = (who: 'alice' | 'bruno' | 'eve', workstation: string) =>
    flow.request.submit(w[who], { kind: 'first-issue', workstation, priority: 0 });
  const { tokenId } = await w.activeToken(w.alice, 'PN-1');
  const bruno = await w.produced(w.bruno, 'PN-3');
  await w.refuses('duplicate', ask('alice', 'PN-1'));
  later(25);
  const waits = await ask('eve', 'PN-2');
  await flow.approval.reject(w.valerie, {
    ...(await w.seen((await ask('bruno', 'PN-2')).id)),
    text: 'Un seul poste.',
  });
  await flow.handover.repeat(w.theo, { requestId: bruno.id, reason: 'dead-on-arrival' });
  w.plugNext('1');
  later(2);
  await flow.production.produce(w.thomas, { requestId: bruno.id, slot: '1' });
  // Friday, 11 h; the night to Sunday is 23 hours long
  later(38.5);
  const nomade = await flow.request.submit(w.alice, {
    kind: 'nomade',
    device: { kind: 'android', name: 'Téléphone' },
    priority: 0,
  });
  await w.approve(nomade.id);
  await flow.software.release(w.thomas, { requestId: nomade.id });
  later(2);
  w.plugNext('1');
  await w.approve(waits.id);
  w.twin.fail('generateKey');
  await flow.production.produce(w.thomas, { requestId: waits.id, slot: '1' }).catch(() => undefined);
  await flow.production.produce(w.thomas, { requestId: waits.id, slot: '1' });
  later(30);
  const renewal = await w.produced(w.alice, 'PN-1', { kind: 'renewal' });
  await w.handOver(renewal.id);
  later(24);
  await flow.revocation.reportLoss(w.alice, { serial: tokenId, reason: 'stolen' }).catch(() => undefined);
}

it('counts what an export tells, whoever counts, on every day of a week', async () => {
  const w = await createWorld({ start: BEGIN });
  const { journal, dayEnds } = w.opened;
  await week(w);
  const lines: Line[] = [];
  for await (const page of journal.linesBetween(0, w.clock.now() + 1)) lines.push(...page.map(readLine));
  const days = [...new Set(lines.map(({ day }) => day))].filter((day) => day >= '1999-03-25');
  expect(days.length).toBeGreaterThanOrEqual(5);
  const reports = createDailyReports({
    ...daysHere({ ...journal, lastDayEnd: dayEnds.last }, dayEnds),
    firstAt: journal.firstAt,
    checkpoint: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
    covering: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
    clock: w.clock,
    timeZone: ZONE,
  });
  await reports.keepDayEnds();
  for (const day of days) {
    const next = new Date(Date.parse(day) + 24 * HOUR).toISOString().slice(0, 10);
    const offset = day < '1999-03-28' ? '+01:00' : '+02:00';
    const end = Math.min(w.clock.now(), Date.parse(`${next}T00:00:00${offset}`));
    expect({ day, ...(await reports.daily(day)) }).toMatchObject({ day, ...countByHand(lines, day, end) });
  }
  const whole = await Promise.all(days.map((day) => reports.daily(day)));
  const sum = (of: (report: DailyReport) => number) => whole.reduce((all, report) => all + of(report), 0);
  for (const of of [
    (r: DailyReport) => r.made.repeat,
    (r: DailyReport) => r.made.nomade,
    (r: DailyReport) => r.made.renewal,
    (r: DailyReport) => r.revoked,
    (r: DailyReport) => r.refused,
    (r: DailyReport) => r.closed,
    (r: DailyReport) => r.refusedActs,
    (r: DailyReport) => r.produced - r.firstPass,
  ])
    expect(sum(of)).toBeGreaterThan(0);
  await w.check();
  await w.close();
}, 60_000);
