import { isLimit, SURGE } from '../../book/limits.ts';
import { CONFIRMING, HELD, RESTORE } from '../../book/restored.ts';
import { exclusive, OPERATOR_ROLES } from '../../book/rights.ts';
import type { Role, TableName } from '../../book/tables.ts';
import { isEnded } from '../restore/restore.ts';
import { RELEASE } from '../stock/release-so-pin.ts';
import { CONFIGURATION } from '../two-persons/confirm-configuration.ts';
import { isTokenInUse } from './claims.ts';
import { broughtBack, decidedIn, grantAct } from './decided.ts';
import { type Rule, stateChanged, text, type World } from './duty.ts';
import { printedApart, receivedByAnother } from './handover-duties.ts';
import { certifiedByAnother, commissionedBy } from './machine-duties.ts';
import { ordered, producedRequest, producedToken, sealed, sealedJob } from './made-by-job.ts';
import type { Kept, Replayed, Step } from './replay.ts';
import { begunByTechnician, byApprover, byOfficer, printedByTechnician, takenByTechnician } from './roles-held.ts';

/** Columns that say who had which part in what: once written they stay. */
const LASTING: Kept = {
  grant: ['personId', 'role', 'scope', 'validFrom', 'validUntil'],
  proposal: ['act', 'argsHash', 'proposerId'],
  request: ['kind', 'holderId', 'askerId', 'service'],
  approval: ['requestId', 'approverId', 'contentHash'],
  job: ['requestId', 'tokenId', 'technicianId'],
  certificate: ['jobId', 'workstationId'],
  letter: ['kind', 'requestId'],
};

/** Neither asker nor holder nor approver (invariant 3). */
function involved(person: string, request: Replayed, world: World, requestId: string): string | undefined {
  if (person === text(request, 'holderId')) return 'would hold it';
  if (person === text(request, 'askerId')) return 'asked for it';
  const approved = world.approvals(requestId).some((a) => text(a, 'approverId') === person);
  return approved ? 'approved it' : undefined;
}

const asked: Rule = ({ id, before, after }, { actor }) =>
  before || text(after, 'askerId') === actor ? undefined : `request ${id} names another asker than ${actor}, who asked`;

/** What is asked changes by an amendment only, which leads back to `submitted`. */
const amended: Rule = ({ id, before, after }) =>
  !before || before['contentHash'] === after['contentHash'] || after['state'] === 'submitted'
    ? undefined
    : `request ${id} asks for something else while ${after['state']}`;

/** As many persons as the policy asks for have approved what the request says now. */
const approved: Rule = (step, _, world) => {
  const { id, before, after } = step;
  const enters = stateChanged(step) && (after['state'] === 'in_production' || text(before, 'state') === 'submitted');
  if (!enters || (after['state'] !== 'approved' && after['state'] !== 'in_production')) return undefined;
  const fitting = world.approvals(id).filter((a) => a['contentHash'] === after['contentHash']);
  const persons = new Set(fitting.map((a) => a['approverId'])).size;
  const policy = Math.max(1, Number(text(world.rows('setting').get(`approvals:${text(after, 'kind')}`), 'value')) || 1);
  const needed = after['state'] === 'approved' ? policy : 1; // the policy may have changed since it was approved
  return persons < needed
    ? `request ${id} is ${after['state']} with ${persons} approvals of what it says, not ${needed}`
    : undefined;
};

const produced: Rule = (step, { actor }, world) => {
  const { id, before, after } = step;
  const producer = text(after, 'producerId');
  const done = ['produced', 'handed_over', 'closed'].includes(text(before, 'state'));
  if (done && after['state'] !== 'approved' && producer !== text(before, 'producerId'))
    return `request ${id} is given another producer`;
  if (after['state'] !== 'in_production' && after['state'] !== 'produced') return undefined;
  if (text(before, 'state') === 'approved' && producer !== actor)
    return `request ${id} is taken by ${actor} for somebody else`;
  const part = involved(producer, after, world, id);
  return producer === '' ? `request ${id} has no producer` : part && `request ${id}: its producer ${producer} ${part}`;
};

