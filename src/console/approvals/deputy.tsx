import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** Who is away names who stands in: a security officer confirms it. */
export function NameDeputy() {
  const { t, visit } = useVisit();
  const action = '/approbations/suppleant';
  return (
    <details class="jeton-details" open={visit.failure !== undefined && visit.path === action}>
      <summary>{t('deputy.title')}</summary>
      <p class="fr-hint-text">{t('deputy.text')}</p>
      <Form action={action} name="deputy">
        <div class="fr-grid-row fr-mb-3w">
          <div class="fr-col-12 fr-col-md-6">
            <TextField name="deputy" label={t('deputy.login')} maxlength={64} scan />
            <TextField name="scope" label={t('label.scope')} hint={t('deputy.scope.hint')} maxlength={60} optional />
            <TextField name="validFrom" type="date" label={t('label.validFrom')} optional />
            <TextField name="validUntil" type="date" label={t('label.validUntil')} hint={t('deputy.until.hint')} />
          </div>
        </div>
        <Submit secondary>{t('deputy.send')}</Submit>
      </Form>
    </details>
  );
}
