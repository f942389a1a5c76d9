import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { carrierOf } from '../../book/rules/certificates/carries.ts';
import { PURPOSES, type Purpose } from '../../book/rules/certificates/purposes.ts';
import { isLoss } from '../../book/rules/request/asking.ts';
import { SerialRef } from '../../book/rules/stock/typed-serials.ts';
import { BY_HAND, type RevocationReason } from '../../book/tables/codes.ts';
import type { CertificateRow, TokenRow } from '../../book/tables/rows/tokens.ts';
import { CERTIFICATE_LIVE } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { serialNamed } from '../handover/revocation-code.ts';
import { fullName } from '../people/person-name.ts';
import { concludeRevocation } from './conclude.ts';
import { type InItsPlace, inPlaceOf } from './in-its-place.ts';
import { lostCertificate, recordLost } from './lost-certificate.ts';
import { lostRenewals } from './lost-renewals.ts';
import { revokeAlone, revoking } from './revoking.ts';
import { createTries } from './wrong-tries.ts';

/** A token by its serial number, or a software credential by its certificate's. */
export const Revoke = z.strictObject({
  serial: SerialRef,
  reason: z.enum(BY_HAND),
  /** Whose certificate it is where restored records do not know it, for their CRL to list it; by default that of tokens. */
  issuer: z.enum(PURPOSES).optional(),
});
/** Somebody's own Nomade credential, by its serial number. */
export const CredentialRef = z.strictObject({ serial: SerialRef });
export const ReportLoss = z.strictObject({ serial: SerialRef, reason: z.enum(['lost', 'stolen']) });
/** The serial number, or for a Nomade credential the number of its request: who lost the device has only their letter. */
export const RevokeByCode = z.strictObject({ serial: SerialRef, code: z.string().trim().min(6).max(40) });

export interface Revoked {
  serial: string;
  /** The token that was revoked, also where the number of its certificate was typed; null for a software credential. */
  tokenId: string | null;
  certificateIds: string[];
  revokedAt: number;
  /** False when the CRL could not be published yet; OCSP says `revoked` all the same, and the CRL is tried again. */
  published: boolean;
  /** What may be asked for at once in its place: a nomade credential is simply asked for anew. */
  replacement: InItsPlace | null;
}
/** By telephone: whose it was, for whoever reads it back. Null where it is not known. */
export interface RevokedByCode extends Revoked {
  holderName: string | null;
}
interface Target {
  token: TokenRow | undefined;
  certificates: CertificateRow[];
  holderId: string | null;
  /** A certificate that restored records do not know: its row is made before it is revoked. */
  lost?: CertificateRow | undefined;
}

/** A code as its letter shows it, however it was written down: groups of four capitals and digits. */
const asPrinted = (code: string): string =>
  code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/.{4}(?=.)/g, '$&-');

/**
 * What a serial number names: a token with its certificates, the token by the certificate on it, or a certificate alone.
 */
async function targetOf(
  { unit, now }: Pick<Act, 'unit' | 'now'>,
  serial: string,
  purpose: Purpose = 'token',
): Promise<Target> {
  const token = await unit.get('token', serial);
  if (token) {
    const certificates = await unit.find('certificate', { tokenId: token.id, state: CERTIFICATE_LIVE });
    return { token, certificates, holderId: token.holderId };
  }
  const known = await unit.get('certificate', serial.toLowerCase());
  const lost = known ? undefined : await lostCertificate(unit, serial.toLowerCase(), { now, purpose });
  const certificate = await need(Promise.resolve(known ?? lost), 'token');
  const carrier = carrierOf(certificate);
  if (carrier !== null) return targetOf({ unit, now }, carrier);
  return { token: undefined, certificates: [certificate], holderId: certificate.holderId, lost };
}

