import { type Day, isWorkingDay, mondayOf } from '../../src/book/rules/calendar/working-days.ts';
import { type MeasuredDay, officeDays } from '../../src/forecast/measured.ts';
import { normal, seeded } from '../../src/forecast/seeded.ts';

/** A request of a simulated workshop; times are days since 1970 with their part of the day, in the workshop's wall clock. */
export interface Simulated {
  at: number;
  approvedAt: number;
  /** From when it counts as waiting: what is urgent counts as older. */
  rank: number;
  urgent: boolean;
  madeAt: number | null;
  madeOn: Day | null;
}
export interface History {
  requests: Simulated[];
  /** Working days, as a day's report counts them. */
  days: MeasuredDay[];
  /** Technicians who are to come, by working day; said on the week's Monday. */
  planned: Map<Day, number>;
  /** Working days on which nobody works; they are known from the beginning. */
  closed: ReadonlySet<Day>;
  /** Blank tokens as it begins, and those that come; none where they never run out. */
  stock: Stock | null;
}
interface Stock {
  begin: number;
  deliveries: readonly { day: Day; count: number }[];
}
interface Options {
  requests?: number;
  /** Requests on a usual day. */
  aDay?: number;
  /** Working days before the surge, and how long it lasts; it brings so many times as many requests. */
  surge?: { after: number; days: number; factor: number };
  /** Technicians of a usual week. */
  usually?: number;
  /** The workshop closes for the last five working days of so many, again and again. */
  closesEvery?: number;
  /** A delivery each so many days; one among so many does not come, and is not expected. */
  stock?: { begin: number; every: number; count: number; failing: number };
}

const [OPENS, BEGINS, ENDS, CLOSES] = [8.5, 9, 17, 17.5];
const QUARTERS = 4;
/** Days by which what is urgent goes before the rest. */
export const PASSING = 5;
/** More requests on Mondays. */
const ASKED = [1.25, 1.1, 1, 0.95, 0.7];
const FIRST = mondayOf(20_100);
const weekdayOf = (day: Day): number => (day - mondayOf(day)) % 7;

function poisson(chance: () => number, mean: number): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(chance)));
  const least = Math.exp(-mean);
  let [count, product] = [0, chance()];
  for (; product > least; product *= chance()) count += 1;
  return count;
}
/** The moment, or the next one at which the office is open. */
function inOffice(at: number): number {
  const [day, hour] = [Math.floor(at), (at % 1) * 24];
  if (isWorkingDay(day) && hour < CLOSES) return hour < OPENS ? day + OPENS / 24 : at;
  let next = day + 1;
  while (!isWorkingDay(next)) next += 1;
  return next + OPENS / 24;
}
const wallTime = (at: number) => ({ day: Math.floor(at), hour: (at % 1) * 24 });
function officeHoursLater(from: number, hours: number): number {
  let [at, left] = [inOffice(from), hours];
  for (;;) {
    const today = (Math.floor(at) + CLOSES / 24 - at) * 24;
    if (left <= today) return at + left / 24;
    left -= today;
    at = inOffice(Math.floor(at) + 1);
  }
}

const deliveriesOf = ({ every, count, failing }: NonNullable<Options['stock']>): Stock['deliveries'] =>
  Array.from({ length: 80 }, (_, i) => i + 1)
    .filter((nth) => nth % failing !== 0)
    .map((nth) => ({ day: FIRST + nth * every, count }));

/** The last five working days of so many, for some years. */
function closedDays(every: number | undefined): ReadonlySet<Day> {
  const closed = new Set<Day>();
  if (every === undefined) return closed;
  for (let day = FIRST, worked = 0; worked < 2000; day += 1) {
    if (!isWorkingDay(day)) continue;
    worked += 1;
    if (worked % every > every - 6) closed.add(day);
  }
  return closed;
}

/**
 * A workshop that knows nothing of the forecast: approvers who take their time, technicians who are ill, slow weeks, short
 * Fridays, what is urgent and goes first, and a surge that is met by more technicians who work faster, some weeks late.
 */
