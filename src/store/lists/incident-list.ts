import { type RawBuilder, sql } from 'kysely';
import type { IncidentRow } from '../../book/tables/rows/workstations.ts';
import type { IncidentFilter } from '../../flow/reading/incident/incident-lists.ts';
import type { Lists } from '../../flow/reading/lists.ts';
import type { Sort } from '../../flow/reading/sorting.ts';
import { amongIds, idsFirst, joinBehind } from '../engine.ts';
import { all } from '../rows.ts';
import { SHOWN } from '../seal/guard.ts';
import { seek } from '../search/texts-sought.ts';
import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';
import { servicesUnder, walkEach } from './walk/branches.ts';
import { after, limitOf, type Order, ordering, paged } from './walk/cursor.ts';
import { among } from './walk/text.ts';

type Sql = RawBuilder<unknown>;
/** People of a service whose incidents are looked up one by one; of a greater one incidents are met soon. */
const PEOPLE_MOST = 1500;
const FROM = sql`"incident" as "r"`;

/** The youngest first is the list's own order. */
const orderOf = ({ by, descending }: Sort<'incidents'>): Order =>
  by === 'age'
    ? { columns: [sql`r."reportedAt"`, sql`r."id"`], descending: !descending }
    : { columns: [sql`r."kind"`, sql`r."reportedAt"`, sql`r."id"`], descending };

/** Incidents of a filter: what an index has of them, what is asked of each beside, or the ids of a few. */
export interface IncidentsFound {
  where: readonly Sql[];
  also: readonly Sql[];
  /** Ids of all that are found, by an index of whom or which machine they befell; undefined where that would be many. */
  few: Sql | undefined;
}

/** People of these services, where they are few. */
async function fewPeople(db: Db, services: readonly string[]): Promise<Sql | undefined> {
  const people = sql`select p."id" from "person" as "p" where ${among(sql`p."service"`, services)}`;
  const query = sql<{
    n: number;
  }>`select count(*) as "n" from (${people} limit ${atMost(PEOPLE_MOST + 1)}) as "s" ${SHOWN}`;
  return Number((await query.execute(db)).rows[0]?.n) > PEOPLE_MOST ? undefined : people;
}

/** Looks which way the incidents of a filter are found. */
export async function incidentsFound(db: Db, { state, kind, service, text }: IncidentFilter): Promise<IncidentsFound> {
  const where = [sql`r."state" = ${state}`, ...(kind === undefined ? [] : [sql`r."kind" = ${kind}`])];
  const services = service === undefined ? undefined : await servicesUnder(db, 'person', [service]);
  const ofService = services
    ? [sql`exists (select 1 from "person" as "p" where p."id" = r."personId" and ${among(sql`p."service"`, services)})`]
    : [];
  const [person, machine] = [await seek(db, 'person', text), await seek(db, 'workstation', text)];
  const join = joinBehind(db);
  if (person?.few && machine?.few) {
    const of = all([...where, ...ofService]);
    const few = sql`select r."id" from ${person.few.from} ${join} ${FROM} on r."personId" = t."id" where ${person.few.where} and ${of}
      union select r."id" from ${machine.few.from} ${join} ${FROM} on r."workstationId" = t."id" where ${machine.few.where} and ${of}`;
    return { where, also: ofService, few };
  }
  const texted =
    person && machine
      ? [sql`(${person.inTextOf(sql`r."personId"`)} or ${machine.inTextOf(sql`r."workstationId"`)})`]
      : [];
  const people = services && (await fewPeople(db, services));
  const few =
    people &&
    sql`select r."id" from ${idsFirst(db, people, 'f')} ${join} ${FROM} on r."personId" = f."id" where ${all([...where, ...texted])}`;
  return { where, also: [...ofService, ...texted], few };
}

/** Incidents in a state: a few that an index finds and sorted, or the first of a walk in the order asked for. */
export function incidentList(db: Db): Lists['incidents'] {
  return async ({ sort = { by: 'age', descending: false }, ...filter }, page) => {
    const order = orderOf(sort);
    const limit = limitOf(page) + 1;
    const onward = await after(db, FROM, order, page);
    const { few, also } = await incidentsFound(db, filter);
    const ids = (): Sql => {
      if (few) return few;
      const keys = [
        { column: sql`r."state"`, values: [filter.state] },
        ...(filter.kind === undefined ? [] : [{ column: sql`r."kind"`, values: [filter.kind] }]),
      ];
      return walkEach(db, keys, {
        table: 'incident',
        alias: 'r',
        where: [...also, onward],
        order: ordering(order),
        limit,
      });
    };
    const query = sql<IncidentRow>`select r.* from ${FROM} where ${amongIds(db, sql`r."id"`, ids())} and ${onward}
      order by ${ordering(order)} limit ${atMost(limit)} ${SHOWN}`;
    return paged(
      (await query.execute(db)).rows,
      page,
      (row) => row.id,
      (row) => row,
    );
  };
}
