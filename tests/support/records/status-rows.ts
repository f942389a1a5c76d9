import { create, move } from '../../../src/book/tables/lifecycle.ts';
import type { CertificateRow } from '../../../src/book/tables/rows/tokens.ts';
import type { OpenStore } from '../../../src/store/store.ts';
import { START } from '../clock.ts';
import { entry } from './rows.ts';

/** A certificate that was ordered. */
export const certificate = (id: string, more: Partial<CertificateRow> = {}): CertificateRow => ({
  id,
  issuerId: 'issuing',
  profile: 'holder',
  profileHash: 'h',
  policy: '2.999.1.1.1',
  state: 'intended',
  holderId: null,
  requestId: null,
  tokenId: null,
  jobId: null,
  workstationId: null,
  publicKeyHash: `key of ${id}`,
  sha256: null,
  subject: `CN=${id}`,
  names: null,
  notBefore: START,
  notAfter: START + 1000,
  intendedAt: START,
  run: null,
  orderedBy: 'system',
  sealedAt: null,
  revokedAt: null,
  revocationReason: null,
  ...more,
});
/** A CRL of no entries. */
export const crl = (number: number) => ({
  issuerId: 'issuing',
  number,
  thisUpdate: START + number,
  nextUpdate: START + 100,
  entries: 0,
  sha256: `hash of ${number}`,
  der: Buffer.from(`crl ${number}`),
  after: number > 1 ? number - 1 : undefined,
});
/** A CRL of entries of two letters each, the last `fresh` of which the CRL before it did not have. */
export function listing(number: number, entries: string[], fresh: number) {
  const [head, tail] = [`<${number}:`, `:${number}>`];
  const at = (count: number): number => head.length + 2 * count;
  const list = {
    start: at(0),
    added: at(entries.length - fresh),
    end: at(entries.length),
    upTo: number,
    gatheredAt: START,
  };
  return { ...crl(number), entries: entries.length, der: Buffer.from(`${head}${entries.join('')}${tail}`), list };
}
/** Records a certificate, and its revocation where there is one. */
export async function keep(t: Pick<OpenStore, 'store'>, row: CertificateRow, revokedAt?: number): Promise<void> {
  await t.store.transact(async (unit) => {
    await unit.record(entry('certificate.intend', `certificate:${row.id}`, [create('certificate', row)]));
    if (revokedAt === undefined) return;
    const change = move('certificate', row, 'revoke', { revokedAt, revocationReason: 'lost' });
    await unit.record(entry('certificate.revoke', `certificate:${row.id}`, [change]));
  });
}

/** What CRLs one after another list, and how many of the last entries are new. */
export const LISTINGS: readonly (readonly [string[], number])[] = [
  [['aa', 'bb'], 2],
  [['aa', 'bb', 'cc'], 1],
  [['aa', 'bb', 'cc'], 0],
  [['aa', 'bb', 'cc', 'dd', 'ee'], 2],
  [['cc', 'dd'], 2],
  [['cc', 'dd', 'ff'], 1],
  [[], 0],
];

/** A CRL as it is read again: whoever reads it has all its entries, so nothing of them is new to the next one. */
export function asRead({ issuerId: _, sha256: __, after: ___, list, ...kept }: ReturnType<typeof listing>) {
  return { ...kept, list: { ...list, added: list.end } };
}
