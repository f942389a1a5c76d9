import { isWorkingDay } from '../book/rules/working-days.ts';
import type { Workshop } from './scenarios.ts';

/** What a supervisor tries: nothing of it is written down. */
export interface WhatIf {
  /** More technicians each day, or fewer. */
  technicians: number;
  /** Each makes what is made in a crisis, not on a usual day: so many times as much. */
  faster: number;
  /** Blank tokens that come. */
  delivery: { day: number; count: number } | null;
}

/** Technicians of the last measured days, in the middle. */
const usualNumber = ({ measured }: Pick<Workshop, 'measured'>): number => {
  const lately = measured.slice(-5).map(({ technicians }) => technicians);
  return lately.toSorted((a, b) => a - b)[Math.floor(lately.length / 2)] ?? 1;
};

/** The workshop as it would be. A closed day stays closed. */
export function asIf(workshop: Workshop, { technicians, faster, delivery }: WhatIf): Workshop {
  const { planned, blanks } = workshop;
  const usual = usualNumber(workshop);
  return {
    ...workshop,
    planned: (day) => {
      const before = planned(day) ?? (isWorkingDay(day) ? usual : undefined);
      if (technicians === 0 || day < workshop.today || !before) return planned(day);
      return Math.max(0, before + technicians);
    },
    faster: workshop.faster * faster,
    blanks: { ...blanks, coming: delivery ? [...blanks.coming, delivery] : blanks.coming },
  };
}
