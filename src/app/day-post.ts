import { ZONE } from '../book/rules/calendar/working-days.ts';
import { steadyClock as clock } from '../chance.ts';
import type { Config } from '../config.ts';
import { createDayPost } from '../flow/notifications/day-post.ts';
import type { DayTold, Printer } from '../flow/ports/paper.ts';
import type { Keeper } from '../journal/keeper.ts';
import { dateAt, dayOf } from '../reports/day.ts';
import type { createDailyReports } from '../reports/days.ts';
import type { SurgeTime } from '../reports/shape.ts';
import { dayUntil } from '../reports/targets.ts';
import { wordsEn } from '../words/en.ts';
import { wordsFr } from '../words/fr.ts';
import { midSentence } from '../words/mid-sentence.ts';
import type { Records } from './records.ts';

const at = (locale: string, ms: number): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone: ZONE }).format(ms);

/** Surge mode in one line a language. */
function saidOf({ from, until, reason, factor, proposedBy, confirmedBy }: SurgeTime): { fr: string; en: string } {
  const why = `surge.reason.${reason}` as const;
  const by = `${proposedBy ?? '—'} + ${confirmedBy}`;
  return {
    fr: `${at('fr-FR', from)} → ${at('fr-FR', until)}, ${midSentence(wordsFr[why])}, × ${factor} (${by})`,
    en: `${at('en-GB', from)} → ${at('en-GB', until)}, ${midSentence(wordsEn[why])}, × ${factor} (${by})`,
  };
}

/** Each day's report and signed checkpoint, by e-mail and on paper as configured; `told` is what is said of a day. */
export function openDayPost(
  config: Config,
  { opened, keeper }: Records & { keeper: Keeper },
  { reports, printer }: { reports: ReturnType<typeof createDailyReports>; printer: Printer },
) {
  const told = async (date: string, size: number): Promise<DayTold> => {
    const counted = await reports.counted(date);
    const {
      received,
      closed,
      refused,
      withdrawn,
      produced,
      made,
      activated,
      acceptedByTwo,
      revoked,
      refusedActs,
      surges,
    } = counted;
    const { note } = await keeper.checkpointAt(size);
    return {
      date,
      received,
      closed,
      rejected: refused,
      withdrawn,
      produced,
      madeAgain: made.repeat,
      nomade: made.nomade,
      activated,
      acceptedByTwo,
      revoked,
      refusedActs,
      surge: surges.map(saidOf),
      until: dayUntil(counted) ?? null,
      size,
      note,
      vkey: keeper.vkey,
    };
  };
  const post = createDayPost(
    { store: opened.store, clock, printer },
    {
      to: config.mail?.reportTo ?? [],
      print: config.print.dayReport,
      told,
      yesterday: (now) => dateAt(dayOf(dateAt(now, ZONE), ZONE).begin - 1, ZONE),
      checkpoint: keeper.checkpoint,
    },
  );
  return { ...post, told };
}
export type DayPost = ReturnType<typeof openDayPost>;
