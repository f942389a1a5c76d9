import { CompiledQuery } from 'kysely';
import type { Ask } from '../../../../src/store/postgres/pipelined-reads.ts';
import { createStatements } from '../../../../src/store/postgres/statements.ts';

/** The names under which a server was asked for this text, again and again; undefined: without one, to be planned each time. */
async function namesOf(text: string, values: readonly unknown[]): Promise<Set<string | undefined>> {
  const names = new Set<string | undefined>();
  const by: Ask = async ({ name }) => {
    names.add(name);
    return { rows: [], rowCount: 0, command: 'SELECT', oid: 0, fields: [] };
  };
  const { ask } = createStatements({ guard: () => undefined, told: () => {} });
  for (let time = 0; time < 10; time += 1) await ask(by, CompiledQuery.raw(text, [...values]));
  return names;
}

describe('a question that is asked again and again', () => {
  it.each([
    ['select * from "entry" where "state" = $1 order by "id" asc limit 1000', ['a']],
    ['select count(*) from "entry" where "state" in ($1, $2)', ['a', 'b']],
    ['select * from "entry" where "id" in ($1) order by "id" asc limit 1000', ['a']],
    [
      'select * from "entry" as "e" where "state" = $1 and not (exists (select 1 from "token" as "t" where (t."id" = e."id") and t."state" in ($2, $3))) order by "id" limit 50',
      ['a', 'b', 'c'],
    ],
    [
      'select e."id" from unnest(array(select "id" from "text" where "text" like $1 limit 2001)) as "t" ("id") join "entry" as "e" on e."id" = t."id" where exists (select 1 from "token" as "t" where t."state" in ($2, $3)) order by "id" limit 50',
      ['%77%', 'a', 'b'],
    ],
  ])('is prepared: %s', async (text, values) => {
    expect([...(await namesOf(text, values))]).toEqual([undefined, expect.any(String)]);
  });

  it.each([
    ['select * from "entry" where "state" in ($1, $2) order by "id" asc limit 1000', ['a', 'b']],
    [
      'select "id" from "entry" where "kind" = $1 and\n "state" in ($2, $3) and "n" > 1\n order by "at" desc limit 20',
      ['k', 'a', 'b'],
    ],
    [
      'select * from "entry" as "e" where exists (select 1 from "token" as "t" where (t."id" = e."id")) and "state" in ($1, $2) order by "id" limit 50',
      ['a', 'b'],
    ],
  ])('is planned with its values each time, which would be walked past in another order: %s', async (text, values) => {
    expect([...(await namesOf(text, values))]).toEqual([undefined]);
  });
});
