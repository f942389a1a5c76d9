import type { ChangedWord } from '../../flow/two-persons/changed-words.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** The sign for a word that is not there. */
const NOT_THERE = '—';
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
/** A word as a person writes it: a text stands without its quotation marks where nothing else would look the same. */
function said(json: string): string {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'string' || JSON.stringify(value) !== `"${value}"`) return json;
  return isJson(value) || value === NOT_THERE || value !== value.trim() || value === '' ? json : value;
}

/** What is otherwise than two persons confirmed, word by word: before and after. */
export function Changed({ name, changes }: { name: string; changes: readonly ChangedWord[] | null }) {
  const { t } = useVisit();
  if (changes === null) return <p>{t('dual.changes.unknown')}</p>;
  const caption = t('dual.changes', { name });
  return (
    <Table
      caption={caption}
      silentCaption
      stacks
      head={[t('dual.changes.at'), t('dual.changes.before'), t('dual.changes.after')]}
    >
      {changes.map(({ at, before, after }) => (
        <tr key={at}>
          <th scope="row" class="jeton-mono jeton-break">
            {at}
          </th>
          <td class="jeton-break">
            <span class="jeton-stacked">{t('dual.changes.before')} </span>
            {before === null ? NOT_THERE : <del>{said(before)}</del>}
          </td>
          <td class="jeton-break">
            <span class="jeton-stacked">{t('dual.changes.after')} </span>
            {after === null ? NOT_THERE : <ins>{said(after)}</ins>}
          </td>
        </tr>
      ))}
    </Table>
  );
}
