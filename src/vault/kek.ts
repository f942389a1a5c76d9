import { hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { writeDurably } from '../durable.ts';
import { AppError, settingsRefused } from '../errors.ts';
import { WrappedKek } from './kek-orders.ts';
import { createKekToken, readKekToken } from './kek-token.ts';

/** RFC 9106 section 4, second recommended option: 64 MiB, three passes, four lanes. */
const ARGON2 = { memoryCost: 65_536, timeCost: 3, parallelism: 4 };
/** The library's own name for it is an ambient const enum, which isolated modules cannot read. */
const ARGON2ID = 2;
/** OWASP ASVS 6.2.9: long rather than complicated. */
const SHORTEST_PASSPHRASE = 15;

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/);
/** `<data>/kek.json`: how the key is had again, and a value that tells the right key from a wrong one. Nothing secret. */
const Way = {
  source: z.enum(['file', 'passphrase', 'pkcs11']),
  argon2: z
    .strictObject({
      memoryCost: z.int().min(8192).max(4_194_304),
      timeCost: z.int().min(1).max(100),
      parallelism: z.int().min(1).max(64),
      salt: base64,
    })
    .optional(),
  pkcs11: WrappedKek.optional(),
  check: base64,
};
const KekFile = z.strictObject({
  version: z.literal(1),
  ...Way,
  /** The key that takes over: stands here from the beginning of a rotation to its end. */
  next: z.strictObject(Way).optional(),
});
type KekFile = z.infer<typeof KekFile>;

export interface KekSource {
  /** The data folder; created (mode 0700) when missing. */
  dataDir: string;
  /** Path of the key file (`JETON_KEK_FILE`). */
  file?: string | undefined;
  /** Path of the file that describes a token (`JETON_KEK_PKCS11_FILE`), which wraps the key. */
  token?: string | undefined;
  /** Asks a person and answers what was typed; leave out where there is no terminal. */
  prompt?: ((question: string) => Promise<string>) | undefined;
  /** What the key was made with, for people: the data folder that stands, or a backup that is put back. */
  of?: keyof typeof MADE | undefined;
  /** Argon2id's cost for a new passphrase; tests lower it. */
  cost?: typeof ARGON2;
}

const KEK_COMMAND = '(umask 077; openssl rand -base64 32 > FILE)';
const HOW = {
  en: `make a key file with ${KEK_COMMAND} outside the data folder and set JETON_KEK_FILE=FILE`,
  fr: `créez un fichier de clé par ${KEK_COMMAND} hors du dossier de données, et fixez JETON_KEK_FILE=FILE`,
} as const;
/** What was made with a key, as people are told. */
const MADE = {
  folder: { en: 'this data folder was made', fr: 'ce dossier a été fait' },
  backup: { en: 'this backup was made', fr: 'cette sauvegarde a été faite' },
} as const;
const OTHER_KEY = {
  folder: {
    en: 'this is not the key that the data folder was made with',
    fr: 'ce n’est pas la clé avec laquelle ce dossier a été fait',
  },
  backup: {
    en: 'this is not the key that the backup was made with',
    fr: 'ce n’est pas la clé avec laquelle cette sauvegarde a été faite',
  },
} as const;

/** A one-way value of the key: 256 bits of key cannot be searched for, and a passphrase is guarded by Argon2id. */
function checkValue(kek: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', kek, new Uint8Array(), 'jeton key-encryption key check', 32));
}

function inside(folder: string, file: string): boolean {
  return existsSync(folder) && realpathSync(file).startsWith(realpathSync(folder) + sep);
}

