import { covers } from '../../book/rights/roles.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { CERTIFICATE_LIVE, TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice } from './templates.ts';

/** The requests of somebody, or asked by them, with a question that neither who asked nor the holder can answer any more. */
async function unanswerable(unit: Unit, personId: string): Promise<RequestRow[]> {
  const waits = { state: 'needs_information' } as const;
  const asked = await unit.find('request', { askerId: personId, ...waits });
  const held = await unit.find('request', { holderId: personId, ...waits });
  const all = [...asked, ...held.filter(({ askerId }) => askerId !== personId)];
  const others = all.flatMap(({ askerId, holderId }) => [askerId, holderId]);
  const open = new Set((await unit.find('account', { id: others, state: 'active' })).map(({ id }) => id));
  return all.filter(({ askerId, holderId }) => !open.has(askerId) && !open.has(holderId));
}

/** Approvers hear of a question that nobody can answer: they reject the request, and a colleague asks anew. */
async function ofQuestions(unit: Unit, personId: string, now: number): Promise<Notice[]> {
  const requests = await unanswerable(unit, personId);
  if (requests.length === 0) return [];
  const approvers = await activeHolders(unit, ['approver'], now);
  return requests.flatMap(({ id, service, holderId, askerId }) => {
    const inCharge = approvers.filter(({ scope }) => covers(scope, service)).map((one) => one.personId);
    const whom = new Set(inCharge.filter((one) => one !== holderId && one !== askerId));
    return [...whom].map(
      (one): Notice => ({ template: 'question-unanswerable', personId: one, about: `request:${id}` }),
    );
  });
}

/**
 * An account that is disabled shuts Jeton, and no gateway: whoever may revoke for its person hears that something of theirs
 * is in use still, and where one click ends it.
 */
async function ofStillHeld(unit: Unit, holderId: string, actor: string, now: number): Promise<Notice[]> {
  // whoever edited the person's row does not keep an account open
  const [person] = await unit.find('person', { id: holderId }, { leaveOut: true });
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
  return [...(await ofStillHeld(unit, personId, actor, now)), ...(await ofQuestions(unit, personId, now))];
}
