import type { Identity, SignedIn } from '../identity.ts';
import type { Sessions } from './sessions.ts';

/** Whoever comes with a session's token is recognised by it, with every request. */
export function createSessionBearers(sessions: Sessions): Pick<Identity, 'bySession' | 'glance' | 'standings'> {
  const recognised = async (token: string, use: 'touch' | 'glance'): Promise<SignedIn | undefined> => {
    const found = await sessions.withOwner(token);
    if (found && use === 'touch') await sessions.touch(found.row);
    return found?.who;
  };
  return {
    bySession: (token) => recognised(token, 'touch'),
    glance: (token) => recognised(token, 'glance'),
    standings: sessions.standings,
  };
}
