import { en } from './en.ts';
import { fr } from './fr.ts';

export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Key = keyof typeof fr;
/** Keys that come as `….one` and `….other`. */
export type CountKey = Key extends infer K ? (K extends `${infer Base}.one` ? Base : never) : never;
type Params = Readonly<Record<string, string | number>>;

export interface Translate {
  /** The text of a key, its `{names}` filled in. */
  (key: Key, params?: Params): string;
  /** The text for a number, `{n}` filled in; French counts 0 as one, English does not. */
  count(key: CountKey, n: number, params?: Params): string;
}

/** French asks for a space that never breaks before `: ; ! ? »` and after `«`; the dictionary is written with plain ones. */
function typeset(text: string): string {
  return text.replace(/ ([:;!?»])/g, '\u00a0$1').replace(/« /g, '«\u00a0');
}

const DICTIONARIES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  fr: Object.fromEntries(Object.entries(fr).map(([key, text]) => [key, typeset(text)])),
  en,
};
const PLURALS = { fr: new Intl.PluralRules('fr'), en: new Intl.PluralRules('en') };

/** The translator of one language. */
export function translator(language: Language): Translate {
  const dictionary = DICTIONARIES[language];
  const fill = (key: string, params: Params): string =>
    (dictionary[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
  const translate = (key: Key, params: Params = {}) => fill(key, params);
  const count = (key: CountKey, n: number, params: Params = {}) => {
    const form = PLURALS[language].select(n) === 'one' ? 'one' : 'other';
    return fill(`${key}.${form}`, { n: n.toLocaleString(language), ...params });
  };
  return Object.assign(translate, { count });
}

/** True for a key of the dictionary: texts that exist for some codes only. */
export function hasText(key: string): key is Key {
  return key in fr;
}
