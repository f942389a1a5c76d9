import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { AppError } from '../../../errors.ts';
import type { PostgresAddress } from './address.ts';
import { connectWriter } from './connect.ts';

/** Shared by every node that runs; whoever works on the records at rest has it alone. */
const INSTANCE = 'instance';
/** Held by the one node whose rounds run. */
export const LEADER = 'leader';
/** A server notices after some seconds that somebody is gone who could not say so. */
const TRIES = 15;
const BETWEEN_MS = 1000;

type Pause = (ms: number) => Promise<unknown>;

/** What a node holds for as long as it runs. */
export const nameOf = (node: string): string => `node ${node}`;

/** The key of an advisory lock, a signed 64-bit number in decimal. Locks of others are theirs: the name is hashed. */
export const lockKey = (name: string): string =>
  createHash('sha256').update(`jeton ${name}`).digest().readBigInt64BE().toString();

/** Takes a lock for as long as the connection lives; false while somebody else has it. */
export async function tryLock(client: pg.ClientBase, name: string): Promise<boolean> {
  const text = 'select pg_try_advisory_lock($1) as "ours"';
  return (await client.query<{ ours: boolean }>(text, [lockKey(name)])).rows[0]?.ours ?? false;
}

async function tryShared(client: pg.ClientBase, name: string): Promise<boolean> {
  const text = 'select pg_try_advisory_lock_shared($1) as "ours"';
  return (await client.query<{ ours: boolean }>(text, [lockKey(name)])).rows[0]?.ours ?? false;
}

/** Gives it back. */
export async function unlock(client: pg.ClientBase, name: string): Promise<void> {
  await client.query('select pg_advisory_unlock($1)', [lockKey(name)]);
}

/** Which of these locks somebody has. */
export async function heldOf(client: pg.ClientBase, names: readonly string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ high: string; low: string }>(`select "classid"::text as "high",
    "objid"::text as "low" from pg_locks where "locktype" = 'advisory' and "objsubid" = 1 and "granted"
    and "database" = (select "oid" from pg_database where "datname" = current_database())`);
  // the server shows a 64-bit key as its two halves
  const held = new Set(rows.map(({ high, low }) => BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)).toString()));
  return new Set(names.filter((name) => held.has(lockKey(name))));
}

/** Tries for a while, for the server may not know yet that the last one is gone. */
async function insist(attempt: () => Promise<boolean>, refusal: () => AppError, pause: Pause): Promise<void> {
  for (let tries = 1; !(await attempt()); tries += 1) {
    if (tries === TRIES) throw refusal();
    await pause(BETWEEN_MS);
  }
}

const inUse = (): AppError =>
  new AppError('locked', 'another instance uses this PostgreSQL database: stop every node first', {
    detail: { fr: 'une autre instance utilise cette base PostgreSQL : arrêtez d’abord tous les nœuds' },
  });
const atRest = (): AppError =>
  new AppError('locked', 'a command works alone on this PostgreSQL database: start this node once it has ended', {
    detail: { fr: 'une commande travaille seule sur cette base PostgreSQL : démarrez ce nœud quand elle aura fini' },
  });
const nameTaken = (node: string): AppError =>
  new AppError('locked', `a node named ${node} runs on this PostgreSQL database: give each its own JETON_NODE`, {
    detail: {
      node,
      fr: `un nœud nommé ${node} fonctionne sur cette base PostgreSQL : donnez à chacun son propre JETON_NODE`,
    },
  });

/** Makes this connection a node's: others may be beside it, of another name. Throws `locked`. */
export async function beNode(client: pg.ClientBase, node: string, pause: Pause = sleep): Promise<void> {
  await insist(() => tryShared(client, INSTANCE), atRest, pause);
  await insist(
    () => tryLock(client, nameOf(node)),
    () => nameTaken(node),
    pause,
  );
}

/** Makes this connection the only one that writes. Throws `locked` while a node runs. */
export const beAlone = (client: pg.ClientBase, pause: Pause = sleep): Promise<void> =>
  insist(() => tryLock(client, INSTANCE), inUse, pause);

/** Keeps every node from writing there until the answer is called. Throws `locked` while one runs. */
export async function holdServer(address: PostgresAddress): Promise<() => Promise<void>> {
  const client = await connectWriter(address);
  const release = (): Promise<void> => client.end();
  try {
    await beAlone(client);
    return release;
  } catch (error) {
    await release();
    throw error;
  }
}
