import { useVisit } from '../components/visit-context.tsx';

/** Shown by the page's script while the service, which the page follows, is not heard. */
export function PageLost() {
  const { t } = useVisit();
  return (
    <p id="page-lost" class="fr-alert fr-alert--error fr-alert--sm jeton-news--below" role="alert" hidden>
      {t('page.lost')}
    </p>
  );
}
