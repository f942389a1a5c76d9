import { useVisit } from './visit-context.tsx';

/** Said below a passkey's button where its script cannot run. */
export function NoScript() {
  const { t } = useVisit();
  return (
    <noscript>
      <p class="fr-error-text">{t('access.noScript')}</p>
    </noscript>
  );
}
