import { useVisit } from '../frame/components/visit-context.tsx';

/** The statement that the law asks for (RGAA 4.1.2): not compliant until a real audit says otherwise. */
export function AccessibilityPage() {
  const { t } = useVisit();
  return (
    <div class="jeton-prose">
      <h1>{t('accessibility.title')}</h1>
      <p class="fr-text--lead">{t('accessibility.lead')}</p>
      <h2 class="fr-h4">{t('accessibility.state')}</h2>
      <p>{t('accessibility.state.text')}</p>
      <h2 class="fr-h4">{t('accessibility.tests')}</h2>
      <p>{t('accessibility.tests.text')}</p>
      <h2 class="fr-h4">{t('accessibility.contact')}</h2>
      <p>{t('accessibility.contact.text')}</p>
      <h2 class="fr-h4">{t('accessibility.defender')}</h2>
      <p>{t('accessibility.defender.text')}</p>
    </div>
  );
}
