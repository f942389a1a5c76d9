import { ACTS } from './book.ts';
import { actOf } from './judge/judge.ts';
import type { Words } from './language/language.ts';
import { RIGHT_WORDS } from './rights/right-words.ts';
import type { BookEntry } from './tables/row.ts';

const nameOf = (key: string): string => key.replace(/[ !].*$/, '');
const OF_RIGHTS: ReadonlyMap<string, Words> = new Map(Object.entries(RIGHT_WORDS));

/** What an entry's act is, in words; of a refusal what was tried. Undefined for what no book of this number names. */
export function wordsOfEntry(entry: Pick<BookEntry, 'action' | 'outcome' | 'detail'>): Words | undefined {
  const tried = entry.outcome === 'refused' ? OF_RIGHTS.get(entry.action) : undefined;
  return tried ?? actOf(entry) ?? [...ACTS.values()].find(({ key }) => nameOf(key) === entry.action);
}

/**
 * What an action is called where no entry tells which of its acts: as what is tried, else by the words of its acts, where they
 * are few. Undefined for what no book of this number names.
 */
export function wordsOfAction(action: string): Words | undefined {
  const all = [...ACTS.values()].filter(({ key }) => nameOf(key) === action && !key.endsWith('!failed'));
  const [first, ...more] = all;
  const both = (of: (words: Words) => string): string => all.map(of).join(' / ');
  if (first && more.length === 1 && !OF_RIGHTS.has(action))
    return { fr: both(({ fr }) => fr), en: both(({ en }) => en) };
  return OF_RIGHTS.get(action) ?? first ?? wordsOfEntry({ action, outcome: 'done', detail: {} });
}

/** As people type it: without case, accents, and the difference between apostrophes. */
const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();

interface ActionTexts {
  name: string;
  texts: readonly string[];
}
let folding: readonly ActionTexts[] | undefined;
/** What each action is called, folded once: there are hundreds, and a search of the journal looks at them all. */
function actionTexts(): readonly ActionTexts[] {
  folding ??= [...ACTS.values(), ...[...OF_RIGHTS].map(([key, words]) => ({ key, ...words }))].map(
    ({ key, fr, en }) => {
      const name = nameOf(key);
      return { name, texts: [name, fr, en].map(folded) };
    },
  );
  return folding;
}

/** The actions of all acts whose words, in either language, or whose name contain this text. */
export function actionsSaying(text: string): string[] {
  const sought = folded(text.trim());
  if (sought.length < 3) return [];
  const found = actionTexts().filter(({ texts }) => texts.some((one) => one.includes(sought)));
  return [...new Set(found.map(({ name }) => name))];
}
