import { hash, randomBytes, X509Certificate } from 'node:crypto';
import { BasicOCSPResponse, OCSPResponse, OCSPResponseStatus } from '@peculiar/asn1-ocsp';
import { AsnConvert } from '@peculiar/asn1-schema';
import fc from 'fast-check';
import { bitString, integer, NULL, octetString, oid, seq, TRUE, tagged } from '../../../src/ca/asn1/der.ts';
import { OID } from '../../../src/ca/asn1/oid.ts';
import { readCertificate } from '../../../src/ca/asn1/read-certificate.ts';
import { keyBits } from '../../../src/ca/keys/public-key.ts';
import { createWorld, type World } from '../evaluation.ts';

/** The bytes of a request as a client writes it; each part can be made wrong. */
function certId(
  issuer: Uint8Array,
  serialNumber: string,
  algorithm: 'sha1' | 'sha256' | 'sha512' = 'sha1',
): Uint8Array {
  const { subject, publicKey } = readCertificate(issuer);
  const id = algorithm === 'sha512' ? '2.16.840.1.101.3.4.2.3' : OID[algorithm];
  const digest = (bytes: Uint8Array) => octetString(hash(algorithm, bytes, 'buffer'));
  return seq(seq(oid(id), NULL), digest(subject), digest(keyBits(publicKey)), integer(serialNumber));
}
const nonceOf = (value: Uint8Array): Uint8Array => tagged(2, seq(seq(oid(OID.ocspNonce), octetString(value))));
const request = (ids: Uint8Array[], ...more: Uint8Array[]): Uint8Array =>
  seq(seq(seq(...ids.map((id) => seq(id))), ...more));

function open(der: Uint8Array) {
  const response = AsnConvert.parse(der, OCSPResponse);
  const basic = response.responseBytes && AsnConvert.parse(response.responseBytes.response, BasicOCSPResponse);
  const answers = (basic?.tbsResponseData.responses ?? []).map(({ certStatus, thisUpdate, nextUpdate }) => ({
    status: certStatus.good === null ? 'good' : certStatus.revoked ? 'revoked' : 'unknown',
    revokedAt: certStatus.revoked?.revocationTime.getTime(),
    thisUpdate: thisUpdate.getTime(),
    nextUpdate: nextUpdate?.getTime(),
  }));
  const nonce = basic?.tbsResponseData.responseExtensions?.find(({ extnID }) => extnID === OID.ocspNonce)?.extnValue;
  return { status: response.responseStatus, answers, basic, nonce: nonce && Buffer.from(nonce.buffer) };
}

