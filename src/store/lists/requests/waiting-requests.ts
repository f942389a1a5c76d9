import { sql } from 'kysely';
import { QUEUE } from '../../../book/rules/waiting/queue.ts';
import type { PromiseRow } from '../../../book/tables/rows/requests.ts';
import type { RequestState } from '../../../book/tables/states.ts';
import { REQUEST_TO_MAKE, WORKSTATION_IN_SERVICE } from '../../../book/tables/states.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { among } from '../walk/text.ts';

/** A request for a token that waits to be made, and the date that it was told last; nulls where it was told none. */
export interface WaitingRequest {
  id: string;
  state: RequestState;
  promise: Pick<PromiseRow, 'fromDay' | 'midDay' | 'byDay' | 'nth' | 'ahead' | 'blankDay' | 'madeAt'> | null;
}
type Joined = { id: string; state: RequestState } & {
  [C in keyof NonNullable<WaitingRequest['promise']>]: number | null;
};

/** Whatever waits beyond so many is given no date. */
const MOST = 20_000;

/**
 * Requests for tokens that wait to be made, in the order in which they are made; not those whose workstation is not in service,
 * which nobody can make.
 */
export async function waitingRequests(db: Db): Promise<WaitingRequest[]> {
  // what its asker calls urgent counts once somebody confirmed it
  const order = QUEUE.order.map((column) =>
    column === 'rank'
      ? sql`case when r."confirmedPriority" is null then r."submittedAt" else r."rank" end`
      : sql`r.${sql.id(column)}`,
  );
  const query = sql<Joined>`select r."id", r."state", p."fromDay", p."midDay", p."byDay", p."nth", p."ahead", p."blankDay", p."madeAt"
    from "request" as "r" join "workstation" as "w" on w."id" = r."workstationId" left join "promise" as "p" on p."requestId" = r."id"
      and p."nth" = (select max("nth") from "promise" where "requestId" = r."id")
    where ${among(sql`r."state"`, REQUEST_TO_MAKE)} and ${among(sql`w."state"`, WORKSTATION_IN_SERVICE)}
    and r."kind" <> 'nomade'
    order by ${sql.join(order)} limit ${atMost(MOST)}`;
  return (await query.execute(db)).rows.map(({ id, state, fromDay, midDay, byDay, nth, ahead, blankDay, madeAt }) => {
    const isTold =
      fromDay !== null && midDay !== null && byDay !== null && nth !== null && ahead !== null && madeAt !== null;
    return { id, state, promise: isTold ? { fromDay, midDay, byDay, nth, ahead, blankDay, madeAt } : null };
  });
}
