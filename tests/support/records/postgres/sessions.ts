import { type ClientConfig, Pool } from 'pg';

/** Long enough for the next statement of a test, and not for whoever waits until nobody is connected. */
const IDLE_MS = 50;

/**
 * One session at a time, which ends as soon as nobody asks: to connect takes longer than most statements of a test. Nobody
 * has to end it, and the server may.
 */
export function shortSessions(config: ClientConfig): Pool {
  const pool = new Pool({ ...config, max: 1, idleTimeoutMillis: IDLE_MS, allowExitOnIdle: true });
  pool.on('error', () => {}); // it was dropped with its database
  return pool;
}
