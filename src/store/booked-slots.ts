import { sql } from 'kysely';
import type { BookedSlot } from '../flow/ports/store.ts';
import { SHOWN } from './seal/guard.ts';
import type { Db } from './tables.ts';

/**
 * How many are booked at a site's desk on a day, by slot: one walk of the index of site, day and state. Whether a slot is full is judged
 * by the rows themselves when it is booked.
 */
export async function bookedSlots(db: Db, site: string, day: number, except: string): Promise<BookedSlot[]> {
  const query = sql<Record<keyof BookedSlot, number | string>>`
    select "startsAt", "endsAt", count(*) as "count" from "appointment"
    where "site" = ${site} and "day" = ${day} and "state" = 'booked' and "requestId" <> ${except}
    group by "startsAt", "endsAt" ${SHOWN}`;
  return (await query.execute(db)).rows.map(({ startsAt, endsAt, count }) => ({
    startsAt: Number(startsAt),
    endsAt: Number(endsAt),
    count: Number(count),
  }));
}
