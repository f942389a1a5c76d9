import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { Paged, Total } from '../../flow/reading/paging.ts';
import type { Sort } from '../../flow/reading/sorting.ts';
import { Filters, FilterText } from '../frame/components/filters.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { nameOf } from '../frame/components/names.ts';
import { NextPage } from '../frame/components/pagination.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { FileColumn } from '../frame/lists/list-file.ts';
import { PeopleTable } from './people-table.tsx';

/** The list as a file. */
export const VISIBLE_PEOPLE_COLUMNS: readonly FileColumn<PersonRow>[] = [
  { head: 'label.name', cell: nameOf },
  { head: 'label.directoryId', cell: ({ directoryId }) => directoryId },
  { head: 'label.service', cell: ({ service }) => service },
  { head: 'label.site', cell: ({ site }) => site },
];

interface SeenPeopleProps {
  found: Paged<PersonRow>;
  total: Total | undefined;
  sort: Sort<'people'> | undefined;
  mayExport: boolean;
}
/** The people whom the reader may see, by name: where a search goes on that found more than it shows. */
export function VisiblePeoplePage({ found, total, sort, mayExport }: SeenPeopleProps) {
  const { t } = useVisit();
  return (
    <>
      <h1>{t('search.group.people')}</h1>
      <Filters page="/personnes" label={t('filter.seenPeople')}>
        <FilterText name="texte" label={t('filter.text')} />
      </Filters>
      <ListBar total={total} file={mayExport ? '/personnes.csv' : undefined} />
      <PeopleTable items={found.items} caption={t('search.group.people')} sorting={{ page: '/personnes', sort }} />
      <NextPage next={found.next} page="/personnes" />
    </>
  );
}
