import { isOpenRequest } from '../../../book/tables/states.ts';
import type { RequestDetail } from '../../../flow/reading/request/request-detail.ts';
import { Alert } from './alerts.tsx';
import { useVisit } from './visit-context.tsx';

/** What is refused of an open request whose holder has left: each step says it, and so does its page before anybody tries. */
function refusedOf({ request: { kind, state }, handover }: Pick<RequestDetail, 'request' | 'handover'>) {
  if (state === 'produced' && kind === 'nomade') return 'holder-gone-download' as const;
  if (state === 'produced') return 'holder-gone-token' as const;
  if (state !== 'handed_over') return 'holder-gone' as const;
  return handover?.mode === 'shipment' ? ('holder-gone-parcel' as const) : ('holder-gone-letter' as const);
}

/** The holder has left: what is refused now, and what to do with what is in hand. */
export function HolderLeft({ detail }: { detail: RequestDetail }) {
  const { t } = useVisit();
  const { number, state } = detail.request;
  if (!detail.holderLeft || !isOpenRequest(state)) return null;
  const why = `error.wrong_state.why.${refusedOf(detail)}` as const;
  return (
    <Alert kind="warning" title={t(why, { number })}>
      <p>{t(`${why}.do`)}</p>
    </Alert>
  );
}
