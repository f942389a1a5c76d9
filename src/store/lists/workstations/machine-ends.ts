import { sql } from 'kysely';
import type { Lists } from '../../../flow/reading/lists.ts';
import type { Sort } from '../../../flow/reading/sorting.ts';
import type { MachineEnd } from '../../../flow/reading/workstation/workstation-lists.ts';
import { amongIds, idsFirst, joinBehind } from '../../engine.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { seek } from '../../search/texts-sought.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { walkEach } from '../walk/branches.ts';
import { after, limitOf, type Order, ordering, paged } from '../walk/cursor.ts';
import { among, beginsWith } from '../walk/text.ts';
import {
  endingStates,
  endsWithin,
  endsWithinOf,
  foundMachineEnds,
  machineEnds as hasOneThatEnds,
} from './machines-found.ts';
import { isOneOf, workstationKinds } from './workstation-kinds.ts';

/** By end they are in the order of certificates, else in that of machines, of which each has one that is good. */
const ORDERS: Readonly<Record<Sort<'machineEnds'>['by'], Order['columns']>> = {
  end: [sql`c."notAfter"`, sql`c."id"`],
  number: [sql`w."assetNumber"`, sql`w."id"`],
  service: [sql`w."service"`, sql`w."assetNumber"`, sql`w."id"`],
  site: [sql`w."site"`, sql`w."assetNumber"`, sql`w."id"`],
};

/**
 * Certificates of machines that end from one moment to another: a few that an index finds and sorted, or the first of a walk, of
 * certificates by their end or of machines in the order asked for.
 */
export function machineEnds(db: Db): Lists['machineEnds'] {
  return async (from, until, { text, number, state, service, site, sort = { by: 'end', descending: false } }, page) => {
    const byEnd = sort.by === 'end';
    const order: Order = { columns: ORDERS[sort.by], descending: sort.descending };
    const kinds = await workstationKinds(db, { service, site });
    const sought = await seek(db, 'workstation', text);
    const few = await foundMachineEnds(db, [from, until], { state, kinds, number }, sought);
    const join = joinBehind(db);
    const onward = byEnd
      ? await after(db, sql`"certificate" as "c"`, order, page, [sql`c."workstationId" is not null`])
      : await after(db, sql`"workstation" as "w"`, order, page);
    const limit = limitOf(page) + 1;
    const ends = endsWithinOf(db, 'c', from, until);
    const asked = endingStates(state);
    const isUsable = among(sql`w."state"`, asked);
    const ofNumber = number === undefined ? [] : beginsWith(sql`w."assetNumber"`, number);
    const ofMachine = [
      ...ofNumber,
      ...kinds.map((kind) => isOneOf('w', kind)),
      ...(sought ? [sought.inTextOf(sql`w."id"`)] : []),
    ];

    const rows = () => {
      if (few)
        return sql`${idsFirst(db, few, 'f')} ${join} "workstation" as "w" on w."id" = f."id"
          ${join} "certificate" as "c" on c."workstationId" = w."id" where ${all([...ends, isUsable, onward])}`;
      if (byEnd)
        return sql`"certificate" as "c" ${join} "workstation" as "w" on w."id" = c."workstationId"
          where ${all([...endsWithin('c', from, until), isUsable, ...ofMachine, onward])}`;
      const where = [hasOneThatEnds(db, 'w', from, until), ...ofMachine, onward];
      const states = [{ column: sql`w."state"`, values: asked }];
      const walked = { table: 'workstation', alias: 'w', where, order: ordering(order), limit };
      return sql`"workstation" as "w" ${join} "certificate" as "c" on c."workstationId" = w."id"
        where ${all([amongIds(db, sql`w."id"`, walkEach(db, states, walked)), ...ends])}`;
    };
    const query = sql<MachineEnd & { id: string }>`select ${order.columns.at(-1)} as "id", c."notAfter" as "notAfter",
        w."assetNumber" as "assetNumber", w."site" as "site", w."service" as "service", w."state" as "state"
      from ${rows()} order by ${ordering(order)} limit ${atMost(limit)} ${SHOWN}`;
    return paged(
      (await query.execute(db)).rows,
      page,
      ({ id }) => id,
      ({ id: _, ...row }) => ({ ...row, notAfter: Number(row.notAfter) }),
    );
  };
}
