import { deputyScopes } from '../../flow/two-persons/deputies.ts';
import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Translate } from '../frame/translate.ts';

/** A scope as an approver reads it. */
export const deputyScopeText = (t: Translate, scope: string): string => (scope === '*' ? t('scope.all') : scope);

/** Who is away names who stands in: a security officer confirms it. */
export function NameDeputy() {
  const { t, visit, now } = useVisit();
  const scopes = visit.me ? deputyScopes(visit.me.caller, now) : [];
  const names = scopes.map((scope) => deputyScopeText(t, scope)).join(', ');
  const hasOne = scopes.length === 1;
  const action = '/approbations/suppleant';
  return (
    <details class="jeton-details" open={visit.failure !== undefined && visit.path === action}>
      <summary>{t('deputy.title')}</summary>
      <p class="fr-hint-text">{t('deputy.text')}</p>
      <Form action={action} name="deputy">
        <div class="fr-grid-row fr-mb-3w">
          <div class="fr-col-12 fr-col-md-6">
            <TextField name="deputy" label={t('deputy.login')} maxlength={64} scan />
            <TextField
              name="scope"
              label={t('label.scope')}
              hint={hasOne ? t('deputy.scope.hint', { scope: names }) : t('deputy.scope.several', { scopes: names })}
              suggestions={scopes.map((scope) => ({ value: scope, label: deputyScopeText(t, scope) }))}
              maxlength={60}
              optional={hasOne}
            />
            <TextField name="validFrom" type="date" label={t('label.validFrom')} optional />
            <TextField name="validUntil" type="date" label={t('label.validUntil')} hint={t('deputy.until.hint')} />
          </div>
        </div>
        <Submit secondary>{t('deputy.send')}</Submit>
      </Form>
    </details>
  );
}