export function simulateWorkshop(
  seed: number,
  {
    requests: most = 10_000,
    aDay = 24,
    surge = { after: 80, days: 30, factor: 4 },
    usually = 1,
    closesEvery,
    stock: supplied,
  }: Options = {},
): History {
  const chance = seeded(seed);
  const requests: Simulated[] = [];
  const days: MeasuredDay[] = [];
  const planned = new Map<Day, number>();
  let open: Simulated[] = [];
  const closed = closedDays(closesEvery);
  const stock: Stock | null = supplied
    ? {
        begin: supplied.begin,
        deliveries: deliveriesOf(supplied),
      }
    : null;
  let blanks = stock?.begin ?? Number.POSITIVE_INFINITY;
  let [technicians, next, isSurge, slow] = [usually, usually, false, 0];

  const ask = (day: Day, worked: number): void => {
    const inSurge = worked >= surge.after && worked < surge.after + surge.days;
    const usual = isWorkingDay(day) ? aDay * (ASKED[weekdayOf(day)] ?? 0) : 1;
    const count = poisson(chance, usual * (1 + 0.12 * Math.sin(worked / 30)) * (inSurge ? surge.factor : 1));
    for (let left = Math.min(count, most - requests.length); left > 0; left -= 1) {
      const at = day + (8 + 11 * chance()) / 24;
      const urgent = chance() < (inSurge ? 0.08 : 0.04);
      let approvedAt = officeHoursLater(at, Math.exp(Math.log(2.5) + 1.1 * normal(chance)));
      if (chance() < 0.03) approvedAt = officeHoursLater(approvedAt, 9 * (1 + 4 * chance()));
      const request = { at, approvedAt, rank: urgent ? at - PASSING : at, urgent, madeAt: null, madeOn: null };
      requests.push(request);
      open.push(request);
    }
  };
  const plan = (day: Day): void => {
    if (weekdayOf(day) !== 0) return;
    const waiting = open.filter(({ at }) => at < day).length;
    if (waiting > 250 * usually) isSurge = true;
    else if (waiting < 60 * usually) isSurge = false;
    // who comes next week is told this Monday: people have to know
    technicians = next;
    next = isSurge ? Math.min(2 * usually, next + 1) : Math.max(usually, next - 1);
    for (let ahead = day; ahead < day + 14; ahead += 1)
      if (isWorkingDay(ahead)) planned.set(ahead, closed.has(ahead) ? 0 : ahead < day + 7 ? technicians : next);
  };
  const work = (day: Day): void => {
    slow = 0.85 * slow + 0.06 * normal(chance);
    let present = Array.from({ length: technicians }, () => chance()).filter((well) => well > 0.05).length;
    if (present === 0 && chance() < 0.7) present = 1;
    const rate = (isSurge ? 46 : 29) * (0.94 + 0.12 * chance()) * Math.exp(slow) * (weekdayOf(day) === 4 ? 0.88 : 1);
    const perHour = Array.from({ length: 24 }, () => 0);
    open.sort((a, b) => a.rank - b.rank);
    let [capacity, made] = [0, 0];
    for (let quarter = BEGINS * QUARTERS; quarter < ENDS * QUARTERS; quarter += 1) {
      const now = day + quarter / QUARTERS / 24;
      capacity = Math.min(capacity + (present * rate) / (ENDS - BEGINS) / QUARTERS, 3 * Math.max(present, 1));
      for (; capacity >= 1 && blanks >= 1; capacity -= 1) {
        const next = open.find(({ madeOn, approvedAt }) => madeOn === null && approvedAt <= now);
        if (!next) break;
        next.madeOn = day;
        next.madeAt = now;
        made += 1;
        blanks -= 1;
        const hour = Math.floor(quarter / QUARTERS);
        perHour[hour] = (perHour[hour] ?? 0) + 1;
      }
    }
    const approved = requests.filter(({ approvedAt }) => Math.floor(approvedAt) === day);
    const waits = approved
      .map(({ at, approvedAt }) => officeDays(wallTime(at), wallTime(approvedAt)))
      .sort((a, b) => a - b);
    const rank = (share: number): number => waits[Math.max(0, Math.ceil(share * waits.length) - 1)] ?? 0;
    open = open.filter(({ madeOn }) => madeOn === null);
    const waiting = open.filter(({ approvedAt }) => approvedAt < day + CLOSES / 24).length;
    const urgent = { continuity: approved.filter((one) => one.urgent).length, crisis: 0 };
    const approval = waits.length > 0 ? { median: rank(0.5), p90: rank(0.9) } : null;
    days.push({ day, made, technicians: present, waiting, urgent, perHour, approval });
  };

  for (let day = FIRST; requests.length < most || open.length > 0; day += 1) {
    ask(day, days.length);
    if (!isWorkingDay(day)) continue;
    plan(day);
    for (const delivery of stock?.deliveries ?? []) if (delivery.day === day) blanks += delivery.count;
    if (!closed.has(day)) work(day);
  }
  return { requests, days, planned, closed, stock };
}
