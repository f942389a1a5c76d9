import type { z } from 'zod';
import { may, mightEver } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import type { PersonRef } from '../../book/rules/decision-args.ts';
import { endsWithLeaving } from '../../book/rules/request/asking.ts';
import { type Change, move } from '../../book/tables/lifecycle.ts';
import { isOneOf } from '../../book/tables/one-of.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { CERTIFICATE_LIVE, REQUEST_OPEN, REQUEST_WAITING, TOKEN_IN_USE } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps } from '../act.ts';
import { allOf } from '../pages.ts';
import type { Reads } from '../ports/store.ts';
import { stopForGood } from '../production/stop-begun.ts';
import { dropLost } from '../request/overtaken.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { revokeAlone, revokeChanges } from '../revocation/revoking.ts';
import { notThere } from '../visibility.ts';
import { hasLeftDirectory } from './holder-here.ts';
import { type Leaver, type LeaversAsked, leaversAsked, unknownPerson } from './leaver-list.ts';

/** An edited row of a person or an account keeps nobody from revoking, and none of a leaver hides another from the list. */
const ANY = { leaveOut: true } as const;

/** Leavers whose things are asked for together. */
const AT_ONCE = 100;

/** Rows by whose they are. */
function byHolder<R extends { holderId: string | null }>(rows: readonly R[]): Map<string | null, R[]> {
  const sorted = new Map<string | null, R[]>();
  for (const row of rows) {
    const before = sorted.get(row.holderId);
    if (before) before.push(row);
    else sorted.set(row.holderId, [row]);
  }
  return sorted;
}

/** Tokens that somebody has in use. */
const IN_USE = { state: TOKEN_IN_USE };
/** Software credentials that are good, or being made. */
const LIVE_SOFTWARE = { tokenId: null, state: CERTIFICATE_LIVE };
/** Requests that are open. */
const OPEN = { state: REQUEST_OPEN };

/** What is in use of somebody: tokens and software credentials. */
async function inUse(reads: Pick<Reads, 'find'>, holderId: string, page: { leaveOut?: true } = {}) {
  const tokens = await reads.find('token', { holderId, ...IN_USE }, page);
  const credentials = await reads.find('certificate', { holderId, ...LIVE_SOFTWARE }, page);
  return { tokens, credentials };
}

/** Requests that end with what they have in use: nobody has begun to make them, or nobody comes for what was made. */
const waitingOf = async (reads: Pick<Reads, 'find'>, holderId: string): Promise<RequestRow[]> =>
  (await reads.find('request', { holderId, ...OPEN }, ANY)).filter(endsWithLeaving);

/** What was made for somebody who does not come for it has lost its token once theirs are revoked. */
async function endWaiting(a: Act, requests: readonly RequestRow[]): Promise<Change[]> {
  const ended = requests.map(async (request) =>
    isOneOf(REQUEST_WAITING, request.state)
      ? [move('request', request, 'withdraw', { closedAt: a.now })]
      : dropLost(a, request),
  );
  return (await Promise.all(ended)).flat();
}

/**
 * People whom the directory no longer shows as ours, or whose account was disabled here. Their tokens are proposed for
 * revocation: the click is a person's.
 */
