import { z } from 'zod';
import { MOST_TECHNICIANS } from '../../../book/rules/calendar/roster.ts';
import { dateOf, dayOf } from '../../../book/rules/calendar/working-days.ts';
import { ROSTER_REASONS } from '../../../book/tables/codes.ts';
import { AppError } from '../../../errors.ts';
import type { ReadPlan } from '../../../flow/reading/forecast.ts';
import { daysToPlan, PlanRoster } from '../../../flow/roster/roster.ts';
import {
  type ForecastResult,
  type ForecastWeeks,
  fewestTried,
  MOST_TRIED,
  type Tried,
  triedFrom,
} from '../../../reports/forecast.ts';
import { operation } from '../../operation.ts';
import { Time } from '../../shapes/values.ts';

const Day = z.iso.date();
const Weeks = z.object({
  /** Requests for tokens that wait at the end of each working day: in the middle, and eight cases of ten; and who is to work. */
  days: z.array(
    z.object({
      day: Day,
      low: z.number(),
      mid: z.number(),
      high: z.number(),
      technicians: z.int().nullable(),
      /** As planned, else as many as on the last days. */
      reckoned: z.int(),
    }),
  ),
  /** When a request of now would be ready: not before `from` in nine cases of ten, by `by` in 85 of 100. */
  next: z.object({ from: Day, by: Day }),
  /** The day by which all that waits is made, in half of all cases and in 85 of 100; null: nothing waits. */
  clear: z.object({ mid: Day, by: Day }).nullable(),
  /** Working days until a request of now is ready, in half of all cases. */
  wait: z.number(),
  /** Tokens a day that hold `within`, and those that the workshop can make. */
  needed: z.int(),
  pace: z.number(),
  /** Tokens that the slots can make on a day, however many hands there are; null: it was not measured. */
  benchMost: z.number().nullable(),
  /** The day on which the last blank token is used; null: not before a next order arrives. */
  stockEnds: Day.nullable(),
  /** When blank tokens are missing and how many, in the light of what is expected; and on the worst day; null: there are enough. */
  short: z.object({ day: Day, missing: z.int(), most: z.int(), mostDay: Day }).nullable(),
});
const Forecast = z.object({
  waiting: z.int(),
  blanks: z.int(),
  /** Working days within which a token is to be ready. */
  within: z.int(),
  /** Days that were measured; of none, a usual day is all that is known. */
  measured: z.int(),
  /** Until which hour tokens are made on a usual day. */
  endHour: z.int(),
  /** Surge mode that lasts or is planned: its days, until which hour they are worked, and what a technician is to make on one. */
  surge: z.object({ from: Day, until: Day, endHour: z.int(), target: z.int() }).nullable(),
  /** The last day of surge mode if it were decided now, for as long as policy lets it last. */
  longestSurge: Day,
  /** Slots of all benches. */
  slots: z.int(),
  usual: Weeks,
  /** As with what was tried; null where nothing was. */
  tried: Weeks.nullable(),
});
const Try = z.strictObject({
  /** More technicians each working day, or fewer. */
  technicians: z.coerce.number().int().min(-MOST_TRIED.technicians).max(MOST_TRIED.technicians).default(0),
  /** Surge mode, from now until `longestSurge`. */
  surge: z.stringbool().default(false),
  /** Blank tokens that come, and on which day; left out: today. */
  blanks: z.coerce.number().int().min(0).max(MOST_TRIED.blanks).default(0),
  blanksOn: Day.optional(),
  /** As many slots at all benches; left out: those that stand. */
  slots: z.coerce.number().int().min(1).max(MOST_TRIED.slots).optional(),
  /** Requests that come beside the usual ones, over the days that are shown. */
  campaign: z.coerce.number().int().min(0).max(MOST_TRIED.campaign).default(0),
  /** As many technicians on these days, in place of what was planned of them; left out: as was planned. The last day may be left out. */
  planTechnicians: z.coerce.number().int().min(0).max(MOST_TECHNICIANS).optional(),
  planFrom: Day.optional(),
  planTo: Day.optional(),
});
type Try = z.output<typeof Try>;
/** The plan that is tried. Throws `invalid_input` where it names no technicians or no day, and as planning it does. */
function planOfTry({ planTechnicians: technicians, planFrom: from, planTo: to }: Try, now: number): Tried['plan'] {
  if (technicians === undefined && from === undefined && to === undefined) return null;
  if (technicians === undefined || from === undefined)
    throw new AppError('invalid_input', 'a plan that is tried has its first day and its technicians', {
      detail: { field: from === undefined ? 'planFrom' : 'planTechnicians' },
    });
  return { ...daysToPlan({ from, to }, dayOf(now), { from: 'planFrom', to: 'planTo' }), technicians };
}

