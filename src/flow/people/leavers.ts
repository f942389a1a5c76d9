import type { z } from 'zod';
import { may, mightEver } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import type { PersonRef } from '../../book/rules/decisions.ts';
import { hasLostItsToken } from '../../book/rules/request/asking.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import { CERTIFICATE_LIVE, REQUEST_ON_ITS_WAY, TOKEN_IN_USE } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps } from '../act.ts';
import type { Reads } from '../ports/store.ts';
import { stopBegun } from '../production/stop-begun.ts';
import { dropLost } from '../request/overtaken.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { revokeAlone, revokeChanges } from '../revocation/revoking.ts';
import { notThere } from '../visibility.ts';
import { type Leaver, type LeaversAsked, leaversAsked, unknownPerson } from './leaver-list.ts';

/** An edited row of a person or an account keeps nobody from revoking, and none of a leaver hides another from the list. */
const ANY = { leaveOut: true } as const;

/** What is in use of a person: tokens, and software credentials that are good, or being made. */
async function inUse(reads: Pick<Reads, 'find'>, holderId: string, page: { leaveOut?: true } = {}) {
  const tokens = await reads.find('token', { holderId, state: TOKEN_IN_USE }, page);
  const credentials = await reads.find('certificate', { holderId, tokenId: null, state: CERTIFICATE_LIVE }, page);
  return { tokens, credentials };
}

/** Ends what was made for somebody who does not come for it: once their tokens are revoked, it has lost its own. */
async function dropOnTheirWay(a: Act, holderId: string): Promise<Change[]> {
  const requests = await a.unit.find('request', { holderId, state: REQUEST_ON_ITS_WAY }, ANY);
  const lost = requests.filter((request) => hasLostItsToken(request, []));
  const ended = await Promise.all(lost.map((request) => dropLost(a, request)));
  return ended.flat();
}

/**
 * People whom the directory no longer shows as ours, or whose account was disabled here. Their tokens are proposed for
 * revocation: the click is a person's.
 */
export function createLeavers(deps: Deps) {
  const { reads } = deps.store;

  /** The directory's leavers first, then those whose account was disabled here. */
  const all = async (): Promise<(Pick<Leaver, 'state' | 'since'> & { personId: string })[]> => {
    const gone = (await deps.store.leavers()).flatMap(({ personId, state, since }) =>
      state === 'present' ? [] : [{ personId, state, since }],
    );
    const closed = (await deps.store.closedHolders()).filter((id) => !gone.some(({ personId }) => personId === id));
    return [...gone, ...closed.map((personId) => ({ personId, state: 'closed' as const, since: null }))];
  };

  return {
    /** Who has left and still has a token or a credential in use, among those whose tokens the caller may revoke. */
    leavers: async (caller: Caller, asked: LeaversAsked = {}): Promise<Leaver[]> => {
      const now = deps.clock.now();
      const found: Leaver[] = [];
      if (!mightEver(caller, 'leaver.read', now))
        throw new AppError('forbidden', 'none of your roles may revoke for others');
      for (const { personId, state, since } of await all()) {
        const [known] = await reads.find('person', { id: personId }, ANY);
        const person = known ?? unknownPerson(personId);
        const object = { holderId: personId, service: known?.service ?? null };
        if (!may(caller, 'leaver.read', object, now)) continue;
        const { tokens, credentials } = await inUse(reads, personId, ANY);
        if (tokens.length + credentials.length > 0) found.push({ person, state, since, tokens, credentials });
      }
      return leaversAsked(found, asked);
    },

    /** One click on a leaver: everything they have in use is revoked, if they have left still, or their account is disabled. */
    revokeLeaver: async (
      caller: Caller,
      input: z.output<typeof PersonRef>,
    ): Promise<{ tokens: number; credentials: number; published: boolean }> => {
      const standing = await deps.store.standing(input.personId);
      const done = await act(deps, caller, 'token.revoke', `person:${input.personId}`, async (a) => {
        const { personId } = input;
        if ((await a.unit.count('person', { id: personId })) === 0) throw notThere('person');
        // only the service that an edited row says is not believed
        const [person] = await a.unit.find('person', { id: personId }, ANY);
        a.allow({ holderId: personId, service: person?.service ?? null });
        const [account] = await a.unit.find('account', { id: personId }, ANY);
        if ((!standing || standing.state === 'present') && account?.state !== 'disabled')
          throw new AppError(
            'wrong_state',
            'this person has not left, by the directory, and their account is not disabled: revoke by token',
          );
        const { tokens, credentials } = await inUse(a.unit, personId);
        const each = tokens.map((token) => revokeChanges(a.unit, token, 'left-service', a.now));
        const changes = [
          ...(await Promise.all(each)).flat(),
          ...(await revokeAlone(a.unit, credentials, 'left-service', a.now)),
          ...(await dropOnTheirWay(a, personId)),
          ...(await stopBegun(a.unit, [personId], a.now)),
        ];
        if (changes.length === 0) throw new AppError('already_done', 'this person has nothing in use any more');
        await a.done(changes, { action: 'person.revokeAll', detail: { reason: 'left-service' } });
        return { tokens: tokens.length, credentials: credentials.length };
      });
      return { ...done, published: await concludeRevocation(deps) };
    },
  };
}
