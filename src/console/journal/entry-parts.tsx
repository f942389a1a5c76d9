import { wordsOfEntry } from '../../book/entry-words.ts';
import { codeOf, type Things } from '../../flow/reading/journal/entry-things.ts';
import type { EntryItem } from '../../flow/reading/lists.ts';
import { typeset } from '../../words/translator.ts';
import { useHere } from '../frame/components/here.tsx';
import { grouped } from '../frame/components/names.ts';
import { exactMoment } from '../frame/dates.ts';
import { hasText } from '../frame/translate.ts';
import { lifeAddress, lifeText } from './life.ts';

export const OUTCOMES = ['done', 'refused', 'failed'] as const;

/** A sentence of the book in the page's language. */
export function useBookText(): (words: { fr: string; en: string }) => string {
  const { language } = useHere();
  return (words) => (language === 'fr' ? typeset(words.fr) : words.en);
}

/** What an entry's act is called; one that the book does not name any more by its name. */
export function useActText(): (entry: Pick<EntryItem, 'action' | 'outcome' | 'detail'>) => string {
  const text = useBookText();
  return (entry) => {
    const words = wordsOfEntry(entry);
    return words ? text(words) : entry.action;
  };
}

/** When something happened: where we are, and in UTC to whoever asks. */
export function When({ at }: { at: string }) {
  const { language } = useHere();
  return (
    <time dateTime={at} title={`${at.replace('T', ' ').replace('Z', '')} UTC`}>
      {exactMoment(language, Date.parse(at))}
    </time>
  );
}

export function OutcomeBadge({ outcome }: { outcome: EntryItem['outcome'] }) {
  const { t } = useHere();
  const looks = { done: 'fr-badge--success', refused: 'fr-badge--warning', failed: 'fr-badge--error' }[outcome];
  return <span class={`fr-badge fr-badge--sm ${looks}`}>{t(`journal.outcome.${outcome}`)}</span>;
}

/** Why an act was refused, in words; a code that has none is shown as it is. */
export function useWhyRefused(): (entry: Pick<EntryItem, 'outcome' | 'detail'>) => string | undefined {
  const { t } = useHere();
  return ({ outcome, detail }) => {
    const { code } = detail;
    if (outcome !== 'refused' || typeof code !== 'string') return undefined;
    const key = `refused.${code}`;
    return hasText(key) ? t(key) : code;
  };
}

/** Roles by their names. */
export function useRoleText(): (role: string) => string {
  const { t } = useHere();
  return (role) => {
    const key = role === 'system' ? 'journal.role.system' : `role.${role}`;
    return hasText(key) ? t(key) : role;
  };
}

/** Who acted: a link to all that they did. */
export function Actor({ actor, things }: { actor: string; things: Things }) {
  const { t } = useHere();
  if (actor === 'system') return <>{t('journal.service')}</>;
  return <ThingLink subject={`person:${actor}`} things={things} bare />;
}

/** Something of an entry, as people call it, and a link to its whole life; its id stands in the title. */
export function ThingLink({ subject, things, bare = false }: { subject: string; things: Things; bare?: boolean }) {
  const { t } = useHere();
  const [table = '', ...rest] = subject.split(':');
  const id = rest.join(':');
  const key = `thing.${table}`;
  const what = hasText(key) ? t(key) : table;
  const thing = things.get(subject);
  if (!thing?.life) {
    const said = thing?.name ?? (/^[\dA-HJKMNP-TV-Z]{26}$/.test(id) ? codeOf(id) : id);
    return (
      <span title={subject}>
        {what} {said === 'all' ? '' : grouped(said)}
      </span>
    );
  }
  const { kind } = thing.life;
  const text = table === 'certificate' ? grouped(thing.name ?? id) : lifeText(t, thing.life, thing);
  const named = bare || table === 'person' ? '' : `${what}${kind === 'person' ? ' – ' : ' '}`;
  return (
    <a href={lifeAddress(thing.life, table === 'certificate' ? null : thing.name)} title={subject}>
      {named}
      {text}
    </a>
  );
}
