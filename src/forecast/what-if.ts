import { LATELY, ratesOf, type Workshop } from './scenarios.ts';

/** What a supervisor tries: nothing of it is written down. */
export interface WhatIf {
  /** More technicians each day, or fewer. */
  technicians: number;
  /** What each makes in a crisis; null: as usual. */
  crisis: number | null;
  /** Blank tokens that come. */
  delivery: { day: number; count: number } | null;
  /** As many slots at all benches; null: those that stand. */
  slots: number | null;
}

/** What one technician makes now: of the last measured days the middle one. */
function rateNow({ measured, usual, longer }: Pick<Workshop, 'measured' | 'usual' | 'longer'>): number {
  const rates = ratesOf(measured.slice(-LATELY), usual, longer)
    .map(({ rate }) => rate)
    .sort((a, b) => a - b);
  return rates[Math.floor(rates.length / 2)] ?? usual;
}

/** The workshop as it would be. A closed day stays closed, and who works at a crisis's pace already is made no faster. */
export function asIf(workshop: Workshop, { technicians, crisis, delivery, slots }: WhatIf): Workshop {
  const { blanks, bench } = workshop;
  return {
    ...workshop,
    more: workshop.more + technicians,
    faster: crisis === null ? workshop.faster : Math.max(1, crisis / rateNow(workshop)),
    bench: slots === null ? bench : { ...bench, slots },
    blanks: { ...blanks, coming: delivery ? [...blanks.coming, delivery] : blanks.coming },
  };
}
