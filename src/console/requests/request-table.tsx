import type { RequestItem } from '../../flow/reading/request/request-lists.ts';
import { PriorityBadge, StateBadge } from '../frame/components/badges.tsx';
import type { Opens } from '../frame/components/person-link.tsx';
import { Table, type TableSorting } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { ago } from '../frame/dates.ts';
import { AskedCell, HolderCell, NumberCell } from './request-cells.tsx';

interface RequestTableProps {
  items: readonly RequestItem[];
  caption: string;
  /** Left out: names lead nowhere, as on the sheet of that very person. */
  opens?: Opens;
  /** Said in place of an empty table. */
  empty?: string;
  /** Left out: the reader does not sort them. */
  sorting?: TableSorting;
}
/** Requests as a list, each number a way to its page. */
export function RequestTable({ items, caption, opens, empty, sorting }: RequestTableProps) {
  const { t, language, now } = useVisit();
  const head = [
    t('label.number'),
    { by: 'holder', text: t('label.holder') },
    t('label.motif'),
    { by: 'age', text: t('label.age'), usual: true },
    { by: 'state', text: t('label.state') },
  ];
  return (
    <Table
      caption={caption}
      silentCaption
      stacks
      head={head}
      {...(sorting && { sorting })}
      empty={empty ?? t('requests.none')}
    >
      {items.map((item) => (
        <tr key={item.id}>
          <NumberCell item={item} />
          <HolderCell item={item} {...(opens ? { opens } : {})} />
          <AskedCell item={item} />
          <td class="jeton-nowrap">{ago(language, item.submittedAt, now)}</td>
          <td>
            <span class="jeton-badges">
              <StateBadge of={{ kind: 'request', state: item.state }} />
              <PriorityBadge of={item} />
            </span>
          </td>
        </tr>
      ))}
    </Table>
  );
}
