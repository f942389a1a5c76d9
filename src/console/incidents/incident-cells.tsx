import type { ReadIncident } from '../../flow/reading/incident/incidents.ts';
import type { SortHead } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import type { Translate } from '../frame/translate.ts';

/** Heads of the columns that every list of incidents begins with. */
export const incidentHeads = (t: Translate): (string | SortHead)[] => [
  { by: 'kind', text: t('incident.what') },
  ...[t('incident.who'), t('label.workstation')],
  { by: 'age', text: t('incident.since'), usual: true },
];

/** What befell whom, on which machine, since when. */
export function IncidentCells({ incident }: { incident: ReadIncident }) {
  const { t, language } = useVisit();
  return (
    <>
      <th scope="row">
        <a href={`/incidents/${incident.id}`}>{t(`incident.short.${incident.kind}`)}</a>
      </th>
      <td>{incident.personName}</td>
      <td>{incident.assetNumber ?? '—'}</td>
      <td>{moment(language, incident.reportedAt)}</td>
    </>
  );
}
