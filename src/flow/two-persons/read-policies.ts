import type { Caller } from '../../book/rights/roles.ts';
import { act, type Deps } from '../act.ts';
import type { Reads } from '../ports/store.ts';
import { type ChangedWord, changedWords } from './changed-words.ts';
import { CONFIGURATION } from './confirm-configuration.ts';
import { policies } from './limits.ts';
import { waitingIn } from './waiting.ts';

/** A profile, or the configuration, that issues nothing until two persons confirm `hash`. */
export interface Unconfirmed {
  name: string;
  hash: string;
  /** What they confirmed last; null for a new profile. */
  confirmedHash: string | null;
  /** What is otherwise than they confirmed; null for a new one, and where their text was not kept. */
  changes: ChangedWord[] | null;
}

/** What waits for two persons before it issues anything, with what is otherwise than they confirmed last. */
export function createUnconfirmed(deps: Pick<Deps, 'store' | 'ca' | 'configuration'>) {
  const textOf = (name: string): string =>
    name === CONFIGURATION
      ? deps.configuration.text
      : (deps.ca.profiles().find((profile) => profile.name === name)?.text ?? '{}');
  const withChanges = async (changed: Omit<Unconfirmed, 'changes'>): Promise<Unconfirmed> => {
    const before = changed.confirmedHash && (await deps.store.confirmedText(changed.confirmedHash));
    return { ...changed, changes: before ? changedWords(before, textOf(changed.name)) : null };
  };
  return async (reads: Reads): Promise<Unconfirmed[]> =>
    Promise.all((await waitingIn(deps, reads)).changed.map(withChanges));
}

/** What the policies and the profiles say, for those who may read them. */
export function createPolicies(deps: Pick<Deps, 'store' | 'clock' | 'ca' | 'configuration'>) {
  const unconfirmed = createUnconfirmed(deps);
  return {
    /** Every policy with what it says, what holds now, and its bounds. */
    read: (caller: Caller) =>
      act(deps, caller, 'policy.read', 'policy', async (a) => {
        a.allow();
        return policies(a.unit, a.now);
      }),

    /** What waits for two persons before it issues anything, with what changed. */
    unconfirmed: async (caller: Caller): Promise<Unconfirmed[]> => {
      await act(deps, caller, 'policy.read', 'profile', async (a) => void a.allow());
      return unconfirmed(deps.store.reads);
    },
  };
}
