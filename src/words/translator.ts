/** The languages, French first. */
export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
type Dictionary = Readonly<Record<string, string>>;
/** Texts by key, with both languages beside each other. */
export type Bilingual = Readonly<Record<string, Readonly<Record<Language, string>>>>;
type Params = Readonly<Record<string, string | number>>;
/** Keys that come as `….one` and `….other`. */
export type CountKeyOf<K extends string> = K extends infer One
  ? One extends `${infer Base}.one`
    ? Base
    : never
  : never;

export interface TranslateOf<K extends string> {
  /** The text of a key, its `{names}` filled in. */
  (key: K, params?: Params): string;
  /** The text for a number, `{n}` filled in; French counts 0 as one, English does not. */
  count(key: CountKeyOf<K>, n: number, params?: Params): string;
}

/**
 * French asks for a narrow space that never breaks before `: ; ! ?` and inside `« »`, for a wide one that never breaks
 * between a number and its unit and after `n°`, and for curved apostrophes; texts are written with plain ones.
 * A number may be a name to fill in still.
 */
export function typeset(text: string): string {
  const spaced = text
    .replace(/ ([:;!?»])/g, '\u202f$1')
    .replace(/« /g, '«\u202f')
    .replace(/(?<=[\d}]) (%|Mo|min|mm|h)(?![\p{L}\d])/gu, '\u00a0$1')
    .replace(/(?<=\u00a0h) (?=[\d{])/g, '\u00a0')
    .replace(/n° /g, 'n°\u00a0');
  return curveApostrophes(spaced);
}
/** The same of a text in one of two languages. */
export const typesetIn = (language: Language, text: string): string => (language === 'fr' ? typeset(text) : text);
/** Curved apostrophes within words, as both languages print them. */
export const curveApostrophes = (text: string): string => text.replace(/(?<=\p{L})'(?=\p{L})/gu, '’');
const PLURALS = { fr: new Intl.PluralRules('fr'), en: new Intl.PluralRules('en') };

/** All texts in one language. `K` are the keys that `parts` have together. */
export function inLanguage<K extends string>(parts: readonly Bilingual[], language: Language): Record<K, string> {
  const texts = parts.flatMap((part) => Object.entries(part).map(([key, text]) => [key, text[language]]));
  return Object.fromEntries(texts) as Record<K, string>;
}

/** What makes a translator out of two dictionaries with the same keys. */
export function translatorsOf<K extends string>(
  fr: Readonly<Record<K, string>>,
  en: Readonly<Record<K, string>>,
): (language: Language) => TranslateOf<K> {
  const all = (texts: Readonly<Record<K, string>>, set: (text: string) => string): Dictionary =>
    Object.fromEntries(Object.entries<string>(texts).map(([key, text]) => [key, set(text)]));
  const dictionaries: Readonly<Record<Language, Dictionary>> = { fr: all(fr, typeset), en: all(en, curveApostrophes) };
  return (language) => {
    const dictionary = dictionaries[language];
    const fill = (key: string, params: Params): string =>
      (dictionary[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
    // most texts have nothing to fill in, and a page has a thousand of them
    const translate = (key: K, params?: Params) => (params ? fill(key, params) : (dictionary[key] ?? key));
    const count = (key: CountKeyOf<K>, n: number, params: Params = {}) => {
      const form = PLURALS[language].select(n) === 'one' ? 'one' : 'other';
      return fill(`${key}.${form}`, { n: n.toLocaleString(language), ...params });
    };
    return Object.assign(translate, { count });
  };
}
