import type { Parcel, Parcels, Shipment } from '../../flow/reading/request/parcels.ts';
import { Checkbox } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { grouped } from '../frame/components/names.ts';
import { Fact, Facts, Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import { moment } from '../frame/dates.ts';
import { CertificateFacts } from '../requests/certificate-facts.tsx';
import { DocumentField } from './document-field.tsx';

export const SERVICE_PARCELS = '/service/colis';
export const PARCELS_STATE = `${SERVICE_PARCELS}/etat`;

/** « Colis du service »: what is on its way is taken in, what is here is handed over, on one page. */
export function ServiceParcelsPage(props: Parcels) {
  const { t } = useVisit();
  return (
    <>
      <h1>{t('service.parcels')}</h1>
      <ServiceParcels {...props} />
    </>
  );
}

/** All that changes by itself: a parcel that is sent or arrives, a code that takes another one's place or is locked. */
export function ServiceParcels({ parcels, more, dead, moreDead }: Parcels) {
  const { t, follow } = useVisit();
  const coming = parcels.filter(({ handover }) => handover.parcelAt === null);
  const here = parcels.filter(({ handover }) => handover.parcelAt !== null);
  return (
    <div id="service-parcels" {...follow(PARCELS_STATE)}>
      {parcels.length + dead.length === 0 && <p>{t('service.parcels.none')}</p>}
      {parcels.length > 0 && <p>{t('service.parcels.trouble')}</p>}
      {coming.length > 0 && <Coming parcels={coming} />}
      {here.length > 0 && <Here parcels={here} />}
      {more && <p>{t('service.parcels.more')}</p>}
      {dead.length > 0 && <Dead parcels={dead} more={moreDead} />}
    </div>
  );
}

/** Each parcel has a form of its own, by the carrier's number: its tokens are ticked, and no others are taken in with it. */
function Coming({ parcels }: { parcels: readonly Parcel[] }) {
  const { t } = useVisit();
  const trackings = [...new Set(parcels.map(trackingOf))].sort((a, b) => a.localeCompare(b));
  return (
    <section class="fr-mb-4w">
      <h2 class="fr-h4">{t('service.parcels.coming')}</h2>
      {trackings.map((tracking) => (
        <OneComing key={tracking} tracking={tracking} tokens={parcels.filter((one) => trackingOf(one) === tracking)} />
      ))}
    </section>
  );
}
function OneComing({ tracking, tokens }: { tracking: string; tokens: readonly Parcel[] }) {
  const { t, language } = useVisit();
  const head = [
    ...[t('service.parcels.take'), t('label.serial'), t('label.holder'), t('service.parcels.sent')],
    t('label.action'),
  ];
  return (
    <Form action={`${SERVICE_PARCELS}/recu`} name={`parcels-received-${tokens[0]?.request.number}`}>
      <Table caption={t('service.parcels.one', { tracking: tracking || '—' })} stacks head={head}>
        {tokens.map(({ request, handover, tokenId }) => (
          <tr key={request.id}>
            <th scope="row">
              <Checkbox name={`taken-${request.number}`} label={request.number} checked />
            </th>
            <Serial of={tokenId} />
            <td>{request.holderName}</td>
            <td>
              <span class="jeton-stacked">{t('service.parcels.sent')} </span>
              {handover.handedOverAt === null ? '—' : moment(language, handover.handedOverAt)}
            </td>
            <td>
              <a class="fr-link" href={`/demandes/${request.number}`}>
                <Whole text={t('service.parcels.request', { number: request.number })} />
              </a>
            </td>
          </tr>
        ))}
      </Table>
      <div class="fr-mb-3w">
        <Submit>
          {t('parcel.send')}
          <span class="fr-sr-only"> {tracking}</span>
        </Submit>
      </div>
    </Form>
  );
}
/** As its label has it: of a request that was made again, two tokens may be on their way. */
function Serial({ of }: { of: string }) {
  const { t } = useVisit();
  return (
    <td>
      <span class="jeton-stacked">{t('label.serial')} </span>
      <span class="jeton-mono jeton-nowrap">{grouped(of)}</span>
    </td>
  );
}
function Tracking({ of }: { of: string | null }) {
  const { t } = useVisit();
  return (
    <td>
      <span class="jeton-stacked">{t('label.trackingNumber')} </span>
      {of ?? '—'}
    </td>
  );
}

/** Lost, revoked or expired on their way: nothing is done with them here, and whoever opens the parcel knows. */
function Dead({ parcels, more }: { parcels: readonly Shipment[]; more: boolean }) {
  const { t } = useVisit();
  const head = [t('label.number'), t('label.trackingNumber'), t('label.serial'), t('label.holder')];
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('service.parcels.dead')}</h2>
      <p>{t('service.parcels.dead.text')}</p>
      <Table caption={t('service.parcels.dead')} silentCaption stacks head={head}>
        {parcels.map(({ request, handover, tokenId }) => (
          <tr key={handover.id}>
            <th scope="row" class="jeton-nowrap">
              {request.number}
            </th>
            <Tracking of={handover.trackingNumber} />
            <Serial of={tokenId} />
            <td>{request.holderName}</td>
          </tr>
        ))}
      </Table>
      {more && <p>{t('service.parcels.dead.more')}</p>}
    </section>
  );
}
const trackingOf = ({ handover }: Parcel): string => handover.trackingNumber ?? '';

/** Each holder reads their certificate here and gives their code once; an empty line waits for its holder. */
function Here({ parcels }: { parcels: readonly Parcel[] }) {
  const { t } = useVisit();
  return (
    <section>
      <h2 class="fr-h4">{t('service.parcels.here')}</h2>
      <p>{t('service.parcels.here.text')}</p>
      <Form action={`${SERVICE_PARCELS}/remis`} name="parcels-given">
        {parcels.map((parcel) => (
          <Given key={parcel.request.id} {...parcel} />
        ))}
        <Submit>{t('service.parcels.give')}</Submit>
      </Form>
    </section>
  );
}

function Given({ request, handover, tokenId, certificate, code }: Parcel) {
  const { t, language } = useVisit();
  return (
    <fieldset class="jeton-panel fr-mb-3w">
      <legend class="fr-h6">
        <Whole text={`${request.holderName} – ${request.number}`} />
      </legend>
      <Facts>
        <Fact term={t('label.serial')}>
          <span class="jeton-mono">{grouped(tokenId)}</span>
        </Fact>
        <Fact term={t('label.trackingNumber')}>{handover.trackingNumber}</Fact>
      </Facts>
      <p>
        <a href={`/demandes/${request.number}`}>
          <Whole text={t('service.parcels.request', { number: request.number })} />
        </a>
      </p>
      {certificate && <CertificateFacts certificate={certificate} plain />}
      {code === undefined && <p>{t('code.none')}</p>}
      {code?.state === 'locked' && <p>{t('code.locked')}</p>}
      {code?.state === 'open' && (
        <>
          <div class="fr-mb-3w" data-about={code.id}>
            <TextField
              name={`code-${request.number}`}
              label={t('code.label')}
              hint={t('code.hint.since', { since: moment(language, code.issuedAt) })}
              type="password"
              maxlength={20}
              autocomplete="off"
              optional="quiet"
            />
          </div>
          <DocumentField name={`document-${request.number}`} optional="quiet" />
        </>
      )}
    </fieldset>
  );
}