const commissioned: Rule = (step, _, world) => {
  const workstation = text(step.after, 'workstationId');
  if (step.after['state'] !== 'produced' || !stateChanged(step) || workstation === '') return undefined;
  const state = text(world.rows('workstation').get(workstation), 'state');
  return state === 'commissioned'
    ? undefined
    : `request ${step.id} is produced for a workstation that is ${state || 'unknown'}`;
};

const approval: Rule = ({ id, before, after }, { actor }, world) => {
  if (before) return undefined;
  const request = world.rows('request').get(text(after, 'requestId'));
  const approver = text(after, 'approverId');
  if (!request) return `approval ${id} is of no request`;
  if (approver !== actor) return `approval ${id} is of ${approver}, given by ${actor}`;
  if (approver === text(request, 'holderId')) return `approval ${id}: ${approver} would hold what they approve`;
  if (approver === text(request, 'askerId')) return `approval ${id}: ${approver} asked for what they approve`;
  const same = after['contentHash'] === request['contentHash'];
  return same ? undefined : `approval ${id} is of another content than the request has`;
};

const job: Rule = ({ id, before, after }, { actor }, world) => {
  if (before) return undefined;
  const requestId = text(after, 'requestId');
  const request = world.rows('request').get(requestId);
  const technician = text(after, 'technicianId');
  if (!request) return `job ${id} is for no request`;
  if (technician !== actor) return `job ${id} is of ${technician}, begun by ${actor}`;
  if (technician !== text(request, 'producerId')) return `job ${id} is of ${technician}, the request is another's`;
  const part = involved(technician, request, world, requestId);
  return part && `job ${id}: its technician ${technician} ${part}`;
};

const token: Rule = ({ id, before, after }) => {
  if (!before || !isTokenInUse(before) || !isTokenInUse(after)) return undefined;
  return before['requestId'] === after['requestId']
    ? undefined
    : `token ${id} is given to a second request while in use`;
};

/** The intent is committed before the CA signs (invariant 2): made and issued in one entry, it was not. */
const certificate: Rule = ({ id, before }, _, __, steps) =>
  before && steps.some((s) => s.table === 'certificate' && s.id === id && !s.before)
    ? `certificate ${id} is intended and issued at once`
    : undefined;

const letter: Rule = ({ id, after }, { actor }, world) => {
  if (after['state'] !== 'printed' || !['pin', 'pkcs12-password'].includes(text(after, 'kind'))) return undefined;
  const producer = text(world.rows('request').get(text(after, 'requestId')), 'producerId');
  if (producer === '') return `letter ${id} is printed while nothing was produced`;
  return [actor, text(after, 'printedBy')].includes(producer)
    ? `letter ${id} is printed by ${producer}, who produced its token`
    : undefined;
};

const proposal: Rule = (step, { actor }) => {
  const { id, before, after } = step;
  if (!stateChanged(step)) return undefined;
  const confirmer = text(after, 'confirmerId');
  // what a device does comes after the confirmation, maybe at the next start
  if (text(before, 'state') === 'confirmed') {
    const looks = text(after, 'act') === RELEASE && after['state'] === 'executed';
    if (looks && actor !== text(after, 'proposerId'))
      return `proposal ${id} is shown to ${actor}, who did not propose it`;
    return confirmer === text(before, 'confirmerId') ? undefined : `proposal ${id} is given another confirmer`;
  }
  if (after['state'] !== 'executed' && after['state'] !== 'confirmed') return undefined;
  if (confirmer !== actor) return `proposal ${id} is ${after['state']} by ${actor}, who did not confirm it`;
  return confirmer === text(after, 'proposerId')
    ? `proposal ${id} is confirmed by ${confirmer}, who proposed it`
    : undefined;
};

