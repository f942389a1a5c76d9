import type { PersonRow } from '../../book/tables/rows/people.ts';
import { nameOf } from '../frame/components/names.ts';
import { Table, type TableSorting } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

interface PeopleTableProps {
  items: readonly PersonRow[];
  caption: string;
  /** Left out: the reader does not sort them. */
  sorting?: TableSorting;
}
/** People as a list, each name a way to the sheet. */
export function PeopleTable({ items, caption, sorting }: PeopleTableProps) {
  const { t } = useVisit();
  const head = [
    { by: 'name', text: t('label.name') },
    t('label.directoryId'),
    { by: 'service', text: t('label.service') },
    t('label.site'),
  ];
  return (
    <Table caption={caption} silentCaption stacks head={head} {...(sorting && { sorting })} empty={t('sheet.none')}>
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
