import { carries } from '../../book/rules/certificates/carries.ts';
import type { CertificateRow } from '../../book/tables/rows/tokens.ts';
import { AppError } from '../../errors.ts';
import type { Reads } from '../../flow/ports/store.ts';
import { fingerprintOf } from '../bearer.ts';
import type { Identity } from '../identity.ts';
import { mayBeUsed, serialOf } from '../machines/machine-certificates.ts';
import type { IdentityDeps } from '../record-act.ts';
import type { Sessions } from '../sessions/sessions.ts';

/**
 * Sign-in with a token that this service made. TLS has proven that the client has the key and that our CA signed the
 * certificate; what our own records say of both decides here: sealed, not revoked, in time, of a CA that stands, its token
 * in use.
 */
export function createCertificateSignIn(
  deps: IdentityDeps,
  sessions: Sessions,
): Pick<Identity, 'holderOfCertificate' | 'signInWithCertificate'> {
  const standing = async (
    reads: Reads,
    der: Uint8Array,
  ): Promise<(CertificateRow & { holderId: string }) | undefined> => {
    const row = await reads.get('certificate', serialOf(der) ?? '');
    if (!row || row.sha256 !== fingerprintOf(der)) return undefined;
    if (!(await mayBeUsed({ ...deps, store: { reads } }, der))) return undefined;
    const token = row.tokenId === null ? undefined : await reads.get('token', row.tokenId);
    // a software credential is a file that can be copied: no second factor
    if (!carries(token, row.id)) return undefined;
    const { holderId } = row;
    return holderId === null ? undefined : { ...row, holderId };
  };
  const holderOf = async (reads: Reads, der: Uint8Array): Promise<string | undefined> => {
    const row = await standing(reads, der);
    const account = row && (await reads.get('account', row.holderId));
    return account?.state === 'active' ? row?.holderId : undefined;
  };

  return {
    holderOfCertificate: async (der) => {
      const { reads } = deps.store;
      const id = await holderOf(reads, der);
      return id === undefined ? undefined : reads.get('person', id);
    },

    signInWithCertificate: async (der, from) => {
      const personId = await holderOf(deps.store.reads, der);
      await sessions.log('sign-in', personId ?? null, from, personId === undefined ? 'refused' : 'done');
      // its loss may be reported at this moment, which ends the sessions that it opened
      const still = async (unit: Reads) => (await holderOf(unit, der)) === personId;
      const opened =
        personId === undefined ? undefined : await sessions.open(personId, from, { method: 'certificate', still });
      if (opened) return opened;
      throw new AppError(
        'sign_in_failed',
        'this token opens no account here: it is not in use, was revoked, or its holder has no active account',
      );
    },
  };
}
