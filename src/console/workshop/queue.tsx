import { REQUEST_KINDS } from '../../book/tables/codes.ts';
import type { Paged, Total } from '../../flow/reading/paging.ts';
import type { RequestItem } from '../../flow/reading/request/request-lists.ts';
import { PriorityBadge, PriorityWhy } from '../frame/components/badges.tsx';
import { FilterBy, Filters, FilterText } from '../frame/components/filters.tsx';
import { PostButton } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { NextPage, withQuery } from '../frame/components/pagination.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { ago, moment } from '../frame/dates.ts';
import { single } from '../frame/forms/forms.ts';
import { AskedCell, HolderCell } from '../requests/request-cells.tsx';

/** Taken by the reader and not produced yet. */
export function Leased({ items }: { items: readonly RequestItem[] }) {
  const { t, language } = useVisit();
  return (
    <section class="fr-mb-4w">
      <h2 class="fr-h4">{t('leased.title')}</h2>
      <Table
        caption={t('leased.title')}
        silentCaption
        head={[t('label.number'), t('label.holder'), t('leased.until'), t('label.action')]}
      >
        {items.map((item) => (
          <tr key={item.id}>
            <th scope="row">
              <a href={`/demandes/${item.number}`}>{item.number}</a>
            </th>
            <td>{item.holderName}</td>
            <td>{item.leaseUntil === null ? '—' : moment(language, item.leaseUntil)}</td>
            <td>
              <span class="jeton-actions">
                <a class="fr-btn fr-btn--sm fr-btn--secondary" href={`/atelier?demande=${item.number}`}>
                  {t('workshop.produce')}
                </a>
                <PostButton
                  action={`/atelier/${item.number}/remettre-en-file`}
                  class="fr-btn fr-btn--sm fr-btn--tertiary"
                >
                  {t('workshop.putBack')}
                </PostButton>
              </span>
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

export interface QueueProps {
  queue: Paged<RequestItem>;
  total: Total | undefined;
  /** Only some of it is shown. */
  isNarrow: boolean;
  /** Requests that four eyes forbid the reader to produce. */
  notMine: readonly string[];
}
/** The approved requests in working order, all or some of them; what four eyes forbid the reader is said. */
export function Queue({ queue: { items, next }, total, isNarrow, notMine }: QueueProps) {
  const { t, language, now, visit } = useVisit();
  // of some of them, or behind the first page, nobody has counted the place
  const isPlaced = !isNarrow && single(visit.query, 'suite') === '';
  const head = [
    ...(isPlaced ? [t('queue.place')] : []),
    ...[t('label.number'), t('label.holder'), t('label.motif'), t('label.age'), t('label.action')],
  ];
  return (
    <section id="queue">
      <h2 class="fr-h4">{t('queue.title')}</h2>
      {(items.length > 0 || isNarrow) && (
        <>
          <QueueFilters isNarrow={isNarrow} />
          <ListBar total={total} />
        </>
      )}
      <Table
        caption={t('queue.title')}
        silentCaption
        head={head}
        acts
        empty={t(isNarrow ? 'queue.none.found' : 'queue.empty')}
      >
        {items.map((item, index) => (
          <tr key={item.id}>
            {isPlaced && <td>{index + 1}</td>}
            <th scope="row" class="jeton-nowrap">
              <a href={`/demandes/${item.number}`}>{item.number}</a> <PriorityBadge of={item} />
            </th>
            <HolderCell item={item} />
            <AskedCell item={item} />
            <td>
              <span class="jeton-nowrap">{ago(language, item.submittedAt, now)}</span>
              <PriorityWhy of={item} />
            </td>
            <td>
              {notMine.includes(item.id) ? (
                <span class="jeton-small">{t('queue.notMine')}</span>
              ) : (
                <QueueAction item={item} />
              )}
            </td>
          </tr>
        ))}
      </Table>
      <NextPage next={next} page="/atelier" />
    </section>
  );
}

/** What narrows the queue down: the form for the next ones goes by all of it. */
function QueueFilters({ isNarrow }: Pick<QueueProps, 'isNarrow'>) {
  const { t } = useVisit();
  const kinds = REQUEST_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }));
  return (
    <Filters page="/atelier" label={t('queue.filter')} isNarrow={isNarrow}>
      <FilterText name="service" label={t('label.service')} />
      <FilterText name="site" label={t('label.deliverySite')} />
      <FilterBy name="nature" by="label.kind" options={kinds} />
    </Filters>
  );
}

function QueueAction({ item }: { item: RequestItem }) {
  const { t, visit } = useVisit();
  if (item.kind === 'nomade') {
    return (
      <PostButton
        action="/atelier/nomade"
        values={{ requestId: item.number }}
        class="fr-btn fr-btn--sm fr-btn--secondary"
      >
        {t('workshop.release')}
        <span class="fr-sr-only"> {item.number}</span>
      </PostButton>
    );
  }
  return (
    <a class="fr-btn fr-btn--sm fr-btn--tertiary" href={withQuery('/atelier', visit.query, { demande: item.number })}>
      {t('workshop.produce')}
      <span class="fr-sr-only"> {item.number}</span>
    </a>
  );
}