/** What is done about the key file of a folder or backup that stands, whose path is known. */
const REMEDIES = {
  notFile: {
    en: 'set JETON_KEK_FILE to the path of the key file itself',
    fr: 'donnez dans JETON_KEK_FILE le chemin du fichier de clé lui-même',
  },
  inside: {
    en: 'move it out of there and set JETON_KEK_FILE to its new path',
    fr: 'déplacez-le ailleurs et donnez son nouveau chemin dans JETON_KEK_FILE',
  },
  mode: (file: string) => ({ en: `run chmod 600 ${file}`, fr: `lancez chmod 600 ${file}` }),
  content: {
    en: 'put the key file that was kept back in its place',
    fr: 'remettez à sa place le fichier de clé qui a été conservé',
  },
};

/** Reads the key file: a regular file that only its owner can read, outside the data folder, 32 octets in base64. */
function readKeyFile(file: string, dataDir: string, isNew: boolean): Uint8Array {
  const said = (en: string, fr: string, remedy: { en: string; fr: string }) => {
    const how = isNew ? HOW : remedy; // a new key opens nothing that stands
    return { en: `the key file ${file} ${en}: ${how.en}`, fr: `le fichier de clé ${file} ${fr} : ${how.fr}` };
  };
  const refuse = (...what: Parameters<typeof said>): never => {
    throw settingsRefused(said(...what));
  };
  if (!existsSync(file)) {
    const { en, fr } = said('does not exist', 'n’existe pas', HOW_OF.file);
    throw new AppError('kek_missing', en, { detail: { fr } });
  }
  const stat = statSync(file);
  if (!stat.isFile()) refuse('is not a file', 'n’est pas un fichier', REMEDIES.notFile);
  if (inside(dataDir, file))
    refuse(
      'is inside the data folder, whose copies would carry their own key',
      'est dans le dossier de données, dont les copies emporteraient leur propre clé',
      REMEDIES.inside,
    );
  const mode = (stat.mode & 0o777).toString(8);
  if (mode !== '600' && mode !== '400')
    refuse(`has mode ${mode} instead of 600`, `a le mode ${mode} au lieu de 600`, REMEDIES.mode(file));
  const text = readFileSync(file, 'latin1').trim();
  const kek = Buffer.from(text, 'base64');
  if (kek.length !== 32 || kek.toString('base64') !== text)
    refuse('does not hold 32 octets in base64', 'ne contient pas 32 octets en base64', REMEDIES.content);
  return kek;
}

async function derive(passphrase: string, argon2: NonNullable<KekFile['argon2']>): Promise<Uint8Array> {
  const { salt, ...cost } = argon2;
  const options = { ...cost, algorithm: ARGON2ID, outputLen: 32, salt: Buffer.from(salt, 'base64') };
  return hashRaw(passphrase.normalize('NFC'), options);
}

/** Asks for a new passphrase twice. */
async function choosePassphrase(prompt: NonNullable<KekSource['prompt']>): Promise<string> {
  const first = await prompt(
    `Phrase secrète de ce service, au moins ${SHORTEST_PASSPHRASE} caractères / Passphrase of this service, at least ${SHORTEST_PASSPHRASE} characters`,
  );
  if (first.normalize('NFC').length < SHORTEST_PASSPHRASE) {
    throw settingsRefused({
      en: `the passphrase is too short: give at least ${SHORTEST_PASSPHRASE} characters`,
      fr: `la phrase secrète est trop courte : ${SHORTEST_PASSPHRASE} caractères au moins`,
    });
  }
  const second = await prompt('La même, pour vérification / The same, to verify it');
  if (second !== first)
    throw settingsRefused({
      en: 'the two passphrases differ: start again',
      fr: 'les deux phrases secrètes diffèrent : recommencez',
    });
  return first;
}

function known(path: string): KekFile | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return KekFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const fr = `${path} est endommagé : reprenez-le d’une sauvegarde`;
    throw settingsRefused({ en: `${path} is damaged: restore it from a backup`, fr }, cause);
  }
}

/** Reads `kek.json` where there is one. Throws `config_invalid` for a damaged one. */
export const checkKekFile = (dataDir: string): void => void known(join(dataDir, 'kek.json'));

