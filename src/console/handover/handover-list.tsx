import type { RequestItem, Total } from '../../flow/reading/lists.ts';
import type { DeskDay } from '../../flow/reading/request/appointments.ts';
import { DeskAppointments } from '../appointments/desk-list.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { NextPage } from '../frame/components/pagination.tsx';
import { ScanField } from '../frame/components/scan-field.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { ago } from '../frame/dates.ts';
import { HolderCell } from '../requests/request-cells.tsx';

/** The hand-over desk: scan the label, or choose from what waits to be given or sent. */
export function HandoverListPage({
  items,
  total,
  next,
  today,
}: {
  items: readonly RequestItem[];
  total: Total | undefined;
  /** Where the next page begins. */
  next: string | null;
  /** Who comes today; undefined where the desk takes no appointments. */
  today: DeskDay | undefined;
}) {
  const { t, language, now } = useVisit();
  const head = [t('label.number'), t('label.holder'), t('label.deliverySite'), t('handover.ready'), t('label.action')];
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
      <h2 class="fr-h4">{t('handover.waiting')}</h2>
      <ListBar total={total} />
      <Table caption={t('handover.waiting')} silentCaption head={head} empty={t('handover.none')}>
        {items.map((item) => (
          <tr key={item.id}>
            <th scope="row" class="jeton-nowrap">
              <a href={`/demandes/${item.number}`}>{item.number}</a>
            </th>
            <HolderCell item={item} />
            <td>{item.deliverySite}</td>
            <td class="jeton-nowrap">{item.producedAt === null ? '—' : ago(language, item.producedAt, now)}</td>
            <td>
              {item.kind === 'nomade' ? (
                <span class="jeton-small">{t('handover.nomade')}</span>
              ) : (
                <a class="fr-btn fr-btn--sm" href={`/remise/${item.number}`}>
                  {t('handover.open')}
                  <span class="fr-sr-only"> {item.number}</span>
                </a>
              )}
            </td>
          </tr>
        ))}
      </Table>
      <NextPage next={next} page="/remise" />
    </>
  );
}

/** Where a label opens its hand-over. */
export function ScanForm() {
  const { t } = useVisit();
  return (
    <Form action="/remise" name="scan">
      <ScanField label={t('handover.scan')} hint={t('handover.scan.hint')} />
      <Submit>{t('handover.open')}</Submit>
    </Form>
  );
}
