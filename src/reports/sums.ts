import { z } from 'zod';
import { campaignsDone } from './counted/count-machines.ts';
import { atSites, modelled, shared, tallied } from './counted/tally.ts';
import { ranked } from './counted/times.ts';
import { judgedInAll } from './kept-dates.ts';
import { type BenchStep, DailyReport, type KeptDay, type TookOfKind } from './shape.ts';
import { datesOf, type Period, weekdayOf } from './weeks-and-months.ts';

const SUMMED = [
  ...[
    'received',
    'approved',
    'refused',
    'withdrawn',
    'closed',
    'produced',
    'firstPass',
    'handedOver',
    'activated',
    'revoked',
    'setAside',
  ],
  ...['scrapped', 'acceptedByHolder', 'acceptedByCode', 'acceptedByTwo', 'refusedActs'],
] as const satisfies readonly (keyof DailyReport)[];

const Point = DailyReport.pick({
  date: true,
  received: true,
  produced: true,
  handedOver: true,
  backlog: true,
  technicians: true,
  against: true,
  workstations: true,
});
/** A day among those of a sum. */
export type Point = z.infer<typeof Point>;

/** Whether something was done to workstations. */
export const hasMachines = ({ workstations }: Pick<Point, 'workstations'>): boolean =>
  Object.values(workstations).some((count) => count > 0);
/** The days on which something was done to workstations. */
export const machineDays = (days: readonly Point[]): readonly Point[] => days.filter(hasMachines);

/** The days of a week, a month or another time, added up. It holds no technician. */
export const DaysSum = z.object({
  first: z.string(),
  last: z.string(),
  timeZone: z.string(),
  /** False while its last day still runs or is to come. */
  complete: z.boolean(),
  /** The days that were added, the one that still runs among them. */
  days: z.array(Point),
  /** Days of the journal that are to be counted anew: their reports were not there or could not be read. */
  missing: z.array(z.string()),
  ...DailyReport.pick({
    received: true,
    approved: true,
    refused: true,
    withdrawn: true,
    closed: true,
    produced: true,
    firstPass: true,
    handedOver: true,
    activated: true,
    revoked: true,
    setAside: true,
    scrapped: true,
    acceptedByHolder: true,
    acceptedByCode: true,
    acceptedByTwo: true,
    refusedActs: true,
    made: true,
    revokedFor: true,
    services: true,
    sites: true,
    profiles: true,
    models: true,
    workstations: true,
    workstationSites: true,
    campaigns: true,
    benches: true,
    leadTime: true,
    timeToProduce: true,
    stages: true,
    nomadeTimes: true,
    benchSteps: true,
  }).shape,
  /**
   * Dates that were announced, moved and judged in all. Those that are due are not added up: a request whose date moves is due on
   * several days.
   */
  promises: DailyReport.shape.promises.omit({ due: true }),
  /** One technician on one day is one. */
  technicianDays: z.int(),
  /** What as many technicians make on as many usual days, and in surge mode. */
  usual: z.object({ low: z.int(), high: z.int(), surge: z.int() }),
  /** Produced by weekday, Monday first, and hour of the wall clock. */
  perWeekday: z.array(z.array(z.int())),
  /** How it stood at the end of the last day that was added; null without one. */
  end: z.object({ backlog: z.int(), stock: DailyReport.shape.stock }).nullable(),
});
export type DaysSum = z.infer<typeof DaysSum>;

/** What is known of days whose sum is made. */
export interface KnownDays {
  timeZone: string;
  /** The first day of the journal; null without an entry. */
  begins: string | null;
  today: string;
  /** The reports that are there. */
  of(date: string): KeptDay | undefined;
}

const pointOf = ({
  date,
  received,
  produced,
  handedOver,
  backlog,
  technicians,
  against,
  workstations,
}: KeptDay): Point => ({
  date,
  received,
  produced,
  handedOver,
  backlog,
  technicians,
  against,
  workstations,
});

