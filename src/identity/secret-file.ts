import { readFileSync, statSync } from 'node:fs';
import { AppError, settingsRefused } from '../errors.ts';

/** A secret of one line in a file that only its owner reads (ASVS 13.3.1). Throws `config_invalid`. */
export function readSecretFile(file: string): string {
  try {
    const mode = statSync(file).mode & 0o777;
    if ((mode & 0o077) !== 0) {
      throw settingsRefused({
        en: `${file} is open to others: chmod 600 ${file}`,
        fr: `${file} est ouvert à d’autres : lancez chmod 600 ${file}`,
      });
    }
    const text = readFileSync(file, 'utf8').trim();
    if (text === '') {
      throw settingsRefused({
        en: `${file} is empty: it holds a secret of one line`,
        fr: `${file} est vide : mettez-y le secret, sur une ligne`,
      });
    }
    return text;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw settingsRefused(
      {
        en: `${file} cannot be read: check its path and mode`,
        fr: `${file} ne peut être lu : vérifiez son chemin et ses droits`,
      },
      cause,
    );
  }
}
