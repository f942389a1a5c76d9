import type { DayTold } from '../flow/ports/paper.ts';
import { typeset } from '../words/translator.ts';
import { both, counted, type MailDates } from './fact-values.ts';
import type { Facts } from './news.ts';
import type { Message, WaitingMail } from './ports.ts';

/** Figures and checkpoint of a day: what the report's mail says. */
export type TellDay = (date: string, size: number) => Promise<DayTold>;

/** What the mail of a day's report says, and the checkpoint that goes with it. */
export function createDayReportFacts(tellDay: TellDay, { day }: Pick<MailDates, 'day'>) {
  /** `day:2026-11-23:1234`: the day, and the size of the checkpoint that goes with it. */
  return async ({ about }: WaitingMail): Promise<{ facts: Facts; attachment: Message['attachment'] }> => {
    const [, date = '', size = ''] = about.split(':');
    const { note, vkey, surge, until, ...figures } = await tellDay(date, Number(size));
    const named = Object.entries({ ...figures, note: note.trimEnd(), vkey }).map(([name, value]) => [
      name,
      typeof value === 'number' ? counted(value) : both(value),
    ]);
    const said = {
      fr:
        surge.map(({ fr }) => typeset(`Forte activité : ${fr}`)).join('\n') ||
        'Pas de forte activité déclarée ce jour-là.',
      en: surge.map(({ en }) => `Surge mode: ${en}`).join('\n') || 'No surge mode on that day.',
    };
    const facts = {
      ...Object.fromEntries(named),
      surge: said,
      dayEnd: lasted(until),
      day: day(Date.parse(`${date}T12:00:00Z`)),
    } as Facts;
    const attachment = { name: `checkpoint-${date}.txt`, content: note };
    return { facts, attachment };
  };
}

/** Until which hour a day lasted, in a sentence. */
function lasted(until: DayTold['until']): { fr: string; en: string } {
  if (!until) return { fr: 'Personne n’a produit de jeton ce jour-là.', en: 'Nobody made a token on that day.' };
  const { hour, insteadOf } = until;
  if (insteadOf === null) return { fr: `Journée jusqu’à ${hour} h.`, en: `The day lasted until ${hour}:00.` };
  return {
    fr: `Journée de forte activité jusqu’à ${hour} h, au lieu de ${insteadOf} h.`,
    en: `A day of surge mode, until ${hour}:00 instead of ${insteadOf}:00.`,
  };
}
