import { midSentence } from '../../words/mid-sentence.ts';
import { type TimeName, timeNamesIn } from '../../words/time-names.ts';
import { BENCH_STEPS, type DailyReport, type Times } from '../shape.ts';
import type { Row } from './row.ts';

const minutes = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 60_000));

const NAMES = { fr: timeNamesIn('fr'), en: timeNamesIn('en') };
/** What other doors call it, within a longer name. */
const named = (name: TimeName): { fr: string; en: string } => ({
  fr: midSentence(NAMES.fr(name)),
  en: midSentence(NAMES.en(name)),
});
const STAGES = ['approval', 'production', 'handover', 'receipt'] as const;

/** How long the whole way and each stage took of tokens, and of Nomade credentials. */
export const timeRows = ({ leadTime, timeToProduce, stages }: Times, of: 'token' | 'nomade'): Row[] =>
  [
    { ...named('report.leadTime'), took: leadTime },
    { ...named('report.timeToProduce'), took: timeToProduce },
    // who fetches a file has received it
    ...STAGES.filter((stage) => of === 'token' || stage !== 'receipt').map((stage) => ({
      ...named(`report.stage.${stage}`),
      took: stages[stage],
    })),
  ].flatMap(({ fr, en, took }): Row[] =>
    of === 'token'
      ? [
          [`Délai médian ${fr} (min)`, `Median time ${en} (min)`, minutes(took.median)],
          [`Délai ${fr}, 90e centile (min)`, `Time ${en}, 90th percentile (min)`, minutes(took.p90)],
        ]
      : [
          [`Nomade, ${fr}, médiane (min)`, `Nomade, ${en}, median (min)`, minutes(took.median)],
          [`Nomade, ${fr}, 90e centile (min)`, `Nomade, ${en}, 90th percentile (min)`, minutes(took.p90)],
        ],
  );

const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 100) / 10);
/** How long each step at the bench took. */
export const stepRows = ({ benchSteps }: Pick<DailyReport, 'benchSteps'>): Row[] =>
  BENCH_STEPS.flatMap((step): Row[] => {
    const { fr, en } = named(`report.bench.${step}`);
    return [
      [`Au banc, durée médiane : ${fr} (s)`, `At the bench, median time: ${en} (s)`, seconds(benchSteps[step].median)],
      [`Au banc, 90e centile : ${fr} (s)`, `At the bench, 90th percentile: ${en} (s)`, seconds(benchSteps[step].p90)],
    ];
  });
