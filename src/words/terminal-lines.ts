import type { AppError } from '../errors.ts';
import { typeset } from './translator.ts';

/** A path is printed as it is, to be typed again. */
const PATHS = /(\S*\/\S*)/;
const typesetAround = (text: string): string =>
  text
    .split(PATHS)
    .map((part, at) => (at % 2 === 1 ? part : typeset(part)))
    .join('');

/** What a command beside the service says at a terminal, French first, a line for each language: two people may stand there. */
export const bothLanguages = (fr: string, en: string): string => `jeton\u202f: ${typesetAround(fr)}\njeton: ${en}\n`;

/** An error's sentence for a terminal: in French first, where it has one (`detail.fr`), one line for each language. */
export function terminalLines({ message, detail }: AppError): string {
  const { fr } = detail;
  return typeof fr === 'string' ? bothLanguages(fr, message) : `jeton: ${message}\n`;
}
