import type { WorkstationState } from '../../book/tables/states.ts';
import type { Finding } from '../../flow/import/compare.ts';
import type { Language, Translate } from '../frame/translate.ts';
import { columnText } from '../journal/column-text.ts';

/** A page and its file say the same of what was found. */
interface In {
  t: Translate;
  language: Language;
}

/** The column of what is wrong: by its name where the service knows one, else as the file writes it. */
export function problemColumn({ problem }: Finding, { t }: In): string | null {
  if (!problem?.column) return null;
  return columnText(t, problem.column === 'holder' ? 'holderId' : problem.column);
}

/** What was found on a line, in words. */
export function findingText({ kind, changes, problem }: Finding, { t, language }: In): string {
  if (kind === 'gone') {
    const state = t(`state.workstation.${changes[0]?.before as WorkstationState}`);
    return t('inventory.gone', { state });
  }
  const told = changes.map(({ column, before, after }) => {
    const facts = { column: columnText(t, column), before: before ?? '—', after: after ?? '—' };
    return kind === 'new' ? t('inventory.new', facts) : t('inventory.change', facts);
  });
  return [...told, ...(problem ? [problem.message[language]] : [])].join(', ');
}
