import type { Role } from './tables.ts';

/** What somebody may have a right to do. An act of the journal (acts/) names the right that it takes. */
export const RIGHTS = [
  'account.disable',
  'account.endGrant',
  'account.endSessions',
  'account.grant',
  'account.invite',
  'account.read',
  'account.vouch',
  'bench.read',
  'credential.download',
  'credential.release',
  'destruction.print',
  'dualControl.confirm',
  'dualControl.propose',
  'dualControl.read',
  'dualControl.readOwn',
  'handover.accept',
  'handover.challenge',
  'handover.confirmReceipt',
  'handover.handOver',
  'handover.repeat',
  'handover.ship',
  'journal.compare',
  'journal.export',
  'journal.open',
  'journal.read',
  'journal.verify',
  'label.print',
  'leaver.read',
  'letter.confirm',
  'letter.print',
  'letter.read',
  'mail.change',
  'mail.read',
  'offline.standBy',
  'paper.print',
  'person.import',
  'person.read',
  'policy.read',
  'production.produce',
  'purge.read',
  'queue.read',
  'report.read',
  'request.amend',
  'request.approve',
  'request.askInformation',
  'request.putBack',
  'request.read',
  'request.reject',
  'request.submit',
  'request.takeBackApproval',
  'request.withdraw',
  'stock.change',
  'stock.read',
  'stock.receive',
  'stock.recycle',
  'suggestion.dismiss',
  'surge.end',
  'token.destroy',
  'token.releaseSoPin',
  'token.reportLoss',
  'token.revealSoPin',
  'token.revoke',
  'token.revokeByCode',
  'token.unblock',
  'workstation.block',
  'workstation.certify',
  'workstation.change',
  'workstation.import',
  'workstation.read',
  'workstation.register',
  'workstation.signItem',
  'workstation.takeOver',
] as const;
export type Right = (typeof RIGHTS)[number];

/** How caller and object stand to each other; each word is defined once, in relations.ts. */
export type Relation =
  | 'anyone'
  | 'own'
  | 'asked'
  | 'their-service'
  | 'scope'
  | 'not-own'
  | 'not-approved'
  | 'not-produced'
  | 'not-brought-in'
  | 'not-commissioned'
  | 'not-carried'
  | 'not-self'
  | 'proposed';

/** A role has a right, on objects that stand in all these relations to whoever acts. */
export interface Sentence {
  role: Role;
  act: Right;
  relations: readonly Relation[];
  /** The act needs a fresh factor (step-up). */
  fresh?: true;
  /**
   * One factor is enough, also where two are asked for: somebody who reports a lost token must not have to look for a
   * key first.
   */
  urgent?: true;
}
const s = (role: Role, act: Right, ...relations: Relation[]): Sentence => ({ role, act, relations });
const fresh = (role: Role, act: Right, ...relations: Relation[]): Sentence => ({ role, act, relations, fresh: true });
const urgent = (role: Role, act: Right, ...relations: Relation[]): Sentence => ({
  role,
  act,
  relations,
  urgent: true,
});

/**
 * The one table of rights: a role, an act, and how whoever holds the role stands to what they act on. The flow enforces it;
 * the doors ask it which buttons and menus to show.
 */
