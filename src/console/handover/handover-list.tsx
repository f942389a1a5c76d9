import type { Newest } from '../../flow/reading/newest.ts';
import type { Total } from '../../flow/reading/paging.ts';
import type { DeskDay } from '../../flow/reading/request/appointments.ts';
import type { Shipment } from '../../flow/reading/request/parcels.ts';
import type { RequestItem } from '../../flow/reading/request/request-lists.ts';
import type { ToMakeAgain } from '../../flow/reading/request/token-ends.ts';
import type { Sort } from '../../flow/reading/sorting.ts';
import { DeskAppointments } from '../appointments/desk-list.tsx';
import { StateBadge } from '../frame/components/badges.tsx';
import { Filters, FilterText } from '../frame/components/filters.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { grouped } from '../frame/components/names.ts';
import { NextPage } from '../frame/components/pagination.tsx';
import { ScanField } from '../frame/components/scan-field.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { ago } from '../frame/dates.ts';
import { HolderCell, NumberCell } from '../requests/request-cells.tsx';

/** The hand-over desk: scan the label, or choose from what waits to be given or sent. */
export function HandoverListPage({
  items,
  total,
  next,
  again,
  sent,
  today,
  sort,
  isNarrow,
}: {
  items: readonly RequestItem[];
  total: Total | undefined;
  /** Where the next page begins. */
  next: string | null;
  /** Tokens that ended before their receipt. */
  again: Newest<ToMakeAgain>;
  /** Tokens that were sent and nobody received, the oldest first. */
  sent: Newest<Shipment>;
  /** Who comes today; undefined where the desk takes no appointments. */
  today: DeskDay | undefined;
  sort: Sort<'requests'> | undefined;
  /** Only some of them are asked for. */
  isNarrow: boolean;
}) {
  const { t, language, now } = useVisit();
  const head = [
    { by: 'age', text: t('label.number') },
    { by: 'holder', text: t('label.holder') },
    ...[t('label.deliverySite'), t('handover.ready'), t('label.action')],
  ];
  const empty = t(isNarrow ? 'handover.none.found' : 'handover.none');
  return (
    <>
      <h1>{t('menu.handover')}</h1>
      <div class="jeton-panel jeton-narrow fr-mb-4w">
        <ScanForm />
        <p class="fr-mt-2w fr-mb-0">
          <a class="fr-link" href="/remise/envois">
            {t('parcels.title')}
          </a>
        </p>
      </div>
      {today && (
        <section class="fr-mb-4w">
          <h2 class="fr-h4">{t('appointment.today')}</h2>
          <DeskAppointments of={today} caption={t('appointment.today')} />
          <p>
            <a class="fr-link" href="/remise/rendez-vous">
              {t('appointment.list.other')}
            </a>
          </p>
        </section>
      )}
      <Filters page="/remise" label={t('handover.filter')}>
        <FilterText name="texte" label={t('filter.text')} />
        <FilterText name="site" label={t('label.deliverySite')} />
        <FilterText name="service" label={t('label.service')} />
      </Filters>
      {again.items.length > 0 && <MakeAgain again={again} sort={sort} />}
      <h2 class="fr-h4">{t('handover.waiting')}</h2>
      <ListBar total={total} />
      <Table
        caption={t('handover.waiting')}
        silentCaption
        head={head}
        sorting={{ page: '/remise', sort }}
        empty={empty}
      >
        {items.map((item) => (
          <tr key={item.id}>
            <NumberCell item={item} />
            <HolderCell item={item} />
            <td>{item.deliverySite}</td>
            <td class="jeton-nowrap">{item.producedAt === null ? '—' : ago(language, item.producedAt, now)}</td>
            <td>
              {item.kind === 'nomade' ? (
                <span class="jeton-small">{t('handover.nomade')}</span>
              ) : (
                <Open number={item.number} />
              )}
            </td>
          </tr>
        ))}
      </Table>
      <NextPage next={next} page="/remise" />
      {sent.items.length > 0 && <Sent sent={sent} sort={sort} />}
    </>
  );
}

function Open({ number }: { number: string }) {
  const { t } = useVisit();
  return (
    <a class="fr-btn fr-btn--sm" href={`/remise/${number}`}>
      {t('handover.open')}
      <span class="fr-sr-only"> {number}</span>
    </a>
  );
}

/** How many a list has that shows its first rows only. */
const totalOf = ({ items, more }: Newest<unknown>): Total => ({ n: items.length, more });

/** What nobody can be given any more: whoever opens one begins its production again. */
function MakeAgain({ again, sort }: { again: Newest<ToMakeAgain>; sort: Sort<'requests'> | undefined }) {
  const { t, language, now } = useVisit();
  const head = [
    { by: 'age', text: t('label.number') },
    { by: 'holder', text: t('label.holder') },
    t('label.deliverySite'),
    t('label.serial'),
    t('handover.again.why'),
    t('handover.again.since'),
    t('label.action'),
  ];
  return (
    <section class="fr-mb-4w">
      <h2 class="fr-h4">{t('handover.again')}</h2>
      <p>{t('handover.again.text')}</p>
      <ListBar total={totalOf(again)} />
      <Table
        caption={t('handover.again')}
        silentCaption
        head={head}
        sorting={{ page: '/remise', sort, ownOrder: true }}
      >
        {again.items.map(({ request, end }) => (
          <tr key={request.id}>
            <NumberCell item={request} />
            <HolderCell item={request} />
            <td>{request.deliverySite}</td>
            <td class="jeton-mono jeton-nowrap">{end ? grouped(end.tokenId) : '—'}</td>
            <td>
              {end && <StateBadge of={{ kind: 'token', state: end.state }} />}
              {end?.reason && (
                <>
                  <br />
                  <span class="jeton-small">{t(`revocation.${end.reason}`)}</span>
                </>
              )}
            </td>
            <td class="jeton-nowrap">{end ? ago(language, end.since, now) : '—'}</td>
            <td>
              <Open number={request.number} />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** One that stays here for long is asked after: with its carrier, or with the correspondent who has it. */
function Sent({ sent, sort }: { sent: Newest<Shipment>; sort: Sort<'requests'> | undefined }) {
  const { t, language, now } = useVisit();
  const head = [
    t('label.number'),
    t('label.holder'),
    t('label.deliverySite'),
    t('label.trackingNumber'),
    { by: 'age', text: t('handover.sent.at') },
    t('label.state'),
  ];
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('handover.sent')}</h2>
      <ListBar total={totalOf(sent)} />
      <Table caption={t('handover.sent')} silentCaption head={head} sorting={{ page: '/remise', sort, ownOrder: true }}>
        {sent.items.map(({ request, handover: { id, trackingNumber, handedOverAt, parcelAt } }) => (
          <tr key={id}>
            <NumberCell item={request} />
            <HolderCell item={request} />
            <td>{request.deliverySite}</td>
            <td>{trackingNumber ?? '—'}</td>
            <td class="jeton-nowrap">{handedOverAt === null ? '—' : ago(language, handedOverAt, now)}</td>
            <td>
              {parcelAt === null
                ? t('service.parcels.coming')
                : t('handover.sent.arrived', { ago: ago(language, parcelAt, now) })}
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** Where a label opens its hand-over; `secondary` where it follows upon another one. */
export function ScanForm({ secondary = false }: { secondary?: boolean }) {
  const { t } = useVisit();
  return (
    <Form action="/remise" name="scan">
      <ScanField label={t('handover.scan')} hint={t('handover.scan.hint')} />
      <Submit secondary={secondary}>{t('handover.open')}</Submit>
    </Form>
  );
}
