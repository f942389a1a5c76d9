import { hasLostItsToken } from '../../book/rules/request/asking.ts';
import { usersOf } from '../../book/rules/workstation/machine-users.ts';
import type { RevocationReason } from '../../book/tables/codes.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import { isOneOf } from '../../book/tables/one-of.ts';
import { TOKEN_ENDED, TOKEN_ON_ITS_WAY } from '../../book/tables/states.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice } from './templates.ts';

/** An edited row keeps nobody from reporting a loss. */
const ANY = { leaveOut: true } as const;

/**
 * A machine that was reported lost: the security officers hear of it at once, whoever reported it, and so do the agent who has it and
 * the holders of the tokens that end with it: a loss that nobody had is not long unseen.
 */
export async function ofLoss(
  unit: Unit,
  change: Extract<Change, { table: 'workstation' }>,
  { changes = [] }: NewEntry,
  now: number,
): Promise<Notice[]> {
  if ('insert' in change || change.set.state !== 'lost') return [];
  // they are revoked by this entry: what is in use on it now are no tokens any more
  const ended = changes.flatMap(({ table, id }) => (table === 'token' ? [id] : []));
  const [machine = { holderId: null }] = await unit.find('workstation', { id: change.id }, ANY);
  const about = `workstation:${change.id}`;
  const users = usersOf(machine, await unit.find('token', { id: ended }, ANY));
  const officers = await activeHolders(unit, ['security-officer'], now);
  const whom = [...new Set(officers.map(({ personId }) => personId))];
  return [
    ...users.map((personId): Notice => ({ template: 'workstation-lost', personId, about })),
    ...whom.map((personId): Notice => ({ template: 'workstation-reported-lost', personId, about })),
  ];
}

/** A recall has each made again by itself, and nobody makes one for people who have left. */
const NOT_TO_MAKE: readonly unknown[] = ['recalled', 'left-service'] satisfies RevocationReason[];

/**
 * A token that was lost, revoked or expired before its holder confirmed its receipt: the technicians hear of it, for its request
 * stands still until one of them makes the token again, or its holder asks for another.
 */
export async function ofLostOnWay(
  unit: Unit,
  change: Extract<Change, { table: 'token' }>,
  { changes = [] }: NewEntry,
  now: number,
): Promise<Notice[]> {
  if ('insert' in change || !isOneOf(TOKEN_ENDED, change.set.state)) return [];
  if (!isOneOf(TOKEN_ON_ITS_WAY, change.expect.state)) return [];
  // a recall revokes thousands of tokens: none is read where all are made again by themselves
  const ended = changes.filter(
    (one) => one.table === 'certificate' && 'set' in one && !NOT_TO_MAKE.includes(one.set.revocationReason),
  );
  if (ended.length === 0) return [];
  const [token] = await unit.find('token', { id: change.id }, ANY);
  if (!token?.requestId || !ended.some(({ id }) => id === token.certificateId)) return [];
  const [request] = await unit.find('request', { id: token.requestId }, ANY);
  if (!request || !hasLostItsToken(request, await unit.find('token', { requestId: request.id }, ANY))) return [];
  const technicians = await activeHolders(unit, ['technician'], now);
  const whom = [...new Set(technicians.map(({ personId }) => personId))];
  return whom.map((personId) => ({ template: 'lost-on-way', personId, about: `request:${request.id}` }));
}
