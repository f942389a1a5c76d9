import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Values } from '../frame/forms/forms.ts';
import { hasSecrets, withoutSecrets } from '../frame/forms/secret-fields.ts';

/** Sign-in. `next` is where to go after; `carried` what a form sent when its session had ended, to be sent again after. */
export function SignInPage({ next, carried }: { next: string; carried?: Values | undefined }) {
  const { t, site } = useVisit();
  return (
    <div class="fr-grid-row fr-grid-row--center">
      <div class="fr-col-12 fr-col-md-8 fr-col-lg-6">
        <div class="jeton-panel">
          <h1 class="fr-h3">{t('signIn.title')}</h1>
          {carried && <p class="fr-text--lead">{t('signIn.carried')}</p>}
          {carried && hasSecrets(carried) && <p>{t('confirm.secrets')}</p>}
          <Form action="/connexion" name="sign-in">
            <input type="hidden" name="_suite" value={next} />
            {carried && <input type="hidden" name="_carried" value={JSON.stringify(withoutOwn(carried))} />}
            <TextField
              name="login"
              label={t('label.login')}
              hint={t('signIn.login.hint')}
              autocomplete="username"
              autofocus
              scan
            />
            <TextField name="password" type="password" label={t('label.password')} autocomplete="current-password" />
            <Submit>{t('signIn.send')}</Submit>
          </Form>
          {!carried && site.provider && (
            <p class="fr-mt-3w fr-mb-0">
              <a class="fr-btn fr-btn--secondary" href="/connexion/fournisseur">
                {t('access.provider', { name: site.provider })}
              </a>
            </p>
          )}
          {!carried && (
            <p class="fr-mt-3w fr-mb-0">
              <a class="fr-link" href={`/connexion/cle?suite=${encodeURIComponent(next)}`}>
                {t('access.signIn')}
              </a>
            </p>
          )}
          <p class="fr-text--sm fr-mt-3w fr-mb-0">{t('signIn.help')}</p>
        </div>
      </div>
    </div>
  );
}

/** What the person typed, without secrets and the console's own fields: no password and no token is ever carried. */
function withoutOwn(values: Values): Values {
  return Object.fromEntries(Object.entries(withoutSecrets(values)).filter(([name]) => !name.startsWith('_')));
}
