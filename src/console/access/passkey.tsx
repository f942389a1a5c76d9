import { mightEver } from '../../book/rights/authorise.ts';
import type { Role } from '../../book/tables/codes.ts';
import type { Identity } from '../../identity/identity.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { KeyFailed, NoScript } from '../frame/components/key-failed.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Key } from '../frame/translate.ts';

/** What the browser's script needs of a form: where its answer goes, and what it says when the key does not answer. */
function Ceremony() {
  return (
    <>
      <input type="hidden" name="response" value="" />
      <KeyFailed />
      <NoScript />
    </>
  );
}

/** Sign-in with a passkey, or its confirmation after a password. */
export function PasskeyPage({ next, withheld, has }: { next: string; withheld: readonly Role[]; has: boolean }) {
  const { t } = useVisit();
  const roles = withheld.map((role) => t(`role.${role}`)).join(', ');
  const raising = withheld.length > 0;
  return (
    <div class="fr-grid-row fr-grid-row--center">
      <div class="fr-col-12 fr-col-md-8 fr-col-lg-6">
        <div class="jeton-panel">
          <h1 class="fr-h3">{t(raising ? 'access.raise.title' : 'access.signIn')}</h1>
          <p>{raising ? t('access.raise.text', { roles }) : t('access.signIn.text')}</p>
          {raising && !has ? (
            <>
              <Alert kind="info" small title={t('access.raise.none')} />
              <a class="fr-btn" href="/compte/acces">
                {t('access.passkeys.add')}
              </a>
            </>
          ) : (
            <Form action="/connexion/cle" name="passkey">
              <input type="hidden" name="_suite" value={next} />
              <div data-passkey="get" data-options="/connexion/cle/defi">
                <Ceremony />
                <Submit>{t('access.signIn')}</Submit>
              </div>
            </Form>
          )}
          {raising && <Meanwhile next={next} withheld={withheld} />}
        </div>
      </div>
    </div>
  );
}

/** What cannot wait for a key, and what needs none. */
function Meanwhile({ next, withheld }: { next: string; withheld: readonly Role[] }) {
  const { visit, t, now } = useVisit();
  const link = (href: string, text: Key) => (
    <p class="fr-mt-3w fr-mb-0">
      <a class="fr-link" href={href}>
        {t(text)}
      </a>
    </p>
  );
  if (withheld.includes('agent')) return link('/mes-jetons', 'access.raise.urgent');
  if (visit.me?.roles.includes('agent')) return link(next, 'access.raise.later');
  if (visit.me && mightEver(visit.me.caller, 'incident.report', now))
    return link('/incidents/signaler', 'access.raise.incident');
  return null;
}

/** Whom a restore left with the report of a loss: until an administrator opens the account anew. */
export function RestoredPage() {
  const { t } = useVisit();
  return (
    <div class="jeton-panel jeton-narrow">
      <h1 class="fr-h3">{t('access.restored.title')}</h1>
      <p>{t('access.restored.text')}</p>
      <a class="fr-btn" href="/mes-jetons">
        {t('access.raise.urgent')}
      </a>
    </div>
  );
}

/** A new passkey: its name, then the key itself. */
export function NewPasskeyPage({ options }: { options: Awaited<ReturnType<Identity['passkeyRegistration']>> }) {
  const { t } = useVisit();
  return (
    <div class="jeton-panel jeton-narrow">
      <h1 class="fr-h3">{t('access.passkeys.add')}</h1>
      <p>{t('access.passkeys.what')}</p>
      <Form action="/compte/acces/cles" name="new-passkey">
        <TextField
          name="name"
          label={t('access.passkeys.name')}
          hint={t('access.passkeys.name.hint')}
          maxlength={40}
          autocomplete="off"
          autofocus
        />
        <div data-passkey="create" data-given={JSON.stringify(options)}>
          <Ceremony />
          <p class="fr-error-text" role="alert" hidden data-passkey-known>
            {t('access.passkeys.known')}
          </p>
          <Submit>{t('access.passkeys.register')}</Submit>
        </div>
      </Form>
      <p class="fr-mt-3w fr-mb-0">
        <a class="fr-link" href="/compte/acces">
          {t('access.title')}
        </a>
      </p>
    </div>
  );
}
