import { BALANCE_NUMBERS } from '../book/rules/stock-balance.ts';
import { wordsEn } from '../words/en.ts';
import { wordsFr } from '../words/fr.ts';
import { typeset } from '../words/translator.ts';
import { byDepartment } from './departments.ts';
import { keptOf } from './kept-dates.ts';
import { AGES, BENCH_STEPS, type BenchStep, type DailyReport, type Share, type Times } from './shape.ts';
import type { DaysSum } from './sums.ts';

/**
 * A field of a CSV file that a spreadsheet will open: what a spreadsheet would take for a formula gets an apostrophe before it
 * (ASVS 1.2.10), then RFC 4180 quotes where needed.
 */
export function csvField(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  // a number of ours is no formula, whatever its sign
  const safe = typeof value === 'string' && /^[=+\-@\t\0\r\n]/.test(text) ? `'${text}` : text;
  return /[";,\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

type Cells = readonly (string | number | null)[];

/** Further lines of a CSV file that is made in pieces. */
export const csvLines = (rows: readonly Cells[]): string =>
  rows.map((row) => `${row.map(csvField).join(';')}\r\n`).join('');

/** Lines of a CSV file as French spreadsheets read it: UTF-8 with a BOM, semicolons, CRLF. */
export const csvOf = (rows: readonly Cells[]): string => `\ufeff${csvLines(rows)}`;

/** The report as a CSV file, French names first. Times in whole minutes; empty where nothing was measured. */
export function toCsv(report: DailyReport): string {
  return csvOf([['Indicateur', 'Indicator', 'Valeur'], ...figuresOf(report)]);
}

export type Row = readonly [fr: string, en: string, value: string | number | null];
const minutes = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 60_000));

const STAGES = [
  ['approval', 'jusqu’à l’approbation', 'to approval'],
  ['production', 'de l’approbation à la production', 'from approval to production'],
  ['handover', 'de la production à la remise', 'from production to hand-over'],
  ['receipt', 'de la remise à la réception', 'from hand-over to receipt'],
] as const;

/** How long the whole way and each stage took of tokens, and of Nomade credentials. */
const timeRows = ({ leadTime, timeToProduce, stages }: Times, of: 'token' | 'nomade'): Row[] =>
  [
    { fr: 'jusqu’à la remise', en: 'to hand-over', took: leadTime },
    { fr: 'jusqu’à la production', en: 'to production', took: timeToProduce },
    // who fetches a file has received it
    ...STAGES.filter(([stage]) => of === 'token' || stage !== 'receipt').map(([stage, fr, en]) => ({
      fr,
      en,
      took: stages[stage],
    })),
  ].flatMap(({ fr, en, took }): Row[] =>
    of === 'token'
      ? [
          [`Délai médian ${fr} (min)`, `Median time ${en} (min)`, minutes(took.median)],
          [`Délai ${fr}, 90e centile (min)`, `Time ${en}, 90th percentile (min)`, minutes(took.p90)],
        ]
      : [
          [`Nomade, ${fr}, médiane (min)`, `Nomade, ${en}, median (min)`, minutes(took.median)],
          [`Nomade, ${fr}, 90e centile (min)`, `Nomade, ${en}, 90th percentile (min)`, minutes(took.p90)],
        ],
  );

const STEPS = {
  keyed: ['préparation et clé', 'preparation and key'],
  certified: ['certificat', 'certificate'],
  sealed: ['écriture et contrôle', 'writing and checking'],
} as const satisfies Record<BenchStep, readonly [fr: string, en: string]>;
const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 100) / 10);
/** How long each step at the bench took. */
const stepRows = ({ benchSteps }: Pick<DailyReport, 'benchSteps'>): Row[] =>
  BENCH_STEPS.flatMap((step): Row[] => {
    const [fr, en] = STEPS[step];
    return [
      [`Au banc, durée médiane : ${fr} (s)`, `At the bench, median time: ${en} (s)`, seconds(benchSteps[step].median)],
      [`Au banc, 90e centile : ${fr} (s)`, `At the bench, 90th percentile: ${en} (s)`, seconds(benchSteps[step].p90)],
    ];
  });

/** What pages call it, in both languages; a word of the code where they have none. */
function called(key: string, name: string): { fr: string; en: string } {
  const [fr, en]: Readonly<Record<string, string>>[] = [wordsFr, wordsEn];
  return { fr: typeset(fr?.[`${key}.${name}`] ?? name), en: en?.[`${key}.${name}`] ?? name };
}

