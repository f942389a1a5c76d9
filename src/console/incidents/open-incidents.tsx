import { INCIDENT_KINDS, INCIDENT_OUTCOMES } from '../../book/tables/codes.ts';
import type { ReadIncident } from '../../flow/reading/incident/incidents.ts';
import { Select } from '../frame/components/choices.tsx';
import { useFollowed } from '../frame/components/followed.ts';
import { Form, Submit } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { NextPage, withQuery } from '../frame/components/pagination.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { filtersOf } from '../frame/lists/list-address.ts';
import type { IncidentsList } from './filters.tsx';
import { IncidentCells, incidentHeads } from './incident-cells.tsx';
import { ReportLink } from './sheet-links.tsx';

/** What is open, with what can be done about it: it stands before all other work of a security officer, and comes in as it is reported. */
export function OpenIncidents({ found, total, sort }: IncidentsList) {
  const { t, visit } = useVisit();
  const head = incidentHeads(t);
  const isNarrowed = filtersOf(visit.query).length > 0;
  const followed = useFollowed(withQuery('/securite/etat', visit.query, {}));
  return (
    <section class="fr-mb-4w" id="incidents" {...followed}>
      <h2 class="fr-h4">{t('incident.open')}</h2>
      <ReportLink />
      {found.items.length > 0 && <p class="fr-text--sm">{t('incident.block.asked')}</p>}
      {(found.items.length > 0 || isNarrowed) && <ListBar total={total} />}
      <Table
        caption={t('incident.open')}
        silentCaption
        stacks
        head={[...head, t('incident.by'), t('incident.actions')]}
        sorting={{ page: '/securite', sort }}
        empty={t(isNarrowed ? 'incident.none' : 'incident.open.none')}
      >
        {found.items.map((one) => (
          <tr key={one.id}>
            <IncidentCells incident={one} />
            <td>
              <span class="jeton-stacked">{t('incident.by')} </span>
              {one.reporterName}
            </td>
            <td>
              {(one.blockedAt === null || one.isStillInUse) && <Block {...one} />}
              {one.blockedAt !== null && <Close {...one} />}
            </td>
          </tr>
        ))}
      </Table>
      <NextPage next={found.next} page="/securite" />
      <p>
        <a href="/incidents">{t('incident.past.look')}</a> · <a href="/incidents/postes">{t('incident.many')}</a>
      </p>
    </section>
  );
}

/** Blocks, after one question. */
export function Block({ id, kind }: Pick<ReadIncident, 'id' | 'kind'>) {
  const { t } = useVisit();
  return (
    <Form action={`/incidents/${id}/bloquer`} name={`block-${id}`}>
      <Select
        name="reason"
        label={t('incident.reason')}
        initial={kind}
        options={INCIDENT_KINDS.map((value) => ({ value, label: t(`incident.short.${value}`) }))}
      />
      <Submit danger>{t('incident.block')}</Submit>
    </Form>
  );
}

/** Closes with what came of it; `blocked` where something was. */
export function Close({ id, blockedAt }: Pick<ReadIncident, 'id' | 'blockedAt'>) {
  const { t } = useVisit();
  const outcomes = INCIDENT_OUTCOMES.filter((one) => blockedAt !== null || one !== 'blocked');
  return (
    <Form action={`/incidents/${id}/clore`} name={`close-${id}`}>
      <Select
        name="outcome"
        label={t('incident.outcome')}
        initial={outcomes[0] ?? ''}
        options={outcomes.map((value) => ({ value, label: t(`incident.outcome.${value}`) }))}
      />
      <Submit secondary>{t('incident.close')}</Submit>
    </Form>
  );
}
