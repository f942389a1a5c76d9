import type { Door } from '../../app/door.ts';
import type { FirstSteps } from '../../flow/people/first-steps.ts';
import type { Member } from '../frame/visit.ts';
import type { Tour } from './first-day.tsx';
import { tourOf } from './tour.ts';

/** Somebody's first-day tour as they open a page. Whatever goes wrong with it keeps no page from them. */
export interface FirstDay {
  /** How far they got before it; undefined where that cannot be read. */
  before(member: Member): Promise<FirstSteps | undefined>;
  /** Ticks the page where it is one of their tour, and answers how far they are by it. */
  tick(member: Member, before: FirstSteps | undefined): Promise<FirstSteps | undefined>;
}

export function createFirstDay({ firstSteps }: Door['flow'], warn: (error: unknown) => void): FirstDay {
  return {
    before: ({ me }) =>
      firstSteps.of(me.caller).catch((error: unknown) => {
        warn(error);
        return undefined;
      }),
    tick: async (member, before) => {
      if (!before || !isStep(member)) return before;
      return firstSteps.open(member.me.caller, member.path, before).catch((error: unknown) => {
        warn(error);
        return before;
      });
    },
  };
}

/** Whether the page is one of their tour. */
export const isStep = (member: Member): boolean => tourOf(member).some(({ page }) => page === member.path);

/** What is left of somebody's first day; undefined once they opened all of it, or dismissed it. */
export function firstDayOf(member: Member, { opened, over }: FirstSteps): Tour | undefined {
  const steps = tourOf(member);
  return over || steps.every(({ page }) => opened.has(page)) ? undefined : { steps, opened };
}