export const SENTENCES: readonly Sentence[] = [
  s('agent', 'request.submit', 'own'),
  s('agent', 'request.read', 'own'),
  s('agent', 'request.amend', 'own'),
  s('agent', 'request.withdraw', 'own'),
  s('agent', 'handover.accept', 'own'),
  s('agent', 'handover.confirmReceipt', 'own'),
  urgent('agent', 'token.reportLoss', 'own'),
  s('agent', 'credential.download', 'own'),
  s('correspondent', 'request.submit', 'their-service'),
  s('correspondent', 'request.read', 'their-service'),
  s('correspondent', 'request.amend', 'asked'),
  s('correspondent', 'request.withdraw', 'asked'),
  s('correspondent', 'handover.accept', 'their-service', 'not-carried'),
  s('correspondent', 'handover.confirmReceipt', 'their-service', 'not-carried'),
  s('correspondent', 'token.reportLoss', 'their-service'),
  s('correspondent', 'person.read', 'their-service'),
  s('approver', 'request.read', 'scope'),
  s('approver', 'request.approve', 'scope', 'not-own'),
  s('approver', 'request.takeBackApproval', 'scope'),
  s('approver', 'request.reject', 'scope', 'not-own'),
  s('approver', 'request.askInformation', 'scope', 'not-own'),
  fresh('approver', 'token.revoke', 'scope'),
  s('approver', 'leaver.read', 'scope'),
  s('technician', 'request.read', 'anyone'),
  s('technician', 'person.read', 'anyone'),
  s('technician', 'workstation.read', 'anyone'),
  s('technician', 'workstation.register', 'anyone'),
  s('technician', 'workstation.import', 'anyone'),
  s('technician', 'workstation.signItem', 'anyone'),
  s('technician', 'workstation.change', 'anyone'),
  fresh('technician', 'workstation.certify', 'not-brought-in', 'not-commissioned'),
  fresh('technician', 'workstation.takeOver', 'anyone'),
  s('technician', 'stock.read', 'anyone'),
  s('technician', 'stock.receive', 'anyone'),
  s('technician', 'stock.change', 'anyone'),
  s('technician', 'stock.recycle', 'anyone'),
  fresh('technician', 'token.unblock', 'anyone'),
  fresh('technician', 'token.destroy', 'anyone'),
  s('technician', 'dualControl.readOwn', 'anyone'),
  fresh('technician', 'token.releaseSoPin', 'anyone'),
  fresh('technician', 'token.revealSoPin', 'proposed'),
  s('technician', 'destruction.print', 'anyone'),
  fresh('technician', 'production.produce', 'not-own', 'not-approved'),
  s('technician', 'bench.read', 'anyone'),
  s('technician', 'queue.read', 'anyone'),
  s('technician', 'request.putBack', 'anyone'),
  s('technician', 'handover.challenge', 'anyone'),
  s('technician', 'handover.accept', 'anyone'),
  s('technician', 'handover.handOver', 'anyone'),
  s('technician', 'handover.ship', 'anyone'),
  s('technician', 'handover.repeat', 'anyone'),
  s('technician', 'token.revokeByCode', 'anyone'),
  s('approver', 'token.revokeByCode', 'anyone'),
  s('security-officer', 'token.revokeByCode', 'anyone'),
  s('technician', 'paper.print', 'anyone'),
  s('technician', 'letter.read', 'anyone'),
  s('technician', 'label.print', 'anyone'),
  s('technician', 'letter.print', 'not-produced', 'not-carried'),
  s('technician', 'letter.confirm', 'not-produced', 'not-carried'),
  fresh('technician', 'credential.release', 'not-own', 'not-approved'),
  s('security-officer', 'request.read', 'anyone'),
  s('security-officer', 'stock.read', 'anyone'),
  s('security-officer', 'workstation.read', 'anyone'),
  s('security-officer', 'workstation.block', 'anyone'),
  s('technician', 'workstation.block', 'anyone'),
  fresh('security-officer', 'workstation.takeOver', 'anyone'),
  fresh('security-officer', 'token.revoke', 'anyone'),
  s('security-officer', 'leaver.read', 'anyone'),
  fresh('security-officer', 'token.unblock', 'anyone'),
  fresh('security-officer', 'token.destroy', 'anyone'),
  fresh('security-officer', 'token.releaseSoPin', 'anyone'),
  fresh('security-officer', 'token.revealSoPin', 'proposed'),
  s('security-officer', 'destruction.print', 'anyone'),
  s('security-officer', 'surge.end', 'anyone'),
  s('security-officer', 'policy.read', 'anyone'),
  s('security-officer', 'purge.read', 'anyone'),
  fresh('security-officer', 'dualControl.propose', 'anyone'),
  fresh('security-officer', 'dualControl.confirm', 'not-self'),
  s('security-officer', 'dualControl.read', 'anyone'),
  /** Beside the stopped service, together with an administrator. */
  s('security-officer', 'offline.standBy', 'anyone'),
  s('security-officer', 'journal.read', 'anyone'),
  s('security-officer', 'journal.compare', 'anyone'),
  s('security-officer', 'report.read', 'anyone'),
  s('auditor', 'journal.read', 'anyone'),
  s('auditor', 'journal.verify', 'anyone'),
  s('auditor', 'journal.compare', 'anyone'),
  fresh('auditor', 'journal.export', 'anyone'),
  fresh('auditor', 'journal.open', 'anyone'),
  s('auditor', 'policy.read', 'anyone'),
  s('auditor', 'report.read', 'anyone'),
  s('administrator', 'person.read', 'anyone'),
  s('administrator', 'person.import', 'anyone'),
  s('administrator', 'workstation.import', 'anyone'),
  fresh('administrator', 'workstation.takeOver', 'anyone'),
  s('administrator', 'workstation.read', 'anyone'),
  s('administrator', 'account.invite', 'not-self'),
  fresh('administrator', 'account.vouch', 'not-self'),
  fresh('security-officer', 'account.vouch', 'not-self'),
  s('administrator', 'account.grant', 'not-self'),
  s('administrator', 'account.endGrant', 'not-self'),
  s('administrator', 'account.disable', 'not-self'),
  fresh('administrator', 'account.endSessions', 'not-self'),
  s('administrator', 'account.read', 'anyone'),
  s('administrator', 'suggestion.dismiss', 'not-self'),
  s('administrator', 'mail.read', 'anyone'),
  s('administrator', 'mail.change', 'anyone'),
  fresh('administrator', 'dualControl.propose', 'anyone'),
  fresh('administrator', 'dualControl.confirm', 'not-self'),
  s('administrator', 'dualControl.read', 'anyone'),
  s('administrator', 'surge.end', 'anyone'),
  s('administrator', 'policy.read', 'anyone'),
  s('administrator', 'purge.read', 'anyone'),
  s('administrator', 'report.read', 'anyone'),
  s('supervisor', 'report.read', 'anyone'),
  s('supervisor', 'request.read', 'anyone'),
  s('supervisor', 'queue.read', 'anyone'),
  s('supervisor', 'surge.end', 'anyone'),
  s('supervisor', 'policy.read', 'anyone'),
  s('technician', 'report.read', 'anyone'),
  s('approver', 'report.read', 'anyone'),
];
