import { type Change, create } from '../../book/tables/lifecycle.ts';
import type { CertificateRow, CrlRow } from '../../book/tables/rows/tokens.ts';
import { CERTIFICATE_LIVE, TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { KeptCrl, RevokedEntry } from '../../ca/ports.ts';
import { SYSTEM } from '../../flow/actor.ts';
import { unknownCertificate } from '../../flow/revocation/lost-certificate.ts';
import { revokeAlone, revokeChanges } from '../../flow/revocation/revoking.ts';
import type { StoreUnit, Transact } from '../unit/unit.ts';

/** Serials in one transaction: two entries hold them, of at most 65,535 octets each. */
const ROWS = 40;
const ENTRY = { ...SYSTEM, action: 'crl.takeOver', outcome: 'done' } as const;

/** The steps that revoke a listed certificate with the token that carries it, and what else ends with them. */
async function revoking(unit: StoreUnit, row: CertificateRow, revokedAt: number): Promise<Change[]> {
  const token = row.tokenId === null ? undefined : await unit.get('token', row.tokenId);
  const carries = token?.certificateId === row.id && TOKEN_IN_USE.includes(token.state);
  return carries ? revokeChanges(unit, token, 'other', revokedAt) : revokeAlone(unit, [row], 'other', revokedAt);
}

/** Revokes what the CRL lists and the records do not say: first the rows that are missing, then all of them. */
async function revokeListed(
  unit: StoreUnit,
  listed: readonly RevokedEntry[],
  { issuerId, issuerEnds, subject }: { issuerId: string; issuerEnds: number; subject: string },
): Promise<void> {
  const created: Change[] = [];
  const revoked: Change[] = [];
  for (const entry of listed) {
    const { serialNumber, revokedAt } = entry;
    const standing = await unit.get('certificate', serialNumber);
    const row = standing ?? unknownCertificate(serialNumber, { issuerId, since: revokedAt, until: issuerEnds });
    if (!standing) created.push(create('certificate', row));
    if (CERTIFICATE_LIVE.includes(row.state)) revoked.push(...(await revoking(unit, row, revokedAt)));
  }
  const of = { ...ENTRY, subject };
  if (created.length > 0) await unit.record({ ...of, detail: { kind: 'unknown' }, changes: created });
  if (revoked.length > 0) await unit.record({ ...of, detail: { kind: 'revoked' }, changes: revoked });
}

/** As `StatusRecords.takeOver` says. Twice is harmless: what was taken over stands. */
export function createTakeOver(transact: Transact) {
  return async (
    crl: KeptCrl & { issuerId: string; issuerEnds: number; sha256: string },
    listed: readonly RevokedEntry[],
  ): Promise<void> => {
    const { issuerId, issuerEnds, sha256, ...kept } = crl;
    const { number, thisUpdate, nextUpdate, entries } = kept;
    const id = `${issuerId}-${number}`;
    const of = { issuerId, issuerEnds, subject: `crl:${id}` };
    for (let from = 0; from < listed.length; from += ROWS) {
      await transact((unit) => revokeListed(unit, listed.slice(from, from + ROWS), of));
    }
    await transact(async (unit) => {
      if (((await unit.lastCrlNumber(issuerId)) ?? 0) >= number) return; // another node was faster
      const revoked = await unit.countRevoked(issuerId);
      const row: CrlRow = { id, issuerId, number, thisUpdate, nextUpdate, entries, revoked, sha256 };
      await unit.record({ ...ENTRY, subject: of.subject, detail: { kind: 'crl' }, changes: [create('crl', row)] });
      await unit.keepCrlBody(issuerId, kept);
    });
  };
}
