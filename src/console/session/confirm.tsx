import { FailureAlert } from '../frame/components/alerts.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { HiddenValues } from '../frame/components/hidden-values.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Values } from '../frame/forms/forms.ts';
import { hasSecrets } from '../frame/forms/secret-fields.ts';
import type { Failure } from '../frame/shell/failures.ts';
import { OwnPassword } from './own-password.tsx';

/** Step-up: the password once more; what was being done goes on with the same click. */
export function ConfirmPage({
  action,
  values,
  failure,
}: {
  action: string;
  values: Values;
  failure?: Failure | undefined;
}) {
  const { t } = useVisit();
  return (
    <div class="fr-grid-row fr-grid-row--center">
      <div class="fr-col-12 fr-col-md-8 fr-col-lg-6">
        <div class="jeton-panel">
          <h1 class="fr-h3">{t('confirm.title')}</h1>
          {failure && <FailureAlert failure={failure} />}
          <p>{t('confirm.why')}</p>
          {hasSecrets(values) && <p>{t('confirm.secrets')}</p>}
          <Form action={action} name="confirm">
            <HiddenValues values={values} />
            <OwnPassword />
            <Submit>{t('confirm.send')}</Submit>
          </Form>
        </div>
      </div>
    </div>
  );
}
