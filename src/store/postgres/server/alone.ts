import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { AppError } from '../../../errors.ts';
import type { PostgresAddress } from './address.ts';
import { connectWriter } from './connect.ts';

/** Held by the one instance that writes, for as long as its connection lives. Any number, known to Jeton alone. */
const INSTANCE_LOCK = 7_302_025_112_602;
/** A server notices after some seconds that an instance is gone which could not say so. */
const TRIES = 15;
const BETWEEN_MS = 1000;

/** Makes this connection the one that writes. Throws `locked` while another instance has it. */
export async function beAlone(client: pg.ClientBase, pause: (ms: number) => Promise<unknown> = sleep): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { rows } = await client.query<{ ours: boolean }>(`select pg_try_advisory_lock(${INSTANCE_LOCK}) as "ours"`);
    if (rows[0]?.ours) return;
    if (tries === TRIES) {
      throw new AppError('locked', 'another instance uses this PostgreSQL database: stop it first', {
        detail: { fr: 'une autre instance utilise cette base PostgreSQL : arrêtez-la d’abord' },
      });
    }
    await pause(BETWEEN_MS);
  }
}

/** Keeps every instance from writing there until the answer is called. Throws `locked` while one has it. */
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
