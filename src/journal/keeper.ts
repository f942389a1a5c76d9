import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { zipFolder } from './archive.ts';
import { signCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { type Exported, type ExportedOpening, writeExport } from './export.ts';
import { newExportFolder } from './export-folders.ts';
import type { JournalKey } from './key.ts';
import { consistencyProof, createRootComputer, leafHash, rootAt, verifyConsistency } from './tree.ts';

/** What the keeper reads and keeps; the store implements it. */
export interface KeeperRecords {
  size(): Promise<number>;
  lines(from: number, to: number): AsyncIterable<readonly string[]>;
  node(level: number, place: number): Promise<Uint8Array>;
  openings(from: number, to: number): AsyncIterable<readonly ExportedOpening[]>;
  keepCheckpoint(checkpoint: { size: number; root: Uint8Array; note: string; signedAt: number }): Promise<void>;
  lastCheckpoint(): Promise<{ size: number; root: Uint8Array; note: string } | undefined>;
  checkpointAt(size: number): Promise<{ size: number; root: Uint8Array; note: string } | undefined>;
}
export interface ExportWish {
  /** Seq of the entry that records this export. */
  recordedAt: number;
  policy: string;
  openings: boolean;
  range?: { from: number; to: number } | undefined;
}

/** Signs checkpoints over what is committed, exports the journal, and verifies it where it stands. */
export function createKeeper({
  records,
  key,
  clock,
  exports = tmpdir(),
}: {
  records: KeeperRecords;
  key: JournalKey;
  clock: Clock;
  /** Where exports are made; left out, in the system's folder for what is temporary. */
  exports?: string;
}) {
  const { node } = records;

  /** Never two checkpoints that are not consistent: what was signed last must be a beginning of what is signed now. */
  const refuseToFork = async (size: number, root: Uint8Array): Promise<void> => {
    const last = await records.lastCheckpoint();
    if (!last || last.size === 0) return;
    const [first, second] = last.size <= size ? [last, { size, root }] : [{ size, root }, last];
    const path = await consistencyProof(first.size, second.size, node);
    if (verifyConsistency(first.size, second.size, first.root, second.root, path)) return;
    throw new AppError(
      'journal_broken',
      'the stored journal does not continue what was signed before: keep the data folder as it is and call the auditor',
    );
  };

  /** The signed checkpoint over the first `size` entries: signed once, then the same for ever. */
  const checkpointAt = async (size: number): Promise<{ size: number; root: Uint8Array; note: string }> => {
    const standing = await records.checkpointAt(size);
    if (standing) return standing;
    const root = await rootAt(size, node);
    await refuseToFork(size, root);
    const note = await signCheckpoint({ origin: key.origin, size, root }, key.signer);
    await records.keepCheckpoint({ size, root, note, signedAt: clock.now() });
    return { size, root, note };
  };

  const exportTo = async (dir: string, wish: ExportWish): Promise<Exported> => {
    const last = await records.lastCheckpoint();
    // one of before a restore is signed under another name: the entry of the restore holds it
    const previous = last?.note.startsWith(`${key.origin}\n`) ? last : undefined;
    const size = wish.recordedAt + 1;
    const { note } = await checkpointAt(size);
    return writeExport(dir, {
      size,
      checkpoint: note,
      vkey: key.vkey,
      policy: wish.policy,
      lines: records.lines,
      node,
      ...(wish.openings ? { openings: records.openings(0, size) } : {}),
      ...(previous && previous.size <= size ? { previous: { checkpoint: previous.note } } : {}),
      ...(wish.range ? { range: wish.range } : {}),
    });
  };

  return {
    origin: key.origin,
    vkey: key.vkey,

    /** Signs a checkpoint over everything committed so far. */
    checkpoint: async (): Promise<{ size: number; root: Uint8Array; note: string }> =>
      checkpointAt(await records.size()),

    exportTo,

    /** An export as one ZIP file; the folder it is made in goes when the stream ends. */
    exportZip: async (name: string, wish: ExportWish): Promise<Exported & { stream: NodeJS.ReadableStream }> => {
      const parent = await newExportFolder(exports);
      const remove = () => rm(parent, { recursive: true, force: true });
      try {
        const exported = await exportTo(join(parent, name), wish);
        return { ...exported, stream: await zipFolder(join(parent, name), name, remove) };
      } catch (error) {
        await remove();
        throw error;
      }
    },

    /** Recomputes the root from every stored line and holds it against the last two signed checkpoints. */
    verifyNow: async (): Promise<{ size: number; root: string; signed: boolean; consistentWith: number | null }> => {
      const before = await records.lastCheckpoint();
      const signed = await checkpointAt(await records.size());
      const tree = createRootComputer();
      let consistent = before === undefined;
      for await (const page of records.lines(0, signed.size)) {
        for (const line of page) {
          tree.add(leafHash(line));
          if (before && tree.size() === before.size) consistent = Buffer.compare(tree.root(), before.root) === 0;
        }
      }
      const root = Buffer.from(tree.root()).toString('base64');
      const { root: under } = verifyCheckpoint(signed.note, key.vkey);
      const whole = tree.size() === signed.size && Buffer.compare(tree.root(), under) === 0;
      return {
        size: signed.size,
        root,
        signed: whole && consistent,
        consistentWith: consistent && before ? before.size : null,
      };
    },
  };
}
export type Keeper = ReturnType<typeof createKeeper>;
