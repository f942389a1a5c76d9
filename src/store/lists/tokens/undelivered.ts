import { type RawBuilder, sql } from 'kysely';
import { UNDELIVERED_STATES } from '../../../flow/ports/mail.ts';
import type { Lists, MailFilter } from '../../../flow/reading/lists.ts';
import { idsFirst, joinBehind, unindexed } from '../../engine.ts';
import { toUndelivered } from '../../outbox.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { seek } from '../../search/texts-sought.ts';
import { atMost } from '../../statements/at-most.ts';
import type { AllTables, Db } from '../../tables.ts';
import { walk } from '../walk/branches.ts';
import { after, limitOf, type Order, ordering, paged } from '../walk/cursor.ts';

type Sql = RawBuilder<unknown>;
const FROM = sql`"outbox" as "r"`;
/** What an index has of them: one of states, and one of those that failed among all that wait. */
const standsAs = (state: (typeof UNDELIVERED_STATES)[number], column = sql`r."state"`): Sql =>
  state === 'dead' ? sql`${column} = 'dead'` : sql`${column} = 'waiting' and r."failure" is not null`;

/** Mails of a filter: each way in which an index has them, and what is asked of each beside; or the ids of a few. */
interface MailsFound {
  states: readonly Sql[];
  also: readonly Sql[];
  /** Ids of all that are found by whom they are for; undefined where a text names many people. */
  few: Sql | undefined;
}

/** Looks which way the mails of a filter are found. */
export async function undeliveredFound(db: Db, { state, template, text }: MailFilter): Promise<MailsFound> {
  const asked = UNDELIVERED_STATES.filter((one) => (state ?? one) === one);
  const states = asked.map((one) => standsAs(one));
  const also = template === undefined ? [] : [sql`r."template" = ${template}`];
  const person = await seek(db, 'person', text);
  if (!person) return { states, also, few: undefined };
  const begin = (text ?? '').trim().replaceAll('\0', '').toLowerCase();
  const address = sql`lower(r."address")`;
  const ofAddress = sql`r."address" is not null and ${address} >= ${begin} and ${address} < ${`${begin}\u{10ffff}`}`;
  if (!person.few)
    return { states, also: [...also, sql`(${person.inTextOf(sql`r."personId"`)} or ${ofAddress})`], few: undefined };
  const stands = asked.map((one) => standsAs(one, unindexed(db, sql`r."state"`)));
  const of = sql`(${sql.join(stands, sql` or `)}) and ${all(also)}`;
  const few = sql`select r."id" from ${person.few.from} ${joinBehind(db)} ${FROM} on r."personId" = t."id"
      where ${person.few.where} and ${of}
    union all select r."id" from ${FROM} where ${ofAddress} and ${of}`;
  return { states, also, few };
}

/** Mails that did not leave: a few that an index finds and sorted, or the first of a walk of each state. */
export function undeliveredList(db: Db): Lists['undelivered'] {
  return async ({ sort = { by: 'age', descending: false }, ...filter }, page) => {
    const order: Order = { columns: [sql`r."queuedAt"`, sql`r."id"`], descending: sort.descending };
    const limit = limitOf(page) + 1;
    const onward = await after(db, FROM, order, page);
    const { states, also, few } = await undeliveredFound(db, filter);
    const walks = states.map((state, i) => {
      const one = walk({ table: 'outbox', alias: 'r', where: [state, ...also, onward], order: ordering(order), limit });
      return sql`select "id" from (${one}) as ${sql.id(`w${i}`)}`;
    });
    const ids = few ?? sql.join(walks, sql` union all `);
    const rows = sql`${idsFirst(db, ids, 'f')} ${joinBehind(db)} ${FROM} on r."id" = f."id"`;
    const query = sql<AllTables['outbox']>`select r.* from ${rows} where ${onward}
      order by ${ordering(order)} limit ${atMost(limit)} ${SHOWN}`;
    return paged((await query.execute(db)).rows, page, (row) => row.id, toUndelivered);
  };
}
