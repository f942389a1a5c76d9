import type { Key } from '../translate.ts';
import { useVisit } from './visit-context.tsx';

/** What the script shows when a key does not answer; a passkey answers only at the console's own name. */
export function KeyFailed({ text = 'access.failed', former }: { text?: Key; former?: true }) {
  const { t, site } = useVisit();
  const { origin } = new URL(site.url());
  return (
    <p
      class="fr-error-text"
      role="alert"
      hidden
      data-passkey-failed={!former}
      data-former-failed={former}
      data-home={origin}
      data-elsewhere={t('access.elsewhere', { url: origin })}
    >
      {t(text)}
    </p>
  );
}

/** Said below a passkey's button where its script cannot run. */
export function NoScript() {
  const { t } = useVisit();
  return (
    <noscript>
      <p class="fr-error-text">{t('access.noScript')}</p>
    </noscript>
  );
}
