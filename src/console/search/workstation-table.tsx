import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import type { MachineLink } from '../../flow/reading/people/person-sheet.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

interface WorkstationTableProps {
  /** `link`: of those on the sheet of a person, what binds them to that person. */
  items: readonly (WorkstationRow & { link?: MachineLink })[];
  caption: string;
}
/** Workstations as a list, each number a way to its page. */
export function WorkstationTable({ items, caption }: WorkstationTableProps) {
  const { t } = useVisit();
  const isLinked = items.some(({ link }) => link !== undefined);
  const head = [
    ...[t('label.workstation.short'), ...(isLinked ? [t('sheet.link')] : [])],
    ...[t('label.model'), t('label.service'), t('label.site'), t('label.state')],
  ];
  return (
    <Table caption={caption} silentCaption head={head} empty={t('sheet.workstations.none')}>
      {items.map((workstation) => (
        <tr key={workstation.id}>
          <th scope="row" class="jeton-nowrap">
            <a href={`/postes/${workstation.assetNumber}`}>{workstation.assetNumber}</a>
          </th>
          {isLinked && <td>{workstation.link && t(`sheet.link.${workstation.link}`)}</td>}
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
