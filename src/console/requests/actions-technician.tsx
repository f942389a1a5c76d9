import { REQUEST_IN_WORKSHOP } from '../../book/tables/states.ts';
import type { RequestDetail } from '../../flow/reading/request/request-detail.ts';
import { PostButton } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Possible } from './possible.ts';
import { RepeatForm } from './repeat-form.tsx';

/** Papers without a secret that this request has by now. */
function papersOf({ request, handover }: RequestDetail): ('work-order' | 'transport-note' | 'handover-sheet')[] {
  if (REQUEST_IN_WORKSHOP.includes(request.state)) return request.kind === 'nomade' ? [] : ['work-order'];
  if (handover?.handedOverAt == null || handover.failedAt !== null || handover.mode === 'download') return [];
  return [handover.mode === 'shipment' ? 'transport-note' : 'handover-sheet'];
}

/** Where the technician's work on this request goes on. */
export function TechnicianActions({ detail, possible }: { detail: RequestDetail; possible: Possible }) {
  const { t } = useVisit();
  const { request } = detail;
  const path = `/demandes/${request.number}`;
  const produce = request.kind === 'nomade' ? 'credential.release' : 'production.produce';
  return (
    <>
      {possible(produce, 'take') && (
        <p>
          <a class="fr-btn" href={`/atelier?demande=${request.number}`}>
            {t('workshop.produce')}
          </a>
        </p>
      )}
      {possible('request.putBack', 'putBack') && (
        <div class="fr-mb-2w">
          <PostButton action={`${path}/remettre-en-file`} class="fr-btn fr-btn--secondary">
            {t('workshop.putBack')}
          </PostButton>
        </div>
      )}
      {possible('paper.print') &&
        papersOf(detail).map((paper) => (
          <div key={paper} class="fr-mb-2w">
            <PostButton action={`${path}/papiers`} values={{ paper }} class="fr-btn fr-btn--tertiary">
              {t(`paper.${paper}`)}
            </PostButton>
          </div>
        ))}
      {possible('handover.handOver', 'handOver') && request.kind !== 'nomade' && (
        <p>
          <a class="fr-btn" href={`/remise/${request.number}`}>
            {t('handover.open')}
          </a>
        </p>
      )}
      {possible('handover.repeat', 'repeat') && request.kind !== 'nomade' && (
        <RepeatForm action={`${path}/recommencer`} />
      )}
    </>
  );
}
