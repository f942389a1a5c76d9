import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PURPOSES } from '../../book/rules/certificates/purposes.ts';
import { authorityFile, checkAuthorityFile, isAuthorityFile } from '../../ca/keys/authority.ts';
import { clock } from '../../chance.ts';
import type { Config } from '../../config.ts';
import { parseCheckpoint } from '../../journal/checkpoint.ts';
import { checkJournalKeyFile } from '../../journal/key.ts';
import type { DatabaseState, KnownAuthority } from '../../store/database-state.ts';
import { lookAtRest, type Place } from '../../store/place.ts';
import { checkKekFile } from '../../vault/kek.ts';
import { databaseOf, placeOf } from '../place.ts';
import { crlDirsOf } from './crl-dirs.ts';
import {
  BACK,
  BACK_OR_NODE,
  damaged,
  emptyServer,
  missing,
  NOTE,
  type Said,
  SIGNER,
  WHOLE,
  withoutRecords,
} from './data-folder-refusals.ts';
import { readKeptCheckpoint } from './last-checkpoint.ts';

/** Names of what a CA publishes (ca/keys/make-authority.ts). */
const PUBLISHED = /^(root|issuing)(-[0-9a-z]+){0,2}\.(crl|cer)$/;

/** Reads a file that has to be whole where it is there. */
function whole(file: string, remedy: Said, read: (file: string) => unknown): void {
  if (!existsSync(file)) return;
  try {
    read(file);
  } catch (cause) {
    if (!existsSync(file)) return; // a backup looks while the service replaces its OCSP signer
    throw damaged(file, remedy, cause);
  }
}

/**
 * Authorities whose files the service cannot be without: each issuing CA that has not ended, also a revoked one, since
 * gateways still ask for its certificates; where all have ended, the last one of each purpose, whose place a new one would
 * take. With their roots.
 */
function needed(authorities: readonly KnownAuthority[]): KnownAuthority[] {
  const issuing = authorities.filter(({ kind }) => kind === 'issuing');
  const live = issuing.filter(({ notAfter }) => notAfter > clock.now());
  const last = PURPOSES.flatMap((purpose) => issuing.filter((one) => one.purpose === purpose).slice(-1));
  const answered = live.length > 0 ? live : last;
  return authorities.filter(({ id }) => answered.some((one) => one.id === id || one.issuerId === id));
}

interface Paths {
  kek: string;
  keys: string;
  journalKey: string;
}

/** What the records know of has to be here; `remedy`: where it is had from. */
function checkAgainst(
  records: DatabaseState & { state: 'used' },
  { kek, keys, journalKey }: Paths,
  remedy: Said,
): void {
  const byRecords: Said = { fr: 'la base existe', en: 'there is a database' };
  if (!existsSync(kek)) throw missing(kek, byRecords, remedy);
  const byJournal: Said = { fr: 'le journal a des écritures', en: 'the journal has entries' };
  if (records.entries && !existsSync(journalKey)) throw missing(journalKey, byJournal, remedy);
  const byAuthority: Said = { fr: 'la base connaît cette autorité', en: 'the database knows this authority' };
  for (const authority of needed(records.authorities)) {
    const file = authorityFile(keys, authority);
    if (!existsSync(file)) throw missing(file, byAuthority, remedy);
  }
}

/** What a CA that was here before left of itself in the folders of its CRLs. */
const publishedIn = (crlDirs: readonly string[]): string[] =>
  crlDirs
    .filter((dir) => existsSync(dir))
    .flatMap((dir) =>
      readdirSync(dir)
        .filter((name) => PUBLISHED.test(name))
        .map((name) => join(dir, name)),
    );

/** A folder without records is a new one only where nothing else is left of a service. */
function checkNew(place: Place, remains: readonly string[], dataDir: string): void {
  const [left] = remains;
  if (left === undefined) return;
  const file = databaseOf({ dataDir });
  if ('path' in place) {
    const moved = readdirSync(dataDir).find((name) => name.startsWith(`${basename(file)}.moved`));
    throw withoutRecords(file, existsSync(file), left, moved);
  }
  throw emptyServer(place.postgres.database, left, existsSync(file) ? file : undefined);
}

/**
 * Refuses a data folder of which a part is missing or damaged: what was lost is never made anew in its place. Nothing is
 * changed here, so that what is left can be looked at. An empty folder, and one whose first start broke off, are fine.
 * Throws `config_invalid` with {file, state} and the sentence in French.
 */
export async function checkDataFolder(config: Pick<Config, 'dataDir' | 'pki' | 'postgres'>): Promise<void> {
  const { dataDir, pki } = config;
  const at = (...names: string[]): string => join(dataDir, ...names);
  const [note, keys, journalKey] = [at('checkpoint'), at('keys'), at('keys', 'journal.json')];
  const names = (existsSync(keys) ? readdirSync(keys) : []).filter(isAuthorityFile);

  whole(at('kek.json'), BACK, () => checkKekFile(dataDir));
  for (const name of names) whole(join(keys, name), name.startsWith('ocsp-') ? SIGNER : BACK, checkAuthorityFile);
  whole(journalKey, BACK, checkJournalKeyFile);
  whole(note, NOTE, () => parseCheckpoint(readKeptCheckpoint(dataDir) ?? ''));

  const place = placeOf(config);
  const records = await lookAtRest(place);
  if (records.state === 'damaged') throw damaged(at('jeton.db'), WHOLE, records.cause ?? new Error(records.why));
  if (records.state === 'new') {
    const own = [journalKey, ...names.map((name) => join(keys, name)), note].filter((file) => existsSync(file));
    checkNew(place, [...own, ...publishedIn(crlDirsOf({ dataDir, pki }))], dataDir);
    return;
  }
  checkAgainst(records, { kek: at('kek.json'), keys, journalKey }, 'path' in place ? BACK : BACK_OR_NODE);
}
