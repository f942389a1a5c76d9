import { AppError } from '../errors.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { type Checkpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import type { JournalKey } from './key.ts';
import type { ExportTask, VerificationTask } from './long-reading.ts';
import { consistencyProof, rootAt, verifyConsistency } from './tree.ts';

/** What the keeper reads and keeps; the store implements it. */
export interface KeeperRecords {
  size(): Promise<number>;
  node(level: number, place: number): Promise<Uint8Array>;
  /**
   * Answers once these entries, which were read, can be lost no more: not with a disk, nor with a server that is no longer
   * the primary. Throws where they are not the journal's any more.
   */
  settle(size: number, root: Uint8Array): Promise<void>;
  keepCheckpoint(checkpoint: { size: number; root: Uint8Array; note: string; signedAt: number }): Promise<void>;
  lastCheckpoint(): Promise<{ size: number; root: Uint8Array; note: string } | undefined>;
  checkpointAt(size: number): Promise<{ size: number; root: Uint8Array; note: string } | undefined>;
  /** The checkpoint over the fewest entries that are at least so many. */
  checkpointFrom(size: number): Promise<{ size: number; root: Uint8Array; note: string } | undefined>;
  /** What this node keeps beside the database, where who runs the database reaches nothing. */
  kept(): Signed | undefined;
  keepOnNode(note: string): void;
}
type Signed = Pick<Checkpoint, 'size' | 'root'>;
const isSame = (one: Signed, other: Signed): boolean =>
  one.size === other.size && Buffer.compare(one.root, other.root) === 0;
export interface ExportWish {
  /** Seq of the entry that records this export. */
  recordedAt: number;
  policy: string;
  openings: boolean;
  range?: { from: number; to: number } | undefined;
}

/** Signs checkpoints over what is committed. What is made of the signed journal reads all of it, elsewhere (long-reading.ts). */
export function createKeeper({ records, key, clock }: { records: KeeperRecords; key: JournalKey; clock: Clock }) {
  const { node } = records;

  /** Throws `journal_broken` unless the shorter of two journals is a beginning of the other. All entries of `there` are stored. */
  const refuseOther = async (other: Signed, there: Signed): Promise<void> => {
    const [first, second] = other.size <= there.size ? [other, there] : [there, other];
    if (first.size === 0) return;
    if (second === other && second.size > (await records.size())) throw doesNotContinue();
    const path = await consistencyProof(first.size, second.size, node);
    if (!verifyConsistency(first.size, second.size, first.root, second.root, path)) throw doesNotContinue();
  };
  /**
   * Never two checkpoints that are not consistent: what was signed last must be a beginning of what is signed now. The
   * database may have been put back while the service runs: what this node keeps beside it says so.
   */
  const refuseToFork = async (signed: Signed, last: Signed | undefined): Promise<void> => {
    const kept = records.kept();
    const others = [last, kept && last && isSame(kept, last) ? undefined : kept];
    await Promise.all(others.map((other) => other && refuseOther(other, signed)));
  };
  /** Whether a record says what this key signed: who has the database writes any, or an old note to other figures. */
  const isOurs = ({ note, ...record }: Signed & { note: string }): boolean => {
    try {
      return isSame(verifyCheckpoint(note, key.vkey), record);
    } catch {
      return false;
    }
  };
  const isOfThisOrigin = (note: string): boolean => note.startsWith(`${key.origin}\n`);
  const keepOnNode = (size: number, note: string): void => {
    if (size >= (records.kept()?.size ?? 0)) records.keepOnNode(note);
  };

  /** The signed checkpoint over the first `size` entries: signed once, then the same for ever. */
  const checkpointAt = async (size: number): Promise<{ size: number; root: Uint8Array; note: string }> => {
    const standing = await records.checkpointAt(size);
    if (standing && isOurs(standing)) return standing;
    const [root, last] = await Promise.all([rootAt(size, node), records.lastCheckpoint()]);
    await refuseToFork({ size, root }, last);
    await records.settle(size, root); // what is signed is never taken back
    const note = await signCheckpoint({ origin: key.origin, size, root }, key.signer);
    // first, so that one that is older than its record, or missing, was put there by somebody
    keepOnNode(size, note);
    await records.keepCheckpoint({ size, root, note, signedAt: clock.now() });
    return { size, root, note };
  };

  const covering = async (covered: number): Promise<{ size: number; root: Uint8Array; note: string }> => {
    const kept = await records.checkpointFrom(covered);
    // one of before a restore was signed by another key
    return kept && (isOurs(kept) || !isOfThisOrigin(kept.note)) ? kept : checkpointAt(await records.size());
  };

  return {
    origin: key.origin,
    vkey: key.vkey,
    kept: records.kept,

    /** Signs a checkpoint over everything committed so far. */
    checkpoint: async (): Promise<{ size: number; root: Uint8Array; note: string }> =>
      checkpointAt(await records.size()),
    /**
     * The newest checkpoint that was signed: a minute old at most while the service's rounds run. One is signed now where
     * there is none, where this node has seen a newer one, and where somebody else wrote the last. Throws `journal_broken` where what
     * they wrote does not fit the journal.
     */
    latest: async (): Promise<{ size: number; note: string }> => {
      const last = await records.lastCheckpoint();
      if (last && last.size >= (records.kept()?.size ?? 0) && isOurs(last)) return last;
      return checkpointAt(await records.size());
    },
    /** The first checkpoint that covers so many entries: whoever asks later gets the same. Signed now where none does yet. */
    covering,
    /** The checkpoint over so many entries: signed once, then the same for ever. */
    checkpointAt,

    /**
     * Takes up the last checkpoint that any node signed, to be kept beside the database here too. Throws `journal_broken` for
     * one that nobody signed, and where the stored journal does not continue the one that is kept.
     */
    follow: async (): Promise<void> => {
      const size = await records.size();
      const kept = records.kept();
      if (kept) await refuseOther(kept, { size, root: await rootAt(size, node) });
      const last = await records.lastCheckpoint();
      if (!last || last.size <= (kept?.size ?? 0)) return;
      const signed = verifyCheckpoint(last.note, key.vkey);
      if (signed.size > (await records.size())) throw doesNotContinue();
      await refuseToFork(signed, last);
      keepOnNode(signed.size, last.note);
    },

    /** An export to be made of what is signed here: its making takes minutes, and is done elsewhere. */
    exportTask: async (wish: ExportWish): Promise<ExportTask> => {
      const last = await records.lastCheckpoint();
      // one of before a restore is signed under another name: the entry of the restore holds it
      const previous = last && isOurs(last) ? last : undefined;
      const size = wish.recordedAt + 1;
      const { note } = await checkpointAt(size);
      return {
        size,
        checkpoint: note,
        vkey: key.vkey,
        policy: wish.policy,
        openings: wish.openings,
        ...(previous && previous.size <= size ? { previous: previous.note } : {}),
        ...(wish.range ? { range: wish.range } : {}),
      };
    },

    /** A verification to be made: of every stored line, against what is signed now and what was before. */
    verificationTask: async (): Promise<VerificationTask> => {
      const before = await records.lastCheckpoint();
      const { note } = await checkpointAt(await records.size());
      const { size, root } = before ?? {};
      return {
        checkpoint: note,
        vkey: key.vkey,
        before: size === undefined || !root ? null : { size, root: Buffer.from(root).toString('base64') },
      };
    },
  };
}

const doesNotContinue = (): AppError =>
  new AppError(
    'journal_broken',
    'the stored journal does not continue what was signed before: keep the data folder as it is and call the auditor',
  );
export type Keeper = ReturnType<typeof createKeeper>;
