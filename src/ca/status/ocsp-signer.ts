import { DAY_MS } from '../../durations.ts';
import { AppError } from '../../errors.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { Authority, AuthorityFolder } from '../keys/authority.ts';
import { type Addresses, type MakeDeps, makeAuthority } from '../keys/make-authority.ts';
import type { Words } from '../profiles/content.ts';
import type { LoadedProfile } from '../profiles/profile-format.ts';
import { checkConfirmed, type ProfileGate } from '../profiles/profile-gate.ts';

/** The profile that decides the responder's certificates. */
const PROFILE = 'ocsp-signer';

export interface OcspSignerDeps extends MakeDeps, ProfileGate {
  folder: Pick<AuthorityFolder, 'keep' | 'remove'>;
  issuing: { authority: Authority; addresses: Addresses };
  profiles: ReadonlyMap<string, LoadedProfile>;
  words: Words;
  clock: Clock;
}
export interface OcspSigner {
  /** The newest delegate, in force or not. */
  last(): Authority | undefined;
  /** Makes a new delegate with a new key once half the life of the last is over, and destroys the one before. */
  ensureFresh(): Promise<void>;
}

/** The delegated OCSP signer of one issuing CA (RFC 6960 4.2.2.2), short-lived because nobody can revoke it (R4). */
export function createOcspSigner(deps: OcspSignerDeps, onFile: readonly Authority[]): OcspSigner {
  const { folder, clock, issuing, words } = deps;
  const issuerId = issuing.authority.row.id;
  let delegates = onFile.filter(({ row }) => row.kind === 'ocsp' && row.issuerId === issuerId);
  const isInForce = ({ row }: Authority): boolean => row.notBefore <= clock.now() && clock.now() < row.notAfter;

  async function renew(): Promise<void> {
    const content = deps.profiles.get(PROFILE);
    if (content?.kind !== PROFILE) throw new AppError('profile_refused', `add ${PROFILE}.json to certs/profiles`);
    await checkConfirmed(content, deps);
    const begin = Math.floor((clock.now() - content.validity.backdateMinutes * 60_000) / 1000) * 1000;
    const { authority } = issuing;
    const notBefore = Math.max(begin, authority.row.notBefore);
    const notAfter = Math.min(notBefore + content.validity.days * DAY_MS - 1000, authority.row.notAfter);
    const { evaluation } = authority.row;
    const wanted = { kind: 'ocsp', content, words, notBefore, notAfter, evaluation: evaluation === 1 } as const;
    const fresh = await makeAuthority(deps, { ...wanted, issuer: issuing });
    for (const old of delegates) folder.remove(old);
    delegates = [fresh];
  }

  return {
    last: () => delegates.at(-1),
    async ensureFresh() {
      // a CA that has ended has nothing left to answer for; the service goes on without it
      if (clock.now() >= issuing.authority.row.notAfter) return;
      const last = delegates.at(-1);
      if (last && isInForce(last) && clock.now() < (last.row.notBefore + last.row.notAfter) / 2) return;
      if (last && isInForce(last) && last.row.notAfter >= issuing.authority.row.notAfter) return;
      await renew();
    },
  };
}
