import type { HeldLocation, ReadTransfer } from '../../flow/reading/stock/stock-locations.ts';
import { TextArea } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { grouped } from '../frame/components/names.ts';
import { Fact, Facts } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import { moment } from '../frame/dates.ts';
import { placeName } from './place-name.ts';

interface TransferProps {
  transfer: ReadTransfer;
  locations: readonly HeldLocation[];
  onTheWay: readonly string[];
  /** They receive, and did not send it themselves. */
  mayArrive: boolean;
  isOwn: boolean;
  mayTakeBack: boolean;
}

/** One transfer: what of it is on the way, and the forms that say where it is. */
export function TransferPage({ transfer, locations, onTheWay, mayArrive, isOwn, mayTakeBack }: TransferProps) {
  const { t, language } = useVisit();
  const { id, fromId, toId, count, left, senderName, sentAt, receiverName } = transfer;
  return (
    <>
      <h1>
        <Whole text={t('transfer.title', { from: fromId, to: toId })} />
      </h1>
      <Facts>
        <Fact term={t('transfer.from')}>{placeName(locations, fromId)}</Fact>
        <Fact term={t('transfer.to')}>{placeName(locations, toId)}</Fact>
        <Fact term={t('transfer.count')}>{String(count)}</Fact>
        <Fact term={t('transfer.left')}>{String(left)}</Fact>
        <Fact term={t('transfer.sender')}>{senderName}</Fact>
        <Fact term={t('transfer.since')}>{moment(language, sentAt)}</Fact>
        <Fact term={t('transfer.receiver')}>{receiverName}</Fact>
      </Facts>
      {onTheWay.length > 0 && (
        <>
          <h2 class="fr-h4 fr-mt-4w">{t('transfer.left')}</h2>
          <ul>
            {onTheWay.map((serial) => (
              <li key={serial} class="jeton-mono">
                <a href={`/stock/${serial}`}>{grouped(serial)}</a>
              </li>
            ))}
          </ul>
          {isOwn && <p>{t('transfer.arrive.own')}</p>}
          {mayArrive && !isOwn && (
            <>
              <h2 class="fr-h4 fr-mt-4w">{t('transfer.arrive')}</h2>
              <p>{t('transfer.arrive.text')}</p>
              <Serials action={`/transferts/${id}/reception`} name="arrive" send={t('transfer.arrive.send')} />
            </>
          )}
          {mayTakeBack && (
            <>
              <h2 class="fr-h4 fr-mt-4w">{t('transfer.back')}</h2>
              <Serials action={`/transferts/${id}/retour`} name="back" send={t('transfer.back.send')} />
            </>
          )}
        </>
      )}
      <p class="fr-mt-4w">
        <a href="/emplacements">{t('place.look')}</a>
      </p>
    </>
  );
}

function Serials({ action, name, send }: { action: string; name: string; send: string }) {
  const { t } = useVisit();
  return (
    <Form action={action} name={name} class="jeton-narrow">
      <TextArea name="serials" label={t('transfer.serials')} hint={t('transfer.serials.hint')} rows={5} mono />
      <Submit secondary>{send}</Submit>
    </Form>
  );
}
