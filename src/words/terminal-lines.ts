import type { AppError } from '../errors.ts';
import { typeset } from './translator.ts';

/** What a command beside the service says at a terminal, French first, a line for each language: two people may stand there. */
export const bothLanguages = (fr: string, en: string): string => `jeton\u202f: ${typeset(fr)}\njeton: ${en}\n`;

/** An error's sentence for a terminal: in French first, where it has one (`detail.fr`), one line for each language. */
export function terminalLines({ message, detail }: AppError): string {
  const { fr } = detail;
  return typeof fr === 'string' ? bothLanguages(fr, message) : `jeton: ${message}\n`;
}
