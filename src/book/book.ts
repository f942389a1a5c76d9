import { CERTIFICATE_ACTS } from './acts/certificate.ts';
import { HANDOVER_ACTS } from './acts/handover.ts';
import { LETTER_ACTS } from './acts/letters.ts';
import { BEGIN_ACTS } from './acts/production.ts';
import { REQUEST_ACTS } from './acts/request.ts';
import { REVOCATION_ACTS } from './acts/revocation.ts';
import { SEAL_ACTS } from './acts/sealing.ts';
import { STOCK_ACTS } from './acts/stock.ts';
import { WORKSTATION_ACTS } from './acts/workstation.ts';
import type { ActRule, Words } from './language.ts';
import { RIGHTS } from './rights.ts';

/** The number of the book in force: it goes up with every change of what may happen. */
export const BOOK_NUMBER = 1;

/** The steps of the process in order, each with its acts. */
export const BOOK_STEPS: readonly (Words & { acts: readonly ActRule[] })[] = [
  { fr: 'Postes SPAN', en: 'SPAN workstations', acts: WORKSTATION_ACTS },
  { fr: 'Stock de jetons', en: 'Stock of tokens', acts: STOCK_ACTS },
  { fr: 'Demande et approbation', en: 'Request and approval', acts: REQUEST_ACTS },
  { fr: 'Production', en: 'Production', acts: [...BEGIN_ACTS, ...SEAL_ACTS] },
  { fr: 'Certificats', en: 'Certificates', acts: CERTIFICATE_ACTS },
  { fr: 'Remise', en: 'Hand-over', acts: HANDOVER_ACTS },
  { fr: 'Lettres et étiquettes', en: 'Letters and labels', acts: LETTER_ACTS },
  { fr: 'Révocation', en: 'Revocation', acts: REVOCATION_ACTS },
];

const ALL = BOOK_STEPS.flatMap(({ acts }) => acts);
/** Every act by its key. */
export const ACTS: ReadonlyMap<string, ActRule> = new Map(ALL.map((rule) => [rule.key, rule]));
const NAMES: ReadonlySet<string> = new Set(ALL.map(({ key }) => key.replace(/[ !].*$/, '')));
/** Whether an entry's action is that of an act. */
export const isActName = (action: string): boolean => NAMES.has(action);
/** Rights under whose name a refusal is recorded. */
export const RIGHT_ONLY: ReadonlySet<string> = new Set(RIGHTS);
