import type { ChangedWord } from '../../flow/two-persons/changed-words.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** A text that no other value is written like, as JSON has it: it is read without its quotation marks. */
const TEXT = /^"(?!(?:true|false|null|-?\d+(?:\.\d+)?)")([^"\\\s](?:[^"\\]*[^"\\\s])?)"$/;
const said = (json: string): string => TEXT.exec(json)?.[1] ?? json;

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
            {before === null ? '—' : <del>{said(before)}</del>}
          </td>
          <td class="jeton-break">
            <span class="jeton-stacked">{t('dual.changes.after')} </span>
            {after === null ? '—' : <ins>{said(after)}</ins>}
          </td>
        </tr>
      ))}
    </Table>
  );
}
