import { z } from 'zod';
import { may, mightEver } from '../../book/rights/authorise.ts';
import { arePlanned, MOST_TECHNICIANS } from '../../book/rules/calendar/roster.ts';
import { beginOfDate, type Day, dayOf, dayOfDate } from '../../book/rules/calendar/working-days.ts';
import { PlanRoster } from '../../flow/roster/roster.ts';
import { fewestTried, MOST_TRIED, type Tried, triedFrom } from '../../reports/forecast.ts';
import { parseForm, single } from '../frame/forms/forms.ts';
import type { Handler } from '../frame/page-router.tsx';
import { goneOf, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { type Bounds, ForecastPage, PLANNED, TRIED_NUMBERS, type TriedField, type TriedNumber } from './forecast.tsx';

/** What may be tried of each number, whatever the workshop has. */
const BOUNDS: Readonly<Record<TriedNumber, Bounds>> = {
  presents: { least: 0, limit: MOST_TECHNICIANS },
  techniciens: { least: -MOST_TRIED.technicians, limit: MOST_TRIED.technicians },
  vierges: { least: 0, limit: MOST_TRIED.blanks },
  logements: { least: 1, limit: MOST_TRIED.slots },
  campagne: { least: 0, limit: MOST_TRIED.campaign },
};
/** What is wrong with a number of the address; one that is left out is not. */
function problemOf({ query }: Member, name: TriedNumber, { least, limit }: Bounds): TriedField['problem'] {
  const text = single(query, name);
  if (text === '') return null;
  const value = Number(text);
  if (!Number.isInteger(value)) return 'number';
  return least <= value && value <= limit ? null : 'between';
}
/** The fields of the form that tries, as they may be filled in where no fewer technicians can be tried. */
function fieldsOf(member: Member, fewest: number): Record<TriedNumber, TriedField> {
  const bounds = { ...BOUNDS, techniciens: { ...BOUNDS.techniciens, least: fewest } };
  const field = (name: TriedNumber) => ({ ...bounds[name], problem: problemOf(member, name, bounds[name]) });
  return Object.fromEntries(TRIED_NUMBERS.map((name) => [name, field(name)])) as Record<TriedNumber, TriedField>;
}
/** A whole number of the address within bounds, 0 for anything else: the form says what is wrong with it. */
function numberOf(member: Member, name: TriedNumber): number {
  return problemOf(member, name, BOUNDS[name]) === null ? Number(single(member.query, name)) : 0;
}
/** What the address tries; null where it tries nothing. */
function triedOf(member: Member): Tried | null {
  const technicians = numberOf(member, 'techniciens');
  const surge = single(member.query, 'crise') === 'oui';
  const [blanks, campaign] = [numberOf(member, 'vierges'), numberOf(member, 'campagne')];
  const slots = numberOf(member, 'logements') || null;
  const day = single(member.query, 'livraison');
  const on = beginOfDate(day) === undefined ? undefined : day;
  const today = dayOf(member.now);
  return triedFrom({ technicians, surge, blanks, on, slots, campaign, plan: planOf(member, today) }, today);
}
/** The plan that the address tries; null where it names no day to come, or no technicians. */
function planOf({ query }: Member, today: Day): Tried['plan'] {
  const [from, to, technicians] = PLANNED.map((name) => single(query, name));
  const plan = PlannedTry.safeParse({ from, to: to || from, technicians });
  if (!plan.success) return null;
  const days = { firstDay: dayOfDate(plan.data.from), lastDay: dayOfDate(plan.data.to) };
  return arePlanned(days, today) ? { ...days, technicians: plan.data.technicians } : null;
}
const PlannedTry = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  technicians: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .pipe(z.int().max(MOST_TECHNICIANS)),
});

/** « Prévisions »: what is to come, what may be tried, and the roster it stands on. */
export function forecastRoutes({ door: { flow, reports }, on }: RouteParts): void {
  const show: Handler<Member> = async (member, req) => {
    const { caller } = member.me;
    const asked = triedOf(member);
    const found = await flow.reading.forecast(caller, () => reports.forecast(asked, goneOf(req)), goneOf(req));
    const plans = await flow.reading.roster(caller); // after it, which may wait its turn: no plan that it counts is missing
    const fields = fieldsOf(member, fewestTried(found, asked));
    // fewer technicians than none are no trial: nothing of it is shown until that is corrected
    const isTried = fields.techniciens.problem !== 'between';
    const [forecast, trial] = isTried ? [found, asked] : [{ ...found, tried: null }, null];
    // its days are well named though: what else is wrong says nothing of them
    const planIsWrong = !asked?.plan && PLANNED.some((name) => single(member.query, name) !== '');
    const mayPlan = may(member.me.caller, 'roster.plan', {}, member.now);
    const maySurge = mightEver(member.me.caller, 'dualControl.propose', member.now);
    return {
      title: member.t('forecast.title'),
      page: <ForecastPage {...{ forecast, trial, planIsWrong, fields, plans, mayPlan, maySurge }} />,
    };
  };
  on.get('/pilotage/previsions', show);
  on.post(
    '/pilotage/previsions',
    async (member) => {
      await flow.roster.plan(member.me.caller, parseForm(PlanRoster, member.values, { numbers: ['technicians'] }));
      return { to: '/pilotage/previsions', notice: { kind: 'success', text: 'roster.planned' } };
    },
    { show, act: 'roster.plan' },
  );
}
