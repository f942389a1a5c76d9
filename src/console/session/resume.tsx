import { Form, Submit } from '../frame/components/form.tsx';
import { HiddenValues } from '../frame/components/hidden-values.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Values } from '../frame/forms/forms.ts';

/** After a session that ended in mid-form: signed in again, the form is sent by one more click, never by itself. */
export function ResumePage({ action, values }: { action: string; values: Values }) {
  const { t } = useVisit();
  return (
    <>
      <h1>{t('resume.title')}</h1>
      <p class="fr-text--lead">{t('resume.why')}</p>
      <Form action={action} name="resume">
        <HiddenValues values={values} />
        <Submit>{t('resume.send')}</Submit>
      </Form>
    </>
  );
}