const PLACE_WORDS: Readonly<Record<(typeof BALANCE_NUMBERS)[number], readonly [fr: string, en: string]>> = {
  received: ['reçus', 'received'],
  moved: ['solde des transferts', 'net transfers'],
  inStock: ['en stock', 'in stock'],
  inProduction: ['en production', 'in production'],
  toCheck: ['à vérifier', 'to be checked'],
  issued: ['délivrés', 'issued'],
  missing: ['manquants', 'missing'],
  scrapped: ['au rebut', 'scrapped'],
  destroyed: ['détruits', 'destroyed'],
};
/** How long the stock lasts; empty where it is not known, or nothing was made. */
const coverRows = ({ cover }: Pick<DailyReport, 'cover'>): Row[] => [
  [
    'Jetons faits par jour ouvré (20 derniers)',
    'Tokens made a working day (last 20)',
    cover && Math.round(100 * cover.perDay) / 100,
  ],
  ['Jours ouvrés de stock', 'Working days of stock', cover?.days == null ? null : Math.floor(cover.days)],
];
/** The stock's equation of one model in one location. */
const placeRows = (place: DailyReport['stockPlaces'][number]): Row[] =>
  BALANCE_NUMBERS.map((term): Row => {
    const { location, model } = place;
    const [fr, en] = PLACE_WORDS[term];
    return [
      `Stock ${location ?? 'sans emplacement'} – ${model} : ${fr}`,
      `Stock ${location ?? 'without a location'} – ${model}: ${en}`,
      place[term],
    ];
  });

/** What is open in one state, by age in days, and the oldest of it. */
const ageRows = ({ state: name, counts, oldest }: DailyReport['backlogByAge'][number]): Row[] => {
  const state = called('state.request', name);
  const ages = counts.map((count, group): Row => {
    const [least, most] = [AGES[group - 1] ?? 0, AGES[group]];
    const [fr, en] =
      most === undefined
        ? [`${least} jours et plus`, `${least} days and more`]
        : [`${least} à ${most} jours`, `${least} to ${most} days`];
    return [`En cours, ${state.fr}, ${fr}`, `Open, ${state.en}, ${en}`, count];
  });
  return [...ages, [`La plus ancienne, ${state.fr}`, `The oldest, ${state.en}`, oldest?.number ?? null]];
};
export const producedBy = (fr: string, en: string, counts: DailyReport['profiles']): Row[] =>
  counts.map(({ name, count }): Row => [`Produits, ${fr} ${name}`, `Produced, ${en} ${name}`, count]);

export const shareRows = (fr: string, en: string, { received, produced, handedOver }: Omit<Share, 'name'>): Row[] => [
  [`Reçues, ${fr}`, `Received, ${en}`, received],
  [`Produits, ${fr}`, `Produced, ${en}`, produced],
  [`Remis, ${fr}`, `Handed over, ${en}`, handedOver],
];

/** The figures that a day and days added up have in common. */
export function countedRows(r: DailyReport | DaysSum): Row[] {
  return [
    ['Demandes reçues', 'Requests received', r.received],
    ['Demandes approuvées', 'Requests approved', r.approved],
    ['Demandes refusées', 'Requests rejected', r.refused],
    ['Jetons produits', 'Tokens produced', r.produced],
    ['Jetons, première dotation', 'Tokens, first issue', r.made.firstIssue],
    ['Jetons, renouvellement', 'Tokens, renewal', r.made.renewal],
    ['Jetons, remplacement', 'Tokens, replacement', r.made.replacement],
    ['Jetons temporaires', 'Temporary tokens', r.made.temporary],
    ['Certificats Nomade', 'Nomade credentials', r.made.nomade],
    ['Jetons refaits', 'Tokens made again', r.made.repeat],
    ['Jetons faits du premier coup', 'Tokens made at the first try', r.firstPass],
    ['Jetons remis', 'Tokens handed over', r.handedOver],
    ['Jetons activés', 'Tokens activated', r.activated],
    ['Certificats révoqués', 'Certificates revoked', r.revoked],
    ...r.revokedFor.map(({ name, count }): Row => {
      const { fr, en } = called('revocation', name);
      return [`Révoqués : ${fr}`, `Revoked: ${en}`, count];
    }),
    ['Jetons mis de côté, à vérifier', 'Tokens set aside to be checked', r.setAside],
    ['Jetons mis au rebut', 'Tokens scrapped', r.scrapped],
    [
      'Certificats acceptés par le porteur connecté',
      'Certificates accepted by the holder signed in',
      r.acceptedByHolder,
    ],
    ['Certificats acceptés par code de retrait', 'Certificates accepted by pick-up code', r.acceptedByCode],
    ['Certificats acceptés devant deux personnes', 'Certificates accepted before two persons', r.acceptedByTwo],
    ['Actes refusés', 'Acts refused', r.refusedActs],
    ...timeRows(r, 'token'),
    ...timeRows(r.nomadeTimes, 'nomade'),
    ...stepRows(r),
  ];
}

