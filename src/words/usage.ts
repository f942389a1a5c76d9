import { AppError } from '../errors.ts';
import type { Language } from './translator.ts';

type Said = Readonly<Record<Language, string>>;

/** What is wrong with options that Node's parser refused, in our words: its own sentence is English, and long. */
function ofParser(cause: unknown): Said | undefined {
  const name = /'(-[^\s']+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
  // whoever asks for help made no mistake
  if (name === undefined || name === '--help' || name === '-h') return undefined;
  return {
    fr: `${name} : option inconnue, ou sans sa valeur`,
    en: `${name}: no such option, or its value is missing`,
  };
}

/**
 * A command of the service's machine that is not used as it should be: `invalid_input` with the usage in both languages, after what is
 * wrong where that is known. Two people who read different languages may stand at the terminal.
 */
export function wrongUse(usage: Said, why?: Said, cause?: unknown): AppError {
  const known = why ?? ofParser(cause);
  const en = known ? `${known.en}\nhint: ${usage.en}` : usage.en;
  const fr = known ? `${known.fr}\nindice : ${usage.fr}` : usage.fr;
  return new AppError('invalid_input', en, { detail: { fr }, cause });
}
