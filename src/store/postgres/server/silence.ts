import { Socket } from 'node:net';
import type pg from 'pg';

const LOOK_MS = 1_000;
/** After so many looks without an answer, the server is asked on another connection whether it is there. */
const PATIENCE = 5;

/**
 * Cuts a connection whose server is not there any more, so that what waits on it fails as lost. A machine that lost its power,
 * or stands still, closes no connection, and TCP waits a quarter of an hour for it. A statement may take long, or wait for
 * a lock or a standby: after 5 s without an answer `isThere` asks on a connection of its own, again every 5 s.
 *
 * @param client - connected, until it ends
 * @param isThere - whether the server lets us in and is what we need; never throws
 */
export function cutWhenSilent(client: pg.Client, isThere: () => Promise<boolean>): void {
  const { connection } = client;
  const { stream } = connection;
  if (!(stream instanceof Socket)) return; // pg has no other
  /** What had been sent as the last question was answered and none waited: several are sent at once. */
  let settled = stream.bytesWritten;
  let [answers, quiet] = [0, 0];
  connection.prependListener('readyForQuery', () => {
    answers += 1;
    quiet = 0;
  });
  client.on('drain', () => {
    settled = stream.bytesWritten;
  });
  const look = async (): Promise<void> => {
    quiet = stream.bytesWritten > settled ? quiet + 1 : 0;
    if (quiet < PATIENCE || quiet % PATIENCE > 0) return;
    const before = answers;
    if (!(await isThere()) && answers === before) stream.destroy();
  };
  const timer = setInterval(() => void look(), LOOK_MS).unref();
  client.once('end', () => clearInterval(timer));
}
