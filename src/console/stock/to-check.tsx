import { PostButton } from '../frame/components/form.tsx';
import { grouped } from '../frame/components/names.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** Where a token is plugged right now. */
export interface Place {
  slot: string;
  position: string;
}
/** A token that was set aside, and where it is plugged right now. */
export interface SetAside {
  serial: string;
  place: Place | undefined;
}

/** Wipes a token that was set aside, in the slot where it sits; `from`: the page that it leads back to. */
export function CheckButton({ serial, slot, from }: { serial: string; slot: string; from?: 'list' | 'workshop' }) {
  const { t } = useVisit();
  return (
    <PostButton
      action={`/stock/${serial}/verifier`}
      values={{ slot, ...(from ? { _from: from } : {}) }}
      class={from ? 'fr-btn fr-btn--sm fr-btn--secondary' : 'fr-btn'}
    >
      {t('token.check.do')}
      <span class="fr-sr-only"> {serial}</span>
    </PostButton>
  );
}

/** The first tokens that were set aside, and what to do with each; `total`: how many there are, and the way to all of them. */
export function ToCheck({ tokens, total }: { tokens: readonly SetAside[]; total: number }) {
  const { t } = useVisit();
  if (tokens.length === 0) return null;
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('stock.check')}</h2>
      <p>{t('stock.check.text')}</p>
      {total > tokens.length && (
        <p>
          {t('stock.check.first', { n: tokens.length, total })}{' '}
          <a href="/stock?etat=to_check">{t('stock.check.all')}</a>
        </p>
      )}
      <Table caption={t('stock.check')} silentCaption head={[t('label.serial'), t('token.plugged'), t('label.action')]}>
        {tokens.map(({ serial, place }) => (
          <tr key={serial}>
            <th scope="row" class="jeton-mono">
              <a href={`/stock/${serial}`}>{grouped(serial)}</a>
            </th>
            <td>{place ? place.position : t('token.plugged.none')}</td>
            <td>{place ? <CheckButton serial={serial} slot={place.slot} from="list" /> : t('token.recycle.plug')}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
