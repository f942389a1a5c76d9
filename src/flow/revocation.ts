import { z } from 'zod';
import { AppError } from '../errors.ts';
import { type Act, act, type Deps, need } from './act.ts';
import { endLetters, endPinLetters } from './letters.ts';
import { type Change, move } from './lifecycle.ts';
import { type CertificateRow, REVOCATION_REASONS, type RevocationReason, type TokenRow } from './model.ts';
import type { Caller } from './permissions.ts';
import type { Unit } from './ports.ts';
import { Ref } from './request.ts';
import { forgetSecrets, secretIds } from './undo.ts';

/** A token by its serial number, or a software credential by its certificate's. */
export const Revoke = z.strictObject({ serial: Ref, reason: z.enum(REVOCATION_REASONS).exclude(['never-sealed']) });
export const ReportLoss = z.strictObject({ serial: Ref, reason: z.enum(['lost', 'stolen']) });
export const RevokeByCode = z.strictObject({ serial: Ref, code: z.string().trim().min(6).max(40) });

export interface Revoked {
  serial: string;
  certificateIds: string[];
  revokedAt: number;
  /** False when the CRL could not be published yet; OCSP says `revoked` all the same, and the CRL is tried again. */
  published: boolean;
  /** A replacement may be asked for at once. */
  replacement: { kind: 'replacement'; reason: 'lost' | 'stolen' } | null;
}
interface Target {
  token: TokenRow | undefined;
  certificates: CertificateRow[];
  holderId: string | null;
}

const LIVE: readonly CertificateRow['state'][] = ['intended', 'issued', 'good'];
const REVOCABLE: readonly TokenRow['state'][] = ['produced', 'handed_over', 'active', 'suspended'];

/** What a serial number names: a token with its certificates, or a certificate of its own. */
async function targetOf(unit: Unit, serial: string): Promise<Target> {
  const token = await unit.get('token', serial);
  if (token) {
    const certificates = await unit.find('certificate', { tokenId: token.id, state: LIVE });
    return { token, certificates, holderId: token.holderId };
  }
  const certificate = await need(unit.get('certificate', serial.toLowerCase()), 'token or certificate');
  if (certificate.tokenId !== null) return targetOf(unit, certificate.tokenId);
  return { token: undefined, certificates: [certificate], holderId: certificate.holderId };
}

/** A nomade credential that was not fetched yet dies with its certificate: the key, and the letter with its password. */
async function endCredential(unit: Unit, { requestId, jobId }: CertificateRow): Promise<Change[]> {
  if (jobId !== null) await unit.dropSecret(secretIds({ id: jobId }).privateKey);
  if (requestId === null) return [];
  const kind = 'pkcs12-password';
  return endLetters(unit, await unit.find('letter', { requestId, kind, state: ['waiting', 'printed'] }));
}

/** The steps that revoke a token, where there is one, and these certificates; letters that still hold a secret end with them. */
async function revoking(
  unit: Unit,
  token: TokenRow | undefined,
  certificates: readonly CertificateRow[],
  reason: RevocationReason,
  now: number,
): Promise<Change[]> {
  const revoked = { revokedAt: now, revocationReason: reason };
  const steps: Change[] = certificates.map((c) => move('certificate', c, 'revoke', revoked));
  if (token) return [move('token', token, 'revoke'), ...steps, ...(await endPinLetters(unit, token.id))];
  const credentials = await Promise.all(certificates.map((c) => endCredential(unit, c)));
  return [...steps, ...credentials.flat()];
}

/** Changes that revoke a token and every live certificate on it. */
export async function revokeChanges(
  unit: Unit,
  token: TokenRow,
  reason: RevocationReason,
  now: number,
): Promise<Change[]> {
  return revoking(unit, token, await unit.find('certificate', { tokenId: token.id, state: LIVE }), reason, now);
}

