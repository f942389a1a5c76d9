import { csvOf } from './csv.ts';
import { byDepartment, departmentWords } from './departments.ts';
import type { Share } from './shape.ts';
import { WEEKDAYS } from './sums-csv.ts';
import type { Trends } from './trends.ts';

type Line = readonly [tableFr: string, tableEn: string, row: string, fr: string, en: string, value: number];

const MADE = [
  ['firstIssue', 'Première dotation', 'First issue'],
  ['renewal', 'Renouvellement', 'Renewal'],
  ['replacement', 'Remplacement', 'Replacement'],
  ['temporary', 'Temporaires', 'Temporary'],
  ['nomade', 'Nomade', 'Nomade'],
  ['repeat', 'Refaits', 'Made again'],
] as const;

const shareLines = (tableFr: string, tableEn: string, shares: readonly Share[]): Line[] =>
  shares.flatMap(({ name, received, produced, handedOver }): Line[] => [
    [tableFr, tableEn, name, 'Reçues', 'Received', received],
    [tableFr, tableEn, name, 'Produits', 'Produced', produced],
    [tableFr, tableEn, name, 'Remis', 'Handed over', handedOver],
  ]);

/**
 * What the page of trends shows, one figure a line as pivot tables read it: which table, which row of it, what was counted, how
 * many. Rows are dates, months, names, and weekdays with their hour.
 */
export function trendsCsv({ days, months, chosen }: Trends): string {
  const time = `${chosen.first} – ${chosen.last}`;
  // rows are in French alone, as weekdays are
  const departments = byDepartment(chosen.services).map((one) => ({ ...one, name: departmentWords(one.name).fr }));
  const lines: Line[] = [
    ...days.flatMap(({ date, produced, technicians, against }): Line[] => [
      ['Par jour', 'By day', date, 'Produits', 'Produced', produced],
      ['Par jour', 'By day', date, 'Habituel, bas', 'Usual, low', against.low * technicians],
      ['Par jour', 'By day', date, 'Habituel, haut', 'Usual, high', against.high * technicians],
      ['Par jour', 'By day', date, 'Forte activité', 'Surge mode', against.surge * technicians],
    ]),
    ...months.flatMap(({ first, made }) =>
      MADE.map(([kind, fr, en]): Line => ['Par mois', 'By month', first.slice(0, 7), fr, en, made[kind]]),
    ),
    ...chosen.perWeekday.flatMap((hours, weekday) =>
      hours.flatMap((count, hour): Line[] =>
        count === 0
          ? []
          : [
              [
                ...([`Par heure, ${time}`, `By hour, ${time}`] as const),
                ...([`${WEEKDAYS[weekday]?.fr ?? ''} ${hour} h`, 'Produits', 'Produced', count] as const),
              ],
            ],
      ),
    ),
    ...shareLines(`Par site, ${time}`, `By site, ${time}`, chosen.sites),
    ...chosen.profiles.map(
      ({ name, count }): Line => [`Par profil, ${time}`, `By profile, ${time}`, name, 'Produits', 'Produced', count],
    ),
    ...chosen.models.flatMap(({ name, produced, repeat, scrapped, setAside }): Line[] => {
      const table = [`Par modèle de jeton, ${time}`, `By token model, ${time}`] as const;
      return [
        [...table, name, 'Produits', 'Produced', produced],
        [...table, name, 'Refaits', 'Made again', repeat],
        [...table, name, 'Mis au rebut', 'Scrapped', scrapped],
        [...table, name, 'Mis de côté', 'Set aside', setAside],
      ];
    }),
    ...shareLines(`Par département, ${time}`, `By département, ${time}`, departments),
    ...shareLines(`Par service, ${time}`, `By service, ${time}`, chosen.services),
  ];
  return csvOf([['Tableau', 'Table', 'Ligne', 'Mesure', 'Measure', 'Valeur'], ...lines]);
}
