import { outstanding } from '../../book/rules/stock/expected-deliveries.ts';
import { DELIVERY_REASONS } from '../../book/tables/codes.ts';
import { DAY_MS } from '../../durations.ts';
import type { ReadExpected } from '../../flow/reading/stock/expected-deliveries.ts';
import type { ReadDelivery } from '../../flow/reading/token/tokens.ts';
import { Select } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { PagedList, PastList } from '../frame/components/paged-lists.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';
import { filtersOf } from '../frame/lists/list-address.ts';
import { DeliveryFilters, type DeliveryLists } from './delivery-filters.tsx';

/** Those that are expected, as a form offers them. */
export function useExpected(): (rows: readonly ReadExpected[]) => { value: string; label: string }[] {
  const { t, language } = useVisit();
  return (rows) =>
    rows.map((row) => {
      const said = { reference: row.reference, left: outstanding(row), model: row.model };
      return { value: row.id, label: t('expected.one', { ...said, day: day(language, row.day * DAY_MS) }) };
    });
}

/** What is to come of blank tokens, what came against it, and the forms of whoever keeps the stock. */
export function ExpectedPage({
  lists: { expected, past, received },
  open,
  mayReceive,
}: {
  lists: DeliveryLists;
  /** All that are expected; undefined for people who say of none that it comes. */
  open: readonly ReadExpected[] | undefined;
  mayReceive: boolean;
}) {
  const { t, visit } = useVisit();
  const isNarrowed = filtersOf(visit.query).length > 0;
  return (
    <>
      <h1>{t('expected.title')}</h1>
      <p class="fr-text--lead">{t('expected.lead')}</p>
      <DeliveryFilters />
      {expected && (
        <>
          <ListBar total={expected.total} />
          <Deliveries
            caption={t('expected.title')}
            rows={expected.found.items.toReversed()}
            empty={t(isNarrowed ? 'expected.none.found' : 'expected.none')}
          />
        </>
      )}
      {mayReceive && (
        <p>
          <a href="/stock#reception">{t('delivery.title')}</a>
        </p>
      )}
      {open && <Add />}
      {open && open.length > 0 && <Changes open={open} />}
      {past && (
        <PagedList title={t('expected.past')} list={past} page="/livraisons">
          <Deliveries
            caption={t('expected.past')}
            rows={past.found.items}
            empty={t(isNarrowed ? 'expected.none.found' : 'expected.past.none')}
          />
        </PagedList>
      )}
      {received && (
        <PastList title={t('received.title')} list={received} page="/livraisons">
          <Received items={received.found.items} empty={t(isNarrowed ? 'expected.none.found' : 'received.none')} />
        </PastList>
      )}
    </>
  );
}

/** All that ever came: each leads to its tokens in the stock. */
function Received({ items, empty }: { items: readonly ReadDelivery[]; empty: string }) {
  const { t, language } = useVisit();
  const head = [t('label.on'), t('stock.delivery'), t('label.model'), t('received.count'), t('received.by')];
  return (
    <Table caption={t('received.title')} silentCaption head={head} empty={empty}>
      {items.map((row) => (
        <tr key={row.id}>
          <th scope="row" class="jeton-nowrap">
            {day(language, row.receivedAt)}
          </th>
          <td class="jeton-break">
            <a href={`/stock?livraison=${row.id}`}>{row.reference}</a>
          </td>
          <td>{row.model}</td>
          <td>{row.count}</td>
          <td>{row.receiverName}</td>
        </tr>
      ))}
    </Table>
  );
}

function Deliveries({ caption, rows, empty }: { caption: string; rows: readonly ReadExpected[]; empty: string }) {
  const { t, language } = useVisit();
  const head = [
    ...[t('label.on'), t('label.model'), t('expected.count'), t('expected.came'), t('expected.order')],
    ...[t('label.state'), t('expected.by')],
  ];
  return (
    <Table caption={caption} silentCaption head={head} empty={empty}>
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row" class="jeton-nowrap">
            {day(language, row.day * DAY_MS)}
          </th>
          <td>{row.model}</td>
          <td>{row.count}</td>
          <td>{row.came}</td>
          <td class="jeton-break">{row.reference}</td>
          <td>
            {row.late ? (
              <span class="fr-badge fr-badge--sm fr-badge--warning">{t('expected.late')}</span>
            ) : (
              t(`state.expectedDelivery.${row.state}`)
            )}
            {row.reason !== null && <span class="jeton-small"> {t(`delivery.reason.${row.reason}`)}</span>}
          </td>
          <td>{row.expecterName}</td>
        </tr>
      ))}
    </Table>
  );
}

function Add() {
  const { t, visit } = useVisit();
  return (
    <details class="jeton-details" open={visit.failure !== undefined && visit.path === '/livraisons'}>
      <summary>{t('expected.add')}</summary>
      <Form action="/livraisons" name="expect" class="jeton-narrow">
        <TextField name="on" type="date" label={t('label.on')} />
        <TextField name="model" label={t('label.model')} maxlength={60} />
        <TextField name="count" type="number" min={1} label={t('expected.count')} />
        <TextField name="reference" label={t('expected.order')} hint={t('expected.order.hint')} maxlength={60} />
        <Submit secondary>{t('expected.add.send')}</Submit>
      </Form>
    </details>
  );
}

function Changes({ open }: { open: readonly ReadExpected[] }) {
  const { t, visit } = useVisit();
  const offered = useExpected()(open);
  const [move, cancel] = ['/livraisons/jour', '/livraisons/annuler'];
  const failed = (path: string): boolean => visit.failure !== undefined && visit.path === path;
  const both = (
    <>
      <Select name="expectedId" label={t('expected.which')} placeholder={t('choose')} options={offered} />
      <Select
        name="reason"
        label={t('expected.reason')}
        placeholder={t('choose')}
        options={DELIVERY_REASONS.map((reason) => ({ value: reason, label: t(`delivery.reason.${reason}`) }))}
      />
    </>
  );
  return (
    <>
      <details class="jeton-details" open={failed(move)}>
        <summary>{t('expected.move')}</summary>
        <Form action={move} name="postpone" class="jeton-narrow">
          {both}
          <TextField name="on" type="date" label={t('label.on')} />
          <Submit secondary>{t('expected.move.send')}</Submit>
        </Form>
      </details>
      <details class="jeton-details" open={failed(cancel)}>
        <summary>{t('expected.cancel')}</summary>
        <Form action={cancel} name="cancel" class="jeton-narrow">
          {both}
          <Submit secondary>{t('expected.cancel.send')}</Submit>
        </Form>
      </details>
    </>
  );
}
