import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { KeyFailed } from '../frame/components/key-failed.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { LINE } from '../line/address.ts';
import { OwnFactor } from './own-factor.tsx';
import type { OwnFactors } from './own-factors.ts';

/** Where a locked session is opened again by its password; its passkey goes where passkeys go. */
export const UNLOCK = '/verrou';

/**
 * The bench was left alone: nothing is shown and nothing is done until its technician touches their key.
 */
export function LockPage({ factor }: { factor: OwnFactors }) {
  const { visit, t } = useVisit();
  const me = visit.me;
  const byKey = factor === 'key';
  const who = `${me?.person.givenName ?? ''} ${me?.person.familyName ?? ''}`;
  return (
    <div class="fr-grid-row fr-grid-row--center">
      <div class="fr-col-12 fr-col-md-8 fr-col-lg-6">
        <div class="jeton-panel" data-locked>
          <h1 class="fr-h3">{t('lock.title')}</h1>
          <p>{t(byKey ? 'lock.why.key' : 'lock.why.password', { who })}</p>
          <Form action={byKey ? '/connexion/cle' : UNLOCK} name="lock">
            <input type="hidden" name="_suite" value={LINE} />
            {byKey ? (
              <div data-passkey="get" data-options="/connexion/cle/defi" data-at-once>
                <input type="hidden" name="response" value="" />
                <KeyFailed />
                <Submit>{t('lock.key')}</Submit>
              </div>
            ) : (
              <OwnFactor factor={factor} send="lock.open" sendByKey="lock.key" />
            )}
          </Form>
          <PostButton action="/deconnexion" class="fr-btn fr-btn--tertiary">
            {t('header.signOut')}
          </PostButton>
        </div>
      </div>
    </div>
  );
}