/** Dates that were announced, and what became of those that were judged on that day. */
function dateRows({ promises: { given, moved, due, judged } }: DailyReport): Row[] {
  const [mid, by] = [keptOf(judged, 'mid'), keptOf(judged, 'by')];
  return [
    ['Dates annoncées', 'Dates announced', given],
    ['Dates repoussées', 'Dates moved to a later day', moved],
    ['Demandes promises pour ce jour au plus tard', 'Requests promised for this day at the latest', due.of],
    ['… dont produites', '… of them made', due.made],
    [
      'Dates jugées, dernier jour annoncé (visé : 85 % tenues)',
      'Dates judged, last day announced (aim: 85 % kept)',
      by.of,
    ],
    ['… dont tenues', '… of them kept', by.kept],
    ['Dates jugées, jour médian (visé : 50 % tenues)', 'Dates judged, middle day (aim: 50 % kept)', mid.of],
    ['… dont tenues, jour médian', '… of them kept, middle day', mid.kept],
  ];
}

/** Every figure of a report by its name in both languages; empty where nothing was measured. */
export function figuresOf(r: DailyReport): Row[] {
  return [
    ['Date', 'Date', r.date],
    ['Fuseau horaire', 'Time zone', r.timeZone],
    ['Journée terminée', 'Day complete', r.complete ? 'oui' : 'non'],
    ...countedRows(r),
    ...dateRows(r),
    ['Demandes en cours', 'Open requests', r.backlog],
    ...r.backlogByAge.flatMap(ageRows),
    ['Jetons vierges en stock', 'Blank tokens in stock', r.stock.inStock],
    ...coverRows(r),
    ['Jetons à vérifier', 'Tokens to be checked', r.stock.toCheck],
    ...r.stockPlaces.flatMap(placeRows),
    ...r.services.flatMap(({ name, ...of }) => shareRows(name, name, of)),
    ...byDepartment(r.services).flatMap(({ name, ...of }) => shareRows(name, name, of)),
    ...r.sites.flatMap(({ name, ...of }) => shareRows(`livraison à ${name}`, `delivery to ${name}`, of)),
    ...producedBy('profil', 'profile', r.profiles),
    ...producedBy('banc', 'bench', r.benches),
    ...producedBy('technicien', 'technician', r.producers),
    ['Techniciens', 'Technicians', r.technicians],
    ['Objectif par technicien, bas', 'Target per technician, low', r.against.low],
    ['Objectif par technicien, haut', 'Target per technician, high', r.against.high],
    ['Rythme de crise par technicien', 'Crisis pace per technician', r.against.surge],
    ['Fin de journée, heure', 'Day ends at hour', r.endHour.usual],
    ['Fin de journée de forte activité, heure', 'Day of surge mode ends at hour', r.endHour.surge],
    ...r.surges.flatMap((surge): Row[] => [
      ['Forte activité, début', 'Surge mode, from', new Date(surge.from).toISOString()],
      ['Forte activité, fin', 'Surge mode, until', new Date(surge.until).toISOString()],
      ['Forte activité, motif', 'Surge mode, reason', surge.reason],
      ['Forte activité, facteur', 'Surge mode, factor', surge.factor],
      ['Forte activité, proposé par', 'Surge mode, proposed by', surge.proposedBy],
      ['Forte activité, confirmé par', 'Surge mode, confirmed by', surge.confirmedBy],
      ['Forte activité, arrêté avant sa fin par', 'Surge mode, ended early by', surge.endedBy],
    ]),
    ...r.perHour.map(
      (count, hour): Row => [`Produits de ${hour} h à ${hour + 1} h`, `Produced ${hour}:00–${hour + 1}:00`, count],
    ),
    ['Taille du journal', 'Journal size', r.checkpoint?.size ?? null],
    ['Racine du journal', 'Journal root', r.checkpoint?.root ?? null],
    ['Point de contrôle signé', 'Signed checkpoint', r.checkpoint?.note ?? null],
  ];
}
