import { REQUEST_KINDS } from '../../book/tables/codes.ts';
import { REQUEST_STATES } from '../../book/tables/states.ts';
import type { Paged, Total } from '../../flow/reading/paging.ts';
import type { RequestItem } from '../../flow/reading/request/request-lists.ts';
import type { Sort } from '../../flow/reading/sorting.ts';
import { FilterBy, Filters, FilterText } from '../frame/components/filters.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { NextPage } from '../frame/components/pagination.tsx';
import type { Opens } from '../frame/components/person-link.tsx';
import type { Kept } from '../frame/components/saved-views.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { ViewedList } from '../frame/lists/list-views.ts';
import { LOSS_OF_MACHINE } from '../workstations/machine-loss.tsx';
import { RequestTable } from './request-table.tsx';

/** Every request that the reader may see, with filters. */
export function RequestsPage({
  found,
  total,
  sort,
  file,
  views,
  opens,
  title,
  newHref,
}: {
  found: Paged<RequestItem>;
  total: Total | undefined;
  sort: Sort<'requests'> | undefined;
  file: string | undefined;
  views: { list: ViewedList; kept: readonly Kept[] };
  opens: Opens;
  title: string;
  newHref?: string;
}) {
  const { t } = useVisit();
  const page = `/${views.list}`;
  return (
    <>
      <div class="jeton-head">
        <h1>{title}</h1>
        {newHref && (
          <div class="jeton-actions">
            <a class="fr-btn fr-btn--icon-left fr-icon-add-line" href={newHref}>
              {t('service.new')}
            </a>
            <a class="fr-btn fr-btn--secondary" href="/service/fichier">
              {t('service.file')}
            </a>
            <a class="fr-btn fr-btn--secondary" href="/service/colis">
              {t('service.parcels')}
            </a>
            <a class="fr-btn fr-btn--secondary jeton-btn--alarm" href={LOSS_OF_MACHINE}>
              {t('machineLoss.title')}
            </a>
          </div>
        )}
      </div>
      <Filters page={page} label={t('filter.requests')}>
        <FilterText name="texte" label={t('filter.text')} />
        <FilterBy
          name="etat"
          by="label.state"
          options={REQUEST_STATES.map((s) => ({ value: s, label: t(`state.request.${s}`) }))}
        />
        <FilterBy
          name="nature"
          by="label.kind"
          options={REQUEST_KINDS.map((k) => ({ value: k, label: t(`kind.${k}`) }))}
        />
        {!newHref && <FilterText name="service" label={t('label.service')} />}
      </Filters>
      <ListBar total={total} file={file} views={views} />
      <RequestTable items={found.items} caption={title} opens={opens} sorting={{ page, sort }} />
      <NextPage next={found.next} page={page} />
    </>
  );
}
