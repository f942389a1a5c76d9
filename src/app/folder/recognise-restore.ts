import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RESTORE, type Restored } from '../../book/rules/service/restored.ts';
import type { AuthorityRow } from '../../book/tables/rows/tokens.ts';
import type { Copies } from '../../ca/status/published-crl.ts';
import { chance } from '../../chance.ts';
import type { Config } from '../../config.ts';
import { settingsRefused } from '../../errors.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import { endPowers } from '../../flow/restore/end-powers.ts';
import { restoredIn } from '../../flow/restore/restore.ts';
import { setting } from '../../flow/two-persons/limits.ts';
import { canonical } from '../../journal/canonical.ts';
import { parseCheckpoint } from '../../journal/checkpoint.ts';
import { nextOrigin, openJournalKey } from '../../journal/key.ts';
import { rootAt } from '../../journal/tree.ts';
import { keysOf, type Records } from '../records.ts';
import { readKeptCheckpoint, removeKeptCheckpoint, restoredFile } from './last-checkpoint.ts';

const ENTRY = { actor: 'system', role: 'system', subject: 'journal' } as const;

/** What is needed to recognise a restore and to close the old journal. */
interface Restorable {
  clock: Clock;
  opened: Pick<Records['opened'], 'store' | 'journal' | 'presence'>;
  vault: Records['vault'];
}

/** What lies beside the records at a start. */
interface Found {
  /** What the second copies of CRLs say (ca/status/published-crl.ts); how many are newer than the records. */
  copies: Omit<Copies, 'ahead'> & { ahead: number };
  /** The CA's own certificates. */
  authorities: readonly Pick<AuthorityRow, 'id'>[];
}

/** Whether there is a key of an authority that the records do not know: the key was made after the backup. */
async function isUnknown({ store }: Restorable['opened'], authorities: Found['authorities']): Promise<boolean> {
  const rows = await Promise.all(authorities.map(({ id }) => store.reads.get('authority', id)));
  return rows.includes(undefined);
}

/**
 * What the checkpoint kept beside the database says of the journal: the note is written before the record of it. Of several
 * nodes another one may have signed since.
 */
async function judgeNote(
  note: string | undefined,
  { journal }: Restorable['opened'],
  isOnlyNode: boolean,
): Promise<Restored['evidence']> {
  const last = await journal.lastCheckpoint();
  if (note === undefined) return last ? ['checkpoint-missing'] : [];
  const { size, root } = parseCheckpoint(note);
  if (size > (await journal.size())) return ['journal-shorter'];
  if (Buffer.compare(await rootAt(size, journal.node), root) !== 0) return ['journal-other'];
  return isOnlyNode && last && size < last.size ? ['checkpoint-older'] : [];
}

/** What shows that these records are not the last that this service had. `waits`: a restore was recognised before. */
async function evidenceOf(
  { dataDir, postgres }: Config,
  { opened }: Pick<Restorable, 'opened'>,
  { found, waits }: { found: Found; waits: boolean },
): Promise<{ evidence: Restored['evidence']; note: string | null }> {
  const note = readKeptCheckpoint(dataDir);
  const { copies, authorities } = found;
  const byCommand = existsSync(restoredFile(dataDir));
  const known = (await opened.store.reads.count('account', {})) > 0;
  const evidence: Restored['evidence'] = [];
  if (byCommand) evidence.push('restore-command');
  if (copies.ahead > 0) evidence.push('crl-ahead');
  if (known && !copies.any && !byCommand && !waits) evidence.push('crl-missing');
  if (known && (await isUnknown(opened, authorities))) evidence.push('authority-unknown');
  // a restore has no note until its first checkpoint
  if (note !== undefined || (!byCommand && !waits)) evidence.push(...(await judgeNote(note, opened, !postgres)));
  return { evidence, note: note ?? null };
}

/**
 * While other nodes run, this folder is more likely old than their records are: ending everybody's roles would be a mistake,
 * and where the records were restored, each of them has to be stopped first. Throws `config_invalid`.
 */
async function checkAlone({ store, presence }: Restorable['opened'], evidence: Restored['evidence']): Promise<void> {
  if (evidence.length === 0) return;
  const running = await store.reads.find('node', { state: 'running' });
  const [other] = await presence.connected(running.map(({ id }) => id));
  if (other === undefined) return;
  const why = evidence.join(', ');
  throw settingsRefused({
    en: `this folder does not go with the records (${why}), and node ${other} runs on them: make it anew ("jeton node folder"); if the database was restored, stop every node and start one`,
    fr: `ce dossier ne va pas avec les données (${why}), et le nœud ${other} y travaille : refaites-le (« jeton node folder ») ; si la base a été restaurée, arrêtez tous les nœuds et démarrez-en un`,
    node: other,
  });
}

/**
 * Recognises a restore before any checkpoint is signed: the records are older than a signed checkpoint, than a
 * published CRL or than a key of the CA, or what would show it was taken away. The journal goes on under a new origin, whose first entry holds the last
 * checkpoint kept here, and nothing is issued until two persons confirm it. Roles and ways in that the restore brought
 * back are ended before anybody may sign in.
 */
export async function recogniseRestore(config: Config, records: Restorable, found: Found): Promise<boolean> {
  const { clock } = records;
  const { opened, vault } = records;
  const file = join(keysOf(config), 'journal.json');
  const unconfirmed = await restoredIn(opened.store.reads);
  const { evidence, note } = await evidenceOf(config, records, { found, waits: unconfirmed !== undefined });
  await checkAlone(opened, evidence);
  const revocationsKnown = found.copies.complete;
  if (evidence.length > 0) {
    const entries = await opened.journal.size();
    const origin = nextOrigin(openJournalKey(file, { vault, chance }).origin);
    const earlier = unconfirmed ? [...unconfirmed.earlier, unconfirmed.at] : [];
    await opened.store.transact(async (unit) => {
      const at = clock.now();
      const restored: Restored = { at, entries, origin, evidence, revocationsKnown, earlier, ended: false };
      const change = await setting(unit, RESTORE, canonical(restored));
      const detail = { evidence, entries, origin, revocationsKnown, lastCheckpoint: note };
      await unit.record({ ...ENTRY, action: 'journal.restore', outcome: 'done', detail, changes: [change] });
      await unit.skipNumbers();
      await unit.dropWaitingMails();
    });
  } else if (unconfirmed?.revocationsKnown === false && revocationsKnown) {
    await opened.store.transact(async (unit) => {
      const change = await setting(unit, RESTORE, canonical({ ...unconfirmed, revocationsKnown }));
      await unit.record({ ...ENTRY, action: 'restore.copyFound', outcome: 'done', changes: [change] });
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
