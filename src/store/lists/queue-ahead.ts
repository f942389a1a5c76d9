import { sql } from 'kysely';
import { QUEUE } from '../../book/rules/waiting/queue.ts';
import type { Lists } from '../../flow/reading/lists.ts';
import { all } from '../rows.ts';
import { SHOWN } from '../seal/guard.ts';
import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';

/**
 * How many requests of the queue are made before this one: for each column of its order those that are equal before it and
 * differ there, each a stretch of the queue's index. Whatever the queue's length, `most` entries of each are looked at.
 */
export function createQueueAhead(db: Db): Lists['queueAhead'] {
  return async (place, most) => {
    const stretches = QUEUE.order.map((column, at) => {
      const equal = QUEUE.order.slice(0, at).map((one) => sql`${sql.id(one)} = ${place[one]}`);
      const before = sql`${sql.id(column)} < ${place[column]}`;
      const where = all([sql`"state" = ${QUEUE.state}`, ...equal, before]);
      return sql`select * from (select "id" from "request" where ${where} limit ${atMost(most)}) as ${sql.id(`s${at}`)}`;
    });
    const query = sql<{
      n: number;
    }>`select count(*) as "n" from (${sql.join(stretches, sql` union all `)}) as "q" ${SHOWN}`;
    return Math.min(most, Number((await query.execute(db)).rows[0]?.n ?? 0));
  };
}
