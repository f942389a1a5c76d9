import { writeFileSync } from 'node:fs';
import { AsnConvert } from '@peculiar/asn1-schema';
import { CertificateList, RevokedCertificate, Time } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { run } from '../evaluation.ts';
import { createPublisher, type Publisher } from './publisher.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Ended certificates stay on two more CRLs of 26 hours. */
const KEPT = 52 * HOUR;

/** The entries of the CRL that is served, encoded again one by one by a library that knows nothing of how they came there. */
function entriesOf(der: Uint8Array): string[] {
  const { revokedCertificates = [] } = AsnConvert.parse(der, CertificateList).tbsCertList;
  return revokedCertificates.map((entry) => Buffer.from(AsnConvert.serialize(entry)).toString('hex'));
}
const encoded = ({ serialNumber, revokedAt }: { serialNumber: string; revokedAt: number }): string => {
  const time = new Time(new Date(Math.floor(revokedAt / 1000) * 1000));
  const entry = new RevokedCertificate({
    userCertificate: Uint8Array.from(Buffer.from(serialNumber, 'hex')).buffer,
    revocationDate: time,
  });
  return Buffer.from(AsnConvert.serialize(entry)).toString('hex');
};

describe('a CRL that takes over the entries of the one before', () => {
  let publisher: Publisher;
  beforeEach(async () => {
    publisher = await createPublisher();
  });
  afterEach(() => publisher.close());

  it('lists what a library would that reads everything anew, whatever was revoked, failed, ended or restarted', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ revoke: fc.integer({ min: 1, max: 4 }), days: fc.constantFrom(1, 4, 900) }) },
      { weight: 3, arbitrary: fc.constant('publish' as const) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('restart' as const, 'fail' as const, 'wait' as const, 'set back' as const),
      },
    );
    const { t, revoked } = publisher;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        for (const what of steps) {
          if (typeof what === 'object') {
            for (let i = 0; i < what.revoke; i += 1) publisher.revoke(what.days, i * 1000);
          } else if (what === 'restart') await publisher.restart();
          else if (what === 'wait') t.clock.pass(13 * HOUR);
          else if (what === 'set back') t.clock.pass(-5000);
          else if (what === 'fail') {
            publisher.failNext(1);
            await expect(publisher.ca().publisher.publish()).rejects.toMatchObject({ code: 'crl_failed' });
          } else await publisher.ca().publisher.publish();
        }
        await publisher.ca().publisher.publish();
        const { der, thisUpdate, number } = publisher.ca().crl('issuing')!;
        const listed = entriesOf(der);
        // one that ended may stay half a day longer, and is never in doubt
        const must = revoked.filter(({ notAfter }) => notAfter >= thisUpdate - KEPT).map(encoded);
        const may = new Set(revoked.filter(({ notAfter }) => notAfter >= thisUpdate - KEPT - 13 * HOUR).map(encoded));
        expect(new Set(listed).size).toBe(listed.length);
        expect(listed.filter((entry) => must.includes(entry))).toEqual(must);
        expect(listed.filter((entry) => !may.has(entry))).toEqual([]);
        expect(await t.status.lastCrl(publisher.ca().issuing()!.id)).toMatchObject({ number, der: Buffer.from(der) });
      }),
      { numRuns: 25, endOnFailure: true },
    );
    const path = `${t.folder}/issuing.crl`;
    writeFileSync(path, publisher.ca().crl('issuing')!.der);
    const text = run('openssl', ['crl', '-inform', 'DER', '-in', path, '-noout', '-text']);
    expect(text.match(/Serial Number:/g)).toHaveLength(entriesOf(publisher.ca().crl('issuing')!.der).length);
  });

  it('is published at the next start when the service died between a revocation and its CRL', async () => {
    publisher.revoke(900);
    await publisher.ca().publisher.publish();
    publisher.revoke(900);
    await publisher.restart();
    expect(entriesOf(publisher.ca().crl('issuing')!.der)).toEqual(publisher.revoked.map(encoded));
    const { number } = publisher.ca().crl('issuing')!;
    await publisher.restart();
    expect(publisher.ca().crl('issuing')!.number).toBe(number);
  });

  it('drops what ended within half a day of its last CRL', async () => {
    publisher.revoke(1);
    publisher.revoke(900);
    await publisher.ca().publisher.publish();
    publisher.t.clock.pass(DAY + KEPT + HOUR);
    await publisher.ca().publisher.publish();
    expect(entriesOf(publisher.ca().crl('issuing')!.der)).toEqual([encoded(publisher.revoked[1]!)]);
  });
});
