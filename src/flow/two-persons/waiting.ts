import type { Deps } from '../act.ts';
import type { Reads } from '../ports/store.ts';
import { restoredIn } from '../restore/restore.ts';
import { CONFIGURATION, configurationStanding } from './confirm-configuration.ts';
import { type ProfileStanding, profileStandings } from './confirm-profiles.ts';

/** Of what two persons have to confirm before it issues anything. */
export interface Waiting {
  /** A restore waits: nothing is issued. Without its revocations no CRL is made either, and nothing is `good`. */
  restore: 'revocations-known' | 'revocations-missing' | undefined;
  /** The configuration (by its name) and profiles that were changed, with what was confirmed of them. */
  changed: readonly Pick<ProfileStanding, 'name' | 'hash' | 'confirmedHash'>[];
}

/** What waits for two persons now. */
export async function waitingIn(deps: Pick<Deps, 'ca' | 'configuration'>, reads: Reads): Promise<Waiting> {
  const [restored, profiles, standing] = await Promise.all([
    restoredIn(reads),
    profileStandings(deps.ca, reads),
    configurationStanding(deps, reads),
  ]);
  const configuration = { name: CONFIGURATION, ...standing };
  const known = restored?.revocationsKnown ? 'revocations-known' : 'revocations-missing';
  return {
    restore: restored && known,
    changed: [...profiles, configuration]
      .filter(({ hash, confirmedHash }) => hash !== confirmedHash)
      .map(({ name, hash, confirmedHash }) => ({ name, hash, confirmedHash })),
  };
}

/** What waits, for readiness and for every page of an operator. */
export const createWaiting = (deps: Pick<Deps, 'store' | 'ca' | 'configuration'>) => ({
  standing: (): Promise<Waiting> => waitingIn(deps, deps.store.reads),
});
