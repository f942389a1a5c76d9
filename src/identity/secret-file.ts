import { readFileSync, statSync } from 'node:fs';
import { AppError } from '../errors.ts';

/** A secret of one line in a file that only its owner reads (ASVS 13.3.1). Throws `config_invalid`. */
export function readSecretFile(file: string): string {
  try {
    const mode = statSync(file).mode & 0o777;
    if ((mode & 0o077) !== 0) throw new AppError('config_invalid', `${file} is open to others: chmod 600 ${file}`);
    const text = readFileSync(file, 'utf8').trim();
    if (text === '') throw new AppError('config_invalid', `${file} is empty: it holds a secret of one line`);
    return text;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('config_invalid', `${file} cannot be read: check its path and mode`, { cause });
  }
}
