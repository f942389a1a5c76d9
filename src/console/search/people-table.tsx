import type { PersonRow } from '../../book/tables/tables.ts';
import { useHere } from '../frame/components/here.tsx';
import { nameOf } from '../frame/components/names.ts';
import { Table } from '../frame/components/table.tsx';

/** People as a list, each name a way to the sheet. */
export function PeopleTable({ items, caption }: { items: readonly PersonRow[]; caption: string }) {
  const { t } = useHere();
  const head = [t('label.name'), t('label.directoryId'), t('label.service'), t('label.site')];
  return (
    <Table caption={caption} silentCaption head={head} empty={t('sheet.none')}>
      {items.map((person) => (
        <tr key={person.id}>
          <th scope="row">
            <a href={`/personnes/${person.id}`}>{nameOf(person)}</a>
          </th>
          <td>{person.directoryId}</td>
          <td class="jeton-nowrap">{person.service}</td>
          <td>{person.site}</td>
        </tr>
      ))}
    </Table>
  );
}
