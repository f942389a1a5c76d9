import { Submit } from '../frame/components/form.tsx';
import { KeyFailed, NoScript } from '../frame/components/key-failed.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Key } from '../frame/translate.ts';
import type { OwnFactors } from './own-factors.ts';
import { OwnPassword } from './own-password.tsx';

/** Where somebody proves once more who they are. Beside a password, the passkey's button shows where the browser has any. */
export function OwnFactor({
  factor,
  send,
  sendByKey = 'confirm.key',
}: {
  factor: OwnFactors;
  send: Key;
  /** What the passkey's button says. */
  sendByKey?: Key;
}) {
  const { t } = useVisit();
  const byKey = factor === 'key';
  return (
    <>
      {!byKey && <OwnPassword />}
      <div class="fr-btns-group fr-btns-group--inline-sm">
        {!byKey && <Submit>{t(send)}</Submit>}
        {factor !== 'password' && (
          <button
            type={byKey ? 'submit' : 'button'}
            class={byKey ? 'fr-btn' : 'fr-btn fr-btn--secondary'}
            hidden={!byKey}
            data-own-key
          >
            {t(sendByKey)}
          </button>
        )}
      </div>
      {factor !== 'password' && <KeyFailed text={byKey ? 'access.failed' : 'confirm.key.failed'} />}
      {byKey && <NoScript />}
    </>
  );
}
