import { readFileSync, statSync } from 'node:fs';
import { settingsRefused } from '../../../errors.ts';

function refuse(file: string, en: string, fr: string, cause?: unknown): never {
  throw settingsRefused({ en: `${file} ${en}`, fr: `${file} ${fr}`, file }, cause);
}

/** The text of a file; `file` is named in what goes wrong. Throws `config_invalid`. */
export function readPlainFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    return refuse(
      file,
      'cannot be read: check its path and mode',
      'ne peut être lu : vérifiez son chemin et ses droits',
      cause,
    );
  }
}

/** The text of a file that only its owner may read (ASVS 13.3.1), without white space around. Throws `config_invalid`. */
export function readPrivateFile(file: string): string {
  const text = readPlainFile(file).trim();
  if ((statSync(file).mode & 0o077) !== 0) {
    refuse(file, `is open to others: chmod 600 ${file}`, `est ouvert à d’autres : chmod 600 ${file}`);
  }
  if (text === '') refuse(file, 'is empty: it holds a secret', 'est vide : il contient un secret');
  return text;
}
