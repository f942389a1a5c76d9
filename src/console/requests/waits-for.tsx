import { dayOf } from '../../book/rules/calendar/working-days.ts';
import { AHEAD_MOST, type RequestDetail } from '../../flow/reading/request/request-detail.ts';
import { MOVED_DATES, readyWords } from '../../words/ready-days.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day, daysBetween, lastDay } from '../frame/dates.ts';
import { priorityWord } from './priority.tsx';

type Waiting = Pick<RequestDetail, 'ahead' | 'passing' | 'promise' | 'formerPromise' | 'endsBefore'> & {
  request: Pick<RequestDetail['request'], 'state' | 'submittedAt'>;
};

/** When it will be ready, as was told last, and why that changed. */
function Promised({ promise, formerPromise }: Pick<RequestDetail, 'promise' | 'formerPromise'>) {
  const { t, language, now } = useVisit();
  // a day that is past is nobody's any more: the next one is told soon
  if (promise === null || promise.byDay < dayOf(now)) return null;
  const { reason, madeAt } = promise;
  const moved = { day: day(language, madeAt), why: MOVED_DATES[reason][language] };
  return (
    <>
      <p class="fr-text--lead fr-mb-1v">{t('waits.ready', { days: readyWords(promise)[language] })}</p>
      <p class="fr-text--sm">
        {t('waits.ready.kept')}{' '}
        {reason === 'first'
          ? t('waits.ready.told')
          : formerPromise === null
            ? t('waits.ready.changed', moved)
            : t('waits.ready.moved', { ...moved, before: readyWords(formerPromise)[language] })}
      </p>
    </>
  );
}

/** What a request waits for, in words: an approver, and for how many days; or its turn, and how many are before it. */
export function WaitsFor({ detail, mine }: { detail: Waiting; mine: boolean }) {
  const { t, language } = useVisit();
  return (
    <>
      <Promised promise={detail.promise} formerPromise={detail.formerPromise} />
      {detail.endsBefore !== null && (
        <Alert kind="warning" small title={t('waits.ends-before', { day: lastDay(language, detail.endsBefore) })} />
      )}
      <Turn detail={detail} mine={mine} />
      <PassedBy passing={detail.passing} />
    </>
  );
}
/** Whom those who were asked sooner let pass, and why: who waits reads by whose word. */
function PassedBy({ passing }: Pick<RequestDetail, 'passing'>) {
  const { t } = useVisit();
  return (
    <>
      {passing.map(({ priority, reason, count }) => (
        <p key={`${priority} ${reason}`} class="fr-text--sm">
          {t.count('waits.queue.passed', count, {
            priority: priorityWord(t, priority),
            why: t(`priority.reason.${reason}`),
          })}
        </p>
      ))}
    </>
  );
}
function Turn({ detail: { request, ahead }, mine }: { detail: Waiting; mine: boolean }) {
  const { t, now } = useVisit();
  if (request.state === 'submitted') {
    const days = daysBetween(request.submittedAt, now);
    return <p>{days < 1 ? t('waits.approval.today') : t.count('waits.approval', days)}</p>;
  }
  if (ahead === null) return null;
  if (ahead === 0) return <p>{t(mine ? 'waits.queue.next.mine' : 'waits.queue.next')}</p>;
  if (ahead >= AHEAD_MOST) return <p>{t(mine ? 'waits.queue.most.mine' : 'waits.queue.most', { n: AHEAD_MOST })}</p>;
  return <p>{t.count(mine ? 'waits.queue.mine' : 'waits.queue', ahead)}</p>;
}
