import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { KeyFailed } from '../frame/components/key-failed.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/**
 * Redeems a one-time link. Its code stands in the address's fragment, which no server and no log ever sees; a small
 * script moves it into the field, and without script the person pastes it. `restored`: a link printed after a restore,
 * which asks for what its person had before.
 */
export function WelcomePage({ restored, passkeys }: { restored: boolean; passkeys: boolean }) {
  const { t } = useVisit();
  return (
    <div class="fr-grid-row fr-grid-row--center">
      <div class="fr-col-12 fr-col-md-8 fr-col-lg-6">
        <div class="jeton-panel">
          <h1 class="fr-h3">{t('welcome.title')}</h1>
          <p>{t('welcome.lead')}</p>
          <Form action="/bienvenue" name="welcome" id="welcome">
            <TextField name="token" label={t('label.token')} hint={t('welcome.token.hint')} autocomplete="off" />
            <TextField
              name="password"
              type="password"
              label={t('label.newPassword')}
              hint={t('welcome.password.hint')}
              autocomplete="new-password"
            />
            <TextField name="again" type="password" label={t('label.again')} autocomplete="new-password" />
            {restored ? (
              <Former passkeys={passkeys} />
            ) : (
              <TextField
                name="code"
                label={t('welcome.code')}
                hint={t('welcome.code.hint')}
                maxlength={20}
                autocomplete="off"
                optional
              />
            )}
            <Submit>{t('welcome.send')}</Submit>
          </Form>
        </div>
      </div>
    </div>
  );
}

/** The password from before the restore, or the passkey: the script puts its answer into the form, which is then sent as any. */
function Former({ passkeys }: { passkeys: boolean }) {
  const { t } = useVisit();
  return (
    <>
      <input type="hidden" name="restauration" value="1" />
      <TextField
        name="former"
        type="password"
        label={t('welcome.former')}
        hint={t('welcome.former.hint')}
        autocomplete="off"
        optional="quiet"
      />
      {passkeys && (
        <div class="fr-mb-3w" data-former="/bienvenue/defi">
          <input type="hidden" name="response" value="" />
          <button type="button" class="fr-btn fr-btn--secondary" hidden>
            {t('welcome.former.passkey')}
          </button>
          <p class="fr-valid-text" role="status" hidden data-former-done>
            {t('welcome.former.done')}
          </p>
          <KeyFailed former />
        </div>
      )}
    </>
  );
}
