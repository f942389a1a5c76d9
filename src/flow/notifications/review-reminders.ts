import { DAY_MS } from '../../durations.ts';
import { dueGrants } from '../people/access-review.ts';
import type { Reads } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice } from './templates.ts';

/** The roles that are to be reviewed before the end of a day (`YYYY-MM-DD`, UTC) and were not: how many. */
export async function countToReview(reads: Reads, day: string, now: number): Promise<number> {
  const end = Date.parse(`${day}T00:00:00Z`) + DAY_MS;
  return (await dueGrants(reads, now)).filter(({ dueAt }) => dueAt !== null && dueAt < end).length;
}

/**
 * What who may review is told of each day on which roles come due: once a month before it, and once when it has passed.
 */
export async function reviewReminders(reads: Reads, now: number): Promise<Notice[]> {
  const near = (await dueGrants(reads, now)).filter(({ standing }) => standing === 'due' || standing === 'overdue');
  if (near.length === 0) return [];
  const days = new Set(
    near.map(({ dueAt, standing }) => `${standing} ${new Date(dueAt ?? 0).toISOString().slice(0, 10)}`),
  );
  const holders = await activeHolders(reads, ['security-officer', 'administrator'], now);
  const whom = [...new Set(holders.map(({ personId }) => personId))];
  return [...days].flatMap((name) => {
    const [standing, day] = name.split(' ');
    const template = standing === 'overdue' ? 'access-review-due' : 'access-review-coming';
    return whom.map((personId): Notice => {
      return { template, personId, about: `accessReview:${day}`, once: `${template}:${day}:${personId}` };
    });
  });
}
