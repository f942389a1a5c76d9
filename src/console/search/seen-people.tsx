import type { PersonRow } from '../../book/tables/tables.ts';
import type { Paged, Sort, Total } from '../../flow/reading/lists.ts';
import { Filters, FilterText } from '../frame/components/filters.tsx';
import { useHere } from '../frame/components/here.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { NextPage } from '../frame/components/pagination.tsx';
import { PeopleTable } from './people-table.tsx';

interface SeenPeopleProps {
  found: Paged<PersonRow>;
  total: Total | undefined;
  sort: Sort<'people'> | undefined;
}
/** The people whom the reader may see, by name: where a search goes on that found more than it shows. */
export function SeenPeoplePage({ found, total, sort }: SeenPeopleProps) {
  const { t } = useHere();
  return (
    <>
      <h1>{t('search.group.people')}</h1>
      <Filters label={t('filter.seenPeople')}>
        <FilterText name="texte" label={t('filter.text')} />
      </Filters>
      <ListBar total={total} />
      <PeopleTable items={found.items} caption={t('search.group.people')} sort={sort} sortable />
      <NextPage next={found.next} />
    </>
  );
}
