import type { DailyReport, Percentiles, Times, Took, TookOfKind } from '../shape.ts';

/** Median and 90th percentile by nearest rank: each is a time that was really measured. */
export function percentiles(times: readonly number[]): Percentiles {
  // numbers of one kind are sorted ten times faster: a year has a hundred thousand
  const sorted = Float64Array.from(times).sort();
  const rank = (part: number): number | null => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;
  return { median: rank(0.5), p90: rank(0.9) };
}

/** How long the whole way and each stage took. */
const rankedTimes = (took: TookOfKind): Times => ({
  leadTime: percentiles(took.lead),
  timeToProduce: percentiles(took.toProduce),
  stages: {
    approval: percentiles(took.approval),
    production: percentiles(took.production),
    handover: percentiles(took.handover),
    receipt: percentiles(took.receipt),
  },
});
/** The same of tokens, of Nomade credentials apart, and of the steps at the bench. */
export const ranked = (took: Took): Times & Pick<DailyReport, 'nomadeTimes' | 'benchSteps'> => ({
  ...rankedTimes(took.token),
  nomadeTimes: rankedTimes(took.nomade),
  benchSteps: {
    keyed: percentiles(took.keyed),
    certified: percentiles(took.certified),
    sealed: percentiles(took.sealed),
  },
});
