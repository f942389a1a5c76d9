import type { ReviewedGrant } from '../flow/reading/people/access-review.ts';
import { csvOf } from './csv.ts';

const HEAD = [
  'Personne / Person',
  'Identifiant / Directory id',
  'Rôle / Role',
  'Périmètre / Scope',
  'Accordé le / Granted at',
  'Accordé par / Granted by',
  'Fin prévue / Ends at',
  'Dernier acte dans ce rôle / Last act in this role',
  'Dernière connexion / Last sign-in',
  'Dernière revue / Last review',
  'Revu par / Reviewed by',
  'À revoir le / Due at',
  'État / Standing',
] as const;
const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** The roles that two persons review, as a CSV file that a spreadsheet opens; times in UTC, empty where there is none. */
export function accessReviewCsv(grants: readonly ReviewedGrant[]): string {
  const rows = grants.map((g) => [
    g.name,
    g.directoryId,
    g.role,
    g.scope,
    time(g.grantedAt),
    g.granters.join(', '),
    time(g.validUntil),
    time(g.actedAt),
    time(g.signedInAt),
    time(g.reviewedAt),
    g.reviewers.join(', '),
    time(g.dueAt),
    g.standing,
  ]);
  return csvOf([HEAD, ...rows]);
}
