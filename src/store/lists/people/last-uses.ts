import { sql } from 'kysely';
import type { LastUse } from '../../../flow/reading/people/people-lists.ts';
import { amongListed } from '../../engine.ts';
import { SHOWN } from '../../seal/guard.ts';
import type { Db } from '../../tables.ts';

/**
 * When people last used a role, by the id of its grant: their last act in it, and their last sign-in. Each is looked up in an
 * index, whatever else the person did: `journalEntryRole`, `accessLogByPerson`.
 */
export async function lastUses(db: Db, grantIds: readonly string[]): Promise<Map<string, LastUse>> {
  const query = sql<{ id: string } & LastUse>`select g."id" as "id",
      (select e."at" from "journalEntry" as e where e."actor" = g."personId" and e."role" = g."role" and e."outcome" = 'done'
        order by e."seq" desc limit 1) as "actedAt",
      (select max(l."at") from "accessLog" as l where l."personId" = g."personId" and l."event" = 'sign-in'
        and l."outcome" = 'done') as "signedInAt"
    from "grant" as g where ${amongListed(db, sql`g."id"`, grantIds)} ${SHOWN}`;
  const time = (at: unknown): number | null => (at === null ? null : Number(at));
  const { rows } = await query.execute(db);
  return new Map(
    rows.map(({ id, actedAt, signedInAt }) => [id, { actedAt: time(actedAt), signedInAt: time(signedInAt) }]),
  );
}
