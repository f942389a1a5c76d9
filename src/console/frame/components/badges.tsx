import { priorityNow } from '../../../book/rules/waiting/priority.ts';
import type { HandoverRow } from '../../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../../book/tables/rows/requests.ts';
import type {
  AccountState,
  CertificateState,
  RequestState,
  TokenState,
  WorkstationState,
} from '../../../book/tables/states.ts';
import { useVisit } from './visit-context.tsx';

const ICON = 'fr-badge--icon-left';
const REQUEST: Record<RequestState, string> = {
  submitted: 'fr-badge--info',
  needs_information: 'fr-badge--warning',
  approved: `fr-badge--blue-ecume ${ICON} fr-icon-check-line`,
  in_production: `fr-badge--purple-glycine ${ICON} fr-icon-settings-5-line`,
  produced: `fr-badge--green-tilleul-verveine ${ICON} fr-icon-checkbox-circle-line`,
  handed_over: `fr-badge--yellow-tournesol ${ICON} fr-icon-user-line`,
  closed: 'fr-badge--success',
  rejected: 'fr-badge--error',
  withdrawn: `${ICON} fr-icon-close-line`,
};
const TOKEN: Record<TokenState, string> = {
  in_stock: `fr-badge--blue-cumulus ${ICON} fr-icon-archive-line`,
  in_production: `fr-badge--purple-glycine ${ICON} fr-icon-settings-5-line`,
  to_check: `fr-badge--warning ${ICON} fr-icon-search-line`,
  produced: `fr-badge--green-tilleul-verveine ${ICON} fr-icon-checkbox-circle-line`,
  handed_over: `fr-badge--yellow-tournesol ${ICON} fr-icon-user-line`,
  active: 'fr-badge--success',
  suspended: 'fr-badge--warning',
  revoked: 'fr-badge--error',
  expired: `${ICON} fr-icon-time-line`,
  returned: `fr-badge--blue-cumulus ${ICON} fr-icon-arrow-go-back-line`,
  missing: 'fr-badge--warning',
  scrapped: `${ICON} fr-icon-delete-line`,
  scrapped_missing: `fr-badge--warning ${ICON} fr-icon-delete-line`,
  destroyed: `${ICON} fr-icon-delete-line`,
};
const WORKSTATION: Record<WorkstationState, string> = {
  registered: 'fr-badge--info',
  commissioned: 'fr-badge--success',
  migrating: `fr-badge--purple-glycine ${ICON} fr-icon-refresh-line`,
  loaned: `fr-badge--yellow-tournesol ${ICON} fr-icon-user-line`,
  in_repair: 'fr-badge--warning',
  blocked: 'fr-badge--error',
  lost: 'fr-badge--error',
  retired: `${ICON} fr-icon-archive-line`,
};
const CERTIFICATE: Record<CertificateState, string> = {
  intended: 'fr-badge--info',
  issued: 'fr-badge--info',
  good: 'fr-badge--success',
  revoked: 'fr-badge--error',
  expired: `${ICON} fr-icon-time-line`,
};
const ACCOUNT: Record<AccountState, string> = {
  invited: 'fr-badge--info',
  active: 'fr-badge--success',
  disabled: 'fr-badge--error',
};
/** How a token reaches its holder, where that is known. */
type HandoverMode = HandoverRow['mode'] | undefined;
type Of =
  | { kind: 'request'; state: RequestState; mode?: HandoverMode }
  | { kind: 'token'; state: TokenState; mode?: HandoverMode }
  | { kind: 'workstation'; state: WorkstationState }
  | { kind: 'certificate'; state: CertificateState }
  | { kind: 'account'; state: AccountState };

/** The state of something: colour, icon and word together (W4). */
export function StateBadge({ of, large }: { of: Of; large?: boolean | undefined }) {
  const { t } = useVisit();
  return <span class={`fr-badge ${large ? '' : 'fr-badge--sm'} ${looksOf(of)}`}>{stateText(t, of)}</span>;
}

/** The word that tells a token from the one that its holder forgot. */
export function TemporaryBadge() {
  const { t } = useVisit();
  return <span class="fr-badge fr-badge--sm fr-badge--info">{t('token.temporary')}</span>;
}

/** The state of a token, and whether it is a temporary one. */
export function TokenBadges({ of, large }: { of: { state: TokenState; temporary: boolean }; large?: boolean }) {
  const state = <StateBadge of={{ kind: 'token', state: of.state }} large={large} />;
  if (!of.temporary) return state;
  return (
    <span>
      {state} <TemporaryBadge />
    </span>
  );
}

function looksOf(of: Of): string {
  if (of.kind === 'request') return REQUEST[of.state];
  if (of.kind === 'token') return TOKEN[of.state];
  if (of.kind === 'workstation') return WORKSTATION[of.state];
  return of.kind === 'certificate' ? CERTIFICATE[of.state] : ACCOUNT[of.state];
}

/** The state in words. */
export function stateText(t: ReturnType<typeof useVisit>['t'], of: Of): string {
  const mode = (of.kind === 'request' || of.kind === 'token') && of.state === 'handed_over' ? of.mode : undefined;
  if (mode === 'desk' || mode === 'shipment')
    return t(of.kind === 'token' ? `handed_over.token.${mode}` : `handed_over.request.${mode}`);
  if (of.kind === 'request') return t(`state.request.${of.state}`);
  if (of.kind === 'token') return t(`state.token.${of.state}`);
  if (of.kind === 'workstation') return t(`state.workstation.${of.state}`);
  return of.kind === 'certificate' ? t(`state.certificate.${of.state}`) : t(`state.account.${of.state}`);
}

/** Continuity of service and crisis are shown, and whether they were only asked for; the rest is normal. */
export function PriorityBadge({ of }: { of: Pick<RequestRow, 'priority' | 'confirmedPriority'> }) {
  const { t } = useVisit();
  const urgent = priorityNow(of) === 2 ? 2 : 1;
  if (priorityNow(of) === 0) return null;
  if (of.confirmedPriority === null) return <span class="fr-badge fr-badge--sm">{t(`priority.asked.${urgent}`)}</span>;
  const looks = urgent === 1 ? 'fr-badge--warning' : 'fr-badge--error';
  return <span class={`fr-badge fr-badge--sm ${looks}`}>{t(`priority.${urgent}`)}</span>;
}

/** Why a request that goes before its turn does so, or why it does not any more: below what stands in the cell. */
export function PriorityWhy({ of }: { of: Pick<RequestRow, 'priority' | 'confirmedPriority' | 'priorityReason'> }) {
  const { t } = useVisit();
  if (of.priorityReason === null || (of.confirmedPriority === 0 && of.priorityReason === 'as-asked')) return null;
  return (
    <>
      <br />
      <span class="jeton-small jeton-muted">{t(`priority.reason.${of.priorityReason}`)}</span>
    </>
  );
}
