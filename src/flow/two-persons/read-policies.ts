import type { Caller } from '../../book/rights/roles.ts';
import { act, type Deps } from '../act.ts';
import { policies } from './limits.ts';
import { waitingIn } from './waiting.ts';

/** A profile, or the configuration, that issues nothing until two persons confirm `hash`. */
export interface Unconfirmed {
  name: string;
  hash: string;
  /** What they confirmed last; null for a new profile. */
  confirmedHash: string | null;
}

/** What the policies and the profiles say, for those who may read them. */
export function createPolicies(deps: Pick<Deps, 'store' | 'clock' | 'ca' | 'configuration'>) {
  return {
    /** Every policy with what it says, what holds now, and its bounds. */
    read: (caller: Caller) =>
      act(deps, caller, 'policy.read', 'policy', async (a) => {
        a.allow();
        return policies(a.unit, a.now);
      }),

    /** What waits for two persons before it issues anything. */
    unconfirmed: (caller: Caller): Promise<Unconfirmed[]> =>
      act(deps, caller, 'policy.read', 'profile', async (a) => {
        a.allow();
        return [...(await waitingIn(deps, a.unit)).changed];
      }),
  };
}
