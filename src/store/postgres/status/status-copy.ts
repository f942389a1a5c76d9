import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { isAppError } from '../../../errors.ts';
import type { Clock } from '../../../flow/ports/clock.ts';
import { sharing } from '../../../within.ts';
import { openStatusFile, type StatusFile } from '../../sqlite/status-file.ts';
import { CONNECT_MS, type PostgresAddress } from '../server/address.ts';
import { connectReader, cutAfter } from '../server/connect.ts';
import { databaseError } from '../server/errors.ts';
import { CHANNEL } from './followed.ts';
import { bringUpToDate } from './status-round.ts';
import { inSnapshot } from './status-source.ts';

/** A commit of another node that was not told of is found after as long, in milliseconds. */
const POLL_MS = 1000;
/** How long a server may take to let us go, in milliseconds. */
const GOODBYE_MS = 1000;

export interface StatusCopyOptions {
  address: PostgresAddress;
  /** Path of the copy; nobody has it open yet. */
  path: string;
  /** The key of the certificates' seals: once there is another one, all rows are read again. */
  certificateKey: Uint8Array;
  /** The service's time. */
  clock: Clock;
  /** How many entries the journal has at least, by what this node committed and saw signed. */
  atLeast(): number;
  /** Told once when the copy cannot follow any more, and when it does again, without an error. */
  warn(message: string, error?: unknown): void;
  /** How often it looks by itself, in milliseconds; one second. */
  pollMs?: number;
}
/** How the copy stands, for readiness. */
export interface CopyStanding {
  /** The last entry of the journal that it knows; -1 of an empty journal. */
  seq: number;
  /** When it was last level with the database, in milliseconds of the service's clock. */
  levelAt: number;
  /** Whether the last try to follow failed. */
  failing: boolean;
}
export interface StatusCopy {
  /** For status processes, as the path of the records. */
  readonly path: string;
  /**
   * Ends when whatever was committed before this call is in the copy, or the try failed, which `standing` says: whoever
   * acted has acted all the same.
   */
  settled(): Promise<void>;
  standing(): CopyStanding;
  close(): Promise<void>;
}

/** One connection that hears of commits and reads; a lost one is followed by another. */
function createConnection(address: PostgresAddress, heard: () => void) {
  let current: pg.Client | undefined;
  const drop = async (): Promise<void> => {
    const client = current;
    current = undefined;
    if (client) await cutAfter(client, GOODBYE_MS, client.end()).catch(() => {});
  };
  return {
    drop,
    client: async (): Promise<pg.Client> => {
      if (current) return current;
      const client = await connectReader(address);
      client.on('notification', heard);
      client.on('end', () => {
        if (current === client) current = undefined;
      });
      current = client;
      await cutAfter(client, CONNECT_MS, client.query(`listen ${CHANNEL}`));
      return client;
    },
  };
}

/** Names the key, and says nothing of it. */
const editionOf = (key: Uint8Array): string => createHmac('sha256', key).update('status copy').digest('base64url');

/** What status answers are made from where the records are on a server. */
function createFollower(options: StatusCopyOptions, file: StatusFile) {
  const { address, path, certificateKey, clock, atLeast, warn, pollMs = POLL_MS } = options;
  const edition = editionOf(certificateKey);
  const connection = createConnection(address, () => void settled());
  const { seq, levelAt } = file.state() ?? { seq: -1, levelAt: 0 };
  const standing: CopyStanding = { seq, levelAt, failing: false };
  let failure: unknown;
  let hasFollowed = false;
  let isClosed = false;

  async function round(): Promise<void> {
    if (isClosed) return;
    try {
      const now = clock.now();
      const one = { file, edition, now, atLeast: atLeast(), hasFollowed };
      await inSnapshot(await connection.client(), (ask) => bringUpToDate(ask, one));
      hasFollowed = true;
      if (standing.failing) warn(`${path} follows the database again`);
      Object.assign(standing, { seq: file.state()?.seq ?? -1, levelAt: now, failing: false });
    } catch (error) {
      await connection.drop();
      failure = databaseError(error); // says nothing of what the server wrote
      if (!standing.failing)
        warn(`${path} does not follow the database: OCSP answers from it until its CRL ends`, failure);
      standing.failing = true;
    }
  }
  const settled = sharing(round);
  const poll = setInterval(() => void settled(), pollMs);
  poll.unref();
  const close = async (): Promise<void> => {
    clearInterval(poll);
    isClosed = true;
    await settled(); // the round that runs ends, and none follows
    await connection.drop();
    file.close();
  };
  return { path, settled, standing: () => ({ ...standing }), failure: () => failure, close };
}

/**
 * Opens this node's copy of what CRLs and OCSP are answered from, and keeps it level with the records on a server: the
 * processes that answer read it as they read a database file, on the spot. It follows in the process that writes,
 * because who revokes is answered once it is in the copy. It has a connection of its own, and waits for none of the store's.
 * Without the server it stands as it is, and says since when; so it does where the server lacks what this node knows to be
 * there: it is another one, or an old copy, and what was revoked since is missing. Throws what connecting throws where it was
 * never filled.
 */
export async function openStatusCopy(options: StatusCopyOptions): Promise<StatusCopy> {
  const file = openStatusFile(options.path);
  const { failure, ...copy } = createFollower(options, file);
  await copy.settled();
  if (file.state() || isAppError(failure(), 'other_records')) return copy; // empty, it says that it knows nothing
  await copy.close();
  throw failure();
}
