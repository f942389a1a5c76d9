import { GIVEN_FOR, TAKEN_BACK_FOR } from '../../book/tables/codes.ts';
import type { IncidentRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import type { Newest } from '../../flow/reading/newest.ts';
import type { RecordHolder } from '../../flow/reading/workstation/workstations.ts';
import { Select } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { OnlyNewest } from '../frame/components/newest.tsx';
import { type Opens, PersonLink } from '../frame/components/person-link.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import type { Key } from '../frame/translate.ts';

/** Who has the machine: by name where the reader may see it. */
export function HolderText({
  holder,
  state,
  opens,
  hidden = 'record.holder.hidden',
}: {
  holder: Pick<RecordHolder, 'id' | 'name'> | null;
  state: WorkstationRow['state'];
  opens: Opens;
  /** What stands for the name where the reader may not see it. */
  hidden?: Key;
}) {
  const { t } = useVisit();
  // a machine that is lent is with somebody, whom its record does not name
  if (holder === null) return <>{t(state === 'loaned' ? 'record.holder.lent' : 'record.holder.none')}</>;
  return (
    <PersonLink id={holder.id} opens={opens}>
      {holder.name ?? t(hidden)}
    </PersonLink>
  );
}

/** Gives the machine to an agent, or takes it back. */
export function HolderForms({
  workstation,
  holder,
  mayAssign,
}: {
  workstation: WorkstationRow;
  holder: RecordHolder | null;
  mayAssign: boolean;
}) {
  const { t } = useVisit();
  if (!mayAssign) return null;
  const reasons = holder === null ? GIVEN_FOR : TAKEN_BACK_FOR;
  const options = reasons.map((value) => ({ value, label: t(`record.reason.${value}`) }));
  return (
    <details class="jeton-details fr-mt-3w">
      <summary>{t(holder === null ? 'record.assign' : 'record.takeBack')}</summary>
      {holder === null ? (
        <Form action={`/postes/${workstation.assetNumber}/attribution`} name="assign" class="jeton-narrow">
          <TextField
            name="person"
            label={t('record.assign.person')}
            hint={t('record.assign.hint')}
            maxlength={64}
            scan
          />
          <Select name="reason" label={t('record.reason')} options={options} />
          <Submit secondary>{t('record.assign')}</Submit>
        </Form>
      ) : (
        <Form action={`/postes/${workstation.assetNumber}/reprise`} name="take-back" class="jeton-narrow">
          <Select name="reason" label={t('record.reason')} options={options} />
          <Submit secondary>{t('record.takeBack')}</Submit>
        </Form>
      )}
    </details>
  );
}

/** What was written wrong, with what is written in its place. */
export function Amendment({ workstation, mayAmend }: { workstation: WorkstationRow; mayAmend: boolean }) {
  const { t } = useVisit();
  if (!mayAmend) return null;
  const { assetNumber, serialNumber, model, image, service, site } = workstation;
  return (
    <details class="jeton-details fr-mt-3w">
      <summary>{t('record.amend')}</summary>
      <Form action={`/postes/${assetNumber}/correction`} name="amend" class="jeton-narrow">
        <p class="fr-hint-text">{t('record.amend.text')}</p>
        <TextField
          name="serialNumber"
          label={t('label.serial')}
          hint={t('workstations.serial.hint')}
          initial={serialNumber ?? ''}
          maxlength={40}
          scan
          optional
        />
        <TextField name="model" label={t('label.model')} initial={model} maxlength={80} />
        <TextField name="image" label={t('label.image')} initial={image ?? ''} maxlength={80} optional />
        <TextField
          name="service"
          label={t('label.service')}
          hint={t('service.hint')}
          initial={service}
          maxlength={64}
          scan
        />
        <TextField name="site" label={t('label.site')} initial={site} maxlength={100} />
        <Submit secondary>{t('record.amend.send')}</Submit>
      </Form>
    </details>
  );
}

/** Incidents that named the machine. */
export function Incidents({ incidents }: { incidents: Newest<IncidentRow> }) {
  const { t, language } = useVisit();
  const head = [t('record.incidents.at'), t('record.incidents.kind'), t('record.incidents.outcome')];
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('record.incidents')}</h2>
      <OnlyNewest of={incidents} />
      <Table caption={t('record.incidents')} silentCaption head={head} empty={t('record.incidents.none')}>
        {incidents.items.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <a href={`/incidents/${one.id}`}>{moment(language, one.reportedAt)}</a>
            </th>
            <td>{t(`incident.kind.${one.kind}`)}</td>
            <td>{one.outcome === null ? '—' : t(`incident.outcome.${one.outcome}`)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
