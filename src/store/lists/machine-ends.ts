import { sql } from 'kysely';
import { WORKSTATION_USABLE } from '../../book/tables/states.ts';
import type { Cursor, MachineEnd, Paged } from '../../flow/reading/lists.ts';
import { joinBehind } from '../engine.ts';
import { all } from '../rows.ts';
import { SHOWN } from '../seal/guard.ts';
import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';
import { after, limitOf, type Order, ordering, paged } from './cursor.ts';
import { among } from './text.ts';

const FROM = sql`"certificate" as "c"`;
const SOONEST_FIRST: Order = { columns: [sql`c."notAfter"`, sql`c."id"`] };

/** Certificates of machines that end from one moment to another: a part of the index on state and end. */
export async function machineEnds(db: Db, from: number, until: number, page: Cursor): Promise<Paged<MachineEnd>> {
  const ofMachines = sql`c."workstationId" is not null`;
  const where = [
    sql`c."state" = 'good'`,
    ofMachines,
    sql`c."notAfter" >= ${from}`,
    sql`c."notAfter" <= ${until}`,
    among(sql`w."state"`, WORKSTATION_USABLE),
    await after(db, FROM, SOONEST_FIRST, page, [ofMachines]),
  ];
  const query = sql<MachineEnd & { id: string }>`select c."id" as "id", c."notAfter" as "notAfter",
      w."assetNumber" as "assetNumber", w."site" as "site", w."service" as "service", w."state" as "state"
    from ${FROM} ${joinBehind(db)} "workstation" w on w."id" = c."workstationId"
    where ${all(where)} order by ${ordering(SOONEST_FIRST)} limit ${atMost(limitOf(page) + 1)} ${SHOWN}`;
  const { rows } = await query.execute(db);
  return paged(
    rows,
    page,
    ({ id }) => id,
    ({ id: _, ...row }) => ({ ...row, notAfter: Number(row.notAfter) }),
  );
}
