import { covers } from '../../book/rights/roles.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { CERTIFICATE_LIVE, REQUEST_WAITING, TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice } from './templates.ts';

// whoever edited a row does not keep an account open
const LEAVE_OUT = { leaveOut: true } as const;

/** Of requests with a question, those which neither who asked nor the holder can answer any more. */
async function withoutAnyone(unit: Unit, requests: readonly RequestRow[]): Promise<RequestRow[]> {
  const parties = requests.flatMap(({ askerId, holderId }) => [askerId, holderId]);
  const open = new Set((await unit.find('account', { id: parties, state: 'active' }, LEAVE_OUT)).map(({ id }) => id));
  return requests.filter(({ askerId, holderId }) => !open.has(askerId) && !open.has(holderId));
}

/** Approvers hear of what only they can end: they reject the request. */
async function toApprovers(
  unit: Unit,
  template: 'question-unanswerable' | 'holder-gone',
  requests: readonly RequestRow[],
  now: number,
): Promise<Notice[]> {
  if (requests.length === 0) return [];
  const approvers = await activeHolders(unit, ['approver'], now);
  return requests.flatMap(({ id, service, holderId, askerId }) => {
    const inCharge = approvers.filter(({ scope }) => covers(scope, service)).map((one) => one.personId);
    const whom = new Set(inCharge.filter((one) => one !== holderId && one !== askerId));
    return [...whom].map((one): Notice => ({ template, personId: one, about: `request:${id}` }));
  });
}

/** The requests of somebody, or asked by them, with a question that nobody can answer any more. */
async function unanswerable(unit: Unit, personId: string): Promise<RequestRow[]> {
  const waits = { state: 'needs_information' } as const;
  const asked = await unit.find('request', { askerId: personId, ...waits }, LEAVE_OUT);
  const held = await unit.find('request', { holderId: personId, ...waits }, LEAVE_OUT);
  return withoutAnyone(unit, [...asked, ...held.filter(({ askerId }) => askerId !== personId)]);
}

/** What waits for somebody whose account is closed: questions that nobody can answer, and requests for which nothing is made. */
async function ofRequests(unit: Unit, personId: string, now: number): Promise<Notice[]> {
  const questions = await unanswerable(unit, personId);
  const known = new Set(questions.map(({ id }) => id));
  const held = await unit.find('request', { holderId: personId, state: REQUEST_WAITING }, LEAVE_OUT);
  return [
    ...(await toApprovers(unit, 'question-unanswerable', questions, now)),
    ...(await toApprovers(
      unit,
      'holder-gone',
      held.filter(({ id }) => !known.has(id)),
      now,
    )),
  ];
}

/** A question that is put, or a request that a technician puts back, once their accounts are closed already. */
export async function ofRequestOfGone(
  unit: Unit,
  change: Extract<Change, { table: 'request' }>,
  now: number,
): Promise<Notice[]> {
  if ('insert' in change) return [];
  const isAsked = change.set.state === 'needs_information';
  const isPutBack = change.set.state === 'approved' && change.expect.state === 'in_production';
  if (!isAsked && !isPutBack) return [];
  const requests = await unit.find('request', { id: change.id }, LEAVE_OUT);
  if (isAsked) return toApprovers(unit, 'question-unanswerable', await withoutAnyone(unit, requests), now);
  const holders = requests.map(({ holderId }) => holderId);
  const isGone = (await unit.find('account', { id: holders, state: 'disabled' }, LEAVE_OUT)).length > 0;
  return isGone ? toApprovers(unit, 'holder-gone', requests, now) : [];
}

/**
 * An account that is disabled shuts Jeton, and no gateway: whoever may revoke for its person hears that something of theirs
 * is in use still, and where one click ends it.
 */
async function ofStillHeld(unit: Unit, holderId: string, actor: string, now: number): Promise<Notice[]> {
  const [person] = await unit.find('person', { id: holderId }, LEAVE_OUT);
  const tokens = await unit.count('token', { holderId, state: TOKEN_IN_USE });
  const credentials = await unit.count('certificate', { holderId, tokenId: null, state: CERTIFICATE_LIVE });
  if (!person || tokens + credentials === 0) return [];
  const officers = await activeHolders(unit, ['security-officer'], now);
  const approvers = await activeHolders(unit, ['approver'], now);
  const inCharge = [...officers, ...approvers.filter(({ scope }) => covers(scope, person.service))];
  const whom = new Set(inCharge.map(({ personId }) => personId));
  for (const id of [holderId, actor]) whom.delete(id);
  return [...whom].map((personId) => ({ template: 'closed-still-holds', personId, about: `account:${holderId}` }));
}

/** What others have to do once an account is disabled. */
export async function ofClosedAccount(
  unit: Unit,
  { action, outcome, actor, subject }: NewEntry,
  now: number,
): Promise<Notice[]> {
  if (action !== 'account.disable' || outcome !== 'done') return [];
  const personId = subject.slice('account:'.length);
  return [...(await ofStillHeld(unit, personId, actor, now)), ...(await ofRequests(unit, personId, now))];
}
