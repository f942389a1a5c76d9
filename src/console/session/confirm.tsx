import { Alert, FailureAlert } from '../frame/components/alerts.tsx';
import { Form } from '../frame/components/form.tsx';
import { HiddenValues } from '../frame/components/hidden-values.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Values } from '../frame/forms/forms.ts';
import { hasSecrets } from '../frame/forms/secret-fields.ts';
import { explain, type Failure } from '../frame/shell/failures.ts';
import { OwnFactor } from './own-factor.tsx';
import type { OwnFactors } from './own-factors.ts';

/** Step-up: the password once more, or the passkey; what was being done goes on with the same click. */
export function ConfirmPage({
  action,
  values,
  factor,
  failure,
}: {
  action: string;
  values: Values;
  factor: OwnFactors;
  failure?: Failure | undefined;
}) {
  const { t, language } = useVisit();
  // nothing was given yet: no mistake of theirs
  const isAsked = failure?.code === 'fresh_factor_needed';
  return (
    <div class="fr-grid-row fr-grid-row--center">
      <div class="fr-col-12 fr-col-md-8 fr-col-lg-6">
        <div class="jeton-panel">
          <h1 class="fr-h3">{t('confirm.title')}</h1>
          {failure && !isAsked && <FailureAlert failure={failure} />}
          {failure && isAsked && (
            <Alert kind="info" title={explain(t, language, failure).title}>
              <p>{explain(t, language, failure).remedy}</p>
            </Alert>
          )}
          <p>{t('confirm.why')}</p>
          {hasSecrets(values) && <p>{t('confirm.secrets')}</p>}
          <Form action={action} name="confirm">
            <HiddenValues values={values} />
            <OwnFactor factor={factor} send="confirm.send" />
          </Form>
          {/* what a form sends to, opened as a page, is the page that the form stands on */}
          <p class="fr-mt-2w fr-mb-0">
            <a class="fr-link" href={action}>
              {t('action.cancel')}
            </a>
          </p>
        </div>
      </div>
    </div>
  );
}
