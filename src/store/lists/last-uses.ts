import { sql } from 'kysely';
import type { GrantRow } from '../../book/tables/rows/people.ts';
import type { LastUse } from '../../flow/reading/lists.ts';
import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';

/** Each by an index alone, whatever else the person did: `journalEntryActor`, `accessLogByPerson` (schema.sql). */
async function lastUse(db: Db, { personId, role }: Pick<GrantRow, 'personId' | 'role'>): Promise<LastUse> {
  const acted = await db
    .selectFrom('journalEntry')
    .select('at')
    .where('actor', '=', personId)
    .where('role', '=', role)
    .where('outcome', '=', 'done')
    .orderBy('seq', 'desc')
    .limit(atMost(1))
    .executeTakeFirst();
  const signedIn = await db
    .selectFrom('accessLog')
    .select(sql<number | null>`max("at")`.as('at'))
    .where('personId', '=', personId)
    .where('event', '=', 'sign-in')
    .where('outcome', '=', 'done')
    .executeTakeFirst();
  return { actedAt: acted?.at ?? null, signedInAt: signedIn?.at ?? null };
}

/** When people last used a role: their last act in it, and their last sign-in. */
export async function lastUses(db: Db, grants: readonly Pick<GrantRow, 'personId' | 'role'>[]): Promise<LastUse[]> {
  const uses: LastUse[] = [];
  for (const grant of grants) uses.push(await lastUse(db, grant));
  return uses;
}