/** The act of two persons that gives a setting this value; undefined for a setting that is nobody's to decide. */
function settingAct(id: string, value: string): { act: string; args?: unknown } | undefined {
  if (isLimit(id)) return { act: 'policy.set', args: { id, value: Number(value) } };
  if (id === CONFIGURATION) return { act: 'configuration.confirm', args: { hash: value } };
  if (id.startsWith('profile:')) return { act: 'profile.confirm', args: { profile: id.slice(8), hash: value } };
  if (id === SURGE && value !== '') return { act: 'surge.start' };
  return id === RESTORE && value === '' ? { act: 'restore.confirm' } : undefined;
}

/** What decides how tokens are made is set by two persons; only its first value comes with the program. Surge mode ends alone. */
const setting: Rule = ({ id, before, after }, { actor }, _, steps) => {
  const act = settingAct(id, text(after, 'value'));
  const first = !before && actor === 'system' && (id === CONFIGURATION || id.startsWith('profile:'));
  if (!act || first || decidedIn(steps, act)) return undefined;
  return `setting ${id} is set by ${actor} alone: no two persons decided this`;
};

/** What a restore brought back to life – API tokens, operator roles, operators' accounts – is ended before two persons confirm it. */
const restored: Rule = ({ id, before, after }, _, world) => {
  const [was, is] = [text(before, 'value'), text(after, 'value')];
  if (id !== RESTORE || isEnded(was)) return undefined;
  if (is === '') return was === '' ? undefined : 'a restore is confirmed before what it brought back was ended';
  if (!isEnded(is)) return undefined;
  const standing = (table: TableName) => [...world.rows(table)].filter(([, row]) => row['revokedAt'] === null);
  const [token] = standing('apiToken');
  if (token) return `API token ${token[0]} outlives a restore`;
  for (const [grantId, row] of standing('grant')) {
    const role = text(row, 'role') as Role;
    if (HELD.includes(role)) return `grant ${grantId} outlives a restore`;
    const person = text(row, 'personId');
    if (CONFIRMING.includes(role) && text(world.rows('account').get(person), 'state') === 'active')
      return `${person} is ${role}, whose way in outlives a restore`;
  }
  return undefined;
};

/** Destroying takes two persons: the proposal is executed in the same entry. */
const destroyed: Rule = (step, { actor }, _, steps) => {
  if (step.after['state'] !== 'destroyed' || !stateChanged(step)) return undefined;
  const decided = decidedIn(steps, { act: 'token.destroy', args: { serial: step.id } });
  return decided ? undefined : `token ${step.id} is destroyed by ${actor} alone`;
};

const grant: Rule = ({ before, after }, { at }, world) => {
  if (before) return undefined;
  const now = Date.parse(at);
  const person = text(after, 'personId');
  const held = world.grants(person).filter((g) => g['validUntil'] === null || Number(g['validUntil']) > now);
  const clash = held.find((g) => exclusive(text(g, 'role') as Role, text(after, 'role') as Role));
  return clash && `${person} is ${text(clash, 'role')} and is made ${text(after, 'role')} too`;
};

/** An operator role is granted by two persons, neither of them the one who gets it; only the service's first people come alone. */
const grantedByTwo: Rule = ({ before, after, said }, { actor }, world, steps) => {
  const role = text(after, 'role');
  const founded = actor === 'system' && world.founding();
  if (before || founded || !OPERATOR_ROLES.includes(role as Role)) return undefined;
  const person = text(after, 'personId');
  const proposal = (decidedIn(steps, grantAct(said)) ?? broughtBack(said, world, steps))?.after;
  if (!proposal) return `${person} is made ${role} by ${actor} alone: no two persons decided this`;
  const own = [text(proposal, 'proposerId'), text(proposal, 'confirmerId')].includes(person);
  return own ? `${person} is made ${role} by a proposal of their own` : undefined;
};

