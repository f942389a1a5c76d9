import { asRead, certificate, crl, keep, LISTINGS, listing } from '../../support/records/status-rows.ts';
import { openTestStore, START } from '../../support/records/store.ts';
import { checkEverything } from '../../support/world/check.ts';

describe('the list of revocations and the CRLs', () => {
  it('lists what an issuer revoked and has not ended yet, in the order in which that was committed, page by page', async () => {
    const t = await openTestStore();
    await keep(t, certificate('0c'), START + 2);
    await keep(t, certificate('0d', { issuerId: 'another' }), START + 4);
    await keep(t, certificate('0a'), START + 1);
    await keep(t, certificate('0b', { notAfter: START + 10 }), START + 3);
    await keep(t, certificate('0e'));
    const from = (after: number, notAfter: number, limit = 10) =>
      t.status.revoked('issuing', { after, notAfter, limit });
    expect(await from(0, START + 11)).toEqual([
      { seq: 1, serialNumber: '0c', revokedAt: START + 2 },
      { seq: 2, serialNumber: '0a', revokedAt: START + 1 },
    ]);
    expect(await from(1, START + 10)).toMatchObject([{ serialNumber: '0a' }, { serialNumber: '0b' }]);
    expect(await from(0, START + 10, 1)).toMatchObject([{ serialNumber: '0c' }]);
    expect(await from(3, START + 10)).toEqual([]);
  });

  it('keeps a CRL with its journal entry, serves the newest, and gives no number twice', async () => {
    const t = await openTestStore();
    expect(await t.status.lastCrl('issuing')).toBeUndefined();
    await t.status.keepCrl(crl(1));
    await t.status.keepCrl(crl(2));
    await expect(t.status.keepCrl(crl(2))).rejects.toMatchObject({ code: 'conflict' });
    const { issuerId: _, sha256: __, after: ___, ...kept } = crl(2);
    expect(await t.status.lastCrl('issuing')).toEqual(kept);
    expect(await t.status.lastCrl('root')).toBeUndefined();
    const { items } = await t.lists.entries({ action: 'crl.publish' }, { limit: 10 });
    expect(items.map((e) => e.subject)).toEqual(['crl:issuing-2', 'crl:issuing-1']);
    expect(await checkEverything(t, { byTheBook: false })).toMatchObject({ size: 2, rows: 2 });
  });

  it('refuses a CRL that does not follow on the newest: another node published meanwhile', async () => {
    const t = await openTestStore();
    expect(await t.status.lastCrlNumber('issuing')).toBeUndefined();
    await t.status.keepCrl(crl(1));
    await t.status.keepCrl(crl(2));
    expect(await t.status.lastCrlNumber('issuing')).toBe(2);
    for (const after of [undefined, 1, 3]) {
      await expect(t.status.keepCrl({ ...crl(4), after })).rejects.toMatchObject({ code: 'conflict' });
    }
    expect([await t.status.lastCrlNumber('issuing'), await t.journal.size()]).toEqual([2, 2]);
  });

  it('writes only the entries that are new, and puts the CRL together again octet by octet', async () => {
    const t = await openTestStore();
    for (const [index, [entries, fresh]] of LISTINGS.entries()) {
      const wanted = listing(index + 1, entries, fresh);
      await t.status.keepCrl(wanted);
      expect(await t.status.lastCrl('issuing')).toEqual(asRead(wanted));
    }
  });
});
