import { BENCH_STEPS, type BenchStep, type DailyReport, type Times } from '../shape.ts';
import type { Row } from './row.ts';

const minutes = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 60_000));

const STAGES = [
  ['approval', 'jusqu’à l’approbation', 'to approval'],
  ['production', 'de l’approbation à la production', 'from approval to production'],
  ['handover', 'de la production à la remise', 'from production to hand-over'],
  ['receipt', 'de la remise à la réception', 'from hand-over to receipt'],
] as const;

/** How long the whole way and each stage took of tokens, and of Nomade credentials. */
export const timeRows = ({ leadTime, timeToProduce, stages }: Times, of: 'token' | 'nomade'): Row[] =>
  [
    { fr: 'jusqu’à la remise', en: 'to hand-over', took: leadTime },
    { fr: 'jusqu’à la production', en: 'to production', took: timeToProduce },
    // who fetches a file has received it
    ...STAGES.filter(([stage]) => of === 'token' || stage !== 'receipt').map(([stage, fr, en]) => ({
      fr,
      en,
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

const STEPS = {
  keyed: ['préparation et clé', 'preparation and key'],
  certified: ['certificat', 'certificate'],
  sealed: ['écriture et contrôle', 'writing and checking'],
} as const satisfies Record<BenchStep, readonly [fr: string, en: string]>;
const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 100) / 10);
/** How long each step at the bench took. */
export const stepRows = ({ benchSteps }: Pick<DailyReport, 'benchSteps'>): Row[] =>
  BENCH_STEPS.flatMap((step): Row[] => {
    const [fr, en] = STEPS[step];
    return [
      [`Au banc, durée médiane : ${fr} (s)`, `At the bench, median time: ${en} (s)`, seconds(benchSteps[step].median)],
      [`Au banc, 90e centile : ${fr} (s)`, `At the bench, 90th percentile: ${en} (s)`, seconds(benchSteps[step].p90)],
    ];
  });
