import { ENTRY_ACTIONS } from '../../book/book.ts';
import { wordsOfAction, wordsOfEntry } from '../../book/entry-words.ts';
import type { EntryItem } from '../../flow/reading/journal/entry-lists.ts';
import { codeOf, type Things } from '../../flow/reading/journal/entry-things.ts';
import { typeset } from '../../words/translator.ts';
import type { Option, OptionGroup } from '../frame/components/choices.tsx';
import { grouped } from '../frame/components/names.ts';
import { hasText, type Key, type Language, type Translate } from '../frame/translate.ts';
import { lifeText } from './life.ts';

/** A sentence of the book in a language. */
const bookText = (language: Language, words: { fr: string; en: string }): string =>
  language === 'fr' ? typeset(words.fr) : words.en;

/** What an entry's act is called; one that the book does not name any more by its name. */
export function actText(language: Language, entry: Pick<EntryItem, 'action' | 'outcome' | 'detail'>): string {
  const words = wordsOfEntry(entry);
  return words ? bookText(language, words) : entry.action;
}

/** What an action is called where no entry tells which of its acts. */
export function actionText(language: Language, action: string): string {
  const words = wordsOfAction(action);
  return words ? bookText(language, words) : action;
}

/** All that an entry can have as its action, in words: step by step, and what is only ever refused. */
export function actionGroups(t: Translate, language: Language): OptionGroup[] {
  const option = (action: string): Option => ({ value: action, label: actionText(language, action) });
  const steps = ENTRY_ACTIONS.steps.map(({ actions, ...words }) => ({
    label: bookText(language, words),
    options: actions.map(option),
  }));
  const refused = { label: t('journal.acts.refused'), options: ENTRY_ACTIONS.refused.map(option) };
  return [...steps, refused].filter(({ options }) => options.length > 0);
}

/** Why an act was refused, in words; a code that has none is shown as it is. */
export function whyRefused(
  t: Translate,
  { action, outcome, detail }: Pick<EntryItem, 'action' | 'outcome' | 'detail'>,
): string | undefined {
  const { code } = detail;
  if (outcome !== 'refused' || typeof code !== 'string') return undefined;
  // of some acts a code says more than that a role is missing
  const key = [`refused.${code}.${action}`, `refused.${code}`].find(hasText);
  return key === undefined ? code : t(key);
}

/** A role by its name. */
export function roleText(t: Translate, role: string): string {
  const key = role === 'system' ? 'journal.role.system' : `role.${role}`;
  return hasText(key) ? t(key) : role;
}

/** Settings of the service whose id says more than what they are, by how it begins; what follows is a hash, an id or a name. */
const SETTINGS_OF: Readonly<Record<string, Key>> = {
  'authority-revoked': 'setting.authorityRevoked',
  profile: 'setting.profile',
  'server-certificate': 'setting.serverCertificate',
  'stock.balanced': 'setting.stockBalanced',
};
/** What a setting is called: a policy by its name, what the service notes of itself by what that is, another one by its id. */
function settingName(t: Translate, id: string): string {
  for (const key of [`policy.name.${id}`, `setting.${id}`]) if (hasText(key)) return t(key);
  const [begins = '', ...of] = id.split(':');
  const key = Object.hasOwn(SETTINGS_OF, begins) && of.length > 0 ? SETTINGS_OF[begins] : undefined;
  return key === undefined ? id : t(key, { of: of.join(':') });
}

/** Something of an entry, as people call it. `bare`: a name or number alone, where what it is goes without saying. */
export function thingText(t: Translate, subject: string, things: Things, bare = false): string {
  const [table = '', ...rest] = subject.split(':');
  const id = rest.join(':');
  const key = `thing.${table}`;
  const what = hasText(key) ? t(key) : table;
  if (table === 'setting') return `${what} – ${settingName(t, id)}`;
  const thing = things.get(subject);
  if (!thing?.life) {
    const said = thing?.name ?? (/^[\dA-HJKMNP-TV-Z]{26}$/.test(id) ? codeOf(id) : id);
    return `${what} ${said === 'all' ? '' : grouped(said)}`;
  }
  const { kind } = thing.life;
  const text = table === 'certificate' ? grouped(thing.name ?? id) : lifeText(t, thing.life, thing);
  return bare || table === 'person' ? text : `${what}${kind === 'person' ? ' – ' : ' '}${text}`;
}

/** Who acted. */
export const actorText = (t: Translate, actor: string, things: Things): string =>
  actor === 'system' ? t('journal.service') : thingText(t, `person:${actor}`, things, true);
