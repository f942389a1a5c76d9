import { moment } from '../dates.ts';
import { useVisit } from './visit-context.tsx';

/** The code that a second person tells an operator: on this page only. */
export function VouchCode({ code, expiresAt, who }: { code: string; expiresAt: number; who: string }) {
  const { t, language } = useVisit();
  return (
    <div class="fr-callout" role="status">
      <h2 class="fr-callout__title fr-h5">{t('vouch.made', { who, until: moment(language, expiresAt) })}</h2>
      <p class="fr-callout__text">{t('vouch.text')}</p>
      <p class="jeton-secret" id="code">
        {code}
      </p>
    </div>
  );
}
