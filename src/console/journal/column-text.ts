import { argumentKeys } from '../../words/argument-words.ts';
import { hasText, type Translate } from '../frame/translate.ts';

/** The first of these keys that has a text, else the name as it is. */
const firstOf = (t: Translate, keys: readonly string[], name: string): string => {
  const key = keys.find(hasText);
  return key === undefined ? name : t(key);
};

/**
 * What a column of a row is called: by the word of its table where columns of that name are several things, else by the word
 * of all; by its own name where it has none. The words of forms are not asked: a field of the same name may be another thing.
 */
export const columnText = (t: Translate, name: string, table?: string): string =>
  firstOf(t, [`column.${table}.${name}`, `column.${name}`], name);

/** What a member of an entry's detail is called: by the word of its act, of all acts, or of the column of that name. */
export const saidText = (t: Translate, action: string, member: string): string =>
  firstOf(t, [`said.${action}.${member}`, `said.${member}`, `column.${member}`], member);

/** What an argument of a two-person act is called: by the word of its act, of all acts, or of the column of that name. */
export const argumentTerm = (t: Translate, act: string, argument: string): string =>
  firstOf(t, argumentKeys(act, argument), argument);
