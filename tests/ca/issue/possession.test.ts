import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { bitString, children, integer, oid, read, seq, TAG, tagged, tlv } from '../../../src/ca/asn1/der.ts';
import { OID } from '../../../src/ca/asn1/oid.ts';
import { checkPossession } from '../../../src/ca/issue/possession.ts';
import { isAppError } from '../../../src/errors.ts';
import { createWorld, ecKey, rsaKey, run, type World, writeCsr } from '../evaluation.ts';

const refusal = (why: string) =>
  expect.objectContaining({ code: 'possession_failed', message: expect.stringContaining(why) });
const der = (key: KeyObject): Uint8Array => key.export({ format: 'der', type: 'spki' });

describe('proof of possession', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ make: false });
  });
  afterAll(() => world.remove());

  it('answers the public key of a request that its key signed', async () => {
    const ec = ecKey();
    expect(Buffer.from(await checkPossession(writeCsr(ec.privateKey, ec.spki)))).toEqual(Buffer.from(ec.spki));
    const rsa = rsaKey();
    expect(Buffer.from(await checkPossession(writeCsr(rsa.privateKey, rsa.spki)))).toEqual(Buffer.from(rsa.spki));
  });

  it('accepts what openssl and certtool make', async () => {
    const key = world.pem('key.pem', 'PRIVATE KEY', ecKey().privateKey.export({ format: 'der', type: 'pkcs8' }));
    for (const hash of ['-sha256', '-sha384', '-sha512']) {
      run('openssl', [
        'req',
        '-new',
        hash,
        '-key',
        key,
        '-subj',
        '/CN=x',
        '-outform',
        'DER',
        '-out',
        `${world.folder}/o.csr`,
      ]);
      await expect(checkPossession(world.read('o.csr'))).resolves.toHaveLength(91);
    }
    const template = world.file('template', 'cn = "x"\n');
    const args = [
      '--generate-request',
      '--load-privkey',
      key,
      '--template',
      template,
      '--outder',
      '--outfile',
      `${world.folder}/c.csr`,
    ];
    run('certtool', args);
    await expect(checkPossession(world.read('c.csr'))).resolves.toHaveLength(91);
  });

  it('refuses a signature of another key, or over something else', async () => {
    const { spki } = ecKey();
    await expect(checkPossession(writeCsr(ecKey().privateKey, spki))).rejects.toEqual(
      refusal('does not fit its key (C8)'),
    );
    const honest = ecKey();
    const csr = Buffer.from(writeCsr(honest.privateKey, honest.spki));
    const other = Buffer.from(csr.toString('hex').replace('020100', '020101'), 'hex');
    await expect(checkPossession(other)).rejects.toEqual(refusal('refused'));
  });

  it.each<[string, () => { privateKey: KeyObject; publicKey: KeyObject }]>([
    ['RSA-2048', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['RSA-1024', () => generateKeyPairSync('rsa', { modulusLength: 1024 })],
    ['P-384', () => generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['secp256k1', () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
  ])('refuses a key %s (C5)', async (_, make) => {
    const { privateKey, publicKey } = make();
    await expect(checkPossession(writeCsr(privateKey, der(publicKey)))).rejects.toEqual(refusal('(C5)'));
  });

  it('refuses RSA-3072 with e = 3 (C5)', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072, publicExponent: 3 });
    await expect(checkPossession(writeCsr(privateKey, der(publicKey)))).rejects.toEqual(refusal('(C5)'));
  });

  it('refuses a point that is not on the curve', async () => {
    const { privateKey, spki } = ecKey();
    const off = Uint8Array.from(spki);
    off[off.length - 1]! ^= 1;
    await expect(checkPossession(writeCsr(privateKey, off))).rejects.toEqual(refusal('not a well-formed'));
  });

  it('refuses a signature by SHA-1, and an algorithm of another kind of key', async () => {
    const { privateKey, spki } = ecKey();
    const [info, , signature] = children(read(writeCsr(privateKey, spki)));
    for (const algorithm of ['1.2.840.10045.4.1', OID.sha256WithRSA]) {
      const csr = seq(info!.raw, seq(oid(algorithm)), signature!.raw);
      await expect(checkPossession(csr)).rejects.toEqual(refusal('algorithm'));
    }
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['text', Buffer.from('-----BEGIN CERTIFICATE REQUEST-----')],
    ['another version', seq(seq(integer(1), seq(), seq(), tagged(0)), seq(oid('1.2.3')), bitString(new Uint8Array(8)))],
    ['64 KiB', new Uint8Array(65_536)],
    [
      'nested deeply',
      Array.from({ length: 2000 }).reduce<Uint8Array>((inside) => tlv(TAG.sequence, inside), integer(0)),
    ],
  ])('refuses %s', async (_, csr) => {
    await expect(checkPossession(csr)).rejects.toEqual(refusal('the certificate request is refused'));
  });

  it('answers every mutated request with a refusal, or with the key that signed it', async () => {
    const { privateKey, spki } = ecKey();
    const csr = writeCsr(privateKey, spki);
    const mutation = fc.record({
      at: fc.nat(csr.length - 1),
      octet: fc.nat(255),
      cut: fc.nat(8),
      grow: fc.uint8Array({ maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        let bytes = Uint8Array.from(csr);
        for (const { at, octet, cut, grow } of mutations) {
          bytes[at] = octet;
          bytes = Uint8Array.from([
            ...bytes.subarray(0, bytes.length - (cut > 5 ? cut : 0)),
            ...(cut === 1 ? grow : []),
          ]);
        }
        const answer = await checkPossession(bytes).catch((error: unknown) => error);
        if (answer instanceof Uint8Array) expect(Buffer.from(bytes)).toEqual(Buffer.from(csr));
        else expect(isAppError(answer, 'possession_failed')).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
