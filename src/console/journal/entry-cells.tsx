import { saidTable } from '../../book/tables/said.ts';
import { type Things, tableNamedBy } from '../../flow/reading/journal/entry-things.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { columnText } from './column-text.ts';
import { ThingLink } from './entry-parts.tsx';
import { argumentsText, cellText, saidValueText } from './value-text.ts';

/** What a column of a row is called. */
export function useColumnText(): (name: string, table?: string) => string {
  const { t } = useVisit();
  return (name, table) => columnText(t, name, table);
}

interface CellProps {
  table: string;
  /** The row's own id, and its act where it is a proposal whose act the same entry writes. */
  id: string;
  act: unknown;
  column: string;
  value: unknown;
  from: string | undefined;
  things: Things;
}
/** A value of a row: a thing by its name, everything else in words. */
export function Cell({ table, id, act, column, value, from, things }: CellProps) {
  const { t, language } = useVisit();
  const reader = { t, language, things };
  const named = tableNamedBy(table, column);
  if (named !== undefined && typeof value === 'string')
    return <ThingLink subject={`${named}:${value}`} things={things} />;
  if (table === 'proposal' && column === 'args' && typeof value === 'string' && typeof act === 'string')
    return <span class="jeton-break">{argumentsText(reader, act, value)}</span>;
  const to = cellText(reader, table, column, value, id);
  if (column === 'state' && from !== undefined)
    return <>{t('journal.row.state', { from: cellText(reader, table, column, from), to })}</>;
  return <span class="jeton-break">{to}</span>;
}

interface SaidProps {
  action: string;
  member: string;
  value: unknown;
  things: Things;
}
/** A member of an entry's detail: a thing by its name, everything else in words. */
export function SaidValue({ action, member, value, things }: SaidProps) {
  const { t, language } = useVisit();
  const named = saidTable(action, member);
  if (named !== undefined && typeof value === 'string')
    return <ThingLink subject={`${named}:${value}`} things={things} />;
  return <span class="jeton-break">{saidValueText({ t, language, things }, action, member, value)}</span>;
}
