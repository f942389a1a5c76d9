import type { RequestDetail } from '../../flow/reading/requests.ts';
import { PostButton } from './form.tsx';
import { useHere } from './here.tsx';
import type { Possible } from './possible.ts';
import { RepeatForm } from './repeat-form.tsx';

/** Where the technician's work on this request goes on. */
export function TechnicianActions({ detail: { request }, possible }: { detail: RequestDetail; possible: Possible }) {
  const { t } = useHere();
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
        <PostButton action={`${path}/remettre-en-file`} class="fr-btn fr-btn--secondary">
          {t('workshop.putBack')}
        </PostButton>
      )}
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