type Way = Omit<KekFile, 'version' | 'next'>;

/** A key of a token: a new one is drawn at random and wrapped there, and unwrapped there at every start. */
async function inToken(from: KekSource & { token: string }, before: Way | undefined): Promise<Obtained> {
  const token = createKekToken(readKekToken(from.token), from.prompt);
  if (before && !before.pkcs11)
    throw new AppError('kek_wrong', `this data folder's key is in no token: ${HOW_OF[before.source].en}`, {
      detail: { fr: `la clé de ce dossier n’est dans aucun jeton : ${HOW_OF[before.source].fr}` },
    });
  const kek = before?.pkcs11 ? await token.unwrap(before.pkcs11) : randomBytes(32);
  return [kek, { version: 1, source: 'pkcs11', pkcs11: before?.pkcs11 ?? (await token.wrap(kek)) }];
}

/** How the key of a data folder that stands is had, by where it comes from. */
const HOW_OF = {
  file: { en: 'set JETON_KEK_FILE to its path', fr: 'donnez son chemin dans JETON_KEK_FILE' },
  passphrase: {
    en: 'set neither JETON_KEK_FILE nor JETON_KEK_PKCS11_FILE and type the passphrase',
    fr: 'ne fixez ni JETON_KEK_FILE ni JETON_KEK_PKCS11_FILE, et tapez la phrase secrète',
  },
  pkcs11: {
    en: 'set JETON_KEK_PKCS11_FILE to the file that describes the token',
    fr: 'nommez dans JETON_KEK_PKCS11_FILE le fichier qui décrit le jeton',
  },
} as const;
const AT_TERMINAL = {
  en: 'run this at a terminal and type the passphrase',
  fr: 'relancez sur un terminal et tapez la phrase secrète',
};
const TYPE_IT = { en: 'type the right passphrase', fr: 'tapez la bonne phrase secrète' };

type Obtained = [Uint8Array, Omit<KekFile, 'check'>];
async function obtain(from: KekSource, before: Way | undefined): Promise<Obtained> {
  const { token, of = 'folder' } = from;
  const made = MADE[of];
  if (token !== undefined) {
    if (from.file !== undefined)
      throw settingsRefused({
        en: 'name a key file or a token, not both',
        fr: 'nommez un fichier de clé ou un jeton, pas les deux',
      });
    return inToken({ ...from, token }, before);
  }
  if (before?.source === 'pkcs11') {
    throw new AppError('kek_missing', `${made.en} with a token: ${HOW_OF.pkcs11.en}`, {
      detail: { fr: `${made.fr} avec un jeton : ${HOW_OF.pkcs11.fr}` },
    });
  }
  if (from.file !== undefined) return [readKeyFile(from.file, from.dataDir, !before), { version: 1, source: 'file' }];
  if (before?.source === 'file') {
    throw new AppError('kek_missing', `${made.en} with a key file: ${HOW_OF.file.en}`, {
      detail: { fr: `${made.fr} avec un fichier de clé : ${HOW_OF.file.fr}` },
    });
  }
  if (!from.prompt && before) {
    throw new AppError('kek_missing', `${made.en} with a passphrase, and there is no terminal: ${AT_TERMINAL.en}`, {
      detail: { fr: `${made.fr} avec une phrase secrète, et il n’y a pas de terminal : ${AT_TERMINAL.fr}` },
    });
  }
  if (!from.prompt) {
    throw new AppError('kek_missing', `no key-encryption key, and no terminal to ask for a passphrase: ${HOW.en}`, {
      detail: { fr: `pas de clé de chiffrement, ni de terminal où demander une phrase secrète : ${HOW.fr}` },
    });
  }
  const salt = randomBytes(16).toString('base64');
  const argon2 = before?.argon2 ?? { ...(from.cost ?? ARGON2), salt };
  const passphrase = before
    ? await from.prompt('Phrase secrète de ce service / Passphrase of this service')
    : await choosePassphrase(from.prompt);
  return [await derive(passphrase, argon2), { version: 1, source: 'passphrase', argon2 }];
}

