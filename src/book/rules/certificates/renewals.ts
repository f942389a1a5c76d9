import { beginOf, type Day, dayOf, isWorkingDay, lastWorkingDay } from '../calendar/working-days.ts';
import { type LimitName, limitOf } from '../limits.ts';
import { asksTemporary } from '../request/asking.ts';

/** When the service asks for renewals by itself: days before a certificate's end, and how many on a working day. */
export interface RenewalPolicy {
  /** From so many days before the end on it asks, and tells the holder. */
  first: number;
  /** So many days before it tells the holder again, where nothing was asked. */
  second: number;
  /** It asks so many days before the end at the latest, and tells the holder for the last time. */
  last: number;
  perDay: number;
}
export const RENEWAL_LIMITS = [
  'renewal.firstDays',
  'renewal.secondDays',
  'renewal.lastDays',
  'renewal.perDay',
] as const satisfies readonly LimitName[];

/** The policy as it stands; `settings` says what two persons set. */
export const renewalPolicyOf = (settings: (id: string) => string | undefined): RenewalPolicy => ({
  first: limitOf(settings, 'renewal.firstDays'),
  second: limitOf(settings, 'renewal.secondDays'),
  last: limitOf(settings, 'renewal.lastDays'),
  perDay: limitOf(settings, 'renewal.perDay'),
});

/** A request, as far as it tells how its holder was identified. */
interface Told {
  id: string;
  kind: unknown;
  reason: unknown;
  state: unknown;
  workstationId: string | null;
  closedAt: number | null;
}
/** The request by which its holder came to what this one renews: the last that was closed, a temporary token left aside. */
export function formerRequest<R extends Told>(
  request: Pick<Told, 'id' | 'workstationId'>,
  all: readonly R[],
): R | undefined {
  return all
    .filter(
      ({ id, state, workstationId }) =>
        id !== request.id && state === 'closed' && workstationId === request.workstationId,
    )
    .filter((one) => !asksTemporary(one))
    .sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0))[0];
}
/** Whether a request renews what was itself renewed: its holder is identified anew, unless they were for the one before. */
export const isSecondRenewal = (request: { kind: unknown }, former: { kind: unknown } | undefined): boolean =>
  request.kind === 'renewal' && former?.kind === 'renewal';

/** Something that ends, epoch milliseconds. */
export interface Ending {
  id: string;
  notAfter: number;
}

/** The last moment of the days before an end in which the service tells of it. */
export const endsUntil = (now: number, { first }: Pick<RenewalPolicy, 'first'>): number =>
  beginOf(dayOf(now) + first + 1) - 1;
/** Whether a renewal may be asked for at `now` by the service: the end is near, and not past. */
export const isDue = ({ notAfter }: Pick<Ending, 'notAfter'>, now: number, { first }: Pick<RenewalPolicy, 'first'>) =>
  notAfter > now && dayOf(notAfter) - dayOf(now) <= first;
/** A request, as far as it tells whether it is one of its holder's own. */
interface Made {
  state: unknown;
  holderId: unknown;
  askerId: unknown;
}
/** What somebody else asked for and took back says nothing of what its holder wants: else a colleague could keep the service from asking. */
const wasTakenBack = ({ state, holderId, askerId }: Made): boolean => state === 'withdrawn' && askerId !== holderId;
/** A request, as far as it tells what became of a renewal. */
interface Asked extends Made {
  kind: unknown;
  reason: unknown;
  workstationId: string | null;
  replacesTokenId: unknown;
  submittedAt: number;
  closedAt: number | null;
}
/** Whether a renewal was ended by a replacement that somebody asked for in its place: nobody decided that it is not wanted. */
const wasOvertaken = (renewal: Asked, all: readonly Asked[]): boolean =>
  all.some(
    (other) =>
      other.kind === 'replacement' &&
      !asksTemporary(other) &&
      other.workstationId === renewal.workstationId &&
      other.submittedAt === renewal.closedAt,
  );
/**
 * Whether the renewal of this token was asked for in the window of the certificate on it, by one of its holder's requests: the
 * service asks once, and the holder who withdrew it, or the approver who rejected it, then decided. A replacement that took its place decided nothing: where
 * it is withdrawn or rejected itself, the token that ends is renewed after all.
 */
export const isAskedAlready = (
  requests: readonly Asked[],
  { tokenId, notAfter }: { tokenId: string; notAfter: number },
  policy: Pick<RenewalPolicy, 'first'>,
): boolean =>
  requests.some(
    (one) =>
      one.kind === 'renewal' &&
      one.replacesTokenId === tokenId &&
      isDue({ notAfter }, one.submittedAt, policy) &&
      !wasTakenBack(one) &&
      !wasOvertaken(one, requests),
  );
/**
 * The same of a Nomade credential: another one was asked for its device in that window. `requestId`: of the
 * request that it was made for.
 */
export const isAskedForDevice = (
  requests: readonly (Made & Pick<Told & Asked & { deviceId: string | null }, 'id' | 'deviceId' | 'submittedAt'>)[],
  { requestId, deviceId, notAfter }: { requestId: string; deviceId: string; notAfter: number },
  policy: Pick<RenewalPolicy, 'first'>,
): boolean =>
  requests.some(
    (one) =>
      one.id !== requestId &&
      one.deviceId === deviceId &&
      isDue({ notAfter }, one.submittedAt, policy) &&
      !wasTakenBack(one),
  );
/** Whether what ends on a day cannot wait for another one. */
export const isLastDay = (end: Day, today: Day, { last }: Pick<RenewalPolicy, 'last'>): boolean =>
  lastWorkingDay(end - last) <= today;

/** Renewals that are asked for on one working day. */
export interface PlannedDay {
  day: Day;
  ids: string[];
}
/**
 * Lays renewals onto working days: what ends first is asked for first, as soon as its window opens, no more on a day than the
 * workshop makes. What cannot wait any longer is asked for all the same, so a day is above capacity only where no other
 * order would do (earliest deadline first is optimal for work of one size). `made` were asked for on `today` already.
 */
export function planRenewals(
  ends: readonly Ending[],
  { today, made, policy }: { today: Day; made: number; policy: RenewalPolicy },
): PlannedDay[] {
  const waiting = [...ends]
    .sort((a, b) => a.notAfter - b.notAfter || (a.id < b.id ? -1 : 1))
    .map(({ id, notAfter }) => ({ id, end: dayOf(notAfter) }));
  const plan: PlannedDay[] = [];
  let [next, taken] = [0, made];
  for (let day = today; next < waiting.length; day += 1) {
    const ids: string[] = [];
    for (let one = waiting[next]; isWorkingDay(day) && one && isTaken(one); one = waiting[next]) {
      ids.push(one.id);
      next += 1;
    }
    if (ids.length > 0) plan.push({ day, ids });
    taken = 0;

    function isTaken({ end }: { end: Day }): boolean {
      if (end - day > policy.first) return false;
      return taken + ids.length < policy.perDay || isLastDay(end, day, policy);
    }
  }
  return plan;
}
