import type { NewEntry } from './ports/store.ts';

/** What takes somebody's access away. */
const TAKING_AWAY: readonly string[] = [
  'token.revoke',
  'token.reportLoss',
  'token.revokeByCode',
  'credential.giveUp',
  'token.endTemporary',
  'person.revokeAll',
  'workstation.block',
  'incident.block',
  'incident.blockPerson',
  'incident.blockWorkstation',
  'workstation.lose',
  'workstation.retire',
  'workstation.giveBack',
  'recall.hit',
  'recall.revoke',
  'account.disable',
  'account.endGrant',
];
/** Whether an act takes access away: whoever edited a row beside it does not keep anybody from it. */
export const takesAccessAway = ({ action }: Pick<NewEntry, 'action'>): boolean => TAKING_AWAY.includes(action);

/**
 * Acts that go on while the disk is nearly full: those that take access away, sign-in as far as they need it, and the
 * later steps of what has begun. All other acts are refused until there is room again.
 */
const URGENT: ReadonlySet<string> = new Set([
  ...TAKING_AWAY,
  'incident.report',
  'authority.intend',
  'authority.make',
  'authority.revoke',
  'session.letIn',
  'passkey.use',
  'certificate.intend',
  'certificate.issue',
  'production.seal',
  'production.undo',
  'request.putBack',
  // a temporary token that comes back is revoked in the same act
  'token.return',
]);

/** What the service does by itself goes on too (CRLs, undoing, expiry), as do refusals: their pace is bounded (rate-limit.ts). */
export function isUrgent({ actor, action, outcome }: Pick<NewEntry, 'actor' | 'action' | 'outcome'>): boolean {
  return actor === 'system' || outcome !== 'done' || URGENT.has(action);
}
