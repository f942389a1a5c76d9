import type { OwnCredential } from '../../flow/reading/people/own-holdings.ts';
import { NOMADE_NOTES } from '../../words/nomade-notes.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';

/** The form for a Nomade credential, filled in for a device where one is named. */
export const nomadeFormFor = (deviceId?: string | undefined): string =>
  `/demandes/nouvelle?${new URLSearchParams({ motif: 'nomade', ...(deviceId ? { appareil: deviceId } : {}) })}`;

/** An agent's Nomade credentials by device, each with the way to revoke it, and the way to ask for another. */
export function Credentials({ credentials, mayAsk }: { credentials: readonly OwnCredential[]; mayAsk: boolean }) {
  const { t } = useVisit();
  return (
    <section class="fr-mb-6w">
      <h2 class="fr-h4">{t('mine.credentials')}</h2>
      {credentials.length === 0 && <p class="jeton-empty">{t('nomade.none')}</p>}
      <ul class="fr-raw-list jeton-cards">
        {credentials.map((own) => (
          <li key={own.certificate.id} class="jeton-card">
            <CredentialCard own={own} mayAsk={mayAsk} />
          </li>
        ))}
      </ul>
      {mayAsk && (
        <p class="fr-mt-2w">
          <a class="fr-link" href={nomadeFormFor()}>
            {t('nomade.ask')}
          </a>
        </p>
      )}
    </section>
  );
}

function CredentialCard({ own, mayAsk }: { own: OwnCredential; mayAsk: boolean }) {
  const { t, language, now } = useVisit();
  const { certificate, device, request, open } = own;
  const isGood = certificate.state === 'good';
  const system = device && NOMADE_NOTES[device.kind].system;
  return (
    <>
      <div class="jeton-card__top">
        <h3 class="fr-h6 fr-mb-0 jeton-break">{device?.name ?? t('nomade.device.unnamed')}</h3>
        <StateBadge of={{ kind: 'certificate', state: certificate.state }} />
      </div>
      {system && <p class="fr-mb-1v">{system}</p>}
      {isGood && request?.state === 'produced' && <p class="fr-text--sm fr-mb-1v">{t('nomade.waits')}</p>}
      <p class="fr-text--sm fr-mb-1v">
        {t(certificate.notAfter > now ? 'certificate.until' : 'mine.ended')} {day(language, certificate.notAfter)}
      </p>
      {open !== null && (
        <p class="fr-mb-1v">
          <a class="fr-link" href={`/demandes/${open.number}`}>
            {t('mine.follow', { number: open.number })}
          </a>
        </p>
      )}
      {open === null && device && mayAsk && (
        <p class="fr-mb-1v">
          <a class="fr-link" href={nomadeFormFor(device.id)}>
            {t(isGood ? 'nomade.renew' : 'nomade.again')}
            <span class="fr-sr-only"> {device.name}</span>
          </a>
        </p>
      )}
      {isGood && request?.state === 'closed' && (
        <p class="fr-mb-1v">
          <a class="fr-link" href={`/demandes/${request.number}`}>
            {t('nomade.how')}
            <span class="fr-sr-only"> {device?.name}</span>
          </a>
        </p>
      )}
      {isGood && (
        <a class="fr-btn fr-btn--sm fr-btn--secondary jeton-btn--alarm" href={`/jetons/${certificate.id}/perte`}>
          {t('nomade.revoke')}
          <span class="fr-sr-only"> {device?.name}</span>
        </a>
      )}
    </>
  );
}
