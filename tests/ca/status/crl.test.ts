import { AsnConvert } from '@peculiar/asn1-schema';
import { CertificateList } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { readCertificate } from '../../../src/ca/asn1/read-certificate.ts';
import { createSoftwareSigner, newKey, type Signer } from '../../../src/ca/keys/signer.ts';
import type { RevokedEntry } from '../../../src/ca/ports.ts';
import { encodeEntries, writeCrl } from '../../../src/ca/status/crl.ts';
import { createWorld, run, serial, type World } from '../evaluation.ts';

const now = Date.parse('2026-11-24T10:00:00Z');

describe('writing a CRL', () => {
  let signer: Signer;
  let world: World;
  let issuer: Uint8Array;
  beforeAll(async () => {
    signer = createSoftwareSigner(await newKey('P-384'));
    world = await createWorld();
    issuer = readCertificate(world.ca.issuingCertificate()).subject;
  });
  afterAll(() => world.remove());
  const write = async (revoked: RevokedEntry[], number = 1) => {
    const times = { thisUpdate: now, nextUpdate: now + 26 * 3_600_000 };
    const entries = [encodeEntries(revoked.slice(0, 3)), encodeEntries(revoked.slice(3))];
    const { der, start } = await writeCrl(
      { issuer, keyIdentifier: 'ab'.repeat(20), number, ...times, entries },
      signer,
    );
    expect(der.subarray(start, start + entries[0]!.length)).toEqual(entries[0]);
    return der;
  };
  const parse = (der: Uint8Array): CertificateList => AsnConvert.parse(der, CertificateList);

  it('gives an empty one no list at all (RFC 5280 5.1.2.6)', async () => {
    const { tbsCertList } = parse(await write([]));
    expect(tbsCertList.revokedCertificates).toBeUndefined();
    expect(tbsCertList.version).toBe(1);
  });

  it('says what @peculiar/asn1-x509 reads back: serials, dates, number, extensions', async () => {
    const entry = fc.record({
      serialNumber: fc
        .uint8Array({ minLength: 1, maxLength: 20 })
        .map((b) => Buffer.from(b[0] === 0 ? b.with(0, 1) : b).toString('hex')),
      revokedAt: fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2055-01-01') }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 20 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        async (entries, number) => {
          const der = await write(entries, number);
          const { tbsCertList } = parse(der);
          const read = (tbsCertList.revokedCertificates ?? []).map((r) => [
            Buffer.from(r.userCertificate)
              .toString('hex')
              .replace(/^00(?=[89a-f])/, ''),
            r.revocationDate.getTime().getTime(),
            r.crlEntryExtensions,
          ]);
          expect(read).toEqual(entries.map((e) => [e.serialNumber, Math.floor(e.revokedAt / 1000) * 1000, undefined]));
          expect(tbsCertList.thisUpdate.getTime().getTime()).toBe(now);
          expect(tbsCertList.crlExtensions?.map(({ extnID, critical }) => [extnID, critical])).toEqual([
            ['2.5.29.35', false],
            ['2.5.29.20', false],
          ]);
          expect(
            BigInt(`0x${Buffer.from(tbsCertList.crlExtensions![1]!.extnValue.buffer).subarray(2).toString('hex')}`),
          ).toBe(BigInt(number));
          // nothing is lost or added: the library writes the same octets
          expect(Buffer.from(AsnConvert.serialize(parse(der)))).toEqual(Buffer.from(der));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('holds 100,000 entries in well under a second, in linear memory, and openssl reads them', async () => {
    const entries = Array.from({ length: 100_000 }, () => ({ serialNumber: serial(), revokedAt: now - 1000 }));
    await write(entries.slice(0, 10_000));
    const begun = process.cpuUsage();
    const der = await write(entries);
    const { user, system } = process.cpuUsage(begun);
    const took = (user + system) / 1000; // the machine may be busy with others
    expect(der.length).toBeLessThan(100_000 * 35 + 1000);
    expect(took).toBeLessThan(1000);
    // openssl decodes every entry before it prints anything
    const path = world.file('big.crl', der);
    expect(run('openssl', ['crl', '-inform', 'DER', '-in', path, '-noout', '-crlnumber'])).toMatch(
      /crlNumber=(0x)?0?1/i,
    );
  });
});