/** The key, checked against what is known of it. Throws `kek_wrong`. */
async function obtainKnown(from: KekSource, before: Way): Promise<Uint8Array> {
  const [kek, how] = await obtain(from, before);
  const check = checkValue(kek);
  const expected = Buffer.from(before.check, 'base64');
  if (expected.length !== check.length || !timingSafeEqual(expected, check)) {
    const other = OTHER_KEY[from.of ?? 'folder'];
    const typed = before.source === 'passphrase' && how.source === 'passphrase';
    const which = typed ? TYPE_IT : HOW_OF[before.source];
    throw new AppError('kek_wrong', `${other.en}: ${which.en}`, {
      detail: { fr: `${other.fr} : ${which.fr}` },
    });
  }
  return kek;
}

/**
 * The key-encryption key, 32 octets: from a file, unwrapped by a PKCS#11 token, or from a passphrase through Argon2id. The first call in a data
 * folder leaves `kek.json`; later ones compare with it. Throws `kek_missing` when there is no way to have it,
 * `config_invalid` for a file that is open to others, misplaced or not a key, `kek_wrong` when it is another key.
 */
export async function loadKek(from: KekSource): Promise<Uint8Array> {
  const path = join(from.dataDir, 'kek.json');
  const before = known(path);
  if (before?.next) {
    throw settingsRefused({
      en: 'a change of the key-encryption key broke off: run "jeton vault rotate" again',
      fr: 'un changement de la clé de chiffrement a été interrompu : relancez « jeton vault rotate »',
    });
  }
  if (before) return obtainKnown(from, before);
  const [kek, how] = await obtain(from, undefined);
  mkdirSync(from.dataDir, { recursive: true, mode: 0o700 });
  writeDurably(path, JSON.stringify({ ...how, check: Buffer.from(checkValue(kek)).toString('base64') }));
  return kek;
}

interface BothKeys {
  from: Uint8Array;
  to: Uint8Array;
  /** Where the new one comes from. */
  source: Way['source'];
}

/**
 * A new key-encryption key (a file's, a token's or a passphrase) takes the old one's place. `begin` is given both keys before
 * anything is written, and answers the work: to wrap everything anew, so that it may be run again. What stands in `kek.json` says
 * that a change is under way, until the work is done; `loadKek` refuses meanwhile.
 */
export async function changeKek(
  old: KekSource,
  to: Pick<KekSource, 'file' | 'token' | 'prompt' | 'cost'>,
  begin: (keys: BothKeys) => Promise<() => Promise<void>>,
): Promise<void> {
  const path = join(old.dataDir, 'kek.json');
  const before = known(path);
  if (!before)
    throw new AppError('kek_missing', 'this data folder has no key yet: start the service once', {
      detail: { fr: 'ce dossier n’a pas encore de clé : démarrez une fois le service' },
    });
  const from = await obtainKnown(old, before);
  const source = { ...to, dataDir: old.dataDir };
  const [kek, next] = before.next ? [await obtainKnown(source, before.next), before.next] : await drawn(source);
  if (next.check === before.check) {
    const fr = 'cette clé est déjà celle du dossier : créez-en une nouvelle';
    throw settingsRefused({ en: 'this is the key in use: make a new one', fr });
  }
  const keys = { from, to: kek, source: next.source };
  const work = await begin(keys);
  writeDurably(path, JSON.stringify({ ...before, next }));
  await work();
  writeDurably(path, JSON.stringify({ version: 1, ...next }));
}

/** A key that was never in use here, and how it is had again. */
async function drawn(source: KekSource): Promise<[Uint8Array, Way]> {
  const [kek, { version: _, ...how }] = await obtain(source, undefined);
  return [kek, { ...how, check: Buffer.from(checkValue(kek)).toString('base64') }];
}
