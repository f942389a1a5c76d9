import type { ChangedWord } from '../../flow/two-persons/changed-words.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** The sign for a word that is not there. */
const NOT_THERE = '—';
/** What JSON says; undefined where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
/** A word as a person writes it: a text stands without its quotation marks where nothing else would look the same. */
function said(word: string): string {
  const value = parsed(word);
  if (typeof value !== 'string' || word !== `"${value}"` || value.trim() !== value) return word;
  return value === '' || value === NOT_THERE || parsed(value) !== undefined ? word : value;
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
