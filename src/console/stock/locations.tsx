import type { HeldLocation } from '../../flow/reading/stock/stock-locations.ts';
import { Select } from '../frame/components/choices.tsx';
import { TextArea, TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { hasFailed } from '../frame/shell/failures.ts';
import { type TransferLists, Transfers } from './transfers.tsx';

interface PlacesProps {
  locations: readonly HeldLocation[];
  transfers: TransferLists;
  mayAdd: boolean;
  mayTransfer: boolean;
}

/** Every location, what is on the way between them, and the forms that move tokens and register a location. */
export function PlacesPage({ locations, transfers, mayAdd, mayTransfer }: PlacesProps) {
  const { t } = useVisit();
  return (
    <>
      <h1>{t('place.title')}</h1>
      <p class="fr-text--lead">{t('place.lead')}</p>
      <Locations locations={locations} />
      {locations.length === 0 && !mayAdd && <p>{t('place.none.ask')}</p>}
      {mayAdd && <Add />}
      {mayTransfer && locations.length > 0 && <Move locations={locations} />}
      <Transfers lists={transfers} locations={locations} />
    </>
  );
}

function Locations({ locations }: { locations: readonly HeldLocation[] }) {
  const { t } = useVisit();
  const head = [t('place.code'), t('place.label'), t('place.site'), t('place.held'), t('place.threshold')];
  return (
    <Table caption={t('place.title')} silentCaption head={head} empty={t('place.none')}>
      {locations.map(({ id, label, site, held, threshold }) => (
        <tr key={id}>
          <th scope="row" class="jeton-mono">
            <a href={`/emplacements/${id}`}>{id}</a>
          </th>
          <td>{label}</td>
          <td>{site}</td>
          <td>{held}</td>
          <td>{threshold ?? '—'}</td>
        </tr>
      ))}
    </Table>
  );
}

function Move({ locations }: { locations: readonly HeldLocation[] }) {
  const { t, visit } = useVisit();
  return (
    <details class="jeton-details" open={hasFailed(visit, 'transfer')}>
      <summary>{t('transfer.new')}</summary>
      <p>{t('transfer.new.text')}</p>
      <Form action="/transferts" name="transfer" class="jeton-narrow">
        <Select
          name="to"
          label={t('transfer.to')}
          placeholder={t('choose')}
          options={locations.map(({ id, label }) => ({ value: id, label: `${id} – ${label}` }))}
        />
        <TextArea name="serials" label={t('transfer.serials')} hint={t('transfer.serials.hint')} rows={6} mono />
        <Submit secondary>{t('transfer.send')}</Submit>
      </Form>
    </details>
  );
}

function Add() {
  const { t, visit } = useVisit();
  return (
    <details class="jeton-details" open={hasFailed(visit, 'place')}>
      <summary>{t('place.add')}</summary>
      <Form action="/emplacements" name="place" class="jeton-narrow">
        <TextField name="placeCode" label={t('place.code')} hint={t('place.code.hint')} maxlength={40} scan />
        <TextField name="label" label={t('place.label')} maxlength={60} />
        <TextField name="site" label={t('place.site')} maxlength={100} />
        <Threshold />
        <Submit secondary>{t('place.add.send')}</Submit>
      </Form>
    </details>
  );
}

/** From which number of blanks on the stock of a location is low. */
export function Threshold({ initial }: { initial?: string }) {
  const { t } = useVisit();
  const hint = t('place.threshold.hint');
  const given = initial === undefined ? {} : { initial };
  return (
    <TextField name="threshold" label={t('place.threshold')} hint={hint} type="number" min={1} optional {...given} />
  );
}
