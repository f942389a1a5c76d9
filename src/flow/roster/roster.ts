import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { arePlanned, FARTHEST_PLAN, fitsReason, MOST_TECHNICIANS, yearOf } from '../../book/rules/calendar/roster.ts';
import type { WorkDay } from '../../book/rules/calendar/work-day.ts';
import { type Day, dayOf, dayOfDate } from '../../book/rules/calendar/working-days.ts';
import { MOST_OPEN_DELIVERIES, outstanding } from '../../book/rules/stock/expected-deliveries.ts';
import { ROSTER_REASONS } from '../../book/tables/codes.ts';
import { create } from '../../book/tables/lifecycle.ts';
import type { RosterRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps } from '../act.ts';
import { nextNth } from '../next-nth.ts';
import { type MeasuredSlots, measuredSlots } from '../production/measured-slots.ts';
import { limitAt, workDayIn } from '../two-persons/limits.ts';

/** Days, both included, and how many technicians are to work on each of them. */
export const PlanRoster = z
  .strictObject({
    from: z.iso.date(),
    /** Left out: that day alone. */
    to: z.iso.date().optional(),
    technicians: z.int().min(0).max(MOST_TECHNICIANS),
    reason: z.enum(ROSTER_REASONS),
  })
  .refine(({ technicians, reason }) => fitsReason(technicians, reason), {
    error: 'a closure has no technician, and a day without any is a closure',
    path: ['technicians'],
    params: { problem: 'closure' },
  });

/** Days that are to be planned, or tried; `fields`: what they are called where they were asked for. Throws `invalid_input` for days that are past, not in order, or more than a year ahead. */
export function daysToPlan(
  { from, to = from }: { from: string; to?: string | undefined },
  today: Day,
  fields = { from: 'from', to: 'to' },
) {
  const days = { firstDay: dayOfDate(from), lastDay: dayOfDate(to) };
  if (!arePlanned(days, today))
    throw new AppError('invalid_input', `days from today on are planned, in order, at most ${FARTHEST_PLAN} ahead`, {
      detail: whyUnplanned(days, today, fields),
    });
  return days;
}

/** The day that cannot be planned, and what is wrong with it. */
function whyUnplanned(
  { firstDay, lastDay }: { firstDay: Day; lastDay: Day },
  today: Day,
  { from, to }: { from: string; to: string },
) {
  if (firstDay > lastDay) return { field: to, rule: 'order' };
  if (firstDay < today) return { field: from, rule: 'past' };
  return { field: firstDay > today + FARTHEST_PLAN ? from : to, rule: 'too_far', most: FARTHEST_PLAN };
}

/** What forecasts are reckoned with that people decided. */
export interface Decided {
  /** Plans of days that are not long over. */
  roster: Pick<RosterRow, 'nth' | 'firstDay' | 'lastDay' | 'technicians'>[];
  /** Working days within which a token is to be ready, and in which ordered blank tokens come. */
  within: number;
  leadDays: number;
  /** Days by which what is urgent goes before the rest. */
  passing: { continuity: number; crisis: number };
  /** Blank tokens that are to come, as somebody said. */
  coming: { day: Day; count: number }[];
  /** The slots that stand. */
  bench: MeasuredSlots;
  /** How long days are and what is made on them, in surge mode too. */
  workDay: WorkDay;
}
/** Days back of which it is still known what was planned: more than a forecast looks back at (src/reports/workshop.ts). */
const KNOWN_DAYS = 60;
const MOST_PLANS = 1000;

/** Plans of days that are not over, at most: what is looked through for each day. */
export const MOST_STANDING = 500;

/** Who is to work on the days to come. */
export function createRoster(deps: Deps) {
  const { reads } = deps.store;
  return {
    /** For forecasts, whoever reads them. */
    decided: async (): Promise<Decided> => {
      const now = deps.clock.now();
      const from = dayOf(now) - KNOWN_DAYS;
      const [plans, expected, bench, workDay, within, leadDays, continuity, crisis] = await Promise.all([
        reads.find('roster', {}, { orderBy: 'lastDay', from, descending: true, limit: MOST_PLANS }),
        reads.find('expectedDelivery', { state: 'expected' }, { orderBy: 'day', limit: MOST_OPEN_DELIVERIES }),
        measuredSlots(deps),
        workDayIn(reads, now),
        limitAt(reads, 'service.days', now),
        limitAt(reads, 'stock.leadDays', now),
        limitAt(reads, 'queue.continuityDays', now),
        limitAt(reads, 'queue.crisisDays', now),
      ]);
      const roster = plans.map(({ nth, firstDay, lastDay, technicians }) => ({ nth, firstDay, lastDay, technicians }));
      const coming = expected.map((row) => ({ day: row.day, count: outstanding(row) }));
      return { roster, within, leadDays, passing: { continuity, crisis }, coming, bench, workDay };
    },

    /**
     * Plans days; the last plan of a day holds. Throws `invalid_input` for days that are past, not in order, or more than a year
     * ahead; `limit_reached`; `conflict` where plans were added or taken away behind the service.
     */
    plan: (caller: Caller, { from, to = from, technicians, reason }: z.output<typeof PlanRoster>): Promise<RosterRow> =>
      act(deps, caller, 'roster.plan', 'roster', async (a) => {
        a.allow();
        const days = daysToPlan({ from, to }, dayOf(a.now));
        const standing = await a.unit.count('roster', {}, { orderBy: 'lastDay', from: dayOf(a.now) });
        if (standing >= MOST_STANDING)
          throw new AppError(
            'limit_reached',
            `${MOST_STANDING} plans of days to come stand: wait until some are over`,
            {
              detail: { why: 'roster', most: MOST_STANDING },
            },
          );
        const row: RosterRow = {
          id: deps.chance.id(),
          nth: await nextNth(a.unit, 'roster'),
          ...days,
          year: yearOf(days.firstDay),
          technicians,
          reason,
          plannedBy: caller.personId,
          plannedAt: a.now,
        };
        await a.done([create('roster', row)], { subject: `roster:${row.id}` });
        return row;
      }),
  };
}
