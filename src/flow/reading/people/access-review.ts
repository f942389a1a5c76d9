import { mightEver } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { dayOf } from '../../../book/rules/calendar/working-days.ts';
import { AccessReview } from '../../../book/rules/decision-args.ts';
import type { DecisionName } from '../../../book/rules/decisions.ts';
import type { Deps } from '../../act.ts';
import { type DueGrant, dueGrants } from '../../people/access-review.ts';
import { byFamilyName } from '../../people/person-name.ts';
import { policyOf } from '../../two-persons/limits.ts';
import { guard, nameOf } from '../guard.ts';
import type { Lists } from '../lists.ts';

/** A role that somebody holds, as two persons look at it. */
export interface ReviewedGrant extends DueGrant {
  name: string;
  directoryId: string | null;
  /** Who gave it, by name: one person or two; none where the service was founded with it. */
  granters: readonly string[];
  /** The two persons of its last review, by name. */
  reviewers: readonly string[];
  /** Their last act in this role, and their last sign-in as far as the access log is kept; null where there is none. */
  actedAt: number | null;
  signedInAt: number | null;
  /** A review that names it waits for its second person. */
  proposed: boolean;
}

const REVIEW: DecisionName = 'access.review';
/** Rows that one `find` is asked for. */
const AT_ONCE = 500;
const present = (ids: readonly (string | null | undefined)[]): string[] => ids.filter((id) => id != null);

/** Rows by their ids, however many there are. */
async function byId<R extends { id: string }>(
  ids: readonly string[],
  find: (some: string[]) => Promise<R[]>,
): Promise<Map<string, R>> {
  const wanted = [...new Set(ids)];
  const rows = new Map<string, R>();
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    for (const row of await find(wanted.slice(at, at + AT_ONCE))) rows.set(row.id, row);
  }
  return rows;
}

/** The roles that people hold, for people who review them and who check that this is done. */
export function createAccessReviewReading(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const check = guard(deps);

  return {
    /** Every role but the agent's, with what two persons ask before they confirm or end it; the longest due first. */
    accessReview: async (caller: Caller): Promise<ReviewedGrant[]> => {
      check(caller, 'accessReview.read');
      const grants = await dueGrants(reads, deps.clock.now());
      const reviewIds = present(grants.map(({ reviewId }) => reviewId));
      const [uses, reviews, waiting] = await Promise.all([
        lists.lastUses(grants.map(({ id }) => id)),
        byId(reviewIds, (id) => reads.find('proposal', { id })),
        reads.find('proposal', { act: REVIEW, state: 'proposed' }),
      ]);
      const proposed = new Set(waiting.flatMap(({ args }) => namedIn(args)));
      const twoOf = (id: string | null): string[] => {
        const review = id === null ? undefined : reviews.get(id);
        return present([review?.proposerId, review?.confirmerId]);
      };
      const ids = grants.flatMap((g) => [g.personId, ...present([g.granterId, g.seconderId]), ...twoOf(g.reviewId)]);
      const people = await byId(ids, (id) => reads.find('person', { id }));
      const names = (all: readonly string[]): string[] => all.map((id) => nameOf(people.get(id)));
      // of one day, which is all that is shown of it, by name
      const dayDue = ({ dueAt }: DueGrant): number => (dueAt === null ? Number.MAX_SAFE_INTEGER : dayOf(dueAt));
      const personOf = ({ personId }: DueGrant) => people.get(personId);
      const inOrder = grants.toSorted(
        (one, other) => dayDue(one) - dayDue(other) || byFamilyName(personOf(one), personOf(other)),
      );
      return inOrder.map((grant) => ({
        ...grant,
        name: nameOf(people.get(grant.personId)),
        directoryId: people.get(grant.personId)?.directoryId ?? null,
        granters: names(present([grant.granterId, grant.seconderId])),
        reviewers: names(twoOf(grant.reviewId)),
        actedAt: uses.get(grant.id)?.actedAt ?? null,
        signedInAt: uses.get(grant.id)?.signedInAt ?? null,
        proposed: proposed.has(grant.id),
      }));
    },

    /** How many roles wait for the caller's review, soon or since long: none of their own, nor one that is proposed already. */
    accessReviewCount: async (caller: Caller): Promise<number> => {
      check(caller, 'accessReview.read');
      const now = deps.clock.now();
      // an auditor reads them, and has nothing to decide there
      if (!mightEver(caller, 'dualControl.propose', now)) return 0;
      const [grants, waiting] = await Promise.all([
        dueGrants(reads, now),
        reads.find('proposal', { act: REVIEW, state: 'proposed' }),
      ]);
      const proposed = new Set(waiting.flatMap(({ args }) => namedIn(args)));
      const isDue = ({ standing }: DueGrant) => standing === 'due' || standing === 'overdue';
      return grants.filter((one) => isDue(one) && one.personId !== caller.personId && !proposed.has(one.id)).length;
    },

    /** After how many days a role is to be reviewed, how many are to be soon, and how many should have been. */
    accessReviewStanding: async (caller: Caller): Promise<{ days: number; due: number; overdue: number }> => {
      check(caller, 'accessReview.read');
      const grants = await dueGrants(reads, deps.clock.now());
      const count = (standing: DueGrant['standing']) => grants.filter((g) => g.standing === standing).length;
      return { days: await policyOf(reads, 'access.reviewDays'), due: count('due'), overdue: count('overdue') };
    },
  };
}

const namedIn = (args: string): string[] => AccessReview.parse(JSON.parse(args)).grants.map(({ grantId }) => grantId);
