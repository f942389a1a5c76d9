import { type AppError, settingsRefused } from '../../errors.ts';

/** One sentence in both languages: whoever starts the service reads one of them. */
export interface Said {
  fr: string;
  en: string;
}

/** What to do, by what is wrong. */
export const BACK: Said = {
  fr: 'remettez-le depuis la sauvegarde (« jeton restore » dans un dossier vide, puis copiez ce fichier ici)',
  en: 'bring it back from the backup ("jeton restore" into an empty folder, then copy this file here)',
};
export const BACK_OR_NODE: Said = {
  fr: `${BACK.fr}, ou, pour un nœud de plus, prenez le dossier que fait « jeton node folder » sur un nœud qui fonctionne`,
  en: `${BACK.en}, or, for one more node, take the folder that "jeton node folder" makes on a node that runs`,
};
export const WHOLE: Said = {
  fr: 'mettez tout le dossier de côté sans rien y changer, puis restaurez la dernière sauvegarde dans un dossier vide (« jeton restore »)',
  en: 'move the whole folder away as it is, then restore the last backup into an empty one ("jeton restore")',
};
export const NOTE: Said = {
  fr: 'mettez-le de côté, redémarrez, et comparez le journal avec un point de contrôle gardé ailleurs (« jeton journal verify »)',
  en: 'move it away, start again, and hold the journal against a checkpoint kept elsewhere ("jeton journal verify")',
};
export const SIGNER: Said = {
  fr: 'supprimez-le : le service en fait un nouveau',
  en: 'delete it: the service makes a new one',
};
const ACCESS: Said = {
  fr: 'rendez ce fichier, et son dossier, au compte du service',
  en: 'give this file, and its folder, back to the account of the service',
};

/** A file is missing, although something here needs it. */
export function missing(file: string, why: Said, remedy: Said): AppError {
  return settingsRefused({
    en: `${file} is missing, although ${why.en}: ${remedy.en}`,
    fr: `${file} manque, alors que ${why.fr} : ${remedy.fr}`,
    file,
    state: 'missing',
  });
}
/** What systems say of a file that is there and is not for this account, or is no file. */
const DENIED = /^(EACCES|EPERM|EISDIR|SQLITE_CANTOPEN|SQLITE_READONLY)/;

function isDenied(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return ('code' in error && DENIED.test(String(error.code))) || ('cause' in error && isDenied(error.cause));
}

/** A file is here and cannot be read as what it should be. */
export function damaged(file: string, remedy: Said, cause: unknown): AppError {
  if (isDenied(cause)) {
    const [en, fr] = [`${file} cannot be read: ${ACCESS.en}`, `${file} ne peut être lu : ${ACCESS.fr}`];
    return settingsRefused({ en, fr, file, state: 'denied' }, cause);
  }
  const [en, fr] = [`${file} is damaged: ${remedy.en}`, `${file} est endommagé : ${remedy.fr}`];
  return settingsRefused({ en, fr, file, state: 'damaged' }, cause);
}

/** There are no records, although `left` shows that there were; `moved`: what a move to a server set aside here. */
export function withoutRecords(database: string, isHere: boolean, left: string, moved?: string): AppError {
  const remedy: Said =
    moved === undefined
      ? WHOLE
      : {
          fr: `si les données ont été déplacées vers une base PostgreSQL (${moved} est là), réglez JETON_DATABASE_URL ; sinon, ${WHOLE.fr}`,
          en: `if the records were moved to a PostgreSQL database (${moved} is here), set JETON_DATABASE_URL; otherwise ${WHOLE.en}`,
        };
  const en = `${database} ${isHere ? 'is empty' : 'is missing'}, although ${left} is here: ${remedy.en}`;
  const fr = `${database} ${isHere ? 'est vide' : 'manque'}, alors que ${left} est là : ${remedy.fr}`;
  return settingsRefused({ en, fr, file: database, state: 'missing' });
}

/** The server's database is empty, although `left` shows that there are records somewhere; `file`: those in the folder. */
export function emptyServer(database: string, left: string, file?: string): AppError {
  const remedy: Said =
    file === undefined
      ? {
          fr: 'nommez la base de ce dossier dans JETON_DATABASE_URL, ou amenez-y ses données (« jeton database move »)',
          en: 'name the database of this folder in JETON_DATABASE_URL, or bring its records there ("jeton database move")',
        }
      : {
          fr: `les données sont dans ${file} ; retirez JETON_DATABASE_URL, ou, sans ce réglage, amenez-les à cette base (« jeton database move »)`,
          en: `the records are in ${file}: take JETON_DATABASE_URL away, or, without it, bring them there ("jeton database move")`,
        };
  const en = `the PostgreSQL database ${database} is empty, although ${left} is here: ${remedy.en}`;
  const fr = `la base PostgreSQL ${database} est vide, alors que ${left} est là : ${remedy.fr}`;
  return settingsRefused({ en, fr, file: database, state: 'missing' });
}

/** The journal's key is another than the one that signed last. */
export const notTheSigner = (file: string): AppError =>
  settingsRefused({
    en: `${file} is not the key that signed the last checkpoint: ${BACK.en}`,
    fr: `${file} n’est pas la clé du dernier point de contrôle : ${BACK.fr}`,
    file,
    state: 'other',
  });
