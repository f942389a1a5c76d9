import type { ReadIncident } from '../../flow/reading/incident/incidents.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import type { Translate } from '../frame/translate.ts';

/** Heads of the columns that every list of incidents begins with. */
export const incidentHeads = (t: Translate): string[] => [
  ...[t('incident.what'), t('incident.who'), t('label.workstation'), t('incident.since')],
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
