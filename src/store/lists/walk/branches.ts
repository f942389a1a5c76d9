import { type RawBuilder, sql } from 'kysely';
import { covers } from '../../../book/rights/roles.ts';
import { isPostgres, listed } from '../../engine.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';

type Sql = RawBuilder<unknown>;

/** How rows are read: in an order that an index has, the first of them only. */
export interface Walk {
  table: string;
  /** What conditions and order call the table. */
  alias: string;
  /** The column that names a row; left out: `id`. */
  key?: string;
  where: readonly Sql[];
  /** With directions. */
  order: Sql;
  limit: number;
}

/** Ids of the first rows of a walk, as a query. */
export function walk({ table, alias, key = 'id', where, order, limit }: Walk): Sql {
  const from = sql`${sql.table(table)} as ${sql.id(alias)}`;
  return sql`select ${sql.ref(`${alias}.${key}`)} as ${sql.id(key)} from ${from} where ${all(where)} order by ${order} limit ${atMost(limit)}`;
}

/** A column that has one of these values in each branch. */
export interface Key {
  column: Sql;
  values: readonly string[];
}

/**
 * Ids of the first rows of each branch: a walk of its own for every value of the keys, each from where an index says. Of a
 * state with 100,000 rows a page shows 50; several states are several short walks and not one long one that is sorted.
 */
export function walkEach(db: Db, keys: readonly Key[], branch: Walk): Sql {
  const lists = keys.map(({ values }, i) => listed(db, values, `b${i}`));
  const fixed = keys.map(({ column }, i) => sql`${column} = ${sql.ref(`b${i}.value`)}`);
  const first = walk({ ...branch, where: [...fixed, ...branch.where] });
  const each = sql.join(lists, sql` cross join `);
  const named = sql.ref(`m.${branch.key ?? 'id'}`);
  if (isPostgres(db)) return sql`select ${named} from ${each} cross join lateral (${first}) as "m"`;
  // a walk depends on the values, so the database must not begin with the rows
  return sql`select ${named} from ${each} cross join ${sql.table(branch.table)} as "m" on ${named} in (${first})`;
}

/** The services of a table's rows that one of these scopes covers: each is looked for once, by an index that begins with it. */
export async function servicesUnder(
  db: Db,
  table: 'request' | 'person' | 'personText' | 'workstation',
  scopes: readonly string[],
): Promise<string[]> {
  const found = new Set<string>();
  const name = sql.table(table);
  for (const scope of new Set(scopes)) {
    const [from, before] = scope === '*' ? ['', '\u{10ffff}'] : [scope, `${scope}0`]; // 0 comes after /
    const query = sql<{ service: string }>`with recursive "s" ("service") as (
        select min("service") from ${name} where "service" >= ${from}
        union all select (select min("service") from ${name} where "service" > "s"."service") from "s"
          where "s"."service" < ${before})
      select "service" from "s" where "service" is not null ${SHOWN}`;
    for (const { service } of (await query.execute(db)).rows) if (covers(scope, service)) found.add(service);
  }
  return [...found];
}
