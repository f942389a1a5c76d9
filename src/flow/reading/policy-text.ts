import { CHECKLISTS } from '../../book/checklists.ts';
import { INITIAL, LIFECYCLE } from '../../book/lifecycle.ts';
import { OPERATOR_ROLES, SENTENCES } from '../../book/rights.ts';
import { canonical } from '../../journal/canonical.ts';
import { POLICIES } from '../two-persons/limits.ts';

/** The rules in force, as text for auditors: lifecycle, rights, checklists, profiles. Its SHA-256 is in the journal. */
export function policyText(about: { origin: string; profiles: readonly { name: string; hash: string }[] }): string {
  const rights = SENTENCES.map(({ role, act, relations, fresh }) => ({ role, act, relations, fresh: fresh === true }));
  return `${canonical({ ...about, lifecycle: LIFECYCLE, initial: INITIAL, rights, operatorRoles: OPERATOR_ROLES, checklists: CHECKLISTS, policies: POLICIES })}\n`;
}
