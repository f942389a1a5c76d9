import type { EntryItem } from '../../flow/reading/journal/entry-lists.ts';
import type { Things } from '../../flow/reading/journal/entry-things.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { exactMoment } from '../frame/dates.ts';
import { actorText, actText, roleText, thingText, whyRefused } from './entry-text.ts';
import { lifeAddress } from './life.ts';

/** What an entry's act is called in the page's language. */
export function useActText(): (entry: Pick<EntryItem, 'action' | 'outcome' | 'detail'>) => string {
  const { language } = useVisit();
  return (entry) => actText(language, entry);
}

/** When something happened: where we are, and in UTC to whoever asks, to the millisecond. */
export function When({ at }: { at: string }) {
  const { language } = useVisit();
  return (
    <time dateTime={`${at.slice(0, 19)}Z`} title={`${at.replace('T', ' ').replace('Z', '')} UTC`}>
      {exactMoment(language, Date.parse(at))}
    </time>
  );
}

export function OutcomeBadge({ outcome }: { outcome: EntryItem['outcome'] }) {
  const { t } = useVisit();
  const looks = { done: 'fr-badge--success', refused: 'fr-badge--warning', failed: 'fr-badge--error' }[outcome];
  return <span class={`fr-badge fr-badge--sm ${looks}`}>{t(`journal.outcome.${outcome}`)}</span>;
}

/** Why an act was refused, in words. */
export function useWhyRefused(): (entry: Pick<EntryItem, 'action' | 'outcome' | 'detail'>) => string | undefined {
  const { t } = useVisit();
  return (entry) => whyRefused(t, entry);
}

/** Roles by their names. */
export function useRoleText(): (role: string) => string {
  const { t } = useVisit();
  return (role) => roleText(t, role);
}

/** Who acted: a link to all that they did. */
export function Actor({ actor, things }: { actor: string; things: Things }) {
  const { t } = useVisit();
  if (actor === 'system') return <>{actorText(t, actor, things)}</>;
  return <ThingLink subject={`person:${actor}`} things={things} bare />;
}

/** Something of an entry, as people call it, and a link to its whole life; its id stands in the title. */
export function ThingLink({ subject, things, bare = false }: { subject: string; things: Things; bare?: boolean }) {
  const { t } = useVisit();
  const text = thingText(t, subject, things, bare);
  const thing = things.get(subject);
  if (!thing?.life) return <span title={subject}>{text}</span>;
  return (
    <a href={lifeAddress(thing.life, subject.startsWith('certificate:') ? null : thing.name)} title={subject}>
      {text}
    </a>
  );
}
