import { type RawBuilder, sql } from 'kysely';
import type { WORKSTATION_CHOICES, WorkstationFilter } from '../../../flow/reading/workstation/workstation-lists.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { servicesUnder } from '../walk/branches.ts';
import { cell } from '../walk/sorted-list.ts';
import { among } from '../walk/text.ts';

/** What machines of a list have in common, the rarest first: an index has each column behind the state. */
const COLUMNS = ['site', 'image', 'model'] as const;

/** A column, and the values of which machines of a list have one in it. */
export interface WorkstationKind {
  column: 'service' | (typeof COLUMNS)[number];
  values: readonly string[];
}

/** What a filter asks for beside text and state: by the first of them the machines are found, the others are looked at. */
export async function workstationKinds(db: Db, filter: WorkstationFilter): Promise<WorkstationKind[]> {
  const { service } = filter;
  const services = service === undefined ? undefined : await servicesUnder(db, 'workstation', [service]);
  const others = COLUMNS.flatMap((column) => {
    const value = filter[column];
    return value === undefined ? [] : [{ column, values: [value] }];
  });
  return services === undefined ? others : [{ column: 'service', values: services }, ...others];
}

/** Whether the row of this alias is of the kind. */
export const isOneOf = (alias: string, { column, values }: WorkstationKind): RawBuilder<boolean> =>
  among(cell(alias, column), values);

/** The values that machines have in a column: each is looked for once, by an index that begins with it. */
export async function workstationValues(
  db: Db,
  column: (typeof WORKSTATION_CHOICES)[number],
  limit: number,
): Promise<string[]> {
  const name = sql.id(column);
  const query = sql<{ value: string }>`with recursive "v" ("value") as (
      select min(${name}) from "workstation" where ${name} > ''
      union all select (select min(${name}) from "workstation" where ${name} > "v"."value") from "v"
        where "v"."value" is not null)
    select "value" from (select "value" from "v" limit ${atMost(limit + 1)}) as "first"
    where "value" is not null ${SHOWN}`;
  return (await query.execute(db)).rows.map(({ value }) => value).slice(0, limit);
}