const Plan = z.object({
  id: z.string(),
  from: Day,
  to: Day,
  technicians: z.int(),
  reason: z.enum(ROSTER_REASONS),
  plannerName: z.string(),
  plannedAt: Time,
});

const weeksOf = ({ days, next, clear, stockEnds, short, ...rest }: ForecastWeeks): z.output<typeof Weeks> => ({
  ...rest,
  days: days.map((one) => ({ ...one, day: dateOf(one.day) })),
  next: { from: dateOf(next.from), by: dateOf(next.by) },
  clear: clear && { mid: dateOf(clear.mid), by: dateOf(clear.by) },
  stockEnds: stockEnds === null ? null : dateOf(stockEnds),
  short: short && { ...short, day: dateOf(short.day), mostDay: dateOf(short.mostDay) },
});
const forecastOf = ({ usual, tried, surge, longestSurge, ...rest }: ForecastResult): z.output<typeof Forecast> => ({
  ...rest,
  surge: surge && { ...surge, from: dateOf(surge.from), until: dateOf(surge.until) },
  longestSurge: dateOf(longestSurge),
  usual: weeksOf(usual),
  tried: tried && weeksOf(tried),
});
const planOf = (row: Omit<ReadPlan, 'plannerName'>) => ({
  id: row.id,
  from: dateOf(row.firstDay),
  to: dateOf(row.lastDay),
  technicians: row.technicians,
  reason: row.reason,
  plannedAt: row.plannedAt,
});

export const forecast = {
  forecast: operation({
    method: 'GET',
    path: '/v1/forecast',
    summary: 'How the queue will go on: as things stand, and as somebody tries; nothing is written',
    acts: ['forecast.read'],
    input: Try,
    output: Forecast,
    run: async ({ door, who, gone }, tries) => {
      const { blanksOn: on, slots = null } = tries;
      const now = door.clock.now();
      const tried = triedFrom({ ...tries, slots, on, plan: planOfTry(tries, now) }, dayOf(now));
      const found = await door.flow.reading.forecast(who.caller, () => door.reports.forecast(tried, gone), gone);
      // who is to work is known once it was read
      const least = fewestTried(found, tried);
      if (tries.technicians < least)
        throw new AppError('invalid_input', `${least} or more: no more technicians can be missing than are there`, {
          detail: { field: 'technicians', rule: 'least', least },
        });
      return forecastOf(found);
    },
  }),
  roster: operation({
    method: 'GET',
    path: '/v1/roster',
    summary:
      'Who is to work on the days to come, as it was planned, the newest plan first: of a day the last plan holds',
    acts: ['forecast.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(Plan) }),
    run: async ({ door, who }) => ({
      items: (await door.flow.reading.roster(who.caller)).map((row) => ({
        ...planOf(row),
        plannerName: row.plannerName,
      })),
    }),
  }),
  planRoster: operation({
    method: 'POST',
    path: '/v1/roster',
    summary: 'Plan how many technicians work on days to come, or a closure',
    acts: ['roster.plan'],
    input: PlanRoster,
    output: Plan.omit({ plannerName: true }),
    run: async ({ door, who }, input) => planOf(await door.flow.roster.plan(who.caller, input)),
  }),
};
