import { beginOf, dayOf, isWorkingDay, mondayOf } from '../../../../src/book/rules/calendar/working-days.ts';
import type { RenewalPolicy } from '../../../../src/book/rules/certificates/renewals.ts';
import { DAY_MS, HOUR_MS } from '../../../../src/durations.ts';
import { endsReport } from '../../../../src/flow/reading/token/ends.ts';
import { createWorld, type World } from '../../../support/world/world.ts';

const POLICY: RenewalPolicy = { first: 60, second: 30, last: 7, perDay: 30 };
const day = (date: string): number => dayOf(Date.parse(`${date}T10:00:00Z`));

describe('ends by week', () => {
  it('stand against what the workshop makes, a surge spread over the weeks before it', () => {
    const days = [
      { day: day('2026-11-10'), service: 'PREF-33', ends: 500, asked: 0 },
      { day: day('2026-11-10'), service: 'DNUM', ends: 100, asked: 0 },
      { day: day('2026-12-01'), service: 'DNUM', ends: 5, asked: 5 },
    ];
    const { weeks, services, above } = endsReport(days, { today: day('2026-09-02'), made: 0, policy: POLICY });
    const of = (week: string) => weeks.find((one) => one.week === week);
    expect(weeks).toHaveLength(26);
    expect(of('2026-11-09')).toEqual({ week: '2026-11-09', ends: 600, asked: 0, planned: 0, capacity: 120 });
    expect(of('2026-11-30')).toMatchObject({ ends: 5, asked: 5, planned: 0 });
    expect(weeks[0]).toMatchObject({ week: '2026-08-31', capacity: 90 }); // from today on
    expect(weeks.filter(({ planned }) => planned > 0).map(({ week, planned }) => [week, planned])).toEqual([
      ['2026-09-07', 30],
      ['2026-09-14', 150],
      ['2026-09-21', 150],
      ['2026-09-28', 150],
      ['2026-10-05', 120],
    ]);
    expect(weeks.every(({ planned, capacity }) => planned <= capacity)).toBe(true);
    expect(above).toEqual([]);
    expect(services.map(({ service, ends }) => [service, ends.reduce((a, b) => a + b, 0)])).toEqual([
      ['DNUM', 105],
      ['PREF-33', 500],
    ]);
  });

  it('name the days on which more is planned than the workshop makes', () => {
    const days = [{ day: day('2026-11-10'), service: 'PREF-33', ends: 2000, asked: 0 }];
    const { above } = endsReport(days, { today: day('2026-09-02'), made: 0, policy: POLICY });
    expect(above).toEqual([{ date: '2026-11-03', planned: expect.any(Number) }]);
  });

  describe('of what is in use', () => {
    let w: World;
    beforeEach(async () => {
      w = await createWorld();
    });
    afterEach(async () => {
      await w.check();
      await w.close();
    });
    const all = async () => {
      const { weeks, services } = await w.flow.reading.ends(w.simon);
      const sum = (of: 'ends' | 'asked' | 'planned') => weeks.reduce((n, week) => n + week[of], 0);
      return {
        ends: sum('ends'),
        asked: sum('asked'),
        planned: sum('planned'),
        services: services.map((s) => s.service),
      };
    };

    it('are counted once, those asked for apart, and temporary tokens not at all', async () => {
      expect(await all()).toEqual({ ends: 0, asked: 0, planned: 0, services: [] });
      await w.activeToken(w.alice, 'PN-1');
      const { tokenId } = await w.activeToken(w.bruno, 'PN-2');
      expect(await all()).toEqual({ ends: 2, asked: 0, planned: 2, services: ['PREF-33'] });
      await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
      expect(await all()).toMatchObject({ ends: 2, asked: 1, planned: 1 });
      const asked = { kind: 'replacement', reason: 'forgotten', workstation: 'PN-2', priority: 0 } as const;
      const { id } = await w.flow.request.submit(w.bruno, asked);
      await w.approve(id);
      w.plugNext('1');
      await w.flow.production.produce(w.thomas, { requestId: id, slot: '1' });
      await w.handOver(id);
      await w.flow.handover.confirmReceipt(w.bruno, { requestId: id });
      expect(await all()).toMatchObject({ ends: 2 });
      await w.flow.revocation.reportLoss(w.bruno, { serial: tokenId, reason: 'lost' });
      expect(await all()).toMatchObject({ ends: 1 });
    });

    it('leave for the next working day what the workshop does not make today beside what was asked today', async () => {
      const { tokenId } = await w.activeToken(w.alice, 'PN-1');
      await w.activeToken(w.bruno, 'PN-2');
      const [certificate] = await w.reads.find('certificate', { tokenId });
      await w.dual('policy.set', { id: 'renewal.perDay', value: 1 });
      // a Friday in the weeks in which both are to be asked for
      const near = dayOf((certificate?.notAfter ?? 0) - 40 * DAY_MS);
      const friday = Array.from({ length: 21 }, (_, i) => near + i).find(
        (one) => isWorkingDay(one) && mondayOf(one) === one - 4,
      );
      w.clock.advance(beginOf(friday ?? 0) + 9 * HOUR_MS - w.clock.now());
      const planned = async () => (await w.flow.reading.ends(w.simon)).weeks.slice(0, 2).map((week) => week.planned);
      expect(await planned()).toEqual([1, 1]);
      await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
      expect(await planned()).toEqual([0, 1]);
    });

    it('count a Nomade credential that was downloaded, which the service asks for anew within the same capacity', async () => {
      const phone = { kind: 'nomade', device: { kind: 'android', name: 'Téléphone' }, priority: 0 } as const;
      const { id: requestId } = await w.flow.request.submit(w.alice, phone);
      await w.approve(requestId);
      await w.flow.software.release(w.thomas, { requestId });
      expect(await all()).toMatchObject({ ends: 0 });
      await w.flow.software.download(w.alice, { requestId, terms: 1, form: 'modern' });
      const [certificate] = await w.reads.find('certificate', { requestId });
      w.clock.advance((certificate?.notAfter ?? 0) - 100 * 86_400_000 - w.clock.now());
      expect(await all()).toEqual({ ends: 1, asked: 0, planned: 1, services: ['PREF-33'] });
      await w.flow.request.submit(w.alice, phone);
      expect(await all()).toMatchObject({ ends: 1, asked: 1, planned: 0 });
    });

    it.each(['alice', 'thomas', 'valerie', 'aurore', 'olga'] as const)('are not for %s', async (name) => {
      await expect(w.flow.reading.ends(w[name])).rejects.toMatchObject({ code: 'forbidden' });
    });
  });
});
