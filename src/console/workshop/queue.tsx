import type { RequestItem } from '../../flow/reading/lists.ts';
import { PriorityBadge, PriorityWhy } from '../frame/components/badges.tsx';
import { PostButton } from '../frame/components/form.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { ago, moment } from '../frame/dates.ts';
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
                <a class="fr-btn fr-btn--sm" href={`/atelier?demande=${item.number}`}>
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

/** The approved requests in working order; what four eyes forbid the reader is said. */
export function Queue({ items, notMine }: { items: readonly RequestItem[]; notMine: readonly string[] }) {
  const { t, language, now } = useVisit();
  const head = [
    t('queue.place'),
    t('label.number'),
    t('label.holder'),
    t('request.asked'),
    t('label.age'),
    t('label.action'),
  ];
  return (
    <Table caption={t('queue.title')} silentCaption head={head} acts empty={t('queue.empty')}>
      {items.map((item, index) => (
        <tr key={item.id}>
          <td>{index + 1}</td>
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
  );
}

function QueueAction({ item }: { item: RequestItem }) {
  const { t } = useVisit();
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
    <a class="fr-btn fr-btn--sm fr-btn--tertiary" href={`/atelier?demande=${item.number}`}>
      {t('workshop.produce')}
      <span class="fr-sr-only"> {item.number}</span>
    </a>
  );
}