describe('the OCSP responder', () => {
  let world: World;
  let issuing: Uint8Array;
  beforeAll(async () => {
    world = await createWorld();
    issuing = world.ca.issuingCertificate();
  });
  afterAll(() => world.remove());
  const ask = async (...args: Parameters<typeof request>) => open((await world.ca.ocsp(request(...args))).der);
  const statusOf = async (id: Uint8Array) => (await ask([id])).answers[0]!.status;

  it.each(['sha1', 'sha256'] as const)('answers good, then revoked at once, for CertIDs by %s', async (algorithm) => {
    const { serialNumber } = await world.issue();
    const id = certId(issuing, serialNumber, algorithm);
    expect(await statusOf(id)).toBe('good');
    world.revoke(serialNumber);
    const { answers } = await ask([id]);
    const second = Math.floor(world.clock.now() / 1000) * 1000;
    expect(answers).toEqual([
      { status: 'revoked', revokedAt: second, thisUpdate: second, nextUpdate: second + 120_000 },
    ]);
  });

  it.each(['intended', 'issued', 'expired'] as const)('answers unknown for a certificate that is %s', async (state) => {
    const { serialNumber } = await world.issue({}, state);
    expect(await statusOf(certId(issuing, serialNumber))).toBe('unknown');
  });

  it('answers unknown for a serial number that was never ordered', async () => {
    expect(await statusOf(certId(issuing, '42'.repeat(16)))).toBe('unknown');
    expect(await statusOf(certId(issuing, '00'))).toBe('unknown');
  });

  it('never answers good for another issuer', async () => {
    const { serialNumber } = await world.issue();
    const other = await createWorld();
    const root = world.ca.rootCertificate();
    expect(await statusOf(certId(root, serialNumber))).toBe('unknown');
    expect(await statusOf(certId(other.ca.issuingCertificate(), serialNumber))).toBe('unknown');
    // right name, another's key; right key, another's name
    const [name, key] = [readCertificate(issuing).subject, readCertificate(root).publicKey];
    const digest = (bytes: Uint8Array) => octetString(hash('sha1', bytes, 'buffer'));
    const mixed = seq(seq(oid(OID.sha1)), digest(name), digest(keyBits(key)), integer(serialNumber));
    expect(await statusOf(mixed)).toBe('unknown');
    // the record says that another CA issued it
    const known = world.records.certificates.get(serialNumber)!;
    world.records.certificates.set(serialNumber, { ...known, issuerId: 'OLD' });
    expect(await statusOf(certId(issuing, serialNumber))).toBe('unknown');
    other.remove();
  });

  it('answers unknown for a hash that it does not take', async () => {
    const { serialNumber } = await world.issue();
    expect(await statusOf(certId(issuing, serialNumber, 'sha512'))).toBe('unknown');
  });

  it('answers several questions in their order', async () => {
    const [a, b] = [await world.issue(), await world.issue()];
    world.revoke(a.serialNumber);
    const ids = [certId(issuing, a.serialNumber), certId(issuing, 'aa'), certId(issuing, b.serialNumber, 'sha256')];
    expect((await ask(ids)).answers.map(({ status }) => status)).toEqual(['revoked', 'unknown', 'good']);
  });

  it('is signed by a delegate that the issuing CA certified', async () => {
    const { basic } = await ask([certId(issuing, 'aa')]);
    const [delegate] = basic!.certs!.map((c) => new X509Certificate(Buffer.from(AsnConvert.serialize(c))));
    expect(delegate!.verify(new X509Certificate(issuing).publicKey)).toBe(true);
    expect(delegate!.subject).toContain('CN=Jeton - réponses OCSP');
    expect(basic!.certs).toHaveLength(1);
  });

  it.each([1, 32, 128])('echoes a nonce of %i octets', async (length) => {
    const nonce = randomBytes(length);
    const asked = await world.ca.ocsp(request([certId(issuing, 'aa')], nonceOf(octetString(nonce))));
    expect(asked).toMatchObject({ status: 'successful', cacheable: false });
    expect(open(asked.der).nonce).toEqual(Buffer.from(octetString(nonce)));
  });

  it('lets answers without a nonce be cached', async () => {
    const asked = await world.ca.ocsp(request([certId(issuing, 'aa')]));
    expect(asked.cacheable).toBe(true);
    expect(open(asked.der).nonce).toBeUndefined();
  });

  /** A request of one question, with what follows its CertID. */
  const ofOne = (...behind: Uint8Array[]) => seq(seq(seq(seq(certId(issuing, 'aa'), ...behind))));
  const one = (...critical: Uint8Array[]) => seq(oid('2.999.6'), ...critical, octetString(NULL));
  const single = (...critical: Uint8Array[]) => tagged(0, seq(one(...critical)));
  const malformed: [string, () => Uint8Array][] = [
    ['a nonce of no octets', () => request([certId(issuing, 'aa')], nonceOf(octetString(new Uint8Array())))],
    ['a nonce of 129 octets', () => request([certId(issuing, 'aa')], nonceOf(octetString(randomBytes(129))))],
    ['a nonce that is not wrapped', () => request([certId(issuing, 'aa')], nonceOf(randomBytes(16).fill(1)))],
    [
      'two nonces',
      () => {
        const nonce = seq(oid(OID.ocspNonce), octetString(octetString(randomBytes(8))));
        return request([certId(issuing, 'aa')], tagged(2, seq(nonce, nonce)));
      },
    ],
    [
      'a critical extension that nobody knows',
      () => request([certId(issuing, 'aa')], tagged(2, seq(seq(oid('2.999.5'), TRUE, octetString(NULL))))),
    ],
    ['a critical extension of one question', () => ofOne(single(TRUE))],
    ['an extension of one question that stands twice', () => ofOne(tagged(0, seq(one(), one())))],
    ['extensions of one question that are none', () => ofOne(tagged(0, integer(1)))],
    ['something else behind a CertID', () => ofOne(tagged(1, seq(one())))],
    ['something behind the extensions of one question', () => ofOne(single(), NULL)],
    ['no question', () => request([])],
    ['seventeen questions', () => request(Array.from({ length: 17 }, () => certId(issuing, 'aa')))],
    ['another version', () => seq(seq(tagged(0, integer(1)), seq(seq(certId(issuing, 'aa')))))],
    ['something behind it', () => Buffer.concat([request([certId(issuing, 'aa')]), Buffer.of(0)])],
    ['nothing', () => new Uint8Array()],
    ['a negative serial number', () => request([certId(issuing, '2a')]).with(-1, 0x81)],
    ['text', () => Buffer.from('GET / HTTP/1.1')],
    ['4 MiB of sequences', () => Buffer.alloc(4 << 20, 0x30)],
  ];
  it.each(malformed)('answers malformedRequest for %s', async (_, make) => {
    const answer = await world.ca.ocsp(make());
    expect(answer).toMatchObject({ status: 'malformedRequest', cacheable: false });
    expect(Buffer.from(answer.der).toString('hex')).toBe('30030a0101');
  });

  it('reads requests with everything optional in them', async () => {
    const { serialNumber } = await world.issue();
    const id = certId(issuing, serialNumber);
    const requestor = tagged(1, tagged(4, seq()));
    const single = seq(id, tagged(0, seq(seq(oid('2.999.6'), octetString(NULL)))));
    const signature = tagged(0, seq(seq(oid(OID.sha256WithRSA)), bitString(randomBytes(8))));
    const whole = seq(
      seq(tagged(0, integer(0)), requestor, seq(single), nonceOf(octetString(randomBytes(8)))),
      signature,
    );
    expect(open((await world.ca.ocsp(whole)).der).answers[0]!.status).toBe('good');
  });

  it('answers internalError, not good, when the records cannot be read, and says so to us only', async () => {
    const { serialNumber } = await world.issue();
    const { status } = world.records.reads;
    world.records.reads.status = () => {
      throw new Error('SQLITE_IOERR');
    };
    const answer = await world.ca.ocsp(request([certId(issuing, serialNumber)]));
    world.records.reads.status = status;
    expect(open(answer.der).status).toBe(OCSPResponseStatus.internalError);
    expect(world.faults.splice(0)).toEqual([new Error('SQLITE_IOERR')]);
  });

  it('answers any mutated request: never a throw, and never good for what is not', async () => {
    const { serialNumber } = await world.issue();
    world.revoke(serialNumber);
    const base = request([certId(issuing, serialNumber, 'sha256')], nonceOf(octetString(randomBytes(16))));
    const mutation = fc.tuple(fc.nat(base.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.nat(base.length),
        async (changes, cut) => {
          const bytes = Uint8Array.from(base);
          for (const [at, octet] of changes) bytes[at] = octet;
          const answer = await world.ca.ocsp(cut % 4 === 0 ? bytes.subarray(0, cut) : bytes);
          expect(['successful', 'malformedRequest']).toContain(answer.status);
          expect(open(answer.der).answers.map(({ status }) => status)).not.toContain('good');
        },
      ),
      { numRuns: 500 },
    );
    expect(world.faults).toEqual([]);
  });

  it('answers any octets at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect((await world.ca.ocsp(bytes)).status).toBe('malformedRequest');
      }),
      { numRuns: 500 },
    );
  });
});

it('the OCSP responder of a CA that has ended answers internalError', async () => {
  const world = await createWorld();
  const { serialNumber } = await world.issue();
  world.clock.advance(91 * 86_400_000);
  const answer = await world.ca.ocsp(request([certId(world.ca.issuingCertificate(), serialNumber)]));
  expect(answer.status).toBe('internalError');
  world.remove();
});
