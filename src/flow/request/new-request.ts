import { requestNumberOf, seriesOf } from '../../book/rules/request/request-number.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { Act, Deps } from '../act.ts';
import { bind } from './bound-content.ts';
import { rankIn } from './confirmed-priority.ts';

/** What is asked for. */
type Asked = Pick<
  RequestRow,
  | 'id'
  | 'kind'
  | 'reason'
  | 'holderId'
  | 'workstationId'
  | 'deviceId'
  | 'profile'
  | 'deliverySite'
  | 'priority'
  | 'comment'
>;
const NOT_YET = {
  confirmedPriority: null,
  priorityReason: null,
  answer: null,
  approvedAt: null,
  producerId: null,
  leaseUntil: null,
  producedAt: null,
  handedOverAt: null,
  closedAt: null,
  endReason: null,
};

/** A new request with its number, bound to what it asks for. */
export async function newRequest(
  chance: Deps['chance'],
  { unit, now }: Pick<Act, 'unit' | 'now'>,
  asked: Asked,
  { holder, askerId, replacesTokenId }: { holder: PersonRow } & Pick<RequestRow, 'askerId' | 'replacesTokenId'>,
): Promise<RequestRow> {
  const year = new Date(now).getUTCFullYear();
  const queued = { submittedAt: now, priority: asked.priority, confirmedPriority: null };
  return {
    ...asked,
    number: requestNumberOf(year, await unit.nextNumber(seriesOf(year))),
    ...bind(chance, asked, holder),
    state: 'submitted',
    askerId,
    service: holder.service,
    replacesTokenId,
    submittedAt: now,
    rank: await rankIn(unit, queued),
    ...NOT_YET,
  };
}
