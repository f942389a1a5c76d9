import type { Caller } from '../book/rights/roles.ts';
import type { Identity } from '../identity/identity.ts';

/**
 * The same ways in; `left` is told of those who have signed out everywhere on this node, or whose sessions an administrator ended, so
 * that what they began ends. A session that ends by itself tells nothing: its owner may wait for what takes hours.
 */
export function endingAtSignOut(identity: Identity, left: (isTheirs: (personId: string) => boolean) => void): Identity {
  const lookFor = async (caller: Caller): Promise<void> => {
    if ((await identity.sessions(caller)).length === 0) left((personId) => personId === caller.personId);
  };
  return {
    ...identity,
    signOut: async (token, from) => {
      const who = await identity.glance(token);
      const answer = await identity.signOut(token, from);
      if (who) await lookFor(who.caller);
      return answer;
    },
    endOwnSessions: async (caller) => {
      const ended = await identity.endOwnSessions(caller);
      await lookFor(caller);
      return ended;
    },
    endSession: async (caller, id, from) => {
      await identity.endSession(caller, id, from);
      await lookFor(caller);
    },
    endSessionsFor: async (caller, personId) => {
      const ended = await identity.endSessionsFor(caller, personId);
      left((one) => (personId === undefined ? one !== caller.personId : one === personId));
      return ended;
    },
  };
}
