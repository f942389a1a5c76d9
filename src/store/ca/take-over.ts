import { type Change, create, move } from '../../book/lifecycle.ts';
import type { CrlRow } from '../../book/tables.ts';
import type { KeptCrl, RevokedEntry } from '../../ca/ports.ts';
import { unknownCertificate } from '../../flow/revocation/lost-certificate.ts';
import type { StoreUnit, Transact } from '../unit.ts';

/** Serials in one transaction: two entries hold them, of at most 65,535 octets each. */
const ROWS = 40;
const ENTRY = { actor: 'system', role: 'system', action: 'crl.takeOver', outcome: 'done' } as const;

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
    if (row.state === 'revoked' || row.state === 'expired') continue;
    revoked.push(move('certificate', row, 'revoke', { revokedAt, revocationReason: 'other' }));
  }
  if (created.length > 0) await unit.record({ ...ENTRY, subject, changes: created });
  if (revoked.length > 0) await unit.record({ ...ENTRY, subject, changes: revoked });
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
      const row: CrlRow = { id, issuerId, number, thisUpdate, nextUpdate, entries, sha256 };
      await unit.record({ ...ENTRY, subject: of.subject, detail: { number, entries }, changes: [create('crl', row)] });
      await unit.keepCrlBody(issuerId, kept);
    });
  };
}
