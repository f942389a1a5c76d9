import { beginOfDate } from '../../book/rules/calendar/working-days.ts';
import { isAppError } from '../../errors.ts';
import { NOT_BEGUN } from '../../reports/day.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';
import type { Answer } from '../frame/page-router.tsx';
import { statusOf } from '../frame/shell/failures.ts';
import type { Member } from '../frame/visit.ts';
import { Views } from './views.tsx';

/** In the place of a report of days to come: that there is none yet, and the way to those of today. */
function ToComePage({ date, now }: { date: string; now: string }) {
  const { t, language } = useVisit();
  return (
    <>
      <h1>{t('report.toCome', { date: day(language, beginOfDate(date) ?? 0) })}</h1>
      <Views />
      <p class="fr-text--lead">{t('report.toCome.text')}</p>
      <p>
        <a class="fr-btn" href={now}>
          {t('report.toCome.now')}
        </a>
      </p>
    </>
  );
}

/** Answers a report, or says that its day has not begun. `path`: where the report or its file is. */
export async function unlessToCome(
  member: Member,
  { path, date }: { path: string; date: string },
  report: () => Promise<Answer> | Answer,
): Promise<Answer> {
  try {
    return await report();
  } catch (error) {
    if (!isAppError(error, 'invalid_input') || error.detail['why'] !== NOT_BEGUN) throw error;
    const page = <ToComePage date={date} now={path.replace(/\.\w+$/, '')} />;
    return { title: member.t('report.toCome.title'), page, status: statusOf(error.code) };
  }
}
