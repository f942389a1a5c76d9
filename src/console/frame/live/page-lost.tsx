import { useVisit } from '../components/visit-context.tsx';

/**
 * Shown by the page's script while the service, which the page follows, is not heard. It stands after all that might be followed:
 * a page that follows nothing stays light.
 */
export function PageLost() {
  const { t, isFollowed } = useVisit();
  if (!isFollowed()) return null;
  return (
    <p id="page-lost" class="fr-alert fr-alert--error fr-alert--sm jeton-news--below" role="alert" hidden>
      {t('page.lost')}
    </p>
  );
}
