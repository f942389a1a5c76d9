import { toCsv } from '../../src/reports/csv.ts';
import { dateAt } from '../../src/reports/day.ts';
import { createDailyReports } from '../../src/reports/days.ts';
import { dayUntil } from '../../src/reports/targets.ts';
import { daysHere } from '../support/world/reading-here.ts';
import { createWorld, type World } from '../support/world/world.ts';

const HOUR = 3_600_000;
const ZONE = 'Europe/Paris';

describe('surge mode in the report of a day', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const reports = (dayEnds: Omit<World['opened']['dayEnds'], 'lastAt'> = w.opened.dayEnds) =>
    createDailyReports({
      firstAt: () => w.opened.journal.firstAt(),
      ...daysHere({ ...w.opened.journal, lastDayEnd: dayEnds.last }, dayEnds),
      checkpoint: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
      covering: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
      clock: w.clock,
      timeZone: ZONE,
    });
  const today = () => dateAt(w.clock.now(), ZONE);
  const decide = async (what: Parameters<World['flow']['dualControl']['propose']>[1]) => {
    const { id, argsHash } = await w.flow.dualControl.propose(w.odile, what);
    await w.flow.dualControl.confirm(w.olga, { proposalId: id, argsHash });
  };
  const start = (hours: number) =>
    decide({ act: 'surge.start', args: { until: w.clock.now() + hours * HOUR, reason: 'campaign' } });

  it('says from when to when, by how much, and who proposed, confirmed and ended it', async () => {
    expect((await reports().daily(today())).surges).toEqual([]);
    await decide({ act: 'policy.set', args: { id: 'surge.factor', value: 4 } });
    const from = w.clock.now();
    await decide({ act: 'policy.set', args: { id: 'surge.endHour', value: 21 } });
    await start(10);
    const decided = { from, reason: 'campaign', factor: 4, proposedBy: w.odile.personId, confirmedBy: w.olga.personId };
    expect((await reports().daily(today())).surges).toEqual([{ ...decided, until: from + 10 * HOUR, endedBy: null }]);
    w.clock.advance(HOUR);
    await w.flow.surge.end(w.simon);
    const report = await reports().daily(today());
    expect(report.surges).toEqual([{ ...decided, until: from + HOUR, endedBy: w.simon.personId }]);
    expect(report.endHour).toEqual({ usual: 17, surge: 21 });
    expect(dayUntil(report)).toEqual({ hour: 21, insteadOf: 17 });
    expect(dayUntil({ ...report, surges: [], technicians: 1 })).toEqual({ hour: 17, insteadOf: null });
    expect(dayUntil({ ...report, surges: [], technicians: 0 })).toBeUndefined();
    const csv = toCsv(report);
    for (const line of [
      `"Forte activité, début";"Surge mode, from";${new Date(from).toISOString()}`,
      '"Fin de journée, heure";Day ends at hour;17',
      '"Fin de journée de forte activité, heure";Day of surge mode ends at hour;21',
      '"Forte activité, motif";"Surge mode, reason";campaign',
      '"Forte activité, facteur";"Surge mode, factor";4',
      `"Forte activité, confirmé par (code)";"Surge mode, confirmed by (code)";${w.olga.personId}`,
    ])
      expect(csv).toContain(line);
  });

  it('stands in the report of every day that it touches, read from a kept day end or from the beginning', async () => {
    await start(60);
    const from = w.clock.now();
    const days = [today()];
    for (let day = 0; day < 4; day++) {
      w.clock.advance(24 * HOUR);
      await w.flow.surge.expire();
      await reports().keepDayEnds();
      days.push(today());
    }
    const fresh = reports({ last: async () => undefined, keep: async () => {}, reports: async () => [] });
    const touched: boolean[] = [];
    for (const date of days) {
      const { surges } = await reports().daily(date);
      expect(surges).toEqual((await fresh.daily(date)).surges);
      touched.push(surges.length === 1 && surges[0]?.from === from && surges[0].until === from + 60 * HOUR);
    }
    expect(touched).toEqual([true, true, true, false, false]);
  });
});
