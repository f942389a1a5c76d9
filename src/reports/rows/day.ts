import { BALANCE_NUMBERS } from '../../book/rules/stock/stock-balance.ts';
import { AGES, type DailyReport } from '../shape.ts';
import { countedRows, dateRows, departmentRows, modelRows, producedBy, shareRows } from './day-or-sum.ts';
import { machineRows } from './machines.ts';
import { called, type Row } from './row.ts';

const PLACE_WORDS: Readonly<Record<(typeof BALANCE_NUMBERS)[number], readonly [fr: string, en: string]>> = {
  received: ['reçus', 'received'],
  moved: ['solde des transferts', 'net transfers'],
  inStock: ['en stock', 'in stock'],
  inProduction: ['en production', 'in production'],
  toCheck: ['à vérifier', 'to be checked'],
  issued: ['attribués', 'issued'],
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

/** A group of ages in the words of the page. */
function ageWords(from: number | undefined, to: number | undefined): readonly [fr: string, en: string] {
  if (from === undefined) return ['moins d’un jour', 'less than a day'];
  return to === undefined
    ? [`${from} jours et plus`, `${from} days and more`]
    : [`${from} à ${to} jours`, `${from} to ${to} days`];
}

/** What is open in one state, by age in days, and the oldest of it. */
const ageRows = ({ state: name, counts, oldest }: DailyReport['backlogByAge'][number]): Row[] => {
  const state = called('state.request', name);
  const ages = counts.map((count, group): Row => {
    const [fr, en] = ageWords(AGES[group - 1], AGES[group]);
    return [`En cours, ${state.fr}, ${fr}`, `Open, ${state.en}, ${en}`, count];
  });
  return [...ages, [`La plus ancienne, ${state.fr}`, `The oldest, ${state.en}`, oldest?.number ?? null]];
};

/** Requests whose date had this day as its last. */
const dueRows = ({ promises: { due } }: DailyReport): Row[] => [
  ['Demandes promises pour ce jour au plus tard', 'Requests promised for this day at the latest', due.of],
  ['… dont produites', '… of them made', due.made],
];

/**
 * Every figure of a report by its name in both languages; empty where nothing was measured. A file that leaves the house has people by
 * their code, as the journal does: it holds no name that would have to be purged there.
 */
export function figuresOf(r: DailyReport): Row[] {
  return [
    ['Date', 'Date', r.date],
    ['Fuseau horaire', 'Time zone', r.timeZone],
    ['Journée terminée', 'Day complete', r.complete ? 'oui' : 'non'],
    ...countedRows(r),
    ...dateRows(r),
    ...dueRows(r),
    ['Demandes en cours', 'Open requests', r.backlog],
    ...r.backlogByAge.flatMap(ageRows),
    ['En stock, rendus compris', 'In stock, returned ones too', r.stock.inStock],
    ['Jetons vierges disponibles', 'Blank tokens available', r.stock.blanks],
    ...coverRows(r),
    ['Jetons à vérifier', 'Tokens to be checked', r.stock.toCheck],
    ...r.stockPlaces.flatMap(placeRows),
    ...r.services.flatMap(({ name, ...of }) => shareRows(name, name, of)),
    ...departmentRows(r.services),
    ...r.sites.flatMap(({ name, ...of }) => shareRows(`livraison à ${name}`, `delivery to ${name}`, of)),
    ...producedBy('profil', 'profile', r.profiles),
    ...modelRows(r.models),
    ...producedBy('banc', 'bench', r.benches),
    ...producedBy('technicien (code)', 'technician (code)', r.producers),
    ...machineRows(r),
    ['Techniciens', 'Technicians', r.technicians],
    ['Objectif par technicien, bas', 'Target per technician, low', r.against.low],
    ['Objectif par technicien, haut', 'Target per technician, high', r.against.high],
    ['Objectif par technicien, forte activité', 'Target per technician, surge mode', r.against.surge],
    ['Fin de journée, heure', 'Day ends at hour', r.endHour.usual],
    ['Fin de journée de forte activité, heure', 'Day of surge mode ends at hour', r.endHour.surge],
    ...r.surges.flatMap((surge): Row[] => [
      ['Forte activité, début', 'Surge mode, from', new Date(surge.from).toISOString()],
      ['Forte activité, fin', 'Surge mode, until', new Date(surge.until).toISOString()],
      ['Forte activité, motif', 'Surge mode, reason', surge.reason],
      ['Forte activité, facteur', 'Surge mode, factor', surge.factor],
      ['Forte activité, proposé par (code)', 'Surge mode, proposed by (code)', surge.proposedBy],
      ['Forte activité, confirmé par (code)', 'Surge mode, confirmed by (code)', surge.confirmedBy],
      ['Forte activité, arrêté avant sa fin par (code)', 'Surge mode, ended early by (code)', surge.endedBy],
    ]),
    ...r.perHour.map(
      (count, hour): Row => [`Produits de ${hour} h à ${hour + 1} h`, `Produced ${hour}:00–${hour + 1}:00`, count],
    ),
    ['Taille du journal', 'Journal size', r.checkpoint?.size ?? null],
    ['Racine du journal', 'Journal root', r.checkpoint?.root ?? null],
    ['Point de contrôle signé', 'Signed checkpoint', r.checkpoint?.note ?? null],
  ];
}
