import { AHEAD_MOST, type RequestDetail } from '../../flow/reading/requests.ts';
import { useHere } from '../frame/components/here.tsx';
import { daysBetween } from '../frame/dates.ts';

type Waiting = Pick<RequestDetail, 'ahead'> & { request: Pick<RequestDetail['request'], 'state' | 'submittedAt'> };

/** What a request waits for, in words: an approver, and for how many days; or its turn, and how many are before it. */
export function WaitsFor({ detail: { request, ahead }, mine }: { detail: Waiting; mine: boolean }) {
  const { t, now } = useHere();
  if (request.state === 'submitted') {
    const days = daysBetween(request.submittedAt, now);
    return <p>{days < 1 ? t('waits.approval.today') : t.count('waits.approval', days)}</p>;
  }
  if (ahead === null) return null;
  if (ahead === 0) return <p>{t(mine ? 'waits.queue.next.mine' : 'waits.queue.next')}</p>;
  if (ahead >= AHEAD_MOST) return <p>{t(mine ? 'waits.queue.most.mine' : 'waits.queue.most', { n: AHEAD_MOST })}</p>;
  return <p>{t.count(mine ? 'waits.queue.mine' : 'waits.queue', ahead)}</p>;
}
