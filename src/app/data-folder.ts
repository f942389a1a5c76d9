import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { authorityFile, checkAuthorityFile, isAuthorityFile } from '../ca/keys/authority.ts';
import { clock } from '../chance.ts';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import { parseCheckpoint } from '../journal/checkpoint.ts';
import { checkJournalKeyFile, type JournalKey } from '../journal/key.ts';
import { parseNote, parseVkey } from '../journal/note.ts';
import type { Log } from '../log.ts';
import { type AtRest, type KnownAuthority, lookAtRest } from '../store/sqlite/at-rest.ts';
import { checkKekFile } from '../vault/kek.ts';
import { readKeptCheckpoint, restoredFile } from './last-checkpoint.ts';

/** One sentence in both languages: whoever starts the service reads one of them. */
interface Said {
  fr: string;
  en: string;
}

/** What to do, by what is wrong. */
const BACK: Said = {
  fr: 'remettez-le depuis la sauvegarde (« jeton restore » dans un dossier vide, puis copiez ce fichier ici)',
  en: 'bring it back from the backup ("jeton restore" into an empty folder, then copy this file here)',
};
const WHOLE: Said = {
  fr: 'mettez tout le dossier de côté sans rien y changer, puis restaurez la dernière sauvegarde dans un dossier vide (« jeton restore »)',
  en: 'move the whole folder away as it is, then restore the last backup into an empty one ("jeton restore")',
};
const NOTE: Said = {
  fr: 'mettez-le de côté, redémarrez, et comparez le journal avec un point de contrôle gardé ailleurs (« jeton journal verify »)',
  en: 'move it away, start again, and hold the journal against a checkpoint kept elsewhere ("jeton journal verify")',
};
const SIGNER: Said = {
  fr: 'supprimez-le : le service en fait un nouveau',
  en: 'delete it: the service makes a new one',
};
const ACCESS: Said = {
  fr: 'rendez ce fichier, et son dossier, au compte du service',
  en: 'give this file, and its folder, back to the account of the service',
};
const UNNOTICED =
  'an older database that was put back would not be noticed; hold the journal against a checkpoint kept elsewhere ("jeton journal verify")';
/** Names of what a CA publishes (make-authority.ts). */
const PUBLISHED = /^(root|issuing)(-[0-9a-z]+)?\.(crl|cer)$/;

function missing(file: string, why: Said): AppError {
  return new AppError('config_invalid', `${file} is missing, although ${why.en}: ${BACK.en}`, {
    detail: { file, state: 'missing', fr: `${file} manque, alors que ${why.fr} : ${BACK.fr}` },
  });
}
/** What systems say of a file that is there and is not for this account, or is no file. */
const DENIED = /^(EACCES|EPERM|EISDIR|SQLITE_CANTOPEN|SQLITE_READONLY)/;

function isDenied(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return ('code' in error && DENIED.test(String(error.code))) || ('cause' in error && isDenied(error.cause));
}

function damaged(file: string, remedy: Said, cause: unknown): AppError {
  if (isDenied(cause)) {
    return new AppError('config_invalid', `${file} cannot be read: ${ACCESS.en}`, {
      detail: { file, state: 'denied', fr: `${file} ne peut être lu : ${ACCESS.fr}` },
      cause,
    });
  }
  return new AppError('config_invalid', `${file} is damaged: ${remedy.en}`, {
    detail: { file, state: 'damaged', fr: `${file} est endommagé : ${remedy.fr}` },
    cause,
  });
}

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
 * gateways still ask for its certificates; where all have ended, the last one, whose place a new one would take. With
 * their roots.
 */
function needed(authorities: readonly KnownAuthority[]): KnownAuthority[] {
  const issuing = authorities.filter(({ kind }) => kind === 'issuing');
  const live = issuing.filter(({ notAfter }) => notAfter > clock.now());
  const answered = live.length > 0 ? live : issuing.slice(-1);
  return authorities.filter(({ id }) => answered.some((one) => one.id === id || one.issuerId === id));
}

interface Paths {
  kek: string;
  keys: string;
  journalKey: string;
}

/** What the records know of has to be here. */
function checkAgainst(records: AtRest & { state: 'used' }, { kek, keys, journalKey }: Paths): void {
  const byRecords: Said = { fr: 'la base existe', en: 'there is a database' };
  if (!existsSync(kek)) throw missing(kek, byRecords);
  const byJournal: Said = { fr: 'le journal a des entrées', en: 'the journal has entries' };
  if (records.entries && !existsSync(journalKey)) throw missing(journalKey, byJournal);
  const byAuthority: Said = { fr: 'la base connaît cette autorité', en: 'the database knows this authority' };
  for (const authority of needed(records.authorities)) {
    const file = authorityFile(keys, authority);
    if (!existsSync(file)) throw missing(file, byAuthority);
  }
}

