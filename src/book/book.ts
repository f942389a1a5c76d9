import { CAMPAIGN_ACTS } from './acts/campaign/campaign.ts';
import { MOVE_DAY_ACTS } from './acts/campaign/move-day.ts';
import { PLANNING_ACTS } from './acts/campaign/planning.ts';
import { TAKE_OUT_ACTS } from './acts/campaign/take-out.ts';
import { CAMPAIGN_TOKEN_ACTS } from './acts/campaign/tokens.ts';
import { AUTHORITY_ACTS } from './acts/certificates/authority.ts';
import { CERTIFICATE_ACTS } from './acts/certificates/certificate.ts';
import { CRL_ACTS } from './acts/certificates/crl.ts';
import { EXPIRY_ACTS } from './acts/certificates/expiry.ts';
import { REVOCATION_ACTS } from './acts/certificates/revocation.ts';
import { APPOINTMENT_ACTS } from './acts/handover/appointments.ts';
import { HANDOVER_ACTS } from './acts/handover/handover.ts';
import { LETTER_ACTS } from './acts/handover/letters.ts';
import { PAPER_ACTS } from './acts/handover/papers.ts';
import { PICKUP_CODE_ACTS } from './acts/handover/pickup-code.ts';
import { REBINDING_ACTS } from './acts/handover/rebinding.ts';
import { RECEIVING_ACTS } from './acts/handover/receiving.ts';
import { INCIDENT_ACTS } from './acts/incident/incident.ts';
import { ACCOUNT_ACTS } from './acts/people/accounts.ts';
import { IMPORT_ACTS } from './acts/people/imports.ts';
import { PEOPLE_ACTS } from './acts/people/people.ts';
import { PURGE_ACTS } from './acts/people/purging.ts';
import { WAYS_IN_ACTS } from './acts/people/ways-in.ts';
import { BEGIN_ACTS } from './acts/production/begin.ts';
import { SEAL_ACTS } from './acts/production/sealing.ts';
import { RECALL_ACTS } from './acts/recall/recall.ts';
import { REPLACING_ACTS } from './acts/recall/replacing.ts';
import { REQUEST_ACTS } from './acts/request/request.ts';
import { RESTORE_ACTS } from './acts/restore/restore.ts';
import { ROSTER_ACTS } from './acts/roster/roster.ts';
import { AUDIT_ACTS } from './acts/service/audit.ts';
import { LIST_EXPORT_ACTS } from './acts/service/list-exports.ts';
import { OFFLINE_ACTS } from './acts/service/offline.ts';
import { SERVICE_ACTS } from './acts/service/service.ts';
import { SETTING_ACTS } from './acts/service/settings.ts';
import { COUNT_ACTS } from './acts/stock/counts.ts';
import { EXPECTED_ACTS } from './acts/stock/expected.ts';
import { LOCATION_ACTS } from './acts/stock/locations.ts';
import { STOCK_ACTS } from './acts/stock/stock.ts';
import { TRANSFER_ACTS } from './acts/stock/transfers.ts';
import { WATCHING_ACTS } from './acts/stock/watching.ts';
import { REVIEW_ACCESS } from './acts/two-persons/access-review.ts';
import { BRING_BACK } from './acts/two-persons/bring-back.ts';
import { CHECKLIST_ACTS } from './acts/two-persons/checklists.ts';
import { CONFIRMATION_ACTS } from './acts/two-persons/confirmations.ts';
import { TAKE_OVER_ACTS } from './acts/two-persons/take-over.ts';
import { TOKEN_DECISION_ACTS } from './acts/two-persons/token-decisions.ts';
import { TWO_PERSONS_ACTS } from './acts/two-persons/two-persons.ts';
import { RECORD_ACTS } from './acts/workstation/record.ts';
import { WORKSTATION_ACTS } from './acts/workstation/workstation.ts';
import type { ActRule, Words } from './language/language.ts';
import { RIGHTS } from './rights/sentences.ts';

/** The number of the book in force: it goes up with every release that changes what may happen. */
export const BOOK_NUMBER = 14;

