import type { Entry } from '../journal/entry.ts';

/** How much an entry weighs: for the header of a message and for the words of the event, one table. */
const WEIGHTS = {
  /** A record of the database is not as the journal says. */
  distrusted: { syslog: 1, cef: 10 },
  /** Phishing or ransomware was reported: somebody has to be woken. */
  incident: { syslog: 2, cef: 8 },
  failed: { syslog: 3, cef: 7 },
  refused: { syslog: 4, cef: 6 },
  grave: { syslog: 5, cef: 5 },
  done: { syslog: 6, cef: 3 },
} as const;
type Weight = keyof typeof WEIGHTS;

/** What somebody has to be woken for. */
const ALARMS: Readonly<Record<string, Weight>> = { 'row.distrust': 'distrusted', 'incident.report': 'incident' };
/** Acts that give or take power or access, or touch keys and records: rare, and looked for first afterwards. */
export const GRAVE: ReadonlySet<string> = new Set([
  'account.grant',
  'account.endGrant',
  'account.disable',
  'account.firstLink',
  'session.letIn',
  'apiToken.create',
  'token.revoke',
  'token.reportLoss',
  'token.revokeByCode',
  'credential.giveUp',
  'person.revokeAll',
  'recall.hit',
  'recall.revoke',
  'workstation.block',
  'workstation.lose',
  'workstation.retire',
  'workstation.giveBack',
  'workstation.takeOver',
  'certificate.lost',
  'incident.block',
  'incident.blockWorkstation',
  'incident.blockPerson',
  'token.rebind',
  'token.unblock',
  'token.revealSoPin',
  'person.purge',
  'checklist.adopt',
  'profile.adopt',
  'configuration.adopt',
  'configuration.changed',
  'authority.adopt',
  'authority.revoke',
  'ca.begin',
  'ca.ceremony',
  'ca.renew',
  'ca.revoke',
  'vault.begin',
  'vault.rotate',
  'journal.export',
  'journal.restore',
  'restore.copyFound',
  'row.repair',
  'row.trust',
  'clock.step',
  'node.lost',
]);

/** How much an entry weighs; what was refused did not happen, and is no alarm. */
const weightOf = ({ action, outcome }: Pick<Entry, 'action' | 'outcome'>): Weight =>
  outcome === 'done' ? (ALARMS[action] ?? (GRAVE.has(action) ? 'grave' : 'done')) : outcome;
/** Whether somebody has to be woken for an entry. */
export const isAlarm = (entry: Pick<Entry, 'action' | 'outcome'>): boolean =>
  entry.outcome === 'done' && entry.action in ALARMS;
/** Severity of RFC 5424, table 2: 1 alert, 2 critical, 3 error, 4 warning, 5 notice, 6 informational. */
export const syslogSeverity = (entry: Pick<Entry, 'action' | 'outcome'>): number => WEIGHTS[weightOf(entry)].syslog;
/** Severity of the Common Event Format, 0 to 10. */
export const cefSeverity = (entry: Pick<Entry, 'action' | 'outcome'>): number => WEIGHTS[weightOf(entry)].cef;
