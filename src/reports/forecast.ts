import { plannedBy, type RosterPlan } from '../book/rules/calendar/roster.ts';
import { type Day, dayOfDate } from '../book/rules/calendar/working-days.ts';
import { mostOf } from '../forecast/bench.ts';
import { forecast, type Outlook } from '../forecast/outlook.ts';
import { approvalWaits, type ReadyDays, readyDays } from '../forecast/promise.ts';
import { drawScenarios, type Workshop } from '../forecast/scenarios.ts';
import { seeded } from '../forecast/seeded.ts';
import { asIf } from '../forecast/what-if.ts';
import type { PromiseRecords } from './compute-promises.ts';
import { readWorkshop, type WorkshopTask } from './workshop.ts';

/** What a supervisor tries. Days since 1970. */
export interface Tried {
  /** More technicians on each working day, or fewer. */
  technicians: number;
  /** Surge mode from now on, for as long as policy lets two persons decide it, in place of the one that was decided. */
  surge: boolean;
  delivery: { day: number; count: number } | null;
  /** As many slots at all benches; null: those that stand. */
  slots: number | null;
  /** Requests that come beside the usual ones. */
  campaign: number;
  /** Who works on days to come, in place of what was planned of them. */
  plan: TriedPlan | null;
}
type TriedPlan = Pick<RosterPlan, 'firstDay' | 'lastDay' | 'technicians'>;
/** How much of each may be tried. */
export const MOST_TRIED = { technicians: 50, blanks: 100_000, campaign: 100_000, slots: 500 } as const;
/** What of the forms' answers is tried, `today` where a delivery names no day; null where nothing is. */
export function triedFrom(
  {
    technicians,
    surge,
    blanks,
    on,
    slots,
    campaign,
    plan,
  }: Omit<Tried, 'delivery'> & { blanks: number; on: string | undefined },
  today: Day,
): Tried | null {
  const delivery = blanks > 0 ? { day: on === undefined ? today : dayOfDate(on), count: blanks } : null;
  const isTried = technicians !== 0 || surge || delivery !== null || slots !== null || campaign > 0;
  return isTried || plan !== null ? { technicians, surge, delivery, slots, campaign, plan } : null;
}
/** The least number of technicians to try beside those who are there: nobody is missing who is at work on no day, as it stands or is tried. */
export function fewestTried({ usual }: Pick<ForecastResult, 'usual'>, tried: Tried | null): number {
  const most = Math.max(0, tried?.plan?.technicians ?? 0, ...usual.days.map(({ reckoned }) => reckoned));
  return Math.max(-MOST_TRIED.technicians, 0 - most);
}
export interface ForecastTask extends WorkshopTask {
  tried: Tried | null;
}
/** The weeks to come, and when requests will be ready. */
export interface ForecastWeeks extends Outlook {
  /** One that is asked for now. */
  next: Pick<ReadyDays, 'from' | 'by'>;
  /** Worked days until then, in half of all cases. */
  wait: number;
  /** The last of those that wait: in half of all cases, and in 85 of 100; null where none waits. */
  clear: Pick<ReadyDays, 'mid' | 'by'> | null;
  /** Tokens that the slots can make on a day, however many hands there are; null: it was not measured. */
  benchMost: number | null;
}
export interface ForecastResult {
  /** Requests for tokens that wait to be made, and blank tokens. */
  waiting: number;
  blanks: number;
  /** Working days within which a token is to be ready. */
  within: number;
  /** Days that were measured: of none, only what is usual is known. */
  measured: number;
  /** Slots that stand. */
  slots: number;
  /** Until which hour tokens are made on a usual day. */
  endHour: number;
  /** Surge mode that lasts or is planned: its days, until which hour they are worked, and what a technician is to make on one. */
  surge: { from: Day; until: Day; endHour: number; target: number } | null;
  /** The last day of surge mode if it were decided now, for as long as policy lets it last: it is what is tried. */
  longestSurge: Day;
  usual: ForecastWeeks;
  tried: ForecastWeeks | null;
}

/** The workshop as somebody tries it. A plan that is tried is read as it is once it is planned: the last one of its days. */
function asTried(
  workshop: Workshop,
  tried: Tried,
  { roster, longer }: Pick<ForecastTask, 'roster'> & Pick<Workshop, 'longer'>,
): Workshop {
  const nth = Math.max(0, ...roster.map((plan) => plan.nth)) + 1;
  const planned = tried.plan ? plannedBy([...roster, { nth, ...tried.plan }]) : workshop.planned;
  return asIf({ ...workshop, planned }, { ...tried, surge: tried.surge ? longer : null });
}

/** How the queue will go on, as things stand and as somebody tries; nothing is written. */
export async function readForecast(task: ForecastTask, records: PromiseRecords): Promise<ForecastResult> {
  const { length: waiting } = await records.waiting();
  const { workshop, standing, longerIn } = await readWorkshop(task, records);
  const { within, tried } = task;
  const { surge, longestSurge, endHour, target } = task.workDay;
  const of = (one: Workshop, campaign: number): ForecastWeeks => {
    const scenarios = drawScenarios(one, waiting + 1);
    const approvals = approvalWaits(one.measured, { hour: one.hour, ...scenarios }, seeded(one.today));
    // the last who waits, and who asks now and stands behind them
    const all = [...(waiting > 0 ? [{ ahead: waiting - 1, approved: true }] : []), { ahead: waiting, approved: false }];
    const days = readyDays(all, scenarios, standing, approvals);
    const next = days.at(-1);
    if (!next) throw new Error('no days for a request');
    const clear = waiting > 0 ? (days[0] ?? null) : null;
    return {
      ...forecast(one, { waiting, within, campaign }),
      next: { from: next.from, by: next.by },
      wait: scenarios.days.indexOf(next.mid),
      benchMost: Number.isFinite(mostOf(one.bench)) ? mostOf(one.bench) : null,
      clear: clear && { mid: clear.mid, by: clear.by },
    };
  };
  const usual = of(workshop, 0);
  return {
    waiting,
    blanks: workshop.blanks.now,
    within,
    measured: workshop.measured.length,
    usual,
    slots: workshop.bench.slots,
    endHour: endHour.usual,
    surge: surge && { ...surge, endHour: endHour.surge, target: target.surge },
    longestSurge: longestSurge.until,
    tried:
      tried && of(asTried(workshop, tried, { roster: task.roster, longer: longerIn(longestSurge) }), tried.campaign),
  };
}
