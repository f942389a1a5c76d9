import { wordsEn } from '../../words/en.ts';
import { wordsFr } from '../../words/fr.ts';
import { typeset } from '../../words/translator.ts';

/** A figure of a report by its name in both languages; null where nothing was measured. */
export type Row = readonly [fr: string, en: string, value: string | number | null];

/** What pages call it, in both languages; a word of the code where they have none. */
export function called(key: string, name: string): { fr: string; en: string } {
  const [fr, en]: Readonly<Record<string, string>>[] = [wordsFr, wordsEn];
  return { fr: typeset(fr?.[`${key}.${name}`] ?? name), en: en?.[`${key}.${name}`] ?? name };
}
