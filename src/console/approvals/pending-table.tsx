import { priorityNow } from '../../book/rules/waiting/priority.ts';
import type { Certified, CertifiedKind } from '../../flow/reading/request/certified.ts';
import type { RequestDetail } from '../../flow/reading/request/request-detail.ts';
import type { RequestItem } from '../../flow/reading/request/request-lists.ts';
import type { Sort } from '../../flow/reading/sorting.ts';
import { PriorityBadge } from '../frame/components/badges.tsx';
import type { Opens } from '../frame/components/person-link.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { ago } from '../frame/dates.ts';
import { listed } from '../frame/forms/forms.ts';
import { AskedCell, HolderCell, NumberCell } from '../requests/request-cells.tsx';

export interface Pending {
  item: RequestItem & { certified?: Certified | null };
  anomalies: RequestDetail['anomalies'];
  /** Asked by or for the reader: never theirs to approve. */
  own: boolean;
}

/** A request as the approver saw it: another content or priority by now is refused. */
export const choiceOf = (item: RequestItem): string => `${item.number} ${item.contentHash} ${priorityNow(item)}`;

/** What waits for a decision, one row a request. */
export function PendingTable({
  pending,
  sort,
  ...rest
}: {
  pending: readonly Pending[];
  /** Undefined: crisis first, then the oldest. */
  sort: Sort<'requests'> | undefined;
  all: boolean;
  opens: Opens;
  /** The kind of certificate that is said above the table. */
  usual: CertifiedKind | undefined;
}) {
  const { t } = useVisit();
  const head = [
    <span class="fr-sr-only">{t('approvals.choose')}</span>,
    t('label.number'),
    { by: 'holder', text: t('label.holder') },
    t('label.motif'),
    { by: 'age', text: t('label.age') },
    t('approvals.look'),
  ];
  return (
    <Table
      caption={t('approvals.caption')}
      silentCaption
      stacks
      head={head}
      sorting={{ page: '/approbations', sort, ownOrder: true }}
      empty={t('approvals.empty')}
      id="pending"
    >
      {pending.map((row) => (
        <PendingRow key={row.item.id} row={row} {...rest} />
      ))}
    </Table>
  );
}

interface RowProps {
  row: Pending;
  all: boolean;
  opens: Opens;
  usual: CertifiedKind | undefined;
}

function PendingRow({ row, all, opens, usual }: RowProps) {
  const { item, anomalies, own } = row;
  const { t, language, now, visit } = useVisit();
  const odd = anomalies.length > 0;
  const saysCrisis = anomalies.includes('crisis-asked') && item.confirmedPriority === null; // one badge for one thing
  const value = choiceOf(item);
  const open = !own && item.certified !== null; // nobody approves what they cannot read
  const ticked = visit.failure ? listed(visit.values, 'choice').includes(value) : all && !odd;
  return (
    <tr>
      <td class="fr-cell--fixed">
        <div class="fr-checkbox-group fr-checkbox-group--sm">
          <input
            type="checkbox"
            id={`choice-${item.number}`}
            name="choice"
            value={value}
            disabled={!open}
            checked={open && ticked}
            {...(odd || !open ? {} : { 'data-plain': '' })}
          />
          <label class="fr-label" for={`choice-${item.number}`}>
            {t('approvals.chooseOne', { number: item.number })}
          </label>
        </div>
      </td>
      <NumberCell item={item} />
      <HolderCell item={item} opens={opens} usual={usual} />
      <AskedCell item={item} />
      <td class="jeton-nowrap">{ago(language, item.submittedAt, now)}</td>
      <td>
        <span class="jeton-badges">
          {own && <span class="fr-badge fr-badge--sm fr-badge--info">{t('approvals.own')}</span>}
          {anomalies.map((anomaly) => (
            <a
              key={anomaly}
              class="fr-badge fr-badge--sm fr-badge--warning jeton-badge-link"
              href={`/demandes/${item.number}#anomalies`}
            >
              {t(`anomaly.short.${anomaly}`)}
            </a>
          ))}
          {!saysCrisis && <PriorityBadge of={item} />}
        </span>
      </td>
    </tr>
  );
}
