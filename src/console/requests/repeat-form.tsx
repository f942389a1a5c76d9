import { REPEATED_FOR } from '../../book/tables/codes.ts';
import { Radios } from '../frame/components/choices.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** Dead on arrival, lost on the way, or refused by its holder: revoke and produce again. */
export function RepeatForm({ action }: { action: string }) {
  const { t, visit } = useVisit();
  const options = REPEATED_FOR.map((value) => ({
    value,
    label: t(`revocation.${value}`),
  }));
  return (
    <details class="jeton-details" open={visit.failure !== undefined && visit.path === action}>
      <summary>{t('repeat.title')}</summary>
      <p class="fr-text--sm">{t('repeat.text')}</p>
      <Form action={action} name="repeat">
        <Radios name="reason" label={t('label.reason')} options={options} />
        <Submit secondary>{t('repeat.send')}</Submit>
      </Form>
    </details>
  );
}
