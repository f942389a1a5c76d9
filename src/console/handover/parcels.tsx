import type { SlotStatus } from '../../flow/ports/bench.ts';
import type { RequestItem } from '../../flow/reading/request/request-lists.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { ScanField } from '../frame/components/scan-field.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** « Envois »: for each parcel plug its token in, scan its label, scan the carrier's number. No click between two parcels. */
export function ParcelsPage({ chosen, slot }: { chosen: RequestItem | undefined; slot: SlotStatus | undefined }) {
  const { t } = useVisit();
  const asks = chosen ? t('parcels.scan.carrier', { number: chosen.number }) : t('parcels.scan.label');
  return (
    <div class="jeton-panel jeton-narrow">
      <h1 class="fr-h3">{t('parcels.title')}</h1>
      <p>{t('parcels.text')}</p>
      {chosen && (
        <Alert kind={slot ? 'info' : 'warning'} title={`${chosen.holderName} · ${chosen.number}`}>
          <p class="fr-mb-0">
            {slot
              ? t('parcels.to', { site: chosen.deliverySite, position: slot.position })
              : t('parcels.plug', { number: chosen.number })}
          </p>
        </Alert>
      )}
      <Form action="/remise/envois" name="parcels">
        <input type="hidden" name="number" value={chosen?.number ?? ''} />
        <ScanField label={asks} />
        <Submit>{t('line.send')}</Submit>
      </Form>
      <p class="fr-mt-2w fr-mb-0">
        <a class="fr-link" href="/remise">
          {t('menu.handover')}
        </a>
      </p>
    </div>
  );
}
