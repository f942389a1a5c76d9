import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { Sort } from '../../flow/reading/lists.ts';
import { nameOf } from '../frame/components/names.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

interface PeopleTableProps {
  items: readonly PersonRow[];
  caption: string;
  /** How they are sorted, where the reader may sort them. */
  sort?: Sort<'people'> | undefined;
  sortable?: boolean;
}
/** People as a list, each name a way to the sheet. */
export function PeopleTable({ items, caption, sort, sortable = false }: PeopleTableProps) {
  const { t } = useVisit();
  const column = (by: Sort<'people'>['by'], text: string) => (sortable ? { by, text } : text);
  const head = [
    column('name', t('label.name')),
    t('label.directoryId'),
    column('service', t('label.service')),
    t('label.site'),
  ];
  return (
    <Table caption={caption} silentCaption head={head} sort={sort} empty={t('sheet.none')}>
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