/** The steps of the process in order, each with its acts. */
export const BOOK_STEPS: readonly (Words & { acts: readonly ActRule[] })[] = [
  { fr: 'Personnes et comptes', en: 'People and accounts', acts: [...PEOPLE_ACTS, ...ACCOUNT_ACTS, ...WAYS_IN_ACTS] },
  {
    fr: 'Ce que deux personnes décident',
    en: 'What two persons decide',
    acts: [
      ...TWO_PERSONS_ACTS,
      ...CONFIRMATION_ACTS,
      BRING_BACK,
      REVIEW_ACCESS,
      ...TAKE_OVER_ACTS,
      ...TOKEN_DECISION_ACTS,
      ...PURGE_ACTS,
    ],
  },
  { fr: 'Fichiers importés', en: 'Files imported', acts: IMPORT_ACTS },
  {
    fr: 'Postes SPAN',
    en: 'SPAN workstations',
    acts: [...CHECKLIST_ACTS, ...WORKSTATION_ACTS, ...RECORD_ACTS],
  },
  {
    fr: 'Campagnes de postes',
    en: 'Campaigns of workstations',
    acts: [...CAMPAIGN_ACTS, ...TAKE_OUT_ACTS, ...MOVE_DAY_ACTS, ...PLANNING_ACTS, ...CAMPAIGN_TOKEN_ACTS],
  },
  {
    fr: 'Stock de jetons',
    en: 'Stock of tokens',
    acts: [...STOCK_ACTS, ...EXPECTED_ACTS, ...LOCATION_ACTS, ...TRANSFER_ACTS, ...COUNT_ACTS, ...WATCHING_ACTS],
  },
  { fr: 'Demande et approbation', en: 'Request and approval', acts: REQUEST_ACTS },
  { fr: 'Production', en: 'Production', acts: [...ROSTER_ACTS, ...BEGIN_ACTS, ...SEAL_ACTS] },
  { fr: 'Certificats', en: 'Certificates', acts: CERTIFICATE_ACTS },
  { fr: 'Autorités et listes de révocation', en: 'Authorities and CRLs', acts: [...AUTHORITY_ACTS, ...CRL_ACTS] },
  {
    fr: 'Remise',
    en: 'Hand-over',
    acts: [
      ...APPOINTMENT_ACTS,
      ...HANDOVER_ACTS,
      ...PICKUP_CODE_ACTS,
      ...RECEIVING_ACTS,
      ...REBINDING_ACTS,
      ...PAPER_ACTS,
    ],
  },
  { fr: 'Lettres et étiquettes', en: 'Letters and labels', acts: LETTER_ACTS },
  { fr: 'Révocation et échéance', en: 'Revocation and end', acts: [...REVOCATION_ACTS, ...EXPIRY_ACTS] },
  { fr: 'Incidents', en: 'Incidents', acts: INCIDENT_ACTS },
  { fr: 'Rappels', en: 'Recalls', acts: [...RECALL_ACTS, ...REPLACING_ACTS] },
  { fr: 'Restauration', en: 'Restore', acts: RESTORE_ACTS },
  { fr: 'Réglages', en: 'Settings', acts: SETTING_ACTS },
  { fr: 'Le journal et les auditeurs', en: 'The journal and auditors', acts: AUDIT_ACTS },
  { fr: 'Listes téléchargées', en: 'Lists downloaded', acts: LIST_EXPORT_ACTS },
  { fr: 'Le service', en: 'The service', acts: [...SERVICE_ACTS, ...OFFLINE_ACTS] },
];

const ALL = BOOK_STEPS.flatMap(({ acts }) => acts);
/** Every act by its key. */
export const ACTS: ReadonlyMap<string, ActRule> = new Map(ALL.map((rule) => [rule.key, rule]));
const nameOf = ({ key }: ActRule): string => key.replace(/[ !].*$/, '');
/** Names of acts that no earlier step has. */
function firstNamed(acts: readonly ActRule[], earlier: readonly { acts: readonly ActRule[] }[]): string[] {
  const known = new Set(earlier.flatMap((step) => step.acts.map(nameOf)));
  return [...new Set(acts.map(nameOf))].filter((name) => !known.has(name));
}
const NAMES: ReadonlySet<string> = new Set(ALL.map(nameOf));
/** Whether an entry's action is that of an act. */
const isActName = (action: string): boolean => NAMES.has(action);
/** Names of no act under which a refusal is recorded: rights, and looking people up, which is counted. */
const RIGHT_ONLY: ReadonlySet<string> = new Set([...RIGHTS, 'directory.search']);
/** Whether an entry may have this action: an act's, or a right's of which a refusal was recorded. */
export const isEntryAction = (action: string): boolean => isActName(action) || RIGHT_ONLY.has(action);
/** The names of what entries have as their action, each once: of the acts of each step, and of rights that are refused. */
export const ENTRY_ACTIONS: { steps: readonly (Words & { actions: readonly string[] })[]; refused: readonly string[] } =
  {
    steps: BOOK_STEPS.map(({ fr, en, acts }, i) => ({ fr, en, actions: firstNamed(acts, BOOK_STEPS.slice(0, i)) })),
    refused: [...RIGHT_ONLY].filter((name) => !isActName(name)),
  };
