import { mightEver } from '../../book/rights/authorise.ts';
import { DAY_MS } from '../../durations.ts';
import { AppError } from '../../errors.ts';
import type { RequestFilter, RequestItem } from '../../flow/reading/request/request-lists.ts';
import type { Anomaly } from '../../flow/request/anomalies.ts';
import { single, type Values } from '../frame/forms/forms.ts';
import { splitMotif } from '../frame/forms/motif.ts';
import { sortOf } from '../frame/lists/list-address.ts';
import { type FileColumn, listFile, onListFile } from '../frame/lists/list-file.ts';
import type { Handler } from '../frame/page-router.tsx';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Translate } from '../frame/translate.ts';
import type { Member } from '../frame/visit.ts';
import { askedColumns, priorityColumn } from '../requests/by-file/request-file.ts';

/** Since how many days a request waits at least. */
export const AGES = [1, 3, 7] as const;

/** What the approver chose to see. */
export function filterOf(query: Values, now: number): RequestFilter {
  const service = single(query, 'service');
  const { kind, reason } = splitMotif(single(query, 'motif')) ?? {};
  const days = AGES.find((d) => String(d) === single(query, 'anciennete'));
  return {
    ...(service === '' ? {} : { service }),
    ...(kind ? { kind: [kind] } : {}),
    ...(reason ? { reason } : {}),
    ...(days === undefined ? {} : { until: now - days * DAY_MS }),
  };
}

/** Throws `forbidden` for people who approve nothing. */
export function checkApproves({ me: { caller }, now }: Member): void {
  if (!mightEver(caller, 'request.approve', now))
    throw new AppError('forbidden', 'none of your roles approves requests');
}

/** In the order of the screen. */
const PARTS = ['odd', 'clear', 'own'] as const;
type Waiting = RequestItem & { anomalies?: readonly Anomaly[]; own?: true };
const waitingColumns = (t: Translate): FileColumn<Waiting>[] => [
  ...askedColumns(t),
  priorityColumn(t),
  {
    head: 'approvals.look',
    cell: ({ anomalies = [], own }) =>
      [...(own ? [t('approvals.own')] : []), ...anomalies.map((one) => t(`anomaly.short.${one}`))].join(', '),
  },
];

/** What waits for the approver as a file, in the order of the screen: to look at twice first, then the rest, their own last. */
export function approvalFileRoute(parts: RouteParts, show: Handler<Member>): void {
  const { flow } = parts.door;
  const file = async (member: Member) => {
    checkApproves(member);
    const sort = sortOf('requests', member.query);
    const filter = { ...filterOf(member.query, member.now), ...(sort && { sort }) };
    return listFile<Waiting>(parts, member, {
      name: 'approbations',
      scope: { list: 'undecided', state: 'submitted', kind: filter.kind?.[0] },
      columns: waitingColumns(member.t),
      read: async ({ limit, cursor = `${PARTS[0]} ` }, reader) => {
        const [name, place] = cursor.split(' ');
        const part = PARTS.find((one) => one === name) ?? PARTS[0];
        const page = { limit, cursor: place || undefined };
        const { items, next } = await flow.reading.undecidedPart(reader, part, filter, page);
        const rows = part === 'own' ? items.map((one) => ({ ...one, own: true as const })) : items;
        const following = PARTS[PARTS.indexOf(part) + 1];
        return { items: rows, next: next !== null ? `${part} ${next}` : following ? `${following} ` : null };
      },
    });
  };
  onListFile(parts, '/approbations', { show, act: 'request.export', file });
}
