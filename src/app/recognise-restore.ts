import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RESTORE, type Restored } from '../book/restored.ts';
import type { AuthorityRow } from '../book/tables.ts';
import { chance } from '../chance.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { endPowers } from '../flow/restore/end-powers.ts';
import { restoredIn } from '../flow/restore/restore.ts';
import { setting } from '../flow/two-persons/limits.ts';
import { canonical } from '../journal/canonical.ts';
import { parseCheckpoint } from '../journal/checkpoint.ts';
import { nextOrigin, openJournalKey } from '../journal/key.ts';
import { rootAt } from '../journal/tree.ts';
import { readKeptCheckpoint, removeKeptCheckpoint, restoredFile } from './last-checkpoint.ts';
import { keysOf, type Records } from './records.ts';

/** What is needed to recognise a restore and to close the old journal. */
interface Restorable {
  clock: Clock;
  opened: Pick<Records['opened'], 'store' | 'journal'>;
  vault: Records['vault'];
}

/** What lies beside the records at a start. */
interface Found {
  /** CRLs that were published and are newer than the records. */
  ahead: number;
  /** The CA's own certificates. */
  authorities: readonly Pick<AuthorityRow, 'id'>[];
}

/**
 * Whether there is a key of an authority that the records do not know, although they know people: the key was made
 * after the backup.
 */
async function isUnknown({ store }: Restorable['opened'], authorities: Found['authorities']): Promise<boolean> {
  const rows = await Promise.all(authorities.map(({ id }) => store.reads.get('authority', id)));
  return rows.includes(undefined) && (await store.reads.count('account', {})) > 0;
}

/** What shows that the journal is not the one whose checkpoints were signed here. */
async function evidenceOf(
  { dataDir }: Config,
  { opened }: Pick<Restorable, 'opened'>,
  { ahead, authorities }: Found,
): Promise<{ evidence: Restored['evidence']; note: string | null }> {
  const note = readKeptCheckpoint(dataDir);
  const evidence: Restored['evidence'] = [];
  if (existsSync(restoredFile(dataDir))) evidence.push('restore-command');
  if (ahead > 0) evidence.push('crl-ahead');
  if (await isUnknown(opened, authorities)) evidence.push('authority-unknown');
  if (note !== undefined) {
    const { size, root } = parseCheckpoint(note);
    if (size > (await opened.journal.size())) evidence.push('journal-shorter');
    else if (Buffer.compare(await rootAt(size, opened.journal.node), root) !== 0) evidence.push('journal-other');
  }
  return { evidence, note: note ?? null };
}

/**
 * Recognises a restore before any checkpoint is signed: the records are older than a signed checkpoint, than a
 * published CRL or than a key of the CA. The journal goes on under a new origin, whose first entry holds the last
 * checkpoint kept here, and nothing is issued until two persons confirm it. Roles and ways in that the restore brought
 * back are ended before anybody may sign in.
 */
export async function recogniseRestore(config: Config, records: Restorable, found: Found): Promise<boolean> {
  const { clock } = records;
  const { opened, vault } = records;
  const file = join(keysOf(config), 'journal.json');
  const { evidence, note } = await evidenceOf(config, records, found);
  if (evidence.length > 0) {
    const entries = await opened.journal.size();
    const origin = nextOrigin(openJournalKey(file, { vault, chance }).origin);
    const unconfirmed = await restoredIn(opened.store.reads);
    const earlier = unconfirmed ? [...unconfirmed.earlier, unconfirmed.at] : [];
    await opened.store.transact(async (unit) => {
      const restored: Restored = { at: clock.now(), entries, origin, evidence, earlier, ended: false };
      const change = await setting(unit, RESTORE, canonical(restored));
      const entry = { actor: 'system', role: 'system', action: 'journal.restore', subject: 'journal' } as const;
      const detail = { evidence, entries, origin, lastCheckpoint: note };
      await unit.record({ ...entry, outcome: 'done', detail, changes: [change] });
      await unit.skipNumbers();
      await unit.dropWaitingMails();
    });
  }
  const pending = await restoredIn(opened.store.reads);
  if (!pending) return false;
  // a crash may have come between the entry and the key
  openJournalKey(file, { vault, chance, origin: pending.origin });
  rmSync(restoredFile(config.dataDir), { force: true });
  if (evidence.length > 0) removeKeptCheckpoint(config.dataDir);
  if (!pending.ended) await endPowers({ store: opened.store, clock }, pending);
  return true;
}
