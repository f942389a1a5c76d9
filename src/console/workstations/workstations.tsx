import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { WORKSTATION_STATES } from '../../flow/inputs.ts';
import type { Paged, Total } from '../../flow/reading/paging.ts';
import type { Sort } from '../../flow/reading/sorting.ts';
import type { WorkstationChoices } from '../../flow/reading/workstation/workstations.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { FilterBy, Filters, FilterText } from '../frame/components/filters.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { NextPage } from '../frame/components/pagination.tsx';
import type { Kept } from '../frame/components/saved-views.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { FileColumn } from '../frame/lists/list-file.ts';
import { hasFailed } from '../frame/shell/failures.ts';
import type { Translate } from '../frame/translate.ts';
import { MachineFields } from './machine-fields.tsx';

interface WorkstationsProps {
  found: Paged<WorkstationRow>;
  total: Total | undefined;
  sort: Sort<'workstations'> | undefined;
  choices: WorkstationChoices;
  mayExport: boolean;
  views: readonly Kept[];
  seesEnds: boolean;
  mayRegister: boolean;
  mayReadLists: boolean;
  mayImport: boolean;
  mayTakeOver: boolean;
}

/** The list as a file. */
export const workstationColumns = (t: Translate): FileColumn<WorkstationRow>[] => [
  { head: 'label.workstation.short', cell: ({ assetNumber }) => assetNumber },
  { head: 'label.serial', cell: ({ serialNumber }) => serialNumber },
  { head: 'label.model', cell: ({ model }) => model },
  { head: 'label.image', cell: ({ image }) => image },
  { head: 'label.service', cell: ({ service }) => service },
  { head: 'label.site', cell: ({ site }) => site },
  { head: 'label.state', cell: ({ state }) => t(`state.workstation.${state}`) },
];

/** What is called as it is. */
const same = (value: string) => ({ value, label: value });

/** SPAN workstations: found by number, opened for their checklist, registered or imported. */
export function WorkstationsPage({
  found,
  total,
  sort,
  choices,
  mayExport,
  views,
  seesEnds,
  mayRegister,
  mayReadLists,
  mayImport,
  mayTakeOver,
}: WorkstationsProps) {
  const { t } = useVisit();
  const states = WORKSTATION_STATES.map((s) => ({ value: s, label: t(`state.workstation.${s}`) }));
  const head = [
    { by: 'number', text: t('label.workstation.short') },
    t('label.serial'),
    { by: 'model', text: t('label.model') },
    { by: 'image', text: t('label.image') },
    { by: 'service', text: t('label.service') },
    { by: 'site', text: t('label.site') },
    { by: 'state', text: t('label.state') },
  ];
  return (
    <>
      <div class="jeton-head">
        <h1>{t('menu.workstations')}</h1>
        <div class="jeton-actions">
          {mayImport && (
            <a class="fr-btn fr-btn--secondary fr-btn--icon-left fr-icon-upload-line" href="/postes/inventaire">
              {t('inventory.title')}
            </a>
          )}
          {seesEnds && (
            <a class="fr-btn fr-btn--tertiary" href="/postes/echeances">
              {t('machineEnds.title')}
            </a>
          )}
          {mayReadLists && (
            <a class="fr-btn fr-btn--tertiary" href="/listes-de-controle">
              {t('checklist.lists')}
            </a>
          )}
          {mayRegister && (
            <a
              class="fr-btn fr-btn--tertiary"
              href={`/postes/etiquettes?${found.items.map((w) => `numero=${w.assetNumber}`).join('&')}`}
            >
              {t('labels.title')}
            </a>
          )}
          {mayTakeOver && (
            <a class="fr-btn fr-btn--tertiary" href="/postes/reprise">
              {t('import.takeOver')}
            </a>
          )}
        </div>
      </div>
      {mayRegister && <Register />}
      <Filters page="/postes" label={t('filter.workstations')}>
        <FilterText name="texte" label={t('filter.text')} />
        <FilterBy name="etat" by="label.state" options={states} />
        <FilterBy name="image" by="label.image" options={choices.image.map(same)} isFree />
        <FilterBy name="modele" by="label.model" options={choices.model.map(same)} isFree />
        <FilterBy name="site" by="label.site" options={choices.site.map(same)} isFree />
        <FilterText name="service" label={t('label.service')} hint={t('workstations.service.hint')} />
      </Filters>
      <ListBar total={total} file={mayExport ? '/postes.csv' : undefined} views={{ list: 'postes', kept: views }} />
      <Table
        caption={t('menu.workstations')}
        silentCaption
        head={head}
        sorting={{ page: '/postes', sort }}
        empty={t('workstations.none')}
      >
        {found.items.map((w) => (
          <tr key={w.id}>
            <th scope="row" class="jeton-nowrap">
              <a href={`/postes/${w.assetNumber}`}>{w.assetNumber}</a>
            </th>
            <td class="jeton-mono">{w.serialNumber ?? '—'}</td>
            <td>{w.model}</td>
            <td>{w.image ?? '—'}</td>
            <td class="jeton-nowrap">{w.service}</td>
            <td>{w.site}</td>
            <td>
              <StateBadge of={{ kind: 'workstation', state: w.state }} />
            </td>
          </tr>
        ))}
      </Table>
      <NextPage next={found.next} page="/postes" />
    </>
  );
}

function Register() {
  const { t, visit } = useVisit();
  return (
    <details class="jeton-details" open={hasFailed(visit, 'register')}>
      <summary>{t('workstations.register')}</summary>
      <Form action="/postes" name="register" class="jeton-narrow">
        <MachineFields />
        <p class="fr-hint-text">{t('workstations.register.text')}</p>
        <Submit secondary>{t('workstations.register.send')}</Submit>
      </Form>
    </details>
  );
}
