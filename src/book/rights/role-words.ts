import type { Words } from '../language/language.ts';
import type { Role } from '../tables/codes.ts';

/** What each role is called, in sentences of the book. */
export const ROLE_WORDS: Readonly<Record<Role, Words>> = {
  agent: { fr: 'agent', en: 'agent' },
  correspondent: { fr: 'correspondant', en: 'correspondent' },
  approver: { fr: 'valideur', en: 'approver' },
  technician: { fr: 'technicien', en: 'technician' },
  'security-officer': { fr: 'responsable sécurité', en: 'security officer' },
  auditor: { fr: 'auditeur', en: 'auditor' },
  administrator: { fr: 'administrateur', en: 'administrator' },
  supervisor: { fr: 'superviseur', en: 'supervisor' },
};
