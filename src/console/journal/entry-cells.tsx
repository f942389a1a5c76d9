import { closedOf, isClosedText } from '../../book/rules/campaigns.ts';
import { readSurge } from '../../book/rules/limits.ts';
import { readLate } from '../../book/rules/waiting/service-level.ts';
import { beginOf } from '../../book/rules/working-days.ts';
import { type Things, tableNamedBy } from '../../flow/reading/journal/entry-things.ts';
import { useHere } from '../frame/components/here.tsx';
import { day, exactMoment } from '../frame/dates.ts';
import { hasText } from '../frame/translate.ts';
import { columnText } from './column-text.ts';
import { ThingLink } from './entry-parts.tsx';

/** What a column of a row is called. */
export function useColumnText(): (name: string) => string {
  const { t } = useHere();
  return (name) => columnText(t, name);
}

/** Whether a column counts days since 1970. */
const DAYS: Readonly<Record<string, readonly string[]>> = {
  appointment: ['day'],
  campaign: ['startsOn'],
  campaignItem: ['day'],
  promise: ['fromDay', 'midDay', 'byDay'],
  roster: ['firstDay', 'lastDay'],
  expectedDelivery: ['day'],
};
const isDay = (table: string, column: string): boolean => DAYS[table]?.includes(column) ?? false;

/** Whether a column holds a moment: a rank is one too. */
const isMoment = (table: string, column: string): boolean =>
  column.endsWith('At') || (table === 'request' && column === 'rank');
/** Columns whose codes have words, by table. */
const CODED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  request: { priority: 'priority', confirmedPriority: 'priority', priorityReason: 'priority.reason' },
  grant: { role: 'role' },
  roster: { reason: 'roster.reason' },
  expectedDelivery: { reason: 'delivery.reason' },
};

interface CellProps {
  table: string;
  column: string;
  value: unknown;
  from: string | undefined;
  things: Things;
}
/** A value of a row: a thing by its name, a state and a moment in words. */
export function Cell({ table, column, value, from, things }: CellProps) {
  const { t, language } = useHere();
  const stateText = (state: string): string => {
    const key = `state.${table}.${state}`;
    return hasText(key) ? t(key) : state;
  };
  const named = tableNamedBy(table, column);
  if (named !== undefined && typeof value === 'string')
    return <ThingLink subject={`${named}:${value}`} things={things} />;
  if (column === 'state' && typeof value === 'string') {
    const to = stateText(value);
    return <>{from === undefined ? to : t('journal.row.state', { from: stateText(from), to })}</>;
  }
  if (column === 'scope' && value === '*') return <>{t('scope.all')}</>;
  if (column === 'year' && typeof value === 'number') return <>{String(value)}</>;
  if (isDay(table, column) && typeof value === 'number') return <>{day(language, beginOf(value))}</>;
  if (column === 'closedDays' && isClosedText(value)) {
    const days = closedOf({ closedDays: value }).map((one) => day(language, beginOf(one)));
    return <Value value={days.length > 0 ? days.join(', ') : null} />;
  }
  const coded = `${CODED[table]?.[column]}.${String(value)}`;
  if (hasText(coded)) return <>{t(coded)}</>;
  if (isMoment(table, column) && typeof value === 'number') return <>{exactMoment(language, value)}</>;
  return <Value value={value} />;
}

/** A value in words, as far as it has any. */
export function Value({ value }: { value: unknown }) {
  const { t, language } = useHere();
  if (value === null) return <>{t('journal.value.none')}</>;
  if (typeof value === 'boolean') return <>{t(value ? 'journal.value.yes' : 'journal.value.no')}</>;
  if (typeof value === 'number') return <>{value.toLocaleString(language)}</>;
  if (typeof value === 'object' && 'commitment' in value) return <>{t('journal.value.hidden')}</>;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const surge = readSurge(text);
  if (surge) {
    const { from, until, reason } = surge;
    const at = { from: exactMoment(language, from), until: exactMoment(language, until) };
    return <>{t('journal.value.surge', { ...at, why: t(`surge.reason.${reason}`) })}</>;
  }
  const late = readLate(text);
  if (late) {
    const { count, until, since, ended } = late;
    const from = exactMoment(language, since);
    if (ended === null)
      return <>{t.count('journal.value.late', count, { until: day(language, beginOf(until)), since: from })}</>;
    return <>{t.count('journal.value.kept', count, { since: from, ended: exactMoment(language, ended) })}</>;
  }
  return <span class="jeton-break">{text}</span>;
}
