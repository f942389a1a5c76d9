import { AppError, type ErrorCode } from '../errors.ts';
import type { GrantRow, Role } from './tables.ts';

/** Who acts, as the door that let them in knows them. */
export interface Caller {
  personId: string;
  /** The service the person belongs to. */
  service: string;
  grants: readonly Pick<GrantRow, 'role' | 'scope' | 'validFrom' | 'validUntil' | 'revokedAt'>[];
  /** Roles that the means of sign-in may use (an API token's scopes); undefined: all that were granted. */
  scopes?: readonly Role[];
  /** Roles held that this way in may not use for want of a second factor: they may do what asks for one only. */
  oneFactor?: readonly Role[];
  /** Until when a factor given moments ago counts as fresh; 0 for a plain API token. */
  freshUntil: number;
}

/** What an act is done to, as far as a right depends on it. Persons are compared, never accounts. */
export interface ActedOn {
  holderId?: string | null;
  askerId?: string | null;
  approverIds?: readonly string[];
  producerId?: string | null;
  service?: string;
  personId?: string;
  proposerId?: string;
  commissionerId?: string | null;
  /** Who has or had the token in hand on its way to its holder. */
  carrierIds?: readonly string[];
}

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
  'journal.export',
  'journal.open',
  'journal.read',
  'journal.verify',
  'leaver.read',
  'letter.confirm',
  'letter.print',
  'letter.read',
  'mail.change',
  'mail.read',
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
] as const;
export type Right = (typeof RIGHTS)[number];

/** How caller and object stand to each other; each word is defined once, in RELATIONS. */
export type Relation =
  | 'anyone'
  | 'own'
  | 'asked'
  | 'their-service'
  | 'scope'
  | 'not-own'
  | 'not-involved'
  | 'not-produced'
  | 'not-commissioned'
  | 'not-carried'
  | 'not-self'
  | 'proposed';

