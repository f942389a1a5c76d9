import type { Config } from '../config.ts';
import { isAppError, otherRecords } from '../errors.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { Keeper } from '../journal/keeper.ts';
import type { KnownJournal } from './folder/known-journal.ts';
import type { Records } from './records.ts';
import type { Round } from './scheduler.ts';

/** The node that leads signs what is new each minute. Longer than this, in milliseconds, and somebody has to look why not. */
export const UNSIGNED_MS = 600_000;

export interface Following {
  rounds: readonly Round[];
  /** Whether the stored journal is another one than was signed, or nobody signs it: no node leads, or somebody keeps it from that. */
  isUnsigned(): boolean;
}
export interface FollowingDeps {
  known: Pick<KnownJournal, 'atLeast' | 'holds' | 'continues' | 'knowsDifferences' | 'isOther'>;
  opened: {
    store: Pick<Records['opened']['store'], 'distrust'>;
    journal: Pick<Records['opened']['journal'], 'size' | 'sizeWritten' | 'lines' | 'lineWritten'>;
  };
  keeper: Pick<Keeper, 'follow' | 'kept'>;
  clock: Pick<Clock, 'now'>;
}

type Journal = FollowingDeps['opened']['journal'];

async function lineAt(journal: Journal, seq: number): Promise<string | undefined> {
  for await (const [line] of journal.lines(seq, seq + 1)) return line;
  return undefined;
}

/**
 * A database that was put back lacks what this node did itself: that is seen before anything is signed. Whoever puts it back
 * can add a row with a high number, so the last line that was there is looked at too.
 */
function createLookAtOwn(journal: Journal, known: FollowingDeps['known']): () => Promise<void> {
  let seen: { seq: number; line: string } | undefined;
  const isThere = async (atLeast: number): Promise<boolean> => {
    if ((await journal.size()) < atLeast && (await journal.sizeWritten()) < atLeast) return false;
    if (!seen || (await lineAt(journal, seen.seq)) === seen.line) return true;
    return (await journal.lineWritten(seen.seq)) === seen.line;
  };
  return async () => {
    const wasOther = known.isOther();
    const atLeast = known.atLeast();
    known.holds(await isThere(atLeast));
    if (known.isOther() && !wasOther) throw otherRecords(); // said once
    if (known.isOther() || atLeast - 1 === seen?.seq) return;
    const line = await lineAt(journal, atLeast - 1);
    if (line !== undefined) seen = { seq: atLeast - 1, line };
  };
}

async function followDifferences(
  store: FollowingDeps['opened']['store'],
  known: FollowingDeps['known'],
): Promise<void> {
  try {
    await store.distrust();
    known.knowsDifferences(true);
  } catch (error) {
    if (!isAppError(error, 'record_tampered') || known.knowsDifferences(false)) throw error; // said once
  }
}

/**
 * What this node takes up of what other nodes wrote, where there may be others: rows that are known to differ, which it
 * refuses too, and the last signed checkpoint, which its folder keeps so that it knows an older database again.
 */
export function createFollowing(
  { postgres }: Pick<Config, 'postgres'>,
  { opened: { store, journal }, known, keeper, clock }: FollowingDeps,
): Following {
  if (!postgres) return { rounds: [], isUnsigned: () => false };
  /** The journal as it was longer than anything that was signed, since when. */
  let unsigned: { size: number; since: number } | undefined;
  const look = async (): Promise<void> => {
    const signed = keeper.kept()?.size ?? 0;
    if (unsigned && signed >= unsigned.size) unsigned = undefined;
    const size = await journal.size();
    if (size > signed) unsigned ??= { size, since: clock.now() };
  };
  const keepCheckpoint = async (): Promise<void> => {
    try {
      await keeper.follow();
      known.continues(true);
    } catch (error) {
      if (isAppError(error, 'journal_broken')) known.continues(false);
      throw error;
    } finally {
      await look();
    }
  };
  return {
    rounds: [
      { name: 'own entries', everyMs: 2_000, run: createLookAtOwn(journal, known) },
      { name: 'differences', everyMs: 2_000, run: () => followDifferences(store, known) },
      { name: 'kept checkpoint', everyMs: 30_000, run: keepCheckpoint },
    ],
    isUnsigned: () => known.isOther() || (unsigned !== undefined && clock.now() - unsigned.since > UNSIGNED_MS),
  };
}
