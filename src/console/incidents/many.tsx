import { INCIDENT_KINDS } from '../../book/tables/codes.ts';
import type { BlockedMachine } from '../../flow/incident/block-many.ts';
import { Select } from '../frame/components/choices.tsx';
import { TextArea, TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { hasText } from '../frame/translate.ts';

/** A list of machines or a service, for one reason; after it, a result for each line. */
export function ManyPage({ done }: { done?: readonly BlockedMachine[] | undefined }) {
  const { t } = useVisit();
  return (
    <div class="jeton-narrow">
      <h1>{t('incident.many')}</h1>
      {done && <Results done={done} />}
      <p class="fr-text--lead">{t('incident.many.text')}</p>
      <Form action="/incidents/postes" name="many">
        <TextArea
          name="workstations"
          label={t('incident.many.list')}
          hint={t('incident.many.list.hint')}
          optional
          mono
        />
        <TextField
          name="service"
          label={t('incident.many.service')}
          hint={t('incident.many.service.hint')}
          optional
          maxlength={64}
        />
        <Select
          name="reason"
          label={t('incident.reason')}
          placeholder={t('choose')}
          options={INCIDENT_KINDS.map((value) => ({ value, label: t(`incident.short.${value}`) }))}
        />
        <Submit danger>{t('incident.many.ask')}</Submit>
      </Form>
    </div>
  );
}

function Results({ done }: { done: readonly BlockedMachine[] }) {
  const { t } = useVisit();
  const said = (one: BlockedMachine): string => {
    if (one.outcome === 'done') return t('incident.many.done');
    const key = `error.${one.error.code}`;
    return hasText(key) ? t(key) : one.error.code;
  };
  const head = [t('label.workstation'), t('incident.many.result'), t('incident.tokens'), t('incident.credentials')];
  return (
    <Table caption={t('incident.many.result')} head={head}>
      {done.map((one) => (
        <tr key={one.workstation}>
          <th scope="row">{one.workstation}</th>
          <td>{said(one)}</td>
          <td>{one.outcome === 'done' ? one.tokens : '—'}</td>
          <td>{one.outcome === 'done' ? one.credentials : '—'}</td>
        </tr>
      ))}
    </Table>
  );
}