interface Sentence {
  role: Role;
  act: Right;
  relations: readonly Relation[];
  /** The act needs a fresh factor (step-up). */
  fresh?: true;
  /** One factor is enough, wherever two are asked for: nobody looks for a key while their token is out there. */
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

/** The one table of rights: role, act, and how they stand to what they act on. Doors and console ask it; the flow enforces it. */
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
  fresh('technician', 'workstation.certify', 'not-commissioned'),
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
  fresh('technician', 'production.produce', 'not-involved'),
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
  s('technician', 'letter.print', 'not-produced', 'not-carried'),
  s('technician', 'letter.confirm', 'not-produced', 'not-carried'),
  fresh('technician', 'credential.release', 'not-involved'),
  s('security-officer', 'request.read', 'anyone'),
  s('security-officer', 'stock.read', 'anyone'),
  s('security-officer', 'workstation.read', 'anyone'),
  s('security-officer', 'workstation.block', 'anyone'),
  s('technician', 'workstation.block', 'anyone'),
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
  s('security-officer', 'journal.read', 'anyone'),
  s('security-officer', 'report.read', 'anyone'),
  s('auditor', 'journal.read', 'anyone'),
  s('auditor', 'journal.verify', 'anyone'),
  fresh('auditor', 'journal.export', 'anyone'),
  fresh('auditor', 'journal.open', 'anyone'),
  s('auditor', 'policy.read', 'anyone'),
  s('auditor', 'report.read', 'anyone'),
  s('administrator', 'person.read', 'anyone'),
  s('administrator', 'person.import', 'anyone'),
  s('administrator', 'workstation.import', 'anyone'),
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

/** A scope covers a service and everything below it: `PREF-33` covers `PREF-33/DCL`; `*` covers all. */
export function covers(scope: string, service: string | undefined): boolean {
  return scope === '*' || (service !== undefined && (service === scope || service.startsWith(`${scope}/`)));
}

type Judge = (caller: Caller, object: ActedOn, scopes: readonly string[]) => ErrorCode | undefined;
const unless = (fine: boolean, code: ErrorCode): ErrorCode | undefined => (fine ? undefined : code);

/** What each relation means, and the code of the refusal when it does not hold. */
const RELATIONS: Readonly<Record<Relation, Judge>> = {
  anyone: () => undefined,
  own: (c, o) => unless(o.holderId === c.personId, 'forbidden'),
  asked: (c, o) => unless(o.askerId === c.personId, 'forbidden'),
  'their-service': (c, o) => unless(covers(c.service, o.service), 'out_of_scope'),
  scope: (_, o, scopes) =>
    unless(
      scopes.some((scope) => covers(scope, o.service)),
      'out_of_scope',
    ),
  'not-own': (c, o) => unless(o.holderId !== c.personId && o.askerId !== c.personId, 'own_request'),
  'not-involved': (c, o) => {
    if (o.holderId === c.personId || o.askerId === c.personId) return 'own_request';
    return unless(!o.approverIds?.includes(c.personId), 'same_person');
  },
  'not-produced': (c, o) => unless(o.producerId !== c.personId, 'same_person'),
  'not-commissioned': (c, o) => unless(o.commissionerId !== c.personId, 'same_person'),
  'not-carried': (c, o) => unless(!o.carrierIds?.includes(c.personId), 'same_person'),
  'not-self': (c, o) => unless(o.personId !== c.personId, 'same_person'),
  proposed: (c, o) => unless(o.proposerId === c.personId, 'forbidden'),
};

/** The grants that hold at `now`. */
function liveGrants(caller: Caller, now: number): Caller['grants'] {
  return caller.grants.filter(
    (g) => g.revokedAt === null && (g.validFrom ?? 0) <= now && (g.validUntil ?? Number.MAX_SAFE_INTEGER) > now,
  );
}

/** The roles a caller holds at `now`, by what was granted and what the means of sign-in may use. */
export function rolesOf(caller: Caller, now: number): Role[] {
  const roles = [...new Set(liveGrants(caller, now).map((g) => g.role))];
  return caller.scopes ? roles.filter((role) => caller.scopes?.includes(role)) : roles;
}

/** The services that a role of the caller's covers at `now`. */
export function scopesOf(caller: Caller, role: Role, now: number): string[] {
  return liveGrants(caller, now)
    .filter((g) => g.role === role)
    .map((g) => g.scope);
}

const MESSAGES: Partial<Record<ErrorCode, string>> = {
  forbidden: 'none of your roles may do this',
  out_of_scope: 'this belongs to a service outside your scope: ask its own approver or correspondent',
  own_request: 'you asked for this or would hold it: another person must act',
  same_person: 'you had another part in this: a second person must act',
  fresh_factor_needed: 'confirm with your password first: this act needs a factor given moments ago',
};

/** Whether `caller` may do `act` to `object`: the role under which, or the code of the best-fitting refusal. */
export function judge(
  caller: Caller,
  act: string,
  object: ActedOn,
  now: number,
): { role: Role } | { refusal: ErrorCode; role: Role } {
  const roles = rolesOf(caller, now);
  const fallback: Role = roles[0] ?? 'agent';
  let refusal: { refusal: ErrorCode; role: Role } = { refusal: 'forbidden', role: fallback };
  for (const sentence of SENTENCES) {
    const reaches = roles.includes(sentence.role) || (sentence.urgent && caller.oneFactor?.includes(sentence.role));
    if (sentence.act !== act || !reaches) continue;
    const scopes = scopesOf(caller, sentence.role, now);
    const broken = sentence.relations
      .map((r) => RELATIONS[r](caller, object, scopes))
      .find((code) => code !== undefined);
    if (broken === undefined && (!sentence.fresh || caller.freshUntil > now)) return { role: sentence.role };
    refusal = { refusal: broken ?? 'fresh_factor_needed', role: sentence.role };
  }
  return refusal;
}

/** As `judge`, but throws the refusal as an AppError with {act, role}. */
export function authorise(caller: Caller, act: string, object: ActedOn, now: number): Role {
  const verdict = judge(caller, act, object, now);
  if ('refusal' in verdict) {
    const message = MESSAGES[verdict.refusal] ?? 'this is not allowed';
    throw new AppError(verdict.refusal, message, { detail: { act, role: verdict.role } });
  }
  return verdict.role;
}

/** Roles that one person may not hold together: the auditor holds nothing else; officer and administrator exclude each other. */
export function exclusive(a: Role, b: Role): boolean {
  if (a === b) return false;
  const pair = new Set<Role>([a, b]);
  if (pair.has('auditor')) return true;
  return pair.has('security-officer') && pair.has('administrator');
}

/** Roles whose grant is an act of dual control. */
export const OPERATOR_ROLES: readonly Role[] = [
  'technician',
  'approver',
  'security-officer',
  'auditor',
  'administrator',
];

/** Somebody who acts, as the relations see them. */
export interface Actor {
  personId: string;
  service: string;
  /** The services that the role covers. */
  scopes: readonly string[];
}

/**
 * Whether somebody in this role may do what the right says to this object: undefined, or the code of the first relation that
 * is broken; `forbidden` where the role has no such right. A fact that is missing breaks the relation that needs it.
 */
export function brokenRelation(role: Role, right: Right, actor: Actor, object: ActedOn): ErrorCode | undefined {
  const sentences = SENTENCES.filter((sentence) => sentence.role === role && sentence.act === right);
  if (sentences.length === 0) return 'forbidden';
  const caller: Caller = { personId: actor.personId, service: actor.service, grants: [], freshUntil: 0 };
  const broken = sentences.map(({ relations }) =>
    relations.map((name) => RELATIONS[name](caller, object, actor.scopes)).find((code) => code !== undefined),
  );
  return broken.includes(undefined) ? undefined : broken[0];
}
