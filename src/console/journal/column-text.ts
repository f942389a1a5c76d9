import { hasText, type Translate } from '../frame/translate.ts';

/**
 * What a column of a row is called, or its own name where it has no word. The words of forms are not asked: a field of the
 * same name may be another thing.
 */
export function columnText(t: Translate, name: string): string {
  const key = `column.${name}`;
  return hasText(key) ? t(key) : name;
}

/** What a member of an entry's detail is called: by the word of its act, of all acts, or of the column of that name. */
export function saidText(t: Translate, action: string, member: string): string {
  const key = [`said.${action}.${member}`, `said.${member}`].find(hasText);
  return key === undefined ? columnText(t, member) : t(key);
}

/** What an argument of a two-person act is called: by the word of its act, else by that of the column or the detail's member. */
export function argumentTerm(t: Translate, act: string, argument: string): string {
  return saidText(t, act, argument);
}
