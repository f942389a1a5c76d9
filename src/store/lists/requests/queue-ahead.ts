import { type RawBuilder, sql } from 'kysely';
import { QUEUE, type QueuePlace } from '../../../book/rules/waiting/queue.ts';
import type { PriorityReason } from '../../../book/tables/codes.ts';
import type { Lists } from '../../../flow/reading/lists.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';

type Sql = RawBuilder<unknown>;

/**
 * What of the queue is made before this one, some columns of it: for each column of its order those that are equal before it and
 * differ there, each a stretch of the queue's index. Whatever the queue's length, `most` entries of each are looked at.
 */
const stretchesBefore = (place: QueuePlace, columns: Sql, most: number): Sql =>
  sql.join(
    QUEUE.order.map((column, at) => {
      const equal = QUEUE.order.slice(0, at).map((one) => sql`${sql.id(one)} = ${place[one]}`);
      const before = sql`${sql.id(column)} < ${place[column]}`;
      const where = all([sql`"state" = ${QUEUE.state}`, ...equal, before]);
      return sql`select * from (select ${columns} from "request" where ${where} limit ${atMost(most)}) as ${sql.id(`s${at}`)}`;
    }),
    sql` union all `,
  );

/** How many requests of the queue are made before one. */
export function createQueueAhead(db: Db): Lists['queueAhead'] {
  return async (place, most) => {
    const before = stretchesBefore(place, sql`"id"`, most);
    const query = sql<{ n: number }>`select count(*) as "n" from (${before}) as "q" ${SHOWN}`;
    return Math.min(most, Number((await query.execute(db)).rows[0]?.n ?? 0));
  };
}

/** Which of them were asked for later than it, by what was confirmed of them and why. */
export function createQueuePassing(db: Db): Lists['queuePassing'] {
  return async ({ submittedAt, ...place }, most) => {
    const columns = sql`"id", "confirmedPriority", "priorityReason", "submittedAt"`;
    const query = sql<{ priority: number; reason: PriorityReason; n: number }>`
      select "confirmedPriority" as "priority", "priorityReason" as "reason", count(*) as "n"
      from (${stretchesBefore(place, columns, most)}) as "q"
      where "submittedAt" > ${submittedAt} and "confirmedPriority" > 0
      group by "confirmedPriority", "priorityReason"
      order by "confirmedPriority" desc, count(*) desc, "priorityReason" ${SHOWN}`;
    return (await query.execute(db)).rows.map(({ n, ...why }) => ({ ...why, count: Number(n) }));
  };
}