/** What a CA that was here before left of itself in the folder of its CRLs; undefined for nothing. */
function publishedIn(crlDir: string | undefined): string | undefined {
  if (crlDir === undefined || !existsSync(crlDir)) return undefined;
  const name = readdirSync(crlDir).find((one) => PUBLISHED.test(one));
  return name === undefined ? undefined : join(crlDir, name);
}

/** A folder without records is a new one only where nothing else is left of a service. */
function checkNew(database: string, remains: readonly string[]): void {
  const [left] = remains;
  if (left === undefined) return;
  const isHere = existsSync(database);
  const en = `${database} ${isHere ? 'is empty' : 'is missing'}, although ${left} is here: ${WHOLE.en}`;
  const fr = `${database} ${isHere ? 'est vide' : 'manque'}, alors que ${left} est là : ${WHOLE.fr}`;
  throw new AppError('config_invalid', en, { detail: { file: database, state: 'missing', fr } });
}

/**
 * Refuses a journal's key that is older than the last checkpoint, or another one of its name: brought back from an old backup,
 * or from another service. After a restore the key is newer. Signatures are the comparison's: an edited row stops no start.
 */
export function checkSigner(file: string, key: JournalKey, last: { note: string } | undefined): void {
  const signed = last && signerOf(last.note);
  if (signed === undefined || isKeyOf(key, signed)) return;
  throw new AppError('config_invalid', `${file} is not the key that signed the last checkpoint: ${BACK.en}`, {
    detail: { file, state: 'other', fr: `${file} n’est pas la clé du dernier point de contrôle : ${BACK.fr}` },
  });
}

interface SignedBy {
  origin: string;
  keyIds: string[];
}

/** Whose a checkpoint is, by what it says; undefined for a row that says nothing of the kind. */
function signerOf(note: string): SignedBy | undefined {
  try {
    const { origin } = parseCheckpoint(note);
    return { origin, keyIds: parseNote(note).signatures.map(({ keyId }) => keyId) };
  } catch {
    return undefined;
  }
}

function isKeyOf({ origin, vkey }: JournalKey, signed: SignedBy): boolean {
  if (origin === signed.origin) return signed.keyIds.includes(parseVkey(vkey).keyId);
  const [[name, epoch], [signedName, signedEpoch]] = [origin.split('/'), signed.origin.split('/')];
  return name === signedName && Number(epoch) > Number(signedEpoch);
}

/**
 * Refuses a data folder of which a part is missing or damaged: what was lost is never made anew in its place. Nothing is
 * changed here, so that what is left can be looked at. An empty folder, and one whose first start broke off, are fine.
 * Throws `config_invalid` with {file, state} and the sentence in French.
 */
export function checkDataFolder({ dataDir, pki }: Pick<Config, 'dataDir' | 'pki'>, log?: Pick<Log, 'warn'>): void {
  const at = (...names: string[]): string => join(dataDir, ...names);
  const [database, note, keys, journalKey] = [at('jeton.db'), at('checkpoint'), at('keys'), at('keys', 'journal.json')];
  const names = (existsSync(keys) ? readdirSync(keys) : []).filter(isAuthorityFile);

  whole(at('kek.json'), BACK, () => checkKekFile(dataDir));
  for (const name of names) whole(join(keys, name), name.startsWith('ocsp-') ? SIGNER : BACK, checkAuthorityFile);
  whole(journalKey, BACK, checkJournalKeyFile);
  whole(note, NOTE, () => parseCheckpoint(readKeptCheckpoint(dataDir) ?? ''));

  const records = lookAtRest(database);
  if (records.state === 'damaged') throw damaged(database, WHOLE, records.cause ?? new Error(records.why));
  if (records.state === 'new') {
    const published = publishedIn(pki.crlDir);
    const own = [journalKey, ...names.map((name) => join(keys, name)), note].filter((file) => existsSync(file));
    checkNew(database, published === undefined ? own : [...own, published]);
    return;
  }
  checkAgainst(records, { kek: at('kek.json'), keys, journalKey });
  // a restore has none until the first checkpoint of its own
  const isExpected = records.checkpoints && !existsSync(restoredFile(dataDir));
  if (isExpected && !existsSync(note)) log?.warn(`${note} is missing: ${UNNOTICED}`);
}
