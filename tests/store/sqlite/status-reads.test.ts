import { openStatusReads } from '../../../src/store/ca/status-reads.ts';
import { CERTIFICATE_KEY } from '../../support/records/certificate-rows.ts';
import { asRead, certificate, keep, LISTINGS, listing } from '../../support/records/status-rows.ts';
import { openTestStore, START } from '../../support/records/store.ts';

const open = (path: string) => openStatusReads(path, { certificateKey: CERTIFICATE_KEY, tampered: () => {} });

describe('what the status services are answered from', () => {
  it('knows the state of a serial that was ordered, and of no other', async () => {
    const t = await openTestStore();
    const reads = open(t.path);
    await keep(t, certificate('0a'));
    await keep(t, certificate('0b'), START + 5);
    expect(reads.status('0a')).toEqual({ issuerId: 'issuing', state: 'intended', revokedAt: null });
    expect(reads.status('0b')).toEqual({ issuerId: 'issuing', state: 'revoked', revokedAt: START + 5 });
    expect(reads.status('0c')).toBeUndefined();
    reads.close();
  });

  it('has another version after each commit, and the same without one', async () => {
    const t = await openTestStore();
    const reads = open(t.path);
    const before = reads.version();
    expect(reads.levelAt()).toBeUndefined(); // the records themselves
    expect(reads.version()).toBe(before);
    await keep(t, certificate('0a'));
    expect(reads.version()).not.toBe(before);
    reads.close();
  });

  it('is the last CRL, put together again octet by octet', async () => {
    const t = await openTestStore();
    const reads = open(t.path);
    for (const [index, [entries, fresh]] of LISTINGS.entries()) {
      const wanted = listing(index + 1, entries, fresh);
      await t.status.keepCrl(wanted);
      expect([reads.crlNumber('issuing'), reads.lastCrl('issuing')]).toEqual([index + 1, asRead(wanted)]);
      expect(reads.crlEndsAt('issuing')).toBe(wanted.nextUpdate);
    }
    reads.close();
  });
});
