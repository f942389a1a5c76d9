import { offered } from '../book/rights/authorise.ts';
import type { ActedOn } from '../book/rights/relations.ts';
import type { Caller } from '../book/rights/roles.ts';
import type { Right } from '../book/rights/sentences.ts';
import type { TokenRow } from '../book/tables/rows/tokens.ts';
import { AppError, type ErrorCode, isAppError } from '../errors.ts';
import type { Reads } from './ports/store.ts';

/** The rights by which somebody sees a person. */
export const PERSON_VISIBLE_BY: readonly Right[] = ['personSheet.read'];
/** The rights by which somebody sees a token. */
export const TOKEN_VISIBLE_BY: readonly Right[] = ['stock.read', 'token.reportLoss', 'token.revoke'];

/** Whether one of these rights lets the caller see this object; a factor that is missing hides nothing. */
export const isVisible = (rights: readonly Right[], caller: Caller, object: ActedOn, now: number): boolean =>
  rights.some((seeing) => offered(caller, seeing, object, now));

/** Which of these tokens the caller may see, by whose they are: as an answer for each. */
export async function tokensSeen(
  reads: Pick<Reads, 'find'>,
  caller: Caller,
  tokens: readonly Pick<TokenRow, 'holderId'>[],
  now: number,
): Promise<(token: Pick<TokenRow, 'holderId'>) => boolean> {
  const holders = await reads.find('person', { id: tokens.flatMap(({ holderId }) => holderId ?? []) });
  const services = new Map(holders.map(({ id, service }) => [id, service]));
  return ({ holderId }) =>
    isVisible(TOKEN_VISIBLE_BY, caller, { holderId, service: services.get(holderId ?? '') ?? null }, now);
}

/** What a subject of an entry names: its words in a refusal, and the rights by which somebody sees it. */
const THINGS: Readonly<Record<string, { what: string; seenBy: readonly Right[] }>> = {
  request: { what: 'request', seenBy: ['request.read'] },
  token: { what: 'token', seenBy: TOKEN_VISIBLE_BY },
  workstation: { what: 'workstation', seenBy: ['workstation.read', 'workstation.lose'] },
  letter: { what: 'letter', seenBy: ['letter.read'] },
  proposal: { what: 'proposal', seenBy: ['dualControl.read'] },
  person: { what: 'person', seenBy: PERSON_VISIBLE_BY },
  account: { what: 'person', seenBy: PERSON_VISIBLE_BY },
  incident: { what: 'incident', seenBy: ['incident.read'] },
  recall: { what: 'recall', seenBy: ['recall.read'] },
  stockLocation: { what: 'location', seenBy: ['stock.read'] },
  stockDifference: { what: 'difference', seenBy: ['stock.read'] },
  expectedDelivery: { what: 'expected delivery', seenBy: ['stock.read'] },
  stockTransfer: { what: 'transfer', seenBy: ['stock.read'] },
  campaign: { what: 'campaign', seenBy: ['campaign.read'] },
  grant: { what: 'grant', seenBy: ['person.read'] },
};
/** Acts that make the thing which their entry names, or many: there is nothing yet whose existence could be told. */
const MAKING: readonly Right[] = [
  ...([
    'request.submit',
    'stock.receive',
    'stock.expect',
    'stockLocation.add',
    'workstation.register',
    'workstation.import',
    'person.import',
  ] as const),
  ...(['dualControl.propose', 'deputy.name', 'token.unblock', 'token.destroy', 'recall.propose'] as const),
  ...(['token.releaseSoPin', 'workstation.takeOver'] as const),
];
/** The refusals that a right alone gives; whoever gets one learns that there is something to refuse. */
const TELLING: readonly ErrorCode[] = ['forbidden', 'out_of_scope', 'own_request', 'same_person'];

/**
 * What is answered to a refusal by right of somebody who may not see the thing: the same as if there were none, so that
 * numbers cannot be tried out. The entry of the journal keeps the refusal as it was.
 */
export function toldAs(
  error: unknown,
  {
    caller,
    right,
    subject,
    object,
    now,
  }: { caller: Caller; right: Right; subject: string; object: ActedOn; now: number },
): unknown {
  const thing = THINGS[subject.slice(0, Math.max(0, subject.indexOf(':')))];
  // a proposal that has its proposer stands already: it is being taken away
  const isMaking = MAKING.includes(right) && object.proposerId === undefined;
  if (!thing || isMaking || !isAppError(error, ...TELLING)) return error;
  const isOwn = [object.proposerId, object.personId, object.holderId, ...(object.userIds ?? [])].includes(
    caller.personId,
  );
  if (isOwn || isVisible(thing.seenBy, caller, object, now)) return error;
  return notThere(thing.what);
}

/** The refusal of a thing that is not there, and of one that is not to be seen. */
export const notThere = (what: string): AppError =>
  new AppError('not_found', `no such ${what}: check the number and try again`);

/** The refusal of a directory id that stands for nobody, of whoever may ask about people; `field`: what the form calls it. */
export const personUnknown = (field: string): AppError =>
  new AppError('not_found', notThere('person in the directory').message, { detail: { why: 'person-unknown', field } });

/** The refusal of a number that no machine has, or none that the caller may name; `field`: what the form calls it. */
export const workstationUnknown = (field: string): AppError =>
  new AppError('not_found', notThere('workstation').message, { detail: { why: 'workstation-unknown', field } });
