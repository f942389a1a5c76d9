import type { RequestDetail } from '../../flow/reading.ts';
import { Radios } from './fields.tsx';
import { Form, PostButton, Submit } from './form.tsx';
import { useHere } from './here.tsx';
import type { Possible } from './possible.ts';

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
      {possible('handover.repeat', 'repeat') && request.kind !== 'nomade' && <Repeat path={path} />}
    </>
  );
}

function Repeat({ path }: { path: string }) {
  const { t, visit } = useHere();
  const options = (['dead-on-arrival', 'lost-in-transit'] as const).map((value) => ({
    value,
    label: t(`revocation.${value}`),
  }));
  return (
    <details class="jeton-details" open={visit.failure !== undefined && visit.path.endsWith('/recommencer')}>
      <summary>{t('repeat.title')}</summary>
      <p class="fr-text--sm">{t('repeat.text')}</p>
      <Form action={`${path}/recommencer`} name="repeat">
        <Radios name="reason" label={t('label.reason')} options={options} />
        <Submit secondary>{t('repeat.send')}</Submit>
      </Form>
    </details>
  );
}
