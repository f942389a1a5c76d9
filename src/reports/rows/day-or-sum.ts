import { byDepartment, departmentWords } from '../departments.ts';
import { keptOf } from '../kept-dates.ts';
import type { DailyReport, Share } from '../shape.ts';
import type { DaysSum } from '../sums.ts';
import { called, type Row } from './row.ts';
import { stepRows, timeRows } from './times.ts';

export const producedBy = (fr: string, en: string, counts: DailyReport['profiles']): Row[] =>
  counts.map(({ name, count }): Row => [`Produits, ${fr} ${name}`, `Produced, ${en} ${name}`, count]);

export const shareRows = (fr: string, en: string, { received, produced, handedOver }: Omit<Share, 'name'>): Row[] => [
  [`Reçues, ${fr}`, `Received, ${en}`, received],
  [`Produits, ${fr}`, `Produced, ${en}`, produced],
  [`Remis, ${fr}`, `Handed over, ${en}`, handedOver],
];

/** The same by département. */
export const departmentRows = (services: readonly Share[]): Row[] =>
  byDepartment(services).flatMap(({ name, ...of }) => {
    const { fr, en } = departmentWords(name);
    return shareRows(fr, en, of);
  });

/** What became of the tokens of each model. */
export const modelRows = (models: DailyReport['models']): Row[] =>
  models.flatMap(({ name, produced, repeat, scrapped, setAside }): Row[] => [
    [`Produits, modèle ${name}`, `Produced, model ${name}`, produced],
    [`Refaits, modèle ${name}`, `Made again, model ${name}`, repeat],
    [`Mis au rebut, modèle ${name}`, `Scrapped, model ${name}`, scrapped],
    [`Mis de côté, modèle ${name}`, `Set aside, model ${name}`, setAside],
  ]);

/** Dates that were announced, and what became of those that were judged then. */
export function dateRows({ promises: { given, moved, judged } }: Pick<DaysSum, 'promises'>): Row[] {
  const [mid, by] = [keptOf(judged, 'mid'), keptOf(judged, 'by')];
  return [
    ['Dates annoncées', 'Dates announced', given],
    ['Dates repoussées', 'Dates moved to a later day', moved],
    [
      'Dates jugées, dernier jour annoncé (visé : 85 % tenues)',
      'Dates judged, last day announced (aim: 85% kept)',
      by.of,
    ],
    ['… dont tenues', '… of them kept', by.kept],
    ['Dates jugées, jour médian (visé : 50 % tenues)', 'Dates judged, middle day (aim: 50% kept)', mid.of],
    ['… dont tenues, jour médian', '… of them kept, middle day', mid.kept],
  ];
}

/** The figures that a day and days added up have in common. */
export function countedRows(r: DailyReport | DaysSum): Row[] {
  return [
    ['Demandes reçues', 'Requests received', r.received],
    ['Demandes approuvées', 'Requests approved', r.approved],
    ['Demandes refusées', 'Requests rejected', r.refused],
    ['Demandes annulées', 'Requests withdrawn', r.withdrawn],
    ['Demandes closes', 'Requests closed', r.closed],
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
