import type { Identity, SignedIn } from '../../identity/identity.ts';

/** What proves once more who is signed in: the password, the passkey, or the one that they choose. */
export type OwnFactors = 'password' | 'key' | 'either';

/** Which of them somebody has here. A passkey that answers at another name only is none. */
export async function ownFactors(identity: Pick<Identity, 'passkeys'>, me: SignedIn): Promise<OwnFactors> {
  if (me.stepUp === 'passkey') return 'key';
  return (await identity.passkeys(me.caller)).some(({ elsewhere }) => elsewhere === null) ? 'either' : 'password';
}
