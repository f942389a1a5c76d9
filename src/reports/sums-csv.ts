import { csvOf } from './csv.ts';
import { countedRows, dateRows, departmentRows, modelRows, producedBy, shareRows } from './rows/day-or-sum.ts';
import { machineDayRows, machineRows } from './rows/machines.ts';
import type { Row } from './rows/row.ts';
import type { DaysSum } from './sums.ts';

/** Days of the week in both languages, Monday first. */
export const WEEKDAYS: readonly { fr: string; en: string }[] = Array.from({ length: 7 }, (_, day) => {
  const [fr = '', en = ''] = ['fr-FR', 'en-GB'].map((locale) =>
    // 1 January 2024 was a Monday
    new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + day)),
  );
  return { fr, en };
});

/** Hours in which something was made on a weekday of these days. */
const weekdayRows = ({ perWeekday }: DaysSum): Row[] =>
  perWeekday.flatMap((hours, weekday) =>
    hours.flatMap((count, hour): Row[] => {
      const { fr, en } = WEEKDAYS[weekday] ?? { fr: '', en: '' };
      if (count === 0) return [];
      return [[`Produits, ${fr}, de ${hour} h à ${hour + 1} h`, `Produced, ${en}, ${hour}:00–${hour + 1}:00`, count]];
    }),
  );

/** Every figure of days added up, by its name in both languages; empty where nothing was measured. */
export function sumRows(sum: DaysSum): Row[] {
  return [
    ['Premier jour', 'First day', sum.first],
    ['Dernier jour', 'Last day', sum.last],
    ['Fuseau horaire', 'Time zone', sum.timeZone],
    ['Période terminée', 'Period complete', sum.complete ? 'oui' : 'non'],
    ['Jours comptés', 'Days counted', sum.days.length],
    ['Jours à recompter', 'Days to be counted anew', sum.missing.length],
    ...countedRows(sum),
    ...dateRows(sum),
    ['Techniciens × jours', 'Technicians × days', sum.technicianDays],
    ['Habituel pour autant de techniciens, bas', 'Usual for as many technicians, low', sum.usual.low],
    ['Habituel pour autant de techniciens, haut', 'Usual for as many technicians, high', sum.usual.high],
    ['Forte activité pour autant de techniciens', 'Surge mode for as many technicians', sum.usual.surge],
    ['Demandes en cours à la fin', 'Open requests at the end', sum.end?.backlog ?? null],
    ['En stock à la fin, rendus compris', 'In stock at the end, returned ones too', sum.end?.stock.inStock ?? null],
    ['Jetons à vérifier à la fin', 'Tokens to be checked at the end', sum.end?.stock.toCheck ?? null],
    ...sum.services.flatMap(({ name, ...of }) => shareRows(name, name, of)),
    ...departmentRows(sum.services),
    ...sum.sites.flatMap(({ name, ...of }) => shareRows(`livraison à ${name}`, `delivery to ${name}`, of)),
    ...producedBy('profil', 'profile', sum.profiles),
    ...modelRows(sum.models),
    ...producedBy('banc', 'bench', sum.benches),
    ...machineRows(sum),
    ...sum.days.flatMap(({ date, received, produced, handedOver }) =>
      shareRows(`le ${date}`, `on ${date}`, { received, produced, handedOver }),
    ),
    ...machineDayRows(sum.days),
    ...weekdayRows(sum),
  ];
}

/** The same as a CSV file, French names first. */
export const sumCsv = (sum: DaysSum): string => csvOf([['Indicateur', 'Indicator', 'Valeur'], ...sumRows(sum)]);
