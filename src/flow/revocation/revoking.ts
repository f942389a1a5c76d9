import type { RevocationReason } from '../../book/tables/codes.ts';
import { type Change, move } from '../../book/tables/lifecycle.ts';
import type { CertificateRow, TokenRow } from '../../book/tables/rows/tokens.ts';
import { CERTIFICATE_LIVE, LETTER_OPEN, TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { Act } from '../act.ts';
import { endAppointments } from '../appointment/standing.ts';
import { endLetters, endPinLetters } from '../handover/letters.ts';
import type { PrefetchReads, Unit } from '../ports/store.ts';
import { secretIds } from '../production/job-secrets.ts';
import { lostRenewals } from './lost-renewals.ts';

/** A nomade credential that was not fetched yet dies with its certificate: its key, and the letter with its password. */
async function endCredential(unit: Unit, { requestId, jobId }: CertificateRow): Promise<Change[]> {
  if (jobId !== null) await unit.dropSecret(secretIds({ id: jobId }).privateKey);
  if (requestId === null) return [];
  const kind = 'pkcs12-password';
  return endLetters(unit, await unit.find('letter', { requestId, kind, state: LETTER_OPEN }));
}

/** The requests of nomade credentials that nobody fetched end with them: else nothing could be asked for in their place. */
async function dropUnfetched(unit: Unit, certificates: readonly CertificateRow[], now: number): Promise<Change[]> {
  const id = certificates.flatMap(({ requestId }) => requestId ?? []);
  if (id.length === 0) return [];
  const unfetched = await unit.find('request', { id, state: 'produced' }, { leaveOut: true });
  return unfetched.map((request) => move('request', request, 'drop', { closedAt: now }));
}

/** What ends with a certificate that no token carries, because it has expired. */
export const endWithCredential = async (unit: Unit, certificate: CertificateRow, now: number): Promise<Change[]> => [
  ...(await endCredential(unit, certificate)),
  ...(await dropUnfetched(unit, [certificate], now)),
];
/** Whoever signed in with a token is signed in no longer than it is good: a thief may have been faster than its holder. */
export const endTheirSessions = (unit: Unit, tokens: readonly Pick<TokenRow, 'holderId'>[]): Promise<void> =>
  unit.endCertificateSessions([...new Set(tokens.flatMap(({ holderId }) => holderId ?? []))]);
/** Not of a token that was replaced: its holder has just confirmed the next one in that session, and goes on with its PIN. */
const endSessionsFor = async (
  unit: Unit,
  tokens: readonly Pick<TokenRow, 'holderId'>[],
  reason: RevocationReason,
): Promise<void> => {
  if (reason !== 'superseded') await endTheirSessions(unit, tokens);
};

/** The steps that revoke a token, where there is one, and these certificates; letters that still hold a secret end with them. */
export async function revoking(
  unit: Unit,
  token: TokenRow | undefined,
  certificates: readonly CertificateRow[],
  reason: RevocationReason,
  now: number,
): Promise<Change[]> {
  const revoked = { revokedAt: now, revocationReason: reason };
  const steps: Change[] = certificates.map((c) => move('certificate', c, 'revoke', revoked));
  if (token) {
    await endSessionsFor(unit, [token], reason);
    return [
      move('token', token, 'revoke'),
      ...steps,
      ...(await endPinLetters(unit, token.id)),
      ...(await endAppointments(unit, [token], now)),
    ];
  }
  const credentials = await Promise.all(certificates.map((c) => endCredential(unit, c)));
  return [...steps, ...credentials.flat()];
}

/** Changes that revoke certificates which no token carries; what was not fetched yet of them ends too. */
export const revokeAlone = async (
  unit: Unit,
  certificates: readonly CertificateRow[],
  reason: RevocationReason,
  now: number,
): Promise<Change[]> => [
  ...(await revoking(unit, undefined, certificates, reason, now)),
  ...(await dropUnfetched(unit, certificates, now)),
];

/** Changes that revoke a token and every live certificate on it. */
export async function revokeChanges(
  unit: Unit,
  token: TokenRow,
  reason: RevocationReason,
  now: number,
): Promise<Change[]> {
  return revoking(
    unit,
    token,
    await unit.find('certificate', { tokenId: token.id, state: CERTIFICATE_LIVE }),
    reason,
    now,
  );
}

const liveCertificates = (unit: Pick<Unit, 'find'>, tokens: readonly TokenRow[]): Promise<CertificateRow[]> =>
  unit.find('certificate', { tokenId: tokens.map(({ id }) => id), state: CERTIFICATE_LIVE });
const openPinLetters = (unit: Pick<Unit, 'find'>, tokens: readonly TokenRow[]) =>
  unit.find('letter', { tokenId: tokens.map(({ id }) => id), kind: 'pin', state: LETTER_OPEN });

/** What `revocationOf` these tokens looks for, and the judge of its entry. */
export async function prefetchRevocation(reads: PrefetchReads, tokens: readonly TokenRow[]): Promise<void> {
  if (tokens.length === 0) return;
  const [certificates] = await Promise.all([
    liveCertificates(reads, tokens),
    openPinLetters(reads, tokens),
    reads.find('request', { id: tokens.flatMap(({ requestId }) => requestId ?? []) }),
  ]);
  await Promise.all([
    reads.find('certificate', { jobId: certificates.flatMap(({ jobId }) => jobId ?? []) }),
    reads.find('authority', { id: [...new Set(certificates.map(({ issuerId }) => issuerId))] }),
  ]);
}

/** Changes that revoke many tokens: their certificates, letters and appointments are read together. Sessions are another matter. */
export async function revocationOf(
  unit: Unit,
  tokens: readonly TokenRow[],
  reason: RevocationReason,
  now: number,
): Promise<Change[]> {
  if (tokens.length === 0) return [];
  const certificates = await liveCertificates(unit, tokens);
  const revoked = { revokedAt: now, revocationReason: reason };
  return [
    ...tokens.map((token) => move('token', token, 'revoke')),
    ...certificates.map((certificate) => move('certificate', certificate, 'revoke', revoked)),
    ...(await endLetters(unit, await openPinLetters(unit, tokens))),
    ...(await endAppointments(unit, tokens, now)),
  ];
}

/** The same, and who signed in with one of them is signed in no longer. */
export async function revokeMany(
  unit: Unit,
  tokens: readonly TokenRow[],
  reason: RevocationReason,
  now: number,
): Promise<Change[]> {
  if (tokens.length > 0) await endSessionsFor(unit, tokens, reason);
  return revocationOf(unit, tokens, reason, now);
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
    await unit.find('certificate', { requestId, tokenId: null, state: CERTIFICATE_LIVE }),
    reason,
    now,
  );
}

/** Changes that revoke a workstation's own certificates: it is retired, lost or blocked, or has a new one (`but`). */
export async function revokeMachine(
  unit: Unit,
  workstationId: string,
  reason: RevocationReason,
  now: number,
  but?: string,
): Promise<Change[]> {
  const live = await unit.find('certificate', { workstationId, state: CERTIFICATE_LIVE });
  return revoking(
    unit,
    undefined,
    live.filter(({ id }) => id !== but),
    reason,
    now,
  );
}

/**
 * Changes that revoke every token in use on a workstation that is blocked, and its own certificate; what waits to renew such a token is
 * closed. Other requests for it stay: it may come back (flow/workstation/end-of-use.ts: what ends with one that does not).
 */
export async function revokeAllOn(
  { unit, now }: Pick<Act, 'unit' | 'now'>,
  workstationId: string,
  reason: RevocationReason,
): Promise<Change[]> {
  const tokens = await unit.find('token', { workstationId, state: TOKEN_IN_USE });
  return [
    ...(await revokeMany(unit, tokens, reason, now)),
    ...(await lostRenewals({ unit, now }, tokens)),
    ...(await revokeMachine(unit, workstationId, reason, now)),
  ];
}
