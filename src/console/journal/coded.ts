import type { CodeColumn } from '../../book/tables/columns.ts';
import type { TableName, Tables } from '../../book/tables/tables.ts';
import type { Key } from '../frame/translate.ts';

/** The key of a code's words; of a column whose codes TypeScript does not know, what may be one. */
type KeyOf<V> = string extends V ? (code: string) => string : (code: V & string) => Key;
type Coded = {
  readonly [T in TableName as [CodeColumn<T>] extends [never] ? never : T]: {
    readonly [C in CodeColumn<T> & keyof Tables[T]]: KeyOf<NonNullable<Tables[T][C]>>;
  };
};

/**
 * By which words a page says the codes of each column: the same as other pages have. A code column without words, or a code
 * of it, does not compile.
 */
const CODED: Coded = {
  apiToken: { scopes: (role) => `role.${role}` },
  authority: {
    kind: (kind) => `coded.authority.${kind}`,
    purpose: (purpose) => `coded.authority.purpose.${purpose}`,
  },
  campaign: {
    kind: (kind) => `coded.campaign.${kind}`,
    tokens: (tokens) => `campaign.tokens.${tokens}`,
    checklist: (checklist) => `campaign.checklist.${checklist}`,
    way: (way) => `campaign.way.${way}`,
    reason: (reason) => `campaign.reason.${reason}`,
  },
  campaignItem: {
    reason: (reason) => `campaign.moved.${reason}`,
    blocked: (blocker) => `campaign.blocker.${blocker}`,
    outcome: (outcome) => `campaign.outcome.${outcome}`,
    tokenLeft: (left) => `campaign.tokenLeft.${left}`,
  },
  certificate: {
    profile: (profile) => `profile.${profile}`,
    revocationReason: (reason) => `revocation.${reason}`,
  },
  checkItem: { item: (code) => code },
  checklist: { purpose: (purpose) => `checklist.${purpose}` },
  device: { kind: (kind) => `coded.device.${kind}` },
  expectedDelivery: { reason: (reason) => `delivery.reason.${reason}` },
  grant: { role: (role) => `role.${role}` },
  handover: {
    mode: (mode) => `handover.mode.${mode}`,
    acceptanceProof: (proof) => `proof.${proof}`,
    receiptProof: (proof) => `proof.${proof}`,
  },
  identityCheck: {
    purpose: (purpose) => `coded.identity.${purpose}`,
    document: (document) => `document.${document}`,
  },
  import: { kind: (kind) => `import.kind.${kind}`, stopCode: (code) => `error.${code}` },
  incident: { kind: (kind) => `incident.short.${kind}`, outcome: (outcome) => `incident.outcome.${outcome}` },
  job: { failure: failureKey },
  letter: { kind: (kind) => `letter.kind.${kind}`, sentTo: (to) => `coded.address.${to}` },
  pickupCode: { way: (way) => `coded.codeWay.${way}` },
  promise: { reach: (reach) => `coded.reach.${reach}`, reason: (reason) => `coded.promise.${reason}` },
  proposal: { act: (act) => `dual.act.${act}` },
  recall: { kind: (kind) => `recall.kind.${kind}`, way: (way) => `recall.way.${way}` },
  recallItem: { found: (state) => `state.token.${state}`, left: (left) => `recall.left.${left}` },
  request: {
    kind: (kind) => `kind.${kind}`,
    profile: (profile) => `profile.${profile}`,
    reason: (reason) => `motif.replacement:${reason}`,
    priorityReason: (reason) => `priority.reason.${reason}`,
    endReason: (reason) => `request.ended.${reason}`,
  },
  roster: { reason: (reason) => `roster.reason.${reason}` },
  stockDifference: { kind: (kind) => `count.kind.${kind}`, reason: (reason) => `count.reason.${reason}` },
  workstation: { cameIn: (way) => `workstations.cameIn.${way}` },
};
/** Numbers that are codes: levels of priority. */
const LEVELS: Readonly<Record<string, readonly string[]>> = { request: ['priority', 'confirmedPriority'] };

function failureKey(code: string): string {
  return ['interrupted', 'counter'].includes(code) ? `coded.failure.${code}` : `error.${code}`;
}

/** By which words a code of a column is said; undefined for a column that holds none. */
export function codeKey(table: string, column: string, code: string | number): string | undefined {
  if (LEVELS[table]?.includes(column)) return `priority.${code}`;
  // an entry may hold any text: a code that is none of the set gives a key without words
  const columns = CODED as Readonly<Record<string, Readonly<Record<string, (code: string) => string>>>>;
  return named(named(columns, table), column)?.(String(code));
}

/** What stands under a name of its own: an entry may name anything, `constructor` too. */
const named = <T>(of: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  of !== undefined && Object.hasOwn(of, name) ? of[name] : undefined;

/** The same for codes that an entry's detail holds and no column, by `<action>.<member>`, else by `<member>`. */
const SAID: Readonly<Record<string, (code: string) => string>> = {
  cause: (code) => `coded.cause.${code}`,
  evidence: (code) => `coded.evidence.${code}`,
  form: (code) => `coded.form.${code}`,
  list: (code) => `coded.list.${code}`,
  outcome: (code) => `journal.outcome.${code}`,
  policy: (code) => `policy.name.${code}`,
  source: (code) => `coded.source.${code}`,
  template: (code) => `mail.${code}`,
  'ca.begin.act': (act) => `coded.offline.${act}`,
  'ca.ceremony.act': (act) => `coded.offline.${act}`,
  'ca.renew.act': (act) => `coded.offline.${act}`,
  'ca.revoke.act': (act) => `coded.offline.${act}`,
  'ca.root-crl.act': (act) => `coded.offline.${act}`,
  'vault.begin.act': (act) => `coded.offline.${act}`,
  'dualControl.confirm.reason': (code) => `officer.reason.${code}`,
  'row.distrust.kind': (code) => `coded.difference.${code}`,
  'row.repair.kind': (code) => `coded.difference.${code}`,
  'suggestion.dismiss.kind': (code) => `suggestions.kind.${code}`,
  'suggestion.dismiss.reason': (code) => `suggestions.reason.${code}`,
  'workstation.assign.reason': (code) => `record.reason.${code}`,
  'workstation.takeBack.reason': (code) => `record.reason.${code}`,
  'workstation.takeBackCleaned.reason': (code) => `coded.takenBack.${code}`,
  'workstation.takeBackFound.reason': (code) => `coded.takenBack.${code}`,
};
/** By which words a code in an entry's detail is said. */
export const saidKey = (action: string, member: string, code: string): string | undefined =>
  (named(SAID, `${action}.${member}`) ?? named(SAID, member))?.(code);

/** The same for codes in the arguments of two-person acts. */
const ARGUMENTS: Readonly<Record<string, (code: string) => string>> = {
  'access.review.outcome': (code) => `dual.review.${code}`,
  'officer.bringBack.reason': (code) => `officer.reason.${code}`,
  'policy.set.id': (code) => `policy.name.${code}`,
  'surge.start.reason': (code) => `surge.reason.${code}`,
};
/** By which words a code in the arguments of a two-person act is said. */
export const argumentKey = (act: string, argument: string, code: string): string | undefined =>
  named(ARGUMENTS, `${act}.${argument}`)?.(code);
