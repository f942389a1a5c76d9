import { type Day, isWorkingDay, mondayOf } from '../../src/book/rules/calendar/working-days.ts';
import {
  type DayOver,
  follow,
  LEVEL_NAMES,
  LEVELS,
  type Level,
  NEVER_JUDGED,
  noneJudged,
  type Standing,
} from '../../src/forecast/levels.ts';
import type { MeasuredDay } from '../../src/forecast/measured.ts';
import { approvalWaits, type ReadyDays, readyDays } from '../../src/forecast/promise.ts';
import { drawScenarios } from '../../src/forecast/scenarios.ts';
import { seeded } from '../../src/forecast/seeded.ts';
import { type History, PASSING, type Simulated } from './simulated-workshop.ts';

/** A stock that is never used up. */
const PLENTY = { now: 100_000, coming: [], enoughFrom: 0 };

/** What a stock keeper knows on a day: what there is, and the deliveries that are agreed on. */
const blanksOf = ({ begin, deliveries }: NonNullable<History['stock']>, today: Day, made: number) => ({
  now: deliveries.reduce((sum, { day, count }) => sum + (day <= today ? count : 0), begin) - made,
  coming: deliveries.filter(({ day }) => day > today),
  enoughFrom: Number.POSITIVE_INFINITY,
});

/** A date that was given, and how it came out. */
export interface Given extends ReadyDays {
  request: Simulated;
  /** Requests before it, and what was made on a day lately: what queue ÷ average is told from. */
  ahead: number;
  pace: number;
  aim: Standing['aim'];
}

/** What became of dates once a day is over: each is judged on the day it is made, or once its day passed. */
function judge(open: Map<Given, Set<Level>>, { day, made }: MeasuredDay): DayOver {
  const { judged, aimed } = noneJudged();
  for (const [given, left] of open) {
    const { madeOn } = given.request;
    for (const level of left) {
      const isMade = madeOn !== null && madeOn <= day;
      if (!isMade && day < given[level]) continue;
      judged[given.reach][level].of += 1;
      aimed[given.reach][level] += given.aim[level];
      if (isMade && madeOn <= given[level]) judged[given.reach][level].kept += 1;
      left.delete(level);
    }
    if (left.size === 0 && madeOn !== null && madeOn <= day) open.delete(given);
  }
  const waiting = [...open].filter(([{ request }]) => request.madeOn === null || request.madeOn > day);
  return { day, judged, aimed, made, open: waiting.map(([given, left]) => ({ ...given, left: [...left] })) };
}

/** Goes through a history as the service does: each request is given its dates when it is asked for, each day judges those that were given. */
export function giveDates({ requests, days, planned: roster, closed, stock }: History, seed: number): Given[] {
  const chance = seeded(seed);
  const given: Given[] = [];
  const open = new Map<Given, Set<Level>>();
  let standing = NEVER_JUDGED;
  let over = 0;
  let waiting: Simulated[] = [];
  let made = 0;
  let drawn: { key: string; scenarios: ReturnType<typeof drawScenarios>; approvals: Float64Array } | undefined;

  const draw = (today: Day, hour: number) => {
    const key = `${today} ${hour}`;
    if (drawn?.key === key) return drawn;
    const planned = (day: Day) => {
      if (closed.has(day)) return 0;
      return mondayOf(day) <= mondayOf(today) + 7 ? roster.get(day) : undefined;
    };
    const workshop = {
      today,
      hour,
      planned,
      measured: days.slice(Math.max(0, over - 25), over),
      usual: 27.5,
      more: 0,
      asked: [],
      blanks: stock ? blanksOf(stock, today, made) : PLENTY,
      bench: { slots: 0, msPerToken: null, hours: 8 },
      passing: { continuity: PASSING, crisis: PASSING },
      longer: () => 1,
    };
    const scenarios = drawScenarios(workshop, waiting.length + 100);
    drawn = { key, scenarios, approvals: approvalWaits(workshop.measured, { hour, ...scenarios }, chance) };
    return drawn;
  };

  for (const request of requests) {
    const today = Math.floor(request.at);
    for (let day = days[over]; day !== undefined && day.day < today; day = days[over]) {
      standing = follow(standing, judge(open, day));
      over += 1;
      drawn = undefined;
    }
    const before = waiting.length;
    waiting = waiting.filter(({ madeAt }) => madeAt === null || madeAt > request.at);
    made += before - waiting.length;
    const { scenarios, approvals } = draw(today, 3 * Math.floor((request.at % 1) * 8) + 1);
    const ahead = waiting.filter(({ rank }) => rank < request.rank).length;
    waiting.push(request);
    const [dates] = readyDays([{ ahead, approved: false }], scenarios, standing, approvals);
    if (!dates) throw new Error('a date for each request');
    const lately = days.slice(Math.max(0, over - 10), over);
    const pace = lately.reduce((sum, { made }) => sum + made, 0) / Math.max(1, lately.length);
    const one = { ...dates, request, ahead, pace, aim: standing.aim };
    given.push(one);
    open.set(one, new Set(LEVEL_NAMES));
  }
  return given;
}

const workingDays = (from: Day, to: Day): number => {
  let count = 0;
  for (let day = from + 1; day <= to; day += 1) if (isWorkingDay(day)) count += 1;
  return to < from ? -workingDays(to, from) : count;
};
const pinball = (share: number, wait: number, told: number): number =>
  wait >= told ? share * (wait - told) : (1 - share) * (told - wait);

/** How many dates were kept, and how far they were off in working days (pinball loss), beside queue ÷ average. */
export function judgeAll(given: readonly Given[]) {
  const level = (name: Level) => {
    const all = given.map((one) => {
      const today = Math.floor(one.request.at);
      const wait = workingDays(today, one.request.madeOn ?? today);
      const plain = Math.ceil(one.ahead / Math.max(1, one.pace));
      return {
        kept: (one.request.madeOn ?? 0) <= one[name],
        ours: pinball(LEVELS[name], wait, workingDays(today, one[name])),
        plain: pinball(LEVELS[name], wait, plain),
      };
    });
    const mean = (of: (one: (typeof all)[number]) => number): number =>
      all.reduce((sum, one) => sum + of(one), 0) / all.length;
    return {
      kept: mean(({ kept }) => Number(kept)),
      ours: mean(({ ours }) => ours),
      plain: mean(({ plain }) => plain),
    };
  };
  return { mid: level('mid'), by: level('by') };
}
