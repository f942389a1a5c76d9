import { type Day, dayOfDate } from '../book/rules/calendar/working-days.ts';
import { PROMISE_REACHES } from '../book/tables/codes.ts';
import { REQUEST_TO_MAKE } from '../book/tables/states.ts';
import {
  type DayOver,
  follow,
  type Judged,
  LEVEL_NAMES,
  type Level,
  noneJudged,
  type Standing,
} from '../forecast/levels.ts';
import { dateAt, dayOf } from './day.ts';
import type { followRequests, Moved, PromisedDate } from './open-requests.ts';

/** Judges on one day what is made on it, and once it is over what was not. */
function judgeDay(requests: ReturnType<typeof followRequests>, day: Day) {
  const { judged, aimed } = noneJudged();
  let made = 0;
  const judge = (promised: PromisedDate, isMade: boolean): PromisedDate => {
    const due = promised.left.filter((level) => isMade || promised[level] <= day);
    for (const level of due) {
      const cell = judged[promised.reach][level];
      cell.of += 1;
      aimed[promised.reach][level] += promised.aim[level];
      if (isMade && day <= promised[level]) cell.kept += 1;
    }
    return { ...promised, left: promised.left.filter((level) => !due.includes(level)) };
  };
  return {
    step: (id: string, { to, known: { kind, promised } }: Pick<Moved, 'to' | 'known'>): void => {
      if (to === 'produced' && kind !== 'nomade') made += 1;
      if (promised === null) return;
      if (to === 'produced') requests.settle(id, judge(promised, true));
      if (to === 'needs_information') requests.settle(id, null);
    },
    over: (): DayOver => {
      for (const [id, { state, promised }] of requests.open)
        if (promised !== null && REQUEST_TO_MAKE.includes(state)) requests.settle(id, judge(promised, false));
      // they stand in the order in which they were asked for
      const open = [...requests.open.values()].filter(
        ({ state, kind }) => REQUEST_TO_MAKE.includes(state) && kind !== 'nomade',
      );
      return { day, judged, aimed, made, open: open.map(({ promised }) => promised) };
    },
    judged,
  };
}

/**
 * Follows what became of the first dates that requests were given, day by day: kept by what is made on that day or before,
 * missed once the day is over. What is sent back, rejected or withdrawn before is not judged: nobody kept it from being made.
 * `since`: from when the journal is read, milliseconds; `before`: how dates were corrected then.
 */
export function followDates(
  requests: ReturnType<typeof followRequests>,
  { before, since, timeZone }: { before: Standing; since: number | undefined; timeZone: string },
) {
  const begin = (at: number) => {
    const { date, end } = dayOf(dateAt(at, timeZone), timeZone);
    return { end, ...judgeDay(requests, dayOfDate(date)) };
  };
  let standing = before;
  let today = since === undefined ? undefined : begin(since);
  const close = (one: ReturnType<typeof begin>): void => {
    standing = follow(standing, one.over());
  };
  const goTo = (at: number): ReturnType<typeof begin> => {
    let day = today ?? begin(at);
    while (at >= day.end) {
      close(day);
      day = begin(day.end);
    }
    today = day;
    return day;
  };
  return {
    /** Days that are over by then are judged: before what happens then is followed. */
    goTo: (at: number): void => void goTo(at),
    /** The share of dates given now that is to be kept. */
    aim: (): Standing['aim'] => standing.aim,
    /** A request took a step. */
    step: (id: string, moved: Pick<Moved, 'to' | 'known'>, at: number): void => goTo(at).step(id, moved),
    /** What was judged on the day that begins then, and how dates are corrected after it; `isOver`: nothing follows on it. */
    until: (begin: number, isOver: boolean): { judged: Judged; standing: Standing } => {
      const day = goTo(begin);
      if (isOver) close(day);
      return { judged: day.judged, standing };
    },
  };
}
/** Dates that were judged on several days. Each is judged once, so that what they come to is a sum, and no mean of shares. */
export function judgedInAll(days: readonly Judged[]): Judged {
  const { judged: all } = noneJudged();
  for (const judged of days)
    for (const reach of PROMISE_REACHES)
      for (const level of LEVEL_NAMES) {
        all[reach][level].kept += judged[reach][level].kept;
        all[reach][level].of += judged[reach][level].of;
      }
  return all;
}
/** How many of the dates that were judged were kept, near and far together. */
export const keptOf = ({ near, far }: Judged, level: Level): { kept: number; of: number } => ({
  kept: near[level].kept + far[level].kept,
  of: near[level].of + far[level].of,
});
