import { TextArea, TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** Labels of a selection of machines: their numbers, typed, scanned or brought along from the list. */
export function LabelsPage({ numbers }: { numbers: readonly string[] }) {
  const { t } = useVisit();
  return (
    <div class="jeton-narrow">
      <h1>{t('labels.title')}</h1>
      <p class="fr-text--lead">{t('labels.lead')}</p>
      <Form action="/postes/etiquettes" name="labels">
        <TextArea
          name="numbers"
          label={t('labels.numbers')}
          hint={t('labels.numbers.hint')}
          initial={numbers.join('\n')}
          rows={10}
          mono
        />
        <TextField
          name="first"
          label={t('labels.first')}
          hint={t('labels.first.hint')}
          type="number"
          initial="1"
          min={1}
          max={24}
        />
        <Submit>{t('labels.open')}</Submit>
      </Form>
    </div>
  );
}
