import type { Kind } from './columns.ts';
import type { TableName } from './tables.ts';

/**
 * What a member of an entry's detail holds where its value alone does not say it: the same as a column (`token.state`), a kind
 * of value, `subject` (`table:id`) or `act` (the name of an act).
 */
export type SaidKind = Kind | 'subject' | 'act' | `${TableName}.${string}`;

/**
 * By `<action>.<member>` where an act means something of its own, else by `<member>`. What is missing here is shown as it is:
 * numbers, names, hashes, yes and no.
 */
const SAID: Readonly<Record<string, SaidKind>> = {
  act: 'code',
  action: 'act',
  actor: 'ref:person',
  campaign: 'ref:campaign',
  campaigns: 'ref:campaign',
  cause: 'code',
  clock: 'time',
  code: 'job.failure',
  confirmedBy: 'ref:person',
  document: 'identityCheck.document',
  evidence: 'code',
  failure: 'job.failure',
  form: 'code',
  holderIdBefore: 'ref:person',
  issuing: 'ref:authority',
  journal: 'time',
  kind: 'code',
  letter: 'ref:letter',
  list: 'code',
  nomade: 'ref:authority',
  officer: 'ref:person',
  outcome: 'code',
  policy: 'code',
  profile: 'certificate.profile',
  proof: 'handover.receiptProof',
  proposal: 'ref:proposal',
  reason: 'certificate.revocationReason',
  restored: 'time',
  role: 'grant.role',
  root: 'ref:authority',
  scope: 'grant.scope',
  seenPriority: 'request.priority',
  source: 'code',
  subject: 'subject',
  template: 'code',
  workstationIdBefore: 'ref:workstation',
  'access.refused.from': 'time',
  'access.refused.to': 'time',
  'account.invite.from': 'account.state',
  'accessLog.seal.date': 'day',
  'accessLog.seal.keptSince': 'day',
  'dualControl.confirm.act': 'proposal.act',
  'dualControl.propose.act': 'proposal.act',
  'campaign.replaceToken.item': 'ref:campaignItem',
  'dualControl.confirm.reason': 'code',
  'incident.block.reason': 'incident.kind',
  'incident.blockPerson.reason': 'incident.kind',
  'incident.blockWorkstation.reason': 'incident.kind',
  'journal.read.from': 'time',
  'journal.read.to': 'time',
  'journal.verify.root': 'hash',
  'letter.print.to': 'letter.sentTo',
  'recall.repeat.item': 'ref:recallItem',
  'recall.replace.item': 'ref:recallItem',
  'request.export.kind': 'request.kind',
  'request.export.state': 'request.state',
  'request.prioritise.before': 'request.priority',
  'stock.export.state': 'token.state',
  'stock.postpone.before': 'expectedDelivery.day',
  'suggestion.dismiss.reason': 'code',
  'workstation.assign.reason': 'code',
  'workstation.export.state': 'workstation.state',
  'workstation.takeBack.reason': 'code',
  'workstation.takeBackCleaned.reason': 'code',
  'workstation.takeBackFound.reason': 'code',
};

/** What a member of an entry's detail holds; undefined: what its value says. */
export function saidKind(action: string, member: string): SaidKind | undefined {
  const key = [`${action}.${member}`, member].find((one) => Object.hasOwn(SAID, one));
  return key === undefined ? undefined : SAID[key];
}

/** The table that a member's values are ids of; undefined for a member of anything else. */
export function saidTable(action: string, member: string): string | undefined {
  const kind = saidKind(action, member);
  return kind?.startsWith('ref:') ? kind.slice(4) : undefined;
}

/** What the arguments of a two-person act hold, by `<act>.<argument>` where it means something of its own, else `<argument>`. */
const ARGS: Readonly<Record<string, SaidKind>> = {
  from: 'time',
  grantId: 'ref:grant',
  grants: 'ref:grant',
  image: 'checklist.image',
  model: 'checklist.model',
  outcome: 'code',
  personId: 'ref:person',
  personIds: 'ref:person',
  profile: 'certificate.profile',
  purpose: 'checklist.purpose',
  revokeAt: 'time',
  role: 'grant.role',
  scope: 'grant.scope',
  until: 'time',
  validFrom: 'time',
  validUntil: 'time',
  'checklist.set.items': 'checklist.items',
  'officer.bringBack.reason': 'code',
  'policy.set.id': 'code',
  'recall.open.kind': 'recall.kind',
  'recall.open.way': 'recall.way',
  'surge.start.reason': 'code',
};

/** What an argument of a two-person act holds; undefined: what its value says. */
export function argumentKind(act: string, argument: string): SaidKind | undefined {
  const key = [`${act}.${argument}`, argument].find((one) => Object.hasOwn(ARGS, one));
  return key === undefined ? undefined : ARGS[key];
}