/** Changes that revoke the nomade credentials made for a request. */
export async function revokeCredentials(
  unit: Unit,
  requestId: string,
  reason: RevocationReason,
  now: number,
): Promise<Change[]> {
  return revoking(
    unit,
    undefined,
    await unit.find('certificate', { requestId, tokenId: null, state: LIVE }),
    reason,
    now,
  );
}

/** Changes that revoke every token in use on a workstation (lost, blocked). */
export async function revokeAllOn(
  unit: Unit,
  workstationId: string,
  reason: RevocationReason,
  now: number,
): Promise<Change[]> {
  const tokens = await unit.find('token', { workstationId, state: REVOCABLE });
  const each = await Promise.all(tokens.map((token) => revokeChanges(unit, token, reason, now)));
  return each.flat();
}

/**
 * After a committed revocation: PINs of letters that ended with it leave no trace, and the CRL is published. A fault is
 * warned of and tried again, never thrown away.
 */
export async function concludeRevocation(deps: Deps): Promise<boolean> {
  await forgetSecrets(deps);
  try {
    await deps.status.publish();
    return true;
  } catch (error) {
    deps.warn('CRL not published; it will be tried again', error);
    return false;
  }
}

export function createRevocations(deps: Deps) {
  /** The one transaction of every revocation: lifecycle, certificates, entry. */
  const revokeIn = async (
    a: Act,
    target: Target,
    reason: RevocationReason,
    serial: string,
  ): Promise<Omit<Revoked, 'published'>> => {
    const { token, certificates } = target;
    if (token?.state === 'revoked' || (!token && certificates[0]?.state === 'revoked')) {
      throw new AppError('already_done', 'this token is revoked already');
    }
    await a.done(await revoking(a.unit, token, certificates, reason, a.now), { detail: { reason } });
    const replacement = reason === 'lost' || reason === 'stolen' ? { kind: 'replacement' as const, reason } : null;
    return { serial, certificateIds: certificates.map((c) => c.id), revokedAt: a.now, replacement };
  };

  const byRight =
    (name: 'token.revoke' | 'token.reportLoss') =>
    async (caller: Caller, input: { serial: string; reason: RevocationReason }): Promise<Revoked> => {
      const done = await act(deps, caller, name, `token:${input.serial}`, async (a) => {
        const target = await targetOf(a.unit, input.serial);
        const holder = target.holderId ? await a.unit.get('person', target.holderId) : undefined;
        a.allow({ holderId: target.holderId, ...(holder ? { service: holder.service } : {}) });
        return revokeIn(a, target, input.reason, input.serial);
      });
      return { ...done, published: await concludeRevocation(deps) };
    };

  return {
    /** Revokes somebody else's token or credential; answers once the CRL shows it, or says that it does not yet. */
    revoke: byRight('token.revoke') as (caller: Caller, input: z.output<typeof Revoke>) => Promise<Revoked>,
    /** The holder's own click (or their correspondent's): revoked at once, around the clock. */
    reportLoss: byRight('token.reportLoss') as (caller: Caller, input: z.output<typeof ReportLoss>) => Promise<Revoked>,

    /** By telephone: the duty officer types the holder's revocation code. The code is compared outside the transaction. */
    revokeByCode: async (caller: Caller, input: z.output<typeof RevokeByCode>): Promise<Revoked> => {
      const hash = await deps.store.revocationCode(input.serial);
      const fits = await deps.hasher.verify(hash ?? (await deps.hasher.hash('no such code')), input.code);
      const done = await act(deps, caller, 'token.revokeByCode', `token:${input.serial}`, async (a) => {
        a.allow();
        if (hash === undefined || !fits)
          throw new AppError('forbidden', 'the revocation code does not fit this token: ask for it again');
        return revokeIn(a, await targetOf(a.unit, input.serial), 'lost', input.serial);
      });
      return { ...done, published: await concludeRevocation(deps) };
    },
  };
}
