import { generateKeyPairSync, hash, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateRow } from '../../../src/book/tables/rows/tokens.ts';
import { bitString, integer, NULL, oid, seq, TAG, tlv } from '../../../src/ca/asn1/der.ts';
import { OID } from '../../../src/ca/asn1/oid.ts';
import { lint } from '../../../src/ca/issue/lint.ts';
import { AppError } from '../../../src/errors.ts';
import { ecKey, rsaKey, run, writeCsr } from '../../ca/evaluation.ts';
import { configurationSaying } from '../../support/world/configuration.ts';
import { failingOnce } from '../../support/world/failing-once.ts';
import { commission, machineRequest, signAll, takeOver } from '../../support/world/machines.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const pem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE REQUEST-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE REQUEST-----\n`;
const request = (key = ecKey()): string => pem(writeCsr(key.privateKey, key.spki));

const other = ({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): Uint8Array => {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const isEdwards = privateKey.asymmetricKeyType === 'ed25519';
  return isEdwards ? writeCsr(ecKey().privateKey, spki) : writeCsr(privateKey, spki);
};
/** An INTEGER of 3072 bits whose last octet is this one. */
const fill = (last: number): Uint8Array =>
  tlv(TAG.integer, Uint8Array.of(0), new Uint8Array(384).fill(0xc5).with(383, last));
const csrOf = (modulus: Uint8Array, exponent: Uint8Array): Uint8Array =>
  writeCsr(rsaKey().privateKey, seq(seq(oid(OID.rsaEncryption), NULL), bitString(seq(modulus, exponent))));

describe('a workstation’s own certificate', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(async () => {
    await world.check();
    await world.close();
  });
  /** Whoever asks compares the key that the request has; of no request there is none. */
  const certify = async (text = request(), workstation = 'PN-1', by = world.theo) => {
    const octets = Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const spki = await world.ca.authority.checkPossession(octets).catch(() => Buffer.from(text));
    return world.flow.machine.certify(by, { workstation, request: text, keySha256: hash('sha256', spki, 'hex') });
  };
  const workstation = async (assetNumber: string) => (await world.reads.find('workstation', { assetNumber }))[0]!;
  const der = async ({ id }: CertificateRow): Promise<Uint8Array> => (await world.store.certificate(id))!;

  it('certifies the key of the request, and says what our record says', async () => {
    const key = ecKey();
    const { certificate } = await certify(request(key));
    const row = await workstation('PN-1');
    expect(certificate).toMatchObject({ state: 'good', profile: 'workstation', workstationId: row.id, holderId: null });
    const made = new X509Certificate(await der(certificate));
    expect(made.publicKey.export({ type: 'spki', format: 'der' })).toEqual(Buffer.from(key.spki));
    expect(made.subject.split('\n')).toEqual([
      'C=FR',
      expect.stringMatching(/^O=EVALUATION/),
      'OU=0002 000000000',
      'CN=PN-1',
      `serialNumber=${row.id}`,
    ]);
    expect(made.subjectAltName).toBeUndefined();
    expect(lint(await der(certificate), 'machine', world.ca.issuingCertificate())).toEqual([]);
  });

  it('refuses another kind of key than its profile says (C5)', () =>
    world.refuses('possession_failed', certify(request(rsaKey()))));

  it('is answered by OCSP and revoked with the next one, which has a key of its own (C8)', async () => {
    const first = await certify();
    const key = ecKey();
    const second = await certify(request(key));
    expect(second.published).toBe(true);
    expect(await world.reads.get('certificate', first.certificate.id)).toMatchObject({
      state: 'revoked',
      revocationReason: 'superseded',
    });
    await world.refuses('possession_failed', certify(request(key)));
    await world.refuses('possession_failed', certify(request(key), 'PN-2'));
    expect((await world.reads.get('certificate', second.certificate.id))!.state).toBe('good');
  });

  it.each(['retire', 'block', 'lose'] as const)(
    'ends when the workstation is to %s, and stands in the CRL',
    async (action) => {
      const { certificate } = await certify();
      const published = world.ca.crl('issuing')!.number;
      const { enrolment } = world.flow;
      if (action === 'lose') await enrolment.reportLoss(world.thomas, { workstation: 'PN-1' });
      else await enrolment.change(world.thomas, { workstation: 'PN-1', action });
      const reason = { retire: 'workstation-retired', block: 'workstation-blocked', lose: 'workstation-lost' }[action];
      expect(await world.reads.get('certificate', certificate.id)).toMatchObject({
        state: 'revoked',
        revocationReason: reason,
      });
      expect(world.ca.crl('issuing')!.number).toBe(published + 1);
    },
  );

  it('takes nothing from the request but its key, whatever that asks to be', async () => {
    const asked = [
      ...['-subj', '/C=FR/O=Other/CN=PN-2/CN=admin', '-addext', 'basicConstraints=critical,CA:TRUE'],
      ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign', '-addext', 'extendedKeyUsage=serverAuth,OCSPSigning'],
      ...['-addext', 'subjectAltName=DNS:jeton.example,email:director@interieur.example,IP:127.0.0.1'],
    ];
    const folder = mkdtempSync(join(tmpdir(), 'jeton-csr-'));
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', join(folder, 'key')];
    const text = run('openssl', ['req', '-new', ...key, ...asked]);
    rmSync(folder, { recursive: true });
    expect(run('openssl', ['req', '-noout', '-text'], text)).toContain('CA:TRUE');
    const { certificate } = await certify(text);
    const made = new X509Certificate(await der(certificate));
    expect([made.ca, made.subjectAltName, made.keyUsage]).toEqual([
      false,
      undefined,
      ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.17'],
    ]);
    expect(made.subject).toMatch(/\nCN=PN-1\nserialNumber=/);
    expect(made.subject).not.toMatch(/Other|admin|PN-2/);
    expect(lint(await der(certificate), 'machine', world.ca.issuingCertificate())).toEqual([]);
  });

  it.each<[string, () => Uint8Array]>([
    ['P-384', () => other(generateKeyPairSync('ec', { namedCurve: 'P-384' }))],
    ['secp256k1', () => other(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }))],
    ['Ed25519', () => other(generateKeyPairSync('ed25519'))],
    ['RSA-2048', () => other(generateKeyPairSync('rsa', { modulusLength: 2048 }))],
    ['RSA with e = 3', () => other(generateKeyPairSync('rsa', { modulusLength: 3072, publicExponent: 3 }))],
    ['RSA with an exponent of 3072 bits', () => csrOf(fill(1), fill(3))],
    ['RSA with an even modulus', () => csrOf(fill(2), integer(65_537))],
    [
      'RSA with a modulus of 32,768 bits',
      () => csrOf(tlv(TAG.integer, new Uint8Array(4096).fill(0x55)), integer(65_537)),
    ],
  ])('refuses a key %s, says so in the journal, and leaves nothing behind', async (_, make) => {
    await world.refuses('possession_failed', certify(pem(make())));
    expect(await world.reads.find('certificate', { profile: 'workstation' })).toEqual([]);
  });

  it('has a serial number that no other certificate has: the same once more is never signed', async () => {
    const { certificate } = await certify();
    const octets = Buffer.from(certificate.id, 'hex');
    world.opened.chance.bytes = (length) => Uint8Array.from(octets.subarray(0, length));
    const signed = world.ca.authority.issue;
    let signatures = 0;
    world.ca.authority.issue = (ticket) => {
      signatures += 1;
      return signed(ticket);
    };
    await expect(certify(request(), 'PN-2')).rejects.toThrow();
    expect(signatures).toBe(0);
    expect(await world.reads.get('certificate', certificate.id)).toMatchObject({ state: 'good' });
  });

  it('is given to a commissioned workstation only', async () => {
    for (const number of ['PN-NEW', 'PN-OLD']) await world.refuses('wrong_state', certify(request(), number));
    await world.refuses('not_found', certify(request(), 'PN-99'));
  });

  it('is for neither who brought the workstation in nor who signed its last item', async () => {
    const { thomas, theo, vincent } = world;
    await commission(world.flow, [thomas, theo], 'PN-X');
    for (const by of [thomas, theo]) await world.refuses('same_person', certify(request(), 'PN-X', by));
    expect((await certify(request(), 'PN-X', vincent)).certificate.state).toBe('good');
  });

  it('is for neither of the two who took the workstation over', async () => {
    await takeOver(world.flow, [world.theo, world.olga], 'PN-Y');
    await world.refuses('same_person', certify(request(), 'PN-Y', world.theo));
    expect((await certify(request(), 'PN-Y', world.thomas)).certificate.state).toBe('good');
  });

  it('is not for whoever signed its last item, and then for whoever did so before', async () => {
    await world.flow.enrolment.change(world.theo, { workstation: 'PN-1', action: 'migrate' });
    await signAll(world.flow, 'migration', 'PN-1', [world.thomas, world.theo]);
    await world.refuses('same_person', certify());
    expect((await certify(request(), 'PN-1', world.thomas)).certificate.state).toBe('good');
  });

  it('is not for whoever signs the last item of a migration while it is signed', async () => {
    const { theo, thomas, flow } = world;
    world.beforeSignature(async () => {
      await flow.enrolment.change(theo, { workstation: 'PN-1', action: 'migrate' });
      await signAll(flow, 'migration', 'PN-1', [thomas, theo]);
    });
    await world.refuses('same_person', certify());
    expect(await world.reads.count('certificate', { profile: 'workstation', state: 'good' })).toBe(0);
  });

  it('is for the key that was compared, and for no other; the journal keeps which', async () => {
    const [shown, exchanged] = [machineRequest(), machineRequest()];
    const { keySha256 } = await world.flow.machine.show(world.theo, { workstation: 'PN-1', request: shown.request });
    expect(keySha256).toBe(shown.keySha256);
    const other = { workstation: 'PN-1', request: exchanged.request, keySha256 };
    await world.refuses('changed_since', world.flow.machine.certify(world.theo, other));
    expect(await world.reads.count('certificate', { profile: 'workstation' })).toBe(0);
    const { certificate } = await world.flow.machine.certify(world.theo, { workstation: 'PN-1', ...shown });
    const { items } = await world.opened.lists.entries({ subject: `certificate:${certificate.id}` }, { limit: 10 });
    const intended = items.find(({ action }) => action === 'certificate.intend');
    expect(intended?.detail).toMatchObject({ kind: 'workstation', compared: keySha256 });
  });

  it('shows the fingerprint to nobody who could not ask for the certificate', async () => {
    const { request: text } = machineRequest();
    await world.refuses('forbidden', world.flow.machine.show(world.olga, { workstation: 'PN-1', request: text }));
    await world.refuses('wrong_state', world.flow.machine.show(world.theo, { workstation: 'PN-NEW', request: text }));
    await world.refuses(
      'possession_failed',
      world.flow.machine.show(world.theo, { workstation: 'PN-1', request: 'x' }),
    );
  });

  it('is not made with a configuration that two persons have not confirmed', async () => {
    Object.assign(world.configuration, configurationSaying({ organisation: 'Préfecture' }));
    await world.refuses('profile_unconfirmed', certify());
    expect(await world.reads.find('certificate', { profile: 'workstation' })).toEqual([]);
  });

  it('is a technician’s to ask for, moments after a factor', async () => {
    for (const by of [world.alice, world.valerie, world.olga, world.adele, world.aurore])
      await world.refuses('forbidden', certify(request(), 'PN-1', by));
    await world.refuses('fresh_factor_needed', certify(request(), 'PN-1', { ...world.theo, freshUntil: 0 }));
  });

  it('is journalled as an intent before it is signed', async () => {
    const { certificate } = await certify();
    const { items } = await world.opened.lists.entries({ subject: `certificate:${certificate.id}` }, { limit: 10 });
    expect(items.map(({ action, role }) => `${action} ${role}`).toSorted()).toEqual([
      'certificate.intend technician',
      'certificate.issue technician',
    ]);
  });

  it('is downloaded with the chain, the one in use or the one named', async () => {
    const first = await certify();
    const second = await certify();
    const download = (more = {}) => world.flow.machine.download(world.thomas, { workstation: 'PN-1', ...more });
    const { name, content } = await download();
    const [own, issuing, ...more] = Buffer.from(content)
      .toString()
      .split(/(?=-----BEGIN)/);
    expect(name).toBe('PN-1.pem');
    expect(new X509Certificate(own!).serialNumber.toLowerCase()).toBe(second.certificate.id);
    expect(new X509Certificate(own!).verify(new X509Certificate(issuing!).publicKey)).toBe(true);
    expect(more).toEqual([]);
    const old = await download({ certificate: first.certificate.id });
    expect(new X509Certificate(Buffer.from(old.content)).serialNumber.toLowerCase()).toBe(first.certificate.id);
    const elsewhere = world.flow.machine.download(world.thomas, {
      workstation: 'PN-2',
      certificate: first.certificate.id,
    });
    await world.refuses('not_found', elsewhere);
  });

  const weak = (): { privateKey: KeyObject; spki: Uint8Array } => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    return { privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }) };
  };
  const bad: [string, () => string][] = [
    ['another’s signature', () => pem(writeCsr(ecKey().privateKey, ecKey().spki))],
    ['a key of another kind', () => request(weak())],
    ['nothing', () => ' '],
    ['a sentence', () => 'please certify me'],
    ['a certificate', () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
    ['two requests', () => `${request()}${request()}`],
    ['half a request', () => pem(Buffer.from(request().replace(/-----.*-----|\n/g, ''), 'base64').subarray(0, 80))],
    ['more behind it', () => pem(Buffer.concat([writeCsr(ecKey().privateKey, ecKey().spki), Buffer.from('x')]))],
  ];
  it('refuses what is no request of its own key, each with an entry', async () => {
    for (const [, text] of bad) await world.refuses('possession_failed', certify(text()));
  });

  it('answers every mutated request with an error', async () => {
    const key = ecKey();
    const octets = Buffer.from(writeCsr(key.privateKey, key.spki));
    for (let at = 0; at < octets.length; at += 5) {
      const bad = Buffer.from(octets);
      bad[at] = (bad[at] ?? 0) ^ (1 << (at % 8));
      await expect(world.ca.authority.checkPossession(bad)).rejects.toMatchObject({ code: 'possession_failed' });
    }
    expect(hash('sha256', octets)).toHaveLength(64);
    await expect(world.ca.authority.checkPossession(octets)).resolves.toEqual(Uint8Array.from(key.spki));
  });

  it('is undone when the workstation is blocked while the CA signs', async () => {
    world.beforeSignature(() => world.flow.enrolment.change(world.olga, { workstation: 'PN-1', action: 'block' }));
    await world.refuses('wrong_state', certify());
    const [row] = await world.reads.find('certificate', { workstationId: (await workstation('PN-1')).id });
    expect(row).toMatchObject({ state: 'revoked' });
  });

  it('is revoked at the next look where it was not signed and undoing it failed', async () => {
    const flow = failingOnce(world, 'certificate.undo');
    const text = request();
    const octets = Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const keySha256 = hash('sha256', await world.ca.authority.checkPossession(octets), 'hex');
    world.beforeSignature(async () => {
      await flow.machine.undoLeft(); // nobody undoes it while it is in hand
      throw new AppError('ca_unavailable', 'the token is away');
    });
    const certified = flow.machine.certify(world.theo, { workstation: 'PN-1', request: text, keySha256 });
    await expect(certified).rejects.toMatchObject({ code: 'overloaded' });
    const { id: workstationId } = await workstation('PN-1');
    const states = async () => (await world.reads.find('certificate', { workstationId })).map(({ state }) => state);
    expect(await states()).toEqual(['intended']);
    await flow.machine.undoLeft();
    expect(await states()).toEqual(['revoked']);
  });

  it('is revoked at the next start when a crash came between intent and signature', async () => {
    await new Promise<void>((reached) => {
      world.beforeSignature(() => {
        reached();
        return new Promise(() => {}); // nobody is left to wait for it
      });
      void certify();
    });
    const [open] = await world.reads.find('certificate', { profile: 'workstation' });
    expect(open!.state).toBe('intended');
    await world.startAnew();
    expect(await world.flow.machine.resume()).toBe(1);
    expect(await world.reads.get('certificate', open!.id)).toMatchObject({
      state: 'revoked',
      revocationReason: 'never-sealed',
    });
    expect(await world.flow.machine.resume()).toBe(0);
  });
});