/** The verbs of revocation, each with the certificates and letters that hang on it. */
export function createRevocations(deps: Deps) {
  /** The one transaction of every revocation: lifecycle, certificates, entry. */
  const revokeIn = async (
    a: Act,
    target: Target,
    reason: RevocationReason,
    serial: string,
  ): Promise<Omit<Revoked, 'published'>> => {
    const { token, certificates, lost } = target;
    if (token?.state === 'revoked' || (!token && certificates[0]?.state === 'revoked')) {
      throw new AppError('already_done', 'this token is revoked already');
    }
    if (lost) await recordLost(a.unit, lost);
    const renewals = token && isLoss(reason) ? await lostRenewals(a, [token]) : [];
    const steps = token
      ? await revoking(a.unit, token, certificates, reason, a.now)
      : await revokeAlone(a.unit, certificates, reason, a.now);
    await a.done([...steps, ...renewals], { detail: { reason } });
    const nomade = isLoss(reason) ? { kind: 'nomade' as const } : null;
    const replacement = token ? await inPlaceOf(a.unit, token, reason) : nomade;
    const certificateIds = certificates.map(({ id }) => id);
    return { serial, tokenId: token?.id ?? null, certificateIds, revokedAt: a.now, replacement };
  };

  const byRight =
    (name: 'token.revoke' | 'token.reportLoss') =>
    async (
      caller: Caller,
      input: { serial: string; reason: RevocationReason; issuer?: Purpose | undefined },
    ): Promise<Revoked> => {
      const done = await act(deps, caller, name, `token:${input.serial}`, async (a) => {
        const target = await targetOf(a, input.serial, input.issuer);
        // whoever edited the holder's row does not keep anybody from revoking; only the service that it says is not believed
        const [holder] = target.holderId
          ? await a.unit.find('person', { id: target.holderId }, { leaveOut: true })
          : [];
        a.allow({ holderId: target.holderId, service: holder?.service ?? null });
        return revokeIn(a, target, input.reason, input.serial);
      });
      return { ...done, published: await concludeRevocation(deps) };
    };

  const tries = createTries(deps.clock);
  // what a code is compared with where nothing is stored; made before anybody asks, so that no answer waits for it
  const standIn = deps.codes.hash('no token has this code');
  standIn.catch(() => {}); // the first comparison awaits it and hears of it

  /** One comparison, whether there is something to compare with or not. */
  const compare = async (stored: string | undefined, code: string): Promise<boolean> =>
    deps.codes.verify(stored ?? (await standIn), code);

  const byCode = async (
    caller: Caller,
    { serial, code }: z.output<typeof RevokeByCode>,
    attempt: { right(): void },
  ): Promise<Omit<RevokedByCode, 'published'>> => {
    const stored = await deps.store.revocationCode(serial);
    const matches = await compare(stored, asPrinted(code)).catch((error: unknown) => {
      attempt.right(); // nobody was told whether it is
      throw error;
    });
    return act(deps, caller, 'token.revokeByCode', `token:${serial}`, async (a) => {
      a.allow();
      // read again: a letter with another code may have printed, or the token been wiped, while we compared
      if (!matches || stored === undefined || (await a.unit.revocationCode(serial)) !== stored)
        throw new AppError('forbidden', 'no token has this serial number and this code: ask for both again');
      attempt.right();
      const target = await targetOf(a, serial);
      // whoever edited the holder's row does not keep anybody from revoking; only its name is not believed
      const [holder] = target.holderId ? await a.unit.find('person', { id: target.holderId }, { leaveOut: true }) : [];
      return { ...(await revokeIn(a, target, 'lost', serial)), holderName: holder ? fullName(holder) : null };
    });
  };

  return {
    /** Revokes somebody else's token or credential; answers once the CRL shows it, or says that it does not yet. */
    revoke: byRight('token.revoke') as (caller: Caller, input: z.output<typeof Revoke>) => Promise<Revoked>,
    /** The holder does not use a Nomade credential any more, or withdraws their agreement to its conditions. */
    giveUp: async (caller: Caller, { serial }: z.output<typeof CredentialRef>): Promise<Revoked> => {
      const done = await act(deps, caller, 'credential.giveUp', `token:${serial}`, async (a) => {
        const target = await targetOf(a, serial);
        a.allow({ holderId: target.holderId });
        if (target.certificates[0]?.profile !== 'nomade' || target.token)
          throw new AppError('wrong_state', 'this is no nomade credential: report a loss, or give the token back', {
            detail: { why: 'no-credential' },
          });
        return revokeIn(a, target, 'given-up', serial);
      });
      return { ...done, published: await concludeRevocation(deps) };
    },
    /** The holder's own click (or their correspondent's): revoked at once, around the clock. */
    reportLoss: byRight('token.reportLoss') as (caller: Caller, input: z.output<typeof ReportLoss>) => Promise<Revoked>,

    /**
     * By telephone: the duty officer types the holder's revocation code. The code is compared outside the transaction. A
     * wrong code, a serial number that nobody has and a token without a code get the same answer after the same work.
     */
    revokeByCode: async (
      caller: Caller,
      { serial: named, code }: z.output<typeof RevokeByCode>,
    ): Promise<RevokedByCode> => {
      const serial = await serialNamed(deps.store.reads, named);
      const done = await act(deps, caller, 'token.revokeByCode', `token:${serial}`, async (a) => void a.allow())
        .then(() => tries.begin(caller.personId, serial))
        .then((attempt) => byCode(caller, { serial, code }, attempt));
      return { ...done, published: await concludeRevocation(deps) };
    },
  };
}
