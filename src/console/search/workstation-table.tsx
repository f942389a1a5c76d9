import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** Workstations as a list, each number a way to its page. */
export function WorkstationTable({ items, caption }: { items: readonly WorkstationRow[]; caption: string }) {
  const { t } = useVisit();
  const head = [t('label.workstation.short'), t('label.model'), t('label.service'), t('label.site'), t('label.state')];
  return (
    <Table caption={caption} silentCaption head={head} empty={t('sheet.workstations.none')}>
      {items.map((workstation) => (
        <tr key={workstation.id}>
          <th scope="row" class="jeton-nowrap">
            <a href={`/postes/${workstation.assetNumber}`}>{workstation.assetNumber}</a>
          </th>
          <td>{workstation.model}</td>
          <td class="jeton-nowrap">{workstation.service}</td>
          <td>{workstation.site}</td>
          <td>
            <StateBadge of={{ kind: 'workstation', state: workstation.state }} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
