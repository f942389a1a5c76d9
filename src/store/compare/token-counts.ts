import { sql } from 'kysely';
import type { Db } from '../tables.ts';
import type { Findings } from './findings.ts';

/** Tokens of a model that a location ('' for none) has in a state, and those of them that are on the way: as texts, for somebody may have written any number. */
interface Counted {
  location: string;
  model: string;
  state: string;
  n: string;
  onTheWay: string;
}

/** Whoever names a model or a location may write any sign into it: what separates them is no sign of theirs. */
const nameOf = ({ location, model, state }: Counted): string => JSON.stringify([location, model, state]);
const byName = (rows: readonly Counted[]): Map<string, Counted> => new Map(rows.map((row) => [nameOf(row), row]));

/** What the pages of the stock count, held against the tokens that there are; one difference, whatever is wrong. `db` is one view of both. */
export async function compareTokenCounts(db: Db, found: Findings): Promise<void> {
  const counted =
    await sql<Counted>`select "location", "model", "state", cast("n" as text) as "n", cast("onTheWay" as text) as "onTheWay"
    from "tokenCount"`.execute(db);
  const there =
    await sql<Counted>`select coalesce("locationId", '') as "location", "model", "state", cast(count(*) as text) as "n",
    cast(count("transferId") as text) as "onTheWay" from "token" group by 1, 2, 3`.execute(db);
  const [kept, real] = [byName(counted.rows), byName(there.rows)];
  const names = [...new Set([...kept.keys(), ...real.keys()])];
  const differs = (column: 'n' | 'onTheWay') => (name: string) =>
    (kept.get(name)?.[column] ?? '0') !== (real.get(name)?.[column] ?? '0');
  const columns = (['n', 'onTheWay'] as const).filter((column) => names.some(differs(column)));
  if (columns.length > 0) found.add('tokenCount', 'stock', 'different', columns);
}

/** Counts all tokens anew. */
export async function recountTokens(db: Db): Promise<void> {
  await sql`delete from "tokenCount"`.execute(db);
  await sql`insert into "tokenCount" ("location", "model", "state", "n", "onTheWay")
    select coalesce("locationId", ''), "model", "state", count(*), count("transferId") from "token" group by 1, 2, 3`.execute(
    db,
  );
}
