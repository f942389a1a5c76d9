import type { Caller } from '../../../src/book/rights/roles.ts';
import type { Identity, Origin } from '../../../src/identity/identity.ts';

/** A made-up second person, who gives the code that an operator's link asks for. */
export const SECOND: Caller = {
  personId: 'SECOND',
  service: 'DNUM',
  grants: [{ role: 'security-officer', scope: '*', validFrom: null, validUntil: null, revokedAt: null }],
  freshUntil: Number.MAX_SAFE_INTEGER,
};

/** Opens an account as the house does it: by a link of `inviter`'s and, for an operator, a second person's code; answers both. */
export async function openAccount(
  identity: Identity,
  { inviter, personId, password, from }: { inviter: Caller; personId: string; password: string; from: Origin },
): Promise<{ token: string; code: string | undefined }> {
  const { token, needsCode } = await identity.invite(inviter, personId);
  const { code } = needsCode ? await identity.vouch(SECOND, personId) : { code: undefined };
  await identity.enrol({ token, password, code }, from);
  return { token, code };
}
