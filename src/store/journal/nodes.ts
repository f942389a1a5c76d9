import { sql } from 'kysely';
import type { AppError } from '../../errors.ts';
import { isPostgres } from '../engine.ts';
import type { Db } from '../tables.ts';

interface Asked {
  level: number;
  place: number;
  answer(hash: Uint8Array | undefined): void;
  fail(error: unknown): void;
}

/** Answers all of them by one question. */
async function answerAll(db: Db, asked: readonly Asked[]): Promise<void> {
  const [levels, places] = [asked.map(({ level }) => level), asked.map(({ place }) => place)];
  const query = sql<{ level: number; place: number; hash: Uint8Array }>`select n."level", n."place", n."hash"
    from unnest(${levels}::bigint[], ${places}::bigint[]) as a("level", "place")
    join "journalNode" as n on n."level" = a."level" and n."place" = a."place"`;
  const { rows } = await query.execute(db);
  const found = new Map(rows.map(({ level, place, hash }) => [`${level} ${place}`, hash]));
  for (const { level, place, answer } of asked) answer(found.get(`${level} ${place}`));
}

/**
 * Reads complete subtrees' hashes; throws what `missing` makes for one that is not there. What is asked for at once is one question to a
 * server, which is two processes away: a proof has a node a level. SQLite answers each in the same thread.
 */
export function createNodeReader(
  db: Db,
  missing: () => AppError,
): (level: number, place: number) => Promise<Uint8Array> {
  const held = (hash: Uint8Array | undefined): Uint8Array => {
    if (hash === undefined) throw missing();
    return hash;
  };
  if (!isPostgres(db)) {
    return async (level, place) => {
      const node = db.selectFrom('journalNode').select('hash').where('level', '=', level).where('place', '=', place);
      return held((await node.executeTakeFirst())?.hash);
    };
  }
  let waiting: Asked[] = [];
  const ask = (): void => {
    const asked = waiting;
    waiting = [];
    answerAll(db, asked).catch((error: unknown) => {
      for (const { fail } of asked) fail(error);
    });
  };
  return async (level, place) => {
    const found = new Promise<Uint8Array | undefined>((answer, fail) => {
      if (waiting.length === 0) queueMicrotask(ask);
      waiting.push({ level, place, answer, fail });
    });
    return held(await found);
  };
}
