import type { Store, Unit } from '../flow/ports/store.ts';
import type { Db } from './tables.ts';

/** Views of lists that people keep. Nothing is decided by one: whoever edits a row leads its owner to another page of a list. */
export function createViewWrites(db: Db): Pick<Unit, 'savedViews' | 'keepView' | 'dropView'> {
  return {
    ...createViewReads(db),
    keepView: async ({ personId, list, name, query }) => {
      await db
        .insertInto('savedView')
        .values({ personId, list, name, query })
        .onConflict((c) => c.columns(['personId', 'list', 'name']).doUpdateSet({ query }))
        .execute();
    },
    dropView: async ({ personId, list, name }) => {
      const theirs = db.deleteFrom('savedView').where('personId', '=', personId);
      await theirs.where('list', '=', list).where('name', '=', name).execute();
    },
  };
}

/** The views of one person. */
export function createViewReads(db: Db): Pick<Store, 'savedViews'> {
  return {
    savedViews: (personId) =>
      db.selectFrom('savedView').selectAll().where('personId', '=', personId).orderBy('list').orderBy('name').execute(),
  };
}
