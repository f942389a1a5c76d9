import type { TokenState } from '../../book/tables/states.ts';
import type { TokenDetail, TokenHolder } from '../../flow/reading/token/tokens.ts';
import { TokenBadges } from '../frame/components/badges.tsx';
import { useFollowed } from '../frame/components/followed.ts';
import { grouped } from '../frame/components/names.ts';
import { withQuery } from '../frame/components/pagination.tsx';
import { type Opens, PersonLink } from '../frame/components/person-link.tsx';
import { Fact, Facts, Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day, moment } from '../frame/dates.ts';
import { single } from '../frame/forms/forms.ts';
import { hasText } from '../frame/translate.ts';
import { MACHINE_SOUGHT } from '../handover/rebinding.tsx';
import { TokenActions, type TokenProps } from './token-actions.tsx';

type TokenPageProps = TokenProps & {
  opens: Opens;
  /** The reader opens the pages of machines that are not theirs. */
  opensMachines: boolean;
};

/** One token in one place, which changes as others act on it: what it is, what can be done with it next, who held it. */
export function TokenPage(props: TokenPageProps) {
  const { t, visit } = useVisit();
  const { token, holders } = props.detail;
  const sought = { [MACHINE_SOUGHT]: single(visit.query, MACHINE_SOUGHT) || undefined };
  const followed = useFollowed(withQuery(`/stock/${token.id}/etat`, {}, sought));
  return (
    <div id="token" {...followed}>
      <div class="jeton-head">
        <h1>{t('token.title', { serial: grouped(token.id) })}</h1>
        <TokenBadges of={token} large />
      </div>
      <What {...props} />
      <Waiting proposals={props.detail.proposals} />
      <section class="fr-mt-4w">
        <h2 class="fr-h4">{t('token.next')}</h2>
        <TokenActions {...props} />
      </section>
      <section class="fr-mt-4w" id="porteurs">
        <h2 class="fr-h4">{t('token.holders')}</h2>
        <Holders holders={holders} state={token.state} {...props} />
      </section>
    </div>
  );
}

function What({ detail, place, opens, opensMachines }: TokenPageProps) {
  const { t, language } = useVisit();
  const { token, delivery, holderName, number, assetNumber } = detail;
  const revoked = detail.holders.find(({ certificateId }) => certificateId === token.certificateId);
  const delivered = { reference: delivery.reference, at: day(language, delivery.receivedAt) };
  return (
    <Facts>
      <Fact term={t('label.model')}>{token.model}</Fact>
      <Fact term={t('stock.firmware')}>{token.firmware}</Fact>
      <Fact term={t('stock.batch')}>{token.batch}</Fact>
      <Fact term={t('stock.delivery')}>
        <a href={`/stock?livraison=${token.deliveryId}`}>{t('token.delivery.value', delivered)}</a>
      </Fact>
      <Fact term={t('stock.location')}>
        {token.locationId && <a href={`/emplacements/${token.locationId}`}>{token.locationId}</a>}
      </Fact>
      <Fact term={t('stock.transfer')}>
        {token.transferId && <a href={`/transferts/${token.transferId}`}>{t('stock.transfer.look')}</a>}
      </Fact>
      <Fact term={t('token.plugged')}>{place ? place.position : t('token.plugged.none')}</Fact>
      <Fact term={t('token.label')}>{token.label}</Fact>
      <Fact term={t('token.holder')}>
        {holderName && (
          <PersonLink id={token.holderId} opens={opens}>
            {holderName}
          </PersonLink>
        )}
      </Fact>
      <Fact term={t('token.request')}>{number && <a href={`/demandes/${number}`}>{number}</a>}</Fact>
      <Fact term={t('label.workstation.short')}>
        {assetNumber && <Machine number={assetNumber} opens={opensMachines} />}
      </Fact>
      <Fact term={t('column.revokedAt')}>{revoked?.revokedAt ? moment(language, revoked.revokedAt) : null}</Fact>
      <Fact term={t('column.revocationReason')}>
        {revoked?.revocationReason && t(`revocation.${revoked.revocationReason}`)}
      </Fact>
      <Fact term={t('stock.cycle')}>{String(token.cycle)}</Fact>
    </Facts>
  );
}

function Waiting({ proposals }: { proposals: TokenDetail['proposals'] }) {
  const { t, language } = useVisit();
  if (proposals.length === 0) return null;
  return (
    <div class="fr-callout fr-mt-3w">
      <h2 class="fr-callout__title fr-h5">{t('token.proposals')}</h2>
      {proposals.map(({ id, act, proposerName, expiresAt }) => {
        const name = `dual.act.${act}`;
        const said = { act: hasText(name) ? t(name) : act, name: proposerName, until: moment(language, expiresAt) };
        return (
          <p key={id} class="fr-callout__text">
            {t('token.proposal', said)}
          </p>
        );
      })}
    </div>
  );
}

/** The number of a machine, a way to its page for whoever may open it. */
function Machine({ number, opens }: { number: string; opens: boolean }) {
  if (!opens) return number;
  return <a href={`/postes/${number}`}>{number}</a>;
}

interface HoldersProps extends Pick<TokenPageProps, 'opens' | 'opensMachines'> {
  holders: readonly TokenHolder[];
  state: TokenState;
}
/** Everybody who ever held it, also before it was recycled. */
function Holders({ holders, state, opens, opensMachines }: HoldersProps) {
  const { t, language } = useVisit();
  const head = [
    t('token.holder'),
    t('label.workstation.short'),
    t('token.request'),
    t('token.holders.since'),
    t('token.holders.until'),
    t('token.holders.certificate'),
  ];
  const last = holders.at(-1)?.certificateId;
  return (
    <Table caption={t('token.holders')} silentCaption head={head} empty={t('token.holders.none')}>
      {holders.map((h) => (
        <tr key={h.certificateId}>
          <th scope="row">
            <PersonLink id={h.holderId} opens={opens}>
              {h.holderName}
            </PersonLink>
          </th>
          <td>{h.assetNumber ? <Machine number={h.assetNumber} opens={opensMachines} /> : '—'}</td>
          <td class="jeton-nowrap">{h.number ? <a href={`/demandes/${h.number}`}>{h.number}</a> : '—'}</td>
          <td class="jeton-nowrap">{day(language, h.sealedAt)}</td>
          <td>
            <span class="jeton-nowrap">
              {h.revokedAt !== null
                ? day(language, h.revokedAt)
                : h.certificateId === last && state !== 'expired'
                  ? '—'
                  : day(language, h.notAfter)}
            </span>
            {h.revocationReason && <br />}
            {h.revocationReason && <span class="jeton-small">{t(`revocation.${h.revocationReason}`)}</span>}
          </td>
          <td class="jeton-mono">{grouped(h.certificateId)}</td>
        </tr>
      ))}
    </Table>
  );
}
