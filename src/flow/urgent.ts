import type { NewEntry } from './ports/store.ts';

/**
 * Acts that go on while the disk is nearly full: those that take access away, sign-in as far as they need it, and the
 * later steps of what has begun. All other acts are refused until there is room again.
 */
const URGENT: ReadonlySet<string> = new Set([
  ...['token.revoke', 'token.reportLoss', 'token.revokeByCode', 'person.revokeAll', 'workstation.block'],
  ...['workstation.lose', 'workstation.retire'],
  ...['account.disable', 'account.endGrant', 'authority.intend', 'authority.make', 'authority.revoke'],
  ...['session.letIn', 'passkey.use'],
  ...['certificate.intend', 'certificate.issue', 'production.seal', 'production.undo', 'request.putBack'],
]);

/** What the service does by itself goes on too (CRLs, undoing, expiry), as do refusals: their pace is bounded (rate-limit.ts). */
export function isUrgent({ actor, action, outcome }: Pick<NewEntry, 'actor' | 'action' | 'outcome'>): boolean {
  return actor === 'system' || outcome !== 'done' || URGENT.has(action);
}
