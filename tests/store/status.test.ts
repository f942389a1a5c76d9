import { create, move } from '../../src/flow/lifecycle.ts';
import type { CertificateRow } from '../../src/flow/model.ts';
import { checkEverything } from '../support/check.ts';
import { entry } from '../support/rows.ts';
import { openTestStore, START, type TestStore } from '../support/store.ts';

const certificate = (id: string, more: Partial<CertificateRow> = {}): CertificateRow => ({
  id,
  issuerId: 'issuing',
  profile: 'holder',
  profileHash: 'h',
  state: 'intended',
  holderId: null,
  requestId: null,
  tokenId: null,
  jobId: null,
  publicKeyHash: 'k',
  sha256: null,
  subject: `CN=${id}`,
  notBefore: START,
  notAfter: START + 1000,
  intendedAt: START,
  sealedAt: null,
  revokedAt: null,
  revocationReason: null,
  ...more,
});
const crl = (number: number) => ({
  issuerId: 'issuing',
  number,
  thisUpdate: START + number,
  nextUpdate: START + 100,
  entries: 0,
  sha256: 'aa',
  der: Buffer.from(`crl ${number}`),
});
async function keep(t: TestStore, row: CertificateRow, revokedAt?: number): Promise<void> {
  await t.store.transact(async (unit) => {
    await unit.record(entry('certificate.intend', `certificate:${row.id}`, [create('certificate', row)]));
    if (revokedAt === undefined) return;
    const change = move('certificate', row, 'revoke', { revokedAt, revocationReason: 'lost' });
    await unit.record(entry('certificate.revoke', `certificate:${row.id}`, [change]));
  });
}

describe('what the status services are answered from', () => {
  it('knows the state of a serial that was ordered, and of no other', async () => {
    const t = await openTestStore();
    await keep(t, certificate('0a'));
    await keep(t, certificate('0b'), START + 5);
    expect(await t.status.status('0a')).toEqual({ issuerId: 'issuing', state: 'intended', revokedAt: null });
    expect(await t.status.status('0b')).toEqual({ issuerId: 'issuing', state: 'revoked', revokedAt: START + 5 });
    expect(await t.status.status('0c')).toBeUndefined();
  });

  it('lists what an issuer revoked and has not ended yet, from a moment on', async () => {
    const t = await openTestStore();
    await keep(t, certificate('0c'), START + 1);
    await keep(t, certificate('0a'), START + 2);
    await keep(t, certificate('0b', { notAfter: START + 10 }), START + 3);
    await keep(t, certificate('0d', { issuerId: 'root' }), START + 4);
    await keep(t, certificate('0e'));
    expect(await t.status.revoked('issuing', { notAfter: START + 11 })).toEqual([
      { serialNumber: '0c', revokedAt: START + 1 },
      { serialNumber: '0a', revokedAt: START + 2 },
    ]);
    expect(await t.status.revoked('issuing', { notAfter: START + 11, since: START + 2 })).toHaveLength(1);
    expect(await t.status.revokedCount('issuing')).toBe(3);
    expect(await t.status.revoked('issuing', { notAfter: START + 10 })).toHaveLength(3);
  });

  it('keeps a CRL with its journal entry, serves the newest, and gives no number twice', async () => {
    const t = await openTestStore();
    expect(await t.status.lastCrl('issuing')).toBeUndefined();
    await t.status.keepCrl(crl(1));
    await t.status.keepCrl(crl(2));
    await expect(t.status.keepCrl(crl(2))).rejects.toMatchObject({ code: 'conflict' });
    const { number, thisUpdate, nextUpdate, der } = crl(2);
    expect(await t.status.lastCrl('issuing')).toEqual({ number, thisUpdate, nextUpdate, der });
    expect(await t.status.lastCrl('root')).toBeUndefined();
    const { items } = await t.lists.entries({ action: 'crl.publish' }, { limit: 10 });
    expect(items.map((e) => e.subject)).toEqual(['crl:issuing-2', 'crl:issuing-1']);
    expect(await checkEverything(t)).toMatchObject({ size: 2, rows: 2 });
  });
});
