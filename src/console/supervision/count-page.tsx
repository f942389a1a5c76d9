import { isAppError } from '../../errors.ts';
import type { CountStanding } from '../../reports/day-count.ts';
import { Pace } from '../frame/components/pace.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';
import type { Answer } from '../frame/page-router.tsx';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';

/** Where a small script hears how far the count is. */
const STATE = '/pilotage/comptage/etat';
/** A page is shown by then, unless the count that its report waits for is about to end. */
export const SOON_MS = 1_500;
/** RFC 9110, section 15.3.3: what was asked for is not there yet. A script takes this page for no file. */
const HTTP_ACCEPTED = 202;

/** How far the days are counted that a report waits for. Once they are, the page opens itself anew. */
function CountProgress({ standing }: { standing: CountStanding }) {
  const { t, language, follow } = useVisit();
  const { date, done, total, perSecond, leftMs } = standing;
  const number = (n: number): string => n.toLocaleString(language);
  return (
    <div id="day-count" {...follow(STATE)}>
      <div class="jeton-progress">
        <label for="day-count-progress">
          {total === null ? t('reading.waits') : t('reading.done', { done: number(done), total: number(total) })}
        </label>
        <progress id="day-count-progress" max={Math.max(total ?? 1, 1)} value={done} />
        {date !== '' && (
          <p class="fr-text--sm fr-mb-1v">{t('dayCount.day', { date: day(language, Date.parse(date)) })}</p>
        )}
        <Pace perSecond={perSecond} leftMs={leftMs} />
      </div>
    </div>
  );
}

/** In the place of a report whose days are being counted: how far that is. `again`: the address of the report. */
function CountPage({ standing, again }: { standing: CountStanding; again: string }) {
  const { t } = useVisit();
  return (
    <div class="jeton-narrow">
      <h1>{t('dayCount.title')}</h1>
      <p class="fr-text--lead">{t('dayCount.text')}</p>
      <CountProgress standing={standing} />
      <p>{t('dayCount.goesOn')}</p>
      <p>
        <a class="fr-btn fr-btn--tertiary fr-btn--sm" href={again}>
          {t('reading.refresh')}
        </a>
      </p>
    </div>
  );
}

/**
 * Answers a report, or how far the days are that it waits for. `again`: its address, which is asked for anew by whoever has no
 * script.
 */
export async function onceCounted(
  member: Member,
  again: string,
  counting: () => CountStanding | undefined,
  report: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await report();
  } catch (error) {
    const standing = counting();
    if (!isAppError(error, 'conflict') || error.detail['why'] !== 'days-counted') throw error;
    if (!standing) return { to: again }; // it has ended meanwhile
    const page = <CountPage standing={standing} again={again} />;
    return { title: member.t('dayCount.title'), page, status: HTTP_ACCEPTED };
  }
}

/** The piece of the page that is followed. */
export function followCount({ door, follow }: RouteParts): void {
  const { flow, reports } = door;
  const standingFor = async (member: Member): Promise<CountStanding | undefined> => {
    await flow.audit.mayReadReports(member.me.caller);
    return reports.counting();
  };
  follow(
    STATE,
    () => ({ name: 'count of days', sign: async () => JSON.stringify(reports.counting() ?? null) }),
    async (member) => {
      const standing = await standingFor(member);
      return standing && <CountProgress standing={standing} />;
    },
  );
}
