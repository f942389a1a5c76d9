import { Submit } from '../frame/components/form.tsx';
import { KeyFailed } from '../frame/components/key-failed.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Key } from '../frame/translate.ts';
import { OwnPassword } from './own-password.tsx';

/**
 * What proves once more who is signed in: the password, and beside it the passkey where the browser has any. `byKey`: the
 * passkey alone, because a password would be refused.
 */
export function OwnFactor({ byKey = false, send }: { byKey?: boolean; send: Key }) {
  const { t } = useVisit();
  return (
    <>
      {!byKey && <OwnPassword />}
      <div class="fr-btns-group fr-btns-group--inline-sm">
        {!byKey && <Submit>{t(send)}</Submit>}
        <button
          type={byKey ? 'submit' : 'button'}
          class={byKey ? 'fr-btn' : 'fr-btn fr-btn--secondary'}
          hidden={!byKey}
          data-own-key
        >
          {t('confirm.key')}
        </button>
      </div>
      <KeyFailed text={byKey ? 'access.failed' : 'confirm.key.failed'} />
      {byKey && (
        <noscript>
          <p class="fr-error-text">{t('access.noScript')}</p>
        </noscript>
      )}
    </>
  );
}
