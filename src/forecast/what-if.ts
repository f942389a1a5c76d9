import type { Workshop } from './scenarios.ts';

/** What a supervisor tries: nothing of it is written down. */
export interface WhatIf {
  /** More technicians each day, or fewer. */
  technicians: number;
  /** How long days are in surge mode that is tried; null: as was decided. */
  surge: Workshop['longer'] | null;
  /** Blank tokens that come. */
  delivery: { day: number; count: number } | null;
  /** As many slots at all benches; null: those that stand. */
  slots: number | null;
}

/** The workshop as it would be. A closed day stays closed, and surge mode makes days longer, as it does once it is decided. */
export function asIf(workshop: Workshop, { technicians, surge, delivery, slots }: WhatIf): Workshop {
  const { blanks, bench } = workshop;
  return {
    ...workshop,
    more: workshop.more + technicians,
    longer: surge ?? workshop.longer,
    bench: slots === null ? bench : { ...bench, slots },
    blanks: { ...blanks, coming: delivery ? [...blanks.coming, delivery] : blanks.coming },
  };
}
