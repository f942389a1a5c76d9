import { type CountKeyOf, type TranslateOf, translatorsOf } from '../../words/translator.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

export { LANGUAGES, type Language } from '../../words/translator.ts';
export type Key = keyof typeof fr;
export type CountKey = CountKeyOf<Key>;
export type Translate = TranslateOf<Key>;

/** The translator of one language. */
export const translator = translatorsOf<Key>(fr, en);

/** True for a key of the dictionary: texts that exist for some codes only. */
export function hasText(key: string): key is Key {
  return key in fr;
}
