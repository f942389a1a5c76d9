import type { MachineEnds } from '../../flow/reading/workstation/certificate-ends.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { NextPage } from '../frame/components/pagination.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';

interface MachineEndsProps {
  found: MachineEnds;
  /** Whether the reader may open the page of a machine. */
  opens: boolean;
}

/** « Certificats de postes qui prennent fin », for whoever takes a machine's new request. */
export function MachineEndsPage(props: MachineEndsProps) {
  const { t } = useVisit();
  return (
    <>
      <h1>{t('machineEnds.title')}</h1>
      <MachineEndsTable {...props} page="/postes/echeances" />
      {props.opens && (
        <p class="fr-mt-4w">
          <a class="fr-link" href="/postes">
            {t('machineEnds.back')}
          </a>
        </p>
      )}
    </>
  );
}

/** Machines whose certificates end, the soonest first, in pages. */
export function MachineEndsTable({ found, opens, page }: MachineEndsProps & { page: string }) {
  const { t, language } = useVisit();
  const { items, next, days } = found;
  const head = ['label.workstation.short', 'label.until', 'label.service', 'label.site', 'label.state'] as const;
  return (
    <>
      {items.length > 0 && <p>{t('machineEnds.text', { days })}</p>}
      <Table
        caption={t('machineEnds.title')}
        silentCaption
        head={head.map((key) => t(key))}
        empty={t('machineEnds.none', { days })}
      >
        {items.map(({ assetNumber, notAfter, service, site, state }) => (
          <tr key={assetNumber}>
            <th scope="row" class="jeton-nowrap">
              {opens ? <a href={`/postes/${assetNumber}`}>{assetNumber}</a> : assetNumber}
            </th>
            <td class="jeton-nowrap">{day(language, notAfter)}</td>
            <td class="jeton-nowrap">{service}</td>
            <td>{site}</td>
            <td>
              <StateBadge of={{ kind: 'workstation', state }} />
            </td>
          </tr>
        ))}
      </Table>
      <NextPage next={next} page={page} />
    </>
  );
}
