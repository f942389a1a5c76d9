import { z } from 'zod';
import { may, mightEver } from '../../book/rights/authorise.ts';
import { arePlanned, MOST_TECHNICIANS } from '../../book/rules/calendar/roster.ts';
import { beginOfDate, type Day, dayOf, dayOfDate } from '../../book/rules/calendar/working-days.ts';
import { PlanRoster } from '../../flow/roster/roster.ts';
import { MOST_TRIED, type Tried, triedFrom } from '../../reports/forecast.ts';
import { parseForm, single } from '../frame/forms/forms.ts';
import type { Handler } from '../frame/page-router.tsx';
import { goneOf, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { ForecastPage, PLANNED } from './forecast.tsx';

/** A whole number of the address within bounds, 0 for anything else. */
function numberOf({ query }: Member, name: string, least: number, most: number): number {
  const value = Number(single(query, name) || 0);
  return Number.isInteger(value) ? Math.min(most, Math.max(least, value)) : 0;
}
/** What the address tries; null where it tries nothing. */
function triedOf(member: Member): Tried | null {
  const technicians = numberOf(member, 'techniciens', -MOST_TRIED.technicians, MOST_TRIED.technicians);
  const surge = single(member.query, 'crise') === 'oui';
  const blanks = numberOf(member, 'vierges', 0, MOST_TRIED.blanks);
  const campaign = numberOf(member, 'campagne', 0, MOST_TRIED.campaign);
  const slots = numberOf(member, 'logements', 0, MOST_TRIED.slots) || null;
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
    const trial = triedOf(member);
    const forecast = await flow.reading.forecast(caller, () => reports.forecast(trial, goneOf(req)), goneOf(req));
    const plans = await flow.reading.roster(caller); // after it, which may wait its turn: no plan that it counts is missing
    const mayPlan = may(member.me.caller, 'roster.plan', {}, member.now);
    const maySurge = mightEver(member.me.caller, 'dualControl.propose', member.now);
    return {
      title: member.t('forecast.title'),
      page: <ForecastPage forecast={forecast} trial={trial} plans={plans} mayPlan={mayPlan} maySurge={maySurge} />,
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