/** Adds up the days of a period: those that were not yet, or were before the journal, are left out. */
export function sumDays({ first, last }: Period, { timeZone, begins, today, of }: KnownDays): DaysSum {
  const dates = begins === null ? [] : datesOf({ first: max(first, begins), last: min(last, today) });
  const days = dates.flatMap((date) => of(date) ?? []);
  const sum = (part: (day: KeptDay) => number): number => days.reduce((all, day) => all + part(day), 0);
  const counts = (part: (day: KeptDay) => DailyReport['profiles']): DailyReport['profiles'] => {
    const tally = tallied();
    for (const day of days) for (const { name, count } of part(day)) tally.add(name, count);
    return tally.all();
  };
  const shares = (part: (day: KeptDay) => DailyReport['services']): DailyReport['services'] => {
    const all = shared();
    for (const day of days) for (const one of part(day)) all.add(one.name, one);
    return all.all();
  };
  const models = (): DailyReport['models'] => {
    const all = modelled();
    for (const day of days) for (const one of day.models) all.add(one.name, one);
    return all.all();
  };
  const workstationSites = (): DailyReport['workstationSites'] => {
    const all = atSites();
    for (const day of days) for (const one of day.workstationSites) all.add(one.name, one);
    return all.all();
  };
  const campaigns = (): DailyReport['campaigns'] => {
    const all = campaignsDone();
    for (const day of days) for (const { id, done, ...of } of day.campaigns) all.add(id, of, done);
    return all.all();
  };
  const workstations = (of: keyof DailyReport['workstations']): number => sum((day) => day.workstations[of]);
  const steps = (of: BenchStep): number[] => days.flatMap((day) => day.took[of]);
  const ofKind = (kind: 'token' | 'nomade'): TookOfKind => {
    const took = (of: keyof TookOfKind): number[] => days.flatMap((day) => day.took[kind][of]);
    return {
      lead: took('lead'),
      toProduce: took('toProduce'),
      approval: took('approval'),
      production: took('production'),
      handover: took('handover'),
      receipt: took('receipt'),
    };
  };
  const made = (of: keyof DailyReport['made']): number => sum((day) => day.made[of]);
  const usual = (of: keyof DailyReport['against']): number => sum((day) => day.against[of] * day.technicians);
  const end = days.at(-1);
  return {
    first,
    last,
    timeZone,
    complete: last < today,
    days: days.map(pointOf),
    missing: dates.filter((date) => !of(date)),
    ...(Object.fromEntries(SUMMED.map((name) => [name, sum((day) => day[name])])) as Record<
      (typeof SUMMED)[number],
      number
    >),
    made: {
      firstIssue: made('firstIssue'),
      renewal: made('renewal'),
      replacement: made('replacement'),
      temporary: made('temporary'),
      nomade: made('nomade'),
      repeat: made('repeat'),
    },
    revokedFor: counts((day) => day.revokedFor),
    services: shares((day) => day.services),
    sites: shares((day) => day.sites),
    profiles: counts((day) => day.profiles),
    models: models(),
    workstations: {
      takenOver: workstations('takenOver'),
      commissioned: workstations('commissioned'),
      migrated: workstations('migrated'),
      exchanged: workstations('exchanged'),
      retired: workstations('retired'),
    },
    workstationSites: workstationSites(),
    campaigns: campaigns(),
    benches: counts((day) => day.benches),
    ...ranked({
      token: ofKind('token'),
      nomade: ofKind('nomade'),
      keyed: steps('keyed'),
      certified: steps('certified'),
      sealed: steps('sealed'),
    }),
    promises: {
      given: sum(({ promises }) => promises.given),
      moved: sum(({ promises }) => promises.moved),
      judged: judgedInAll(days.map(({ promises }) => promises.judged)),
    },
    technicianDays: sum((day) => day.technicians),
    usual: { low: usual('low'), high: usual('high'), surge: usual('surge') },
    perWeekday: Array.from({ length: 7 }, (_, weekday) => {
      const own = days.filter(({ date }) => weekdayOf(date) === weekday);
      return Array.from({ length: 24 }, (_, hour) => own.reduce((all, day) => all + (day.perHour[hour] ?? 0), 0));
    }),
    end: end ? { backlog: end.backlog, stock: end.stock } : null,
  };
}

const min = (a: string, b: string): string => (a < b ? a : b);
const max = (a: string, b: string): string => (a > b ? a : b);