/**
 * A link is made by who says so, a code given by a second person while it waits; without one no operator comes in. Only the
 * service's first people have both from the service, as they are made.
 */
const opened: Rule = (step, { actor, at }, world) => {
  const { id, before, after } = step;
  const [inviter, voucher] = [text(after, 'inviterId'), text(after, 'voucherId')];
  const changed = (column: string) => text(before, column) !== text(after, column);
  if (changed('inviterId') && inviter !== '') {
    if (inviter !== actor || inviter === id) return `account ${id} is invited by ${inviter}, says ${actor}`;
    if (before && voucher !== '') return `account ${id} has a code of ${voucher} for a link made after it`;
  }
  if (changed('voucherId') && voucher !== '') {
    if (voucher !== actor || voucher === id) return `account ${id} is vouched for by ${voucher}, says ${actor}`;
    if (before && voucher === inviter) return `account ${id} is vouched for by ${voucher}, who made its link`;
    if (after['state'] !== 'invited' || voucher === (before && 'system'))
      return `account ${id} is vouched for by ${voucher} while no link waits`;
  }
  if (!stateChanged(step) || after['state'] !== 'active' || voucher !== '') return undefined;
  const stands = (g: Replayed) => g['validUntil'] === null || Number(g['validUntil']) > Date.parse(at);
  const operator = world.grants(id).some((g) => stands(g) && OPERATOR_ROLES.includes(text(g, 'role') as Role));
  return operator ? `account ${id} of an operator is opened by ${inviter} alone` : undefined;
};

/** Whoever gets an operator role comes in by a way that two persons opened, or not yet. */
const closedFirst: Rule = ({ before, after }, _, world) => {
  if (before || !OPERATOR_ROLES.includes(text(after, 'role') as Role)) return undefined;
  const person = text(after, 'personId');
  const account = world.rows('account').get(person);
  return account?.['state'] === 'active' && account['voucherId'] === null
    ? `${person} is made ${text(after, 'role')} in an account that one person alone opened`
    : undefined;
};

/** Who may have done what, table by table: separation of duties, dual control, approvals that fit. */
const RULES: Readonly<Partial<Record<TableName, readonly Rule[]>>> = {
  request: [asked, amended, approved, produced, commissioned, takenByTechnician, producedRequest],
  approval: [approval, byApprover],
  job: [job, begunByTechnician, sealedJob],
  token: [token, destroyed, producedToken],
  workstation: [commissionedBy],
  certificate: [certificate, ordered, sealed, certifiedByAnother],
  handover: [receivedByAnother],
  letter: [letter, printedByTechnician, printedApart],
  proposal: [proposal, byOfficer],
  account: [opened],
  grant: [grant, grantedByTwo, closedFirst],
  setting: [setting, restored],
};

/** Columns that say when something ended: it does not begin again. */
const ENDS: Readonly<Partial<Record<TableName, string>>> = { grant: 'revokedAt', approval: 'withdrawnAt' };

function lasting({ table, id, before, after }: Step): string | undefined {
  if (!before) return undefined;
  const changed = LASTING[table]?.find((column) => before[column] !== after[column]);
  if (changed !== undefined) return `${table} ${id} is given another ${changed}`;
  const end = ENDS[table];
  const back = end !== undefined && before[end] !== null && after[end] === null;
  return back ? `${table} ${id} had ended and is given back` : undefined;
}

/** What one step breaks, as a sentence; `steps` are all of its entry's, and `world` stands as they left it. */
export const brokenDuty: Rule = (step, entry, world, steps) => {
  const wrong = lasting(step);
  if (wrong !== undefined) return wrong;
  for (const rule of RULES[step.table] ?? []) {
    const sentence = rule(step, entry, world, steps);
    if (sentence !== undefined) return sentence;
  }
  return undefined;
};
