import { useVisit } from '../components/visit-context.tsx';
import { confirmAddress, waitingRoles } from '../visit.ts';
import { explain, type Failure, forSupport, statusOf } from './failures.ts';

/** What cannot be shown, and where to go from here. Says nothing of how the service is made. */
export function FailurePage({ failure }: { failure: Failure }) {
  const { visit, t, language } = useVisit();
  const waiting = failure.code === 'forbidden' ? waitingRoles(visit) : [];
  const roles = waiting.map((role) => t(`role.${role}`)).join(', ');
  const { title, remedy } =
    waiting.length > 0
      ? { title: t('banner.withheld'), remedy: t('access.raise.text', { roles }) }
      : explain(t, language, failure);
  const status = statusOf(failure.code);
  return (
    <div class="fr-my-4w jeton-prose">
      <h1>{title}</h1>
      <p class="fr-text--sm jeton-muted">
        {[t('failure.status', { status }), forSupport(t, failure, title)]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </p>
      <p class="fr-text--lead">{remedy}</p>
      <p>
        {waiting.length > 0 ? (
          <a class="fr-btn" href={confirmAddress(visit)}>
            {t('banner.withheld.confirm')}
          </a>
        ) : (
          <a class="fr-btn" href="/">
            {t('failure.home')}
          </a>
        )}
      </p>
    </div>
  );
}
