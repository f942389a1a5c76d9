import type { ComponentChildren } from 'preact';
import type { Right } from '../../book/rights/sentences.ts';
import { nextState } from '../../book/tables/lifecycle.ts';
import { TOKEN_IN_USE, type TokenState } from '../../book/tables/states.ts';
import type { TokenDetail } from '../../flow/reading/token/tokens.ts';
import type { StockAction } from '../../flow/stock/stock-actions.ts';
import { PostButton } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Rebinding } from '../handover/rebinding.tsx';
import { CheckButton, type Place } from './to-check.tsx';

export interface TokenProps {
  detail: TokenDetail;
  place: Place | undefined;
  /** The reader may report its loss: it is their own, or that of an agent of their service. */
  reportable: boolean;
  /** Acts that any role of the reader's has. */
  may(right: Right): boolean;
}

/** What can be done with a token from its state, by the reader: each act with what it means and one button. */
export function TokenActions(props: TokenProps) {
  const { t } = useVisit();
  const {
    token: { state },
    renewal,
  } = props.detail;
  if (state === 'in_production') return <p>{t('token.next.production')}</p>;
  const acts = [
    state === 'in_stock' && props.may('production.produce') && <p key="produce">{t('token.next.produce')}</p>,
    state === 'to_check' && props.may('token.check') && <Check key="check" {...props} />,
    state === 'returned' && props.may('stock.recycle') && <Recycle key="recycle" {...props} />,
    TOKEN_IN_USE.includes(state) && props.may('token.unblock') && <Unblock key="unblock" {...props} />,
    (props.detail.rebinding?.mayBind || props.detail.rebinding?.mayCheck) && <Rebind key="rebind" {...props} />,
    renewal !== null && props.may('production.produce') && <Renew key="renew" renewal={renewal} />,
    TOKEN_IN_USE.includes(state) && (props.may('token.revoke') || props.may('token.revokeByCode')) && (
      <p key="revoke">
        <a class="fr-link" href="/securite">
          {t('token.revoke')}
        </a>
      </p>
    ),
    props.reportable && (
      <p key="loss">
        <a class="fr-link" href={`/jetons/${props.detail.token.id}/perte`}>
          {t('loss.report')}
        </a>
      </p>
    ),
    nextState('token', state, 'destroy') && props.may('token.destroy') && <Destroy key="destroy" {...props} />,
    state === 'destroyed' && props.may('destruction.print') && <Report key="report" {...props} />,
    <Changes key="changes" {...props} />,
  ].filter(Boolean);
  const nothing = acts.length === 1 && !changesOf(props).length;
  if (nothing) return <p>{t(nothingNow(props))}</p>;
  return <div class="jeton-stack">{acts}</div>;
}

/** What a technician does first with a token in this state, so that it can be destroyed. */
const BEFORE_DESTRUCTION = {
  in_stock: 'scrap',
  to_check: 'scrap',
  revoked: 'return',
  expired: 'return',
  missing: 'find',
  scrapped_missing: 'find',
} as const satisfies Partial<Record<TokenState, StockAction>>;

/** Who goes on with a token that the reader can do nothing with; of their own next act, whoever may destroy it later is told. */
function nothingNow({ detail, may }: TokenProps) {
  const { state } = detail.token;
  if (state === 'destroyed') return 'token.next.none';
  const first = Object.hasOwn(BEFORE_DESTRUCTION, state)
    ? BEFORE_DESTRUCTION[state as keyof typeof BEFORE_DESTRUCTION]
    : undefined;
  return first && may('token.destroy') ? (`token.next.wait.${first}` as const) : 'token.next.wait';
}

function Act({ title, text, children }: { title: string; text: string; children: ComponentChildren }) {
  return (
    <section class="jeton-panel fr-mb-2w">
      <h3 class="fr-h6">{title}</h3>
      <p class="fr-text--sm">{text}</p>
      {children}
    </section>
  );
}

/** A token that was set aside is wiped before anything else. */
function Check({ detail: { token }, place }: TokenProps) {
  const { t } = useVisit();
  return (
    <Act title={t('token.check')} text={t('token.check.text')}>
      {place ? (
        <CheckButton serial={token.id} slot={place.slot} />
      ) : (
        <p class="fr-mb-0">
          <strong>{t('token.recycle.plug')}</strong>
        </p>
      )}
    </Act>
  );
}

/** Wiping a token: only where it is plugged, below it everybody who held it. */
function Recycle({ detail: { token }, place }: TokenProps) {
  const { t } = useVisit();
  return (
    <Act title={t('token.recycle')} text={t('token.recycle.text')}>
      {place ? (
        <PostButton
          action={`/stock/${token.id}/recycler`}
          values={{ slot: place.slot }}
          class="fr-btn jeton-btn--danger"
        >
          {t('token.recycle.do')}
        </PostButton>
      ) : (
        <p class="fr-mb-0">
          <strong>{t('token.recycle.plug')}</strong>
        </p>
      )}
    </Act>
  );
}

function Unblock({ detail: { token }, place }: TokenProps) {
  const { t } = useVisit();
  return (
    <Act title={t('token.unblock')} text={t('token.unblock.text')}>
      {place ? (
        <PostButton action={`/stock/${token.id}/debloquer`} values={{ slot: place.slot }}>
          {t('token.unblock.do')}
        </PostButton>
      ) : (
        <p class="fr-mb-0">
          <strong>{t('token.recycle.plug')}</strong>
        </p>
      )}
    </Act>
  );
}

/** Its holder takes it with them to another machine. */
function Rebind({ detail: { token, rebinding } }: TokenProps) {
  if (rebinding === null) return null;
  return (
    <Rebinding
      rebinding={rebinding}
      page={`/stock/${token.id}`}
      checkAt={`/stock/${token.id}/controle`}
      bindAt={`/stock/${token.id}/poste`}
      heading="h3"
    />
  );
}

function Renew({ renewal }: { renewal: string }) {
  const { t } = useVisit();
  return (
    <Act title={t('token.renew')} text={t('token.renew.text')}>
      <p>{t('token.renew.ready', { number: renewal })}</p>
      <a class="fr-btn fr-btn--secondary" href={`/atelier?demande=${renewal}`}>
        {t('token.renew.do', { number: renewal })}
      </a>
    </Act>
  );
}

function Destroy({ detail: { token } }: TokenProps) {
  const { t } = useVisit();
  return (
    <Act title={t('token.destroy')} text={t('token.destroy.text')}>
      <PostButton action={`/stock/${token.id}/detruire`} class="fr-btn fr-btn--secondary">
        {t('token.destroy.do')}
      </PostButton>
    </Act>
  );
}

function Report({ detail: { token } }: TokenProps) {
  const { t } = useVisit();
  return (
    <PostButton action={`/stock/${token.id}/proces-verbal`} class="fr-btn fr-btn--secondary">
      {t('token.report.do')}
    </PostButton>
  );
}

const changesOf = ({ detail, may }: TokenProps) => (may('stock.change') ? detail.actions : []);

function Changes(props: TokenProps) {
  const { t } = useVisit();
  return (
    <div class="jeton-actions">
      {changesOf(props).map((action) => (
        <PostButton
          key={action}
          action={`/stock/${props.detail.token.id}`}
          values={{ action }}
          class="fr-btn fr-btn--tertiary"
        >
          {t(`stock.action.${action}`)}
        </PostButton>
      ))}
    </div>
  );
}
