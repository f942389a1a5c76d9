import type { SiemRecords } from '../../siem/pusher.ts';
import type { Db } from '../tables.ts';

/** How far each journal was pushed to the SIEM. */
export function createSiemRecords(db: Db): Pick<SiemRecords, 'next' | 'keep'> {
  return {
    next: async (origin) =>
      (await db.selectFrom('siemCursor').select('next').where('origin', '=', origin).executeTakeFirst())?.next ?? 0,
    keep: (origin, next) =>
      db.transaction().execute(async (tx) => {
        await tx
          .insertInto('siemCursor')
          .values({ origin, next })
          .onConflict((c) => c.column('origin').doUpdateSet({ next }))
          .execute();
      }),
  };
}