export function createLeavers(deps: Deps) {
  const { reads } = deps.store;

  type Left = Pick<Leaver, 'state' | 'since'> & { personId: string };
  /** The directory's leavers first, then those whose account was disabled here. */
  const all = async (): Promise<Left[]> => {
    const [shown, closed] = await Promise.all([deps.store.leavers(), deps.store.closedHolders()]);
    const gone = shown.flatMap(({ personId, state, since }) =>
      state === 'present' ? [] : [{ personId, state, since }],
    );
    const known = new Set(gone.map(({ personId }) => personId));
    const others = closed.filter((id) => !known.has(id));
    return [...gone, ...others.map((personId) => ({ personId, state: 'closed' as const, since: null }))];
  };
  /** Of at most AT_ONCE leavers, those whom the caller may see and who hold or await something. Each table is asked once, not once a person. */
  const holdingOf = async (caller: Caller, some: readonly Left[], now: number): Promise<Leaver[]> => {
    const people = new Map(
      (await reads.find('person', { id: some.map(({ personId }) => personId) }, ANY)).map((row) => [row.id, row]),
    );
    const visible = some.filter(({ personId: holderId }) =>
      may(caller, 'leaver.read', { holderId, service: people.get(holderId)?.service ?? null }, now),
    );
    const holderId = visible.map(({ personId }) => personId);
    if (holderId.length === 0) return [];
    const [tokens, credentials, open] = await Promise.all([
      allOf(reads, 'token', { holderId, ...IN_USE }, ANY),
      allOf(reads, 'certificate', { holderId, ...LIVE_SOFTWARE }, ANY),
      allOf(reads, 'request', { holderId, ...OPEN }, ANY),
    ]);
    const [tokensOf, credentialsOf, requestsOf] = [
      byHolder(tokens),
      byHolder(credentials),
      byHolder(open.filter(endsWithLeaving)),
    ];
    return visible.flatMap(({ personId, state, since }): Leaver[] => {
      const person = people.get(personId) ?? unknownPerson(personId);
      const held = {
        tokens: tokensOf.get(personId) ?? [],
        credentials: credentialsOf.get(personId) ?? [],
        requests: requestsOf.get(personId) ?? [],
      };
      return Object.values(held).every((rows) => rows.length === 0) ? [] : [{ person, state, since, ...held }];
    });
  };

  return {
    /** Who has left and still has a token or a credential in use, or a request that waits, among those whose tokens the caller may revoke. */
    leavers: async (caller: Caller, asked: LeaversAsked = {}): Promise<Leaver[]> => {
      const now = deps.clock.now();
      if (!mightEver(caller, 'leaver.read', now))
        throw new AppError('forbidden', 'none of your roles may revoke for others');
      const left = await all();
      const found: Leaver[] = [];
      for (let start = 0; start < left.length; start += AT_ONCE)
        found.push(...(await holdingOf(caller, left.slice(start, start + AT_ONCE), now)));
      return leaversAsked(found, asked);
    },

    /**
     * One click on a leaver: everything they have in use is revoked, and their requests that wait end, if they have left still, or
     * their account is disabled.
     */
    revokeLeaver: async (
      caller: Caller,
      input: z.output<typeof PersonRef>,
    ): Promise<{ tokens: number; credentials: number; requests: number; published: boolean }> => {
      const standing = await deps.store.standing(input.personId);
      const done = await act(deps, caller, 'token.revoke', `person:${input.personId}`, async (a) => {
        const { personId } = input;
        if ((await a.unit.count('person', { id: personId })) === 0) throw notThere('person');
        // only the service that an edited row says is not believed
        const [person] = await a.unit.find('person', { id: personId }, ANY);
        a.allow({ holderId: personId, service: person?.service ?? null });
        const [account] = await a.unit.find('account', { id: personId }, ANY);
        if (!hasLeftDirectory(standing) && account?.state !== 'disabled')
          throw new AppError(
            'wrong_state',
            'this person has not left, by the directory, and their account is not disabled: revoke by token',
          );
        const { tokens, credentials } = await inUse(a.unit, personId);
        const requests = await waitingOf(a.unit, personId);
        const each = tokens.map((token) => revokeChanges(a.unit, token, 'left-service', a.now));
        const changes = [
          ...(await Promise.all(each)).flat(),
          ...(await revokeAlone(a.unit, credentials, 'left-service', a.now)),
          ...(await endWaiting(a, requests)),
          ...(await stopForGood(a.unit, personId, a.now)),
        ];
        if (changes.length === 0) throw new AppError('already_done', 'this person has nothing in use any more');
        await a.done(changes, { action: 'person.revokeAll', detail: { reason: 'left-service' } });
        return { tokens: tokens.length, credentials: credentials.length, requests: requests.length };
      });
      const isRevoked = done.tokens + done.credentials > 0;
      return { ...done, published: isRevoked ? await concludeRevocation(deps) : true };
    },
  };
}
