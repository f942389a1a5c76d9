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
  'account.endSessions',
  'session.endAll',
  'apiToken.revoke',
];
/** Decisions of two persons that do; a recovery takes the account from whoever has its ways in. */
const DECIDED: readonly unknown[] = ['recall.open', 'access.review', 'account.recover'];
const OF_TWO = ['dualControl.propose', 'dualControl.confirm'];
/** Whether an act takes access away: whoever edited a row beside it does not keep anybody from it. */
export const takesAccessAway = ({ action }: Pick<NewEntry, 'action'>): boolean => TAKING_AWAY.includes(action);

/** What an act is, as far as its urgency depends on it; of a decision of two persons `detail.act` says what is decided. */
interface Urgency {
  action: string;
  detail?: Readonly<Record<string, unknown>> | undefined;
}
/** Whether an act goes before all that waits for the writer: it takes access away, or two persons decide what does. */
export const goesFirst = ({ action, detail }: Urgency): boolean =>
  takesAccessAway({ action }) || (OF_TWO.includes(action) && DECIDED.includes(detail?.['act']));

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
export function isUrgent({ actor, outcome, ...act }: Pick<NewEntry, 'actor' | 'outcome'> & Urgency): boolean {
  return actor === 'system' || outcome !== 'done' || URGENT.has(act.action) || goesFirst(act);
}
