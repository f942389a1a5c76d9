import { hasText, type Translate } from '../frame/translate.ts';

/** What a column or a member of the detail is called. */
export function columnText(t: Translate, name: string): string {
  const key = [`column.${name}`, `label.${name}`].find(hasText);
  return key === undefined ? name : t(key);
}
