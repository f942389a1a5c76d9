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

/**
 * What an act is done to, as far as a right depends on it. Persons are compared, never accounts. Null says that there is
 * nobody; what is left out is not known, and whatever depends on it is refused.
 */
export interface ActedOn {
  holderId?: string | null;
  askerId?: string | null;
  approverIds?: readonly string[];
  producerId?: string | null;
  service?: string | null;
  personId?: string | null;
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
  | 'not-approved'
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

/** A scope covers a service and everything below it: `PREF-33` covers `PREF-33/DCL`; `*` covers all, and what belongs to no service. */
export function covers(scope: string, service: string | null): boolean {
  return scope === '*' || (service !== null && (service === scope || service.startsWith(`${scope}/`)));
}

/** Somebody who acts, as the relations see them. */
export interface Actor {
  personId: string;
  service: string;
  /** The services that the role covers. */
  scopes: readonly string[];
}
type Facts = Required<ActedOn>;
interface Meaning {
  /** What has to be known of the object: where one of them is not, the relation does not hold. */
  needs: readonly (keyof ActedOn)[];
  /** Of the refusal when it does not hold. */
  code: ErrorCode;
  holds(actor: Actor, object: Facts): boolean;
}
const relation = (code: ErrorCode, needs: Meaning['needs'], holds: Meaning['holds']): Meaning => ({
  needs,
  code,
  holds,
});

/** What each relation means. */
export const RELATIONS: Readonly<Record<Relation, Meaning>> = {
  anyone: relation('forbidden', [], () => true),
  own: relation('forbidden', ['holderId'], (a, o) => o.holderId === a.personId),
  asked: relation('forbidden', ['askerId'], (a, o) => o.askerId === a.personId),
  'their-service': relation('out_of_scope', ['service'], (a, o) => covers(a.service, o.service)),
  scope: relation('out_of_scope', ['service'], (a, o) => a.scopes.some((scope) => covers(scope, o.service))),
  'not-own': relation(
    'own_request',
    ['holderId', 'askerId'],
    (a, o) => o.holderId !== a.personId && o.askerId !== a.personId,
  ),
  'not-approved': relation('same_person', ['approverIds'], (a, o) => !o.approverIds.includes(a.personId)),
  'not-produced': relation('same_person', ['producerId'], (a, o) => o.producerId !== a.personId),
  'not-commissioned': relation('same_person', ['commissionerId'], (a, o) => o.commissionerId !== a.personId),
  'not-carried': relation('same_person', ['carrierIds'], (a, o) => !o.carrierIds.includes(a.personId)),
  'not-self': relation('same_person', ['personId'], (a, o) => o.personId !== a.personId),
  proposed: relation('forbidden', ['proposerId'], (a, o) => o.proposerId === a.personId),
};

/** The code of the first relation of a sentence that does not hold; undefined when all do. */
function broken({ relations }: Sentence, actor: Actor, object: ActedOn): ErrorCode | undefined {
  const wrong = relations
    .map((name) => RELATIONS[name])
    // with every fact that it needs, the object is complete as far as this relation looks at it
    .find(({ needs, holds }) => needs.some((fact) => object[fact] === undefined) || !holds(actor, object as Facts));
  return wrong?.code;
}

/** What somebody was granted, and what of it their way in may use: enough to say which roles they hold. */
export type Held = Pick<Caller, 'grants' | 'scopes' | 'oneFactor'>;

/** The grants that hold at `now`. */
function liveGrants(caller: Held, now: number): Caller['grants'] {
  return caller.grants.filter(
    (g) => g.revokedAt === null && (g.validFrom ?? 0) <= now && (g.validUntil ?? Number.MAX_SAFE_INTEGER) > now,
  );
}

/** The roles a caller holds at `now`, by what was granted and what the means of sign-in may use. */
export function rolesOf(caller: Held, now: number): Role[] {
  const roles = [...new Set(liveGrants(caller, now).map((g) => g.role))];
  return caller.scopes ? roles.filter((role) => caller.scopes?.includes(role)) : roles;
}

/** The services that a role of the caller's covers at `now`. */
export function scopesOf(caller: Held, role: Role, now: number): string[] {
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

/** The sentences for a right in the roles that the caller has here and now. */
function sentencesOf(caller: Held, right: Right, now: number): Sentence[] {
  const roles = rolesOf(caller, now);
  const reaches = ({ role, urgent: one }: Sentence) =>
    roles.includes(role) || (one && caller.oneFactor?.includes(role));
  return SENTENCES.filter((sentence) => sentence.act === right && reaches(sentence));
}

interface Refusal {
  refusal: ErrorCode;
  /** The role that the refusal is about. */
  role: Role;
}
/** Under which role, and whether a factor given moments ago is missing still. */
interface Granted {
  role: Role;
  needsFresh: boolean;
}

/** The best of these sentences: one that lacks nothing, else one that lacks a fresh factor, else the last refusal. */
function best(
  caller: Caller,
  sentences: readonly Sentence[],
  now: number,
  refusalOf: (sentence: Sentence) => ErrorCode | undefined,
): Granted | Refusal {
  let found: Granted | Refusal = { refusal: 'forbidden', role: rolesOf(caller, now)[0] ?? 'agent' };
  for (const sentence of sentences) {
    const { role } = sentence;
    const refusal = refusalOf(sentence);
    if (refusal === undefined) {
      if (!sentence.fresh || caller.freshUntil > now) return { role, needsFresh: false };
      found = { role, needsFresh: true };
    } else if ('refusal' in found) found = { refusal, role };
  }
  return found;
}

const judge = (caller: Caller, right: Right, object: ActedOn, now: number): Granted | Refusal =>
  best(caller, sentencesOf(caller, right, now), now, (sentence) =>
    broken(sentence, { ...caller, scopes: scopesOf(caller, sentence.role, now) }, object),
  );

function granted(verdict: Granted | Refusal, act: Right): Role {
  const { role } = verdict;
  const refusal = 'refusal' in verdict ? verdict.refusal : verdict.needsFresh ? 'fresh_factor_needed' : undefined;
  if (refusal === undefined) return role;
  throw new AppError(refusal, MESSAGES[refusal] ?? 'this is not allowed', { detail: { act, role } });
}

/**
 * The role under which `caller` may use the right on `object` now. Throws the best-fitting refusal as an AppError with
 * {act, role}. With `{}` it asks for a right on whatever it may be: one that depends on no fact.
 */
export const authorise = (caller: Caller, right: Right, object: ActedOn, now: number): Role =>
  granted(judge(caller, right, object, now), right);

/** Whether `authorise` would answer a role. */
export const may = (caller: Caller, right: Right, object: ActedOn, now: number): boolean => {
  const verdict = judge(caller, right, object, now);
  return 'needsFresh' in verdict && !verdict.needsFresh;
};

/** What can be offered to `caller` on `object`: undefined for nothing; `needsFresh`: once they have given a factor. */
export function offered(
  caller: Caller,
  right: Right,
  object: ActedOn,
  now: number,
): { needsFresh: boolean } | undefined {
  const verdict = judge(caller, right, object, now);
  return 'refusal' in verdict ? undefined : { needsFresh: verdict.needsFresh };
}

/** Whether there may be something on which `caller` can use the right, a fresh factor given: for menus and lists. */
export const mightEver = (caller: Held, right: Right, now: number): boolean =>
  sentencesOf(caller, right, now).length > 0;

/**
 * The first look before the object is known: throws `forbidden` where none of the caller's roles has the right, and
 * `fresh_factor_needed` where all that have it need one. Whatever it lets pass is authorised once the object is known.
 */
export const authoriseEver = (caller: Caller, right: Right, now: number): void =>
  void granted(
    best(caller, sentencesOf(caller, right, now), now, () => undefined),
    right,
  );

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

/**
 * Whether somebody in this role may use the right on this object: undefined, or the code of the first relation that is
 * broken; `forbidden` where the role has no such right. A fact that is missing breaks the relation that needs it.
 */
export function brokenRelation(role: Role, right: Right, actor: Actor, object: ActedOn): ErrorCode | undefined {
  const sentences = SENTENCES.filter((sentence) => sentence.role === role && sentence.act === right);
  const codes = sentences.map((sentence) => broken(sentence, actor, object));
  return codes.includes(undefined) ? undefined : (codes[0] ?? 'forbidden');
}
