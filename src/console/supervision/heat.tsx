import type { DaysSum } from '../../reports/sums.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** How many tints there are beside none. */
const TINTS = 5;
const NAMES: Readonly<Record<'fr' | 'en', Intl.DateTimeFormat>> = {
  fr: new Intl.DateTimeFormat('fr-FR', { weekday: 'short', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' }),
};
/** 1 January 2024 was a Monday. */
const nameOf = (language: 'fr' | 'en', weekday: number): string =>
  NAMES[language].format(Date.UTC(2024, 0, 1 + weekday));

/** When in the week something is made: a tint for the eye, and the figure in every cell, for paper and for those who see no tint. */
export function Heat({ perWeekday }: Pick<DaysSum, 'perWeekday'>) {
  const { t, language } = useVisit();
  const at = (weekday: number, hour: number): number => perWeekday[weekday]?.[hour] ?? 0;
  const most = Math.max(0, ...perWeekday.flat());
  const weekdays = perWeekday.map((_, weekday) => weekday);
  const worked = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
    weekdays.some((day) => at(day, hour) > 0),
  );
  const [first = 0, last = -1] = [worked[0], worked.at(-1)];
  const hours = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const tint = (count: number): string =>
    `jeton-heat jeton-heat--${most === 0 ? 0 : Math.ceil((TINTS * count) / most)}`;
  return (
    <Table
      caption={t('trends.heat')}
      silentCaption
      head={[t('trends.hour'), ...weekdays.map((weekday) => nameOf(language, weekday))]}
      empty={t('report.none')}
      small
    >
      {hours.map((hour) => (
        <tr key={hour}>
          <th scope="row">{t('trends.hour.of', { hour })}</th>
          {weekdays.map((weekday) => (
            <td key={weekday} class={tint(at(weekday, hour))}>
              {at(weekday, hour)}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
