import type { Door } from '../../app/door.ts';
import type { Member } from '../frame/visit.ts';
import type { Tour } from './first-day.tsx';
import { tourOf } from './tour.ts';

/** Ticks a page of somebody's first-day tour when they opened it. A tick that cannot be kept is a fault, but no page's end. */
export function createOpened({ firstSteps }: Door['flow'], warn: (error: unknown) => void) {
  return async (member: Member): Promise<void> => {
    if (!tourOf(member).some(({ page }) => page === member.path)) return;
    await firstSteps.open(member.me.caller, member.path).catch(warn);
  };
}

/** What is left of somebody's first day; undefined once they opened all of it, or dismissed it. */
export async function firstDayOf({ flow }: Pick<Door, 'flow'>, member: Member): Promise<Tour | undefined> {
  const steps = tourOf(member);
  const { opened, over } = await flow.firstSteps.of(member.me.caller);
  return over || steps.every(({ page }) => opened.has(page)) ? undefined : { steps, opened };
}
