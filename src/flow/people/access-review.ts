import { reviewDue } from '../../book/rights/access-review.ts';
import { hasEnded } from '../../book/rights/roles.ts';
import type { AccessReview } from '../../book/rules/decision-args.ts';
import { type Change, update } from '../../book/tables/lifecycle.ts';
import type { GrantRow } from '../../book/tables/rows/people.ts';
import { DAY_MS } from '../../durations.ts';
import { AppError } from '../../errors.ts';
import type { Act } from '../act.ts';
import type { Reads } from '../ports/store.ts';
import { policyOf } from '../two-persons/limits.ts';
import { grantsOf } from './grants-not-ended.ts';
import { checkNotLast } from './last-of-role.ts';

/**
 * The changes of a review: each grant is confirmed or ends. `reviewId`: the proposal. Throws `changed_since` where a grant is
 * not what was read any more, and `last_of_role`.
 */
export async function reviewChanges(
  { unit, now }: Pick<Act, 'unit' | 'now'>,
  { grants }: AccessReview,
  reviewId: string,
): Promise<{ changes: Change[]; detail: { confirmed: number; ended: number } }> {
  const standing = await unit.find('grant', { id: grants.map(({ grantId }) => grantId), revokedAt: null });
  const rows = new Map(standing.filter((g) => !hasEnded(g, now)).map((grant) => [grant.id, grant]));
  const ended = new Set(grants.flatMap(({ grantId, outcome }) => (outcome === 'ended' ? [grantId] : [])));
  const changes = grants.map(({ grantId, personId, role }) => {
    const grant = rows.get(grantId);
    if (grant?.personId !== personId || grant.role !== role)
      throw new AppError('changed_since', 'these are other roles by now: read the list again');
    const end = ended.has(grantId) ? { revokedAt: now } : {};
    return update('grant', grant, { reviewedAt: now, reviewId, ...end }, { revokedAt: null });
  });
  await checkNotLast(unit, ({ id }) => ended.has(id), now);
  return { changes, detail: { confirmed: changes.length - ended.size, ended: ended.size } };
}

/** From when on a review is announced before it is due, and so is offered. */
const ANNOUNCED_MS = 30 * DAY_MS;
/** How a grant stands to its review; `ends`: it ends by its own date before any. */
export const REVIEW_STANDINGS = ['overdue', 'due', 'later', 'ends'] as const;
/** A grant and when it is to be reviewed, epoch milliseconds. */
export type DueGrant = GrantRow & { dueAt: number | null; standing: (typeof REVIEW_STANDINGS)[number] };

/** Every grant that is reviewed, with when it is due and how that stands: the longest due first. */
export async function dueGrants(reads: Reads, now: number): Promise<DueGrant[]> {
  const days = await policyOf(reads, 'access.reviewDays');
  const grants = (await grantsOf(reads, now)).map((grant): DueGrant => {
    const dueAt = reviewDue(grant, days) ?? null;
    if (dueAt === null) return { ...grant, dueAt, standing: 'ends' };
    return { ...grant, dueAt, standing: dueAt <= now ? 'overdue' : dueAt <= now + ANNOUNCED_MS ? 'due' : 'later' };
  });
  const at = ({ dueAt }: DueGrant): number => dueAt ?? Number.MAX_SAFE_INTEGER;
  return grants.sort((a, b) => at(a) - at(b));
}
