import 'reflect-metadata';
import { hash, X509Certificate } from 'node:crypto';
import { X509Certificate as Reference } from '@peculiar/x509';
import { readCertificate } from '../../../src/ca/asn1/read-certificate.ts';
import { createCa } from '../../../src/ca/ca.ts';
import { lint } from '../../../src/ca/issue/lint.ts';
import { camille, createWorld, ecKey, rsaKey, serial, type World } from '../evaluation.ts';

const DAY = 86_400_000;
const refusal = (rule: string) =>
  expect.objectContaining({ code: 'profile_refused', detail: expect.objectContaining({ rule }) });

describe('issuing a certificate', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.remove());

  const order = () => ({
    profile: 'agent-vpn',
    serialNumber: serial(),
    subject: camille,
    publicKey: ecKey().spki,
    notBefore: world.clock.now(),
  });

  it('says beforehand what it will issue, and issues exactly that', async () => {
    const asked = order();
    const prepared = await world.ca.authority.prepare(asked);
    const der = await world.ca.authority.issue(prepared.ticket);
    const issuing = world.ca.issuing();
    expect(prepared).toMatchObject({ serialNumber: asked.serialNumber, issuerId: issuing!.id, profile: 'agent-vpn' });
    expect(prepared.profileHash).toBe(world.ca.profiles.find(({ name }) => name === 'agent-vpn')!.hash);
    expect(prepared.publicKeyHash).toBe(hash('sha256', asked.publicKey, 'hex'));
    expect(prepared.subject).toBe(
      'SERIALNUMBER=P7K2,CN=Camille Müller-Lefèvre,OU=0002 110014016,O=EVALUATION – Jeton\\, ne pas utiliser en production,C=FR',
    );
    const made = new X509Certificate(der);
    expect(made.serialNumber.toLowerCase()).toBe(asked.serialNumber);
    expect(made.publicKey.export({ format: 'der', type: 'spki' })).toEqual(Buffer.from(asked.publicKey));
    expect(made.verify(new X509Certificate(world.ca.issuingCertificate()).publicKey)).toBe(true);
    expect(new Date(made.validFrom).getTime()).toBe(prepared.notBefore);
    expect(new Date(made.validTo).getTime()).toBe(prepared.notAfter);
    expect(lint(der, 'holder', world.ca.issuingCertificate())).toEqual([]);
  });

  it('is read alike by @peculiar/x509', async () => {
    const { der } = await world.issue();
    const reference = new Reference(Uint8Array.from(der));
    const own = readCertificate(der);
    expect(reference.serialNumber).toBe(own.serialNumber);
    expect([...own.extensions.keys()]).toEqual(reference.extensions.map(({ type }) => type));
    expect(reference.notAfter.getTime()).toBe(own.notAfter);
  });

  it('tells what a certificate says of its holder, a SID too that is known and was not asked for', async () => {
    const account = { userPrincipalName: 'camille@int.example', securityIdentifier: 'S-1-5-21-1-2-3-1108' };
    const subject = { ...order().subject, ...account };
    const { prepared } = await world.issue({ profile: 'smart-card-logon', subject });
    expect(JSON.parse(prepared.names)).toEqual(subject);
    expect(JSON.parse((await world.issue({ subject })).prepared.names)).not.toHaveProperty('securityIdentifier');
  });

  it('makes software credentials with RSA-3072', async () => {
    const { der } = await world.issue({ profile: 'nomade' });
    expect(lint(der, 'nomade', world.ca.issuingCertificate('nomade'))).toEqual([]);
    expect(new X509Certificate(der).publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 3072 });
  });

  it('begins five minutes ago, for slow clocks, and never outlives the CA (C1)', async () => {
    world.clock.advance(DAY);
    const { prepared } = await world.issue();
    const second = Math.floor(world.clock.now() / 1000) * 1000;
    expect(second - prepared.notBefore).toBe(5 * 60_000);
    expect(prepared.notAfter).toBe(readCertificate(world.ca.issuingCertificate()).notAfter);
  });

  it('ends when the order says, for temporary tokens', async () => {
    const endsBy = world.clock.now() + 15 * DAY;
    const { prepared } = await world.issue({ endsBy });
    expect(prepared.notAfter).toBe(Math.floor(endsBy / 1000) * 1000);
    const never = { ...order(), endsBy: world.clock.now() };
    await expect(world.ca.authority.prepare(never)).rejects.toEqual(refusal('C1'));
  });

  it.each<[string, string, () => object]>([
    ['C1', 'a serial number of 128 bits', () => ({ serialNumber: 'ff'.repeat(16) })],
    ['C1', 'a short serial number', () => ({ serialNumber: '01' })],
    ['C1', 'a serial number in upper case', () => ({ serialNumber: serial().toUpperCase().replace(/^../, 'AB') })],
    ['C1', 'a serial number with zeros in front', () => ({ serialNumber: `00${serial().slice(2)}` })],
    ['C3', 'no e-mail address', () => ({ subject: { commonName: 'A B', serialNumber: '1' } })],
    ['C3', 'an e-mail address that is none', () => ({ subject: { ...camille, email: 'camille' } })],
    ['C3', 'an e-mail address beyond ASCII', () => ({ subject: { ...camille, email: 'müller@interieur.example' } })],
    ['C4', 'a name of 65 characters', () => ({ subject: { ...camille, commonName: 'x'.repeat(65) } })],
    ['C4', 'no name', () => ({ subject: { ...camille, commonName: '' } })],
    ['C4', 'a NUL in a name', () => ({ subject: { ...camille, commonName: 'admin\0.example' } })],
    ['C4', 'a line break in a name', () => ({ subject: { ...camille, commonName: 'Camille\nCN=admin' } })],
    ['C4', 'a name that reads backwards', () => ({ subject: { ...camille, commonName: 'Camille\u202enimda' } })],
    ['C3', 'a NUL in an e-mail address', () => ({ subject: { ...camille, email: 'admin\0@interieur.example' } })],
    [
      'C3',
      'a NUL in an account',
      () => ({ profile: 'smart-card-logon', subject: { ...camille, userPrincipalName: 'admin\0@interieur.example' } }),
    ],
    [
      'C3',
      'a NUL in a server’s name',
      () => ({ profile: 'tls-server', subject: { commonName: 'a.example', dnsNames: ['a.example\0.evil.example'] } }),
    ],
    ['C4', 'no serialNumber', () => ({ subject: { ...camille, serialNumber: '' } })],
    ['C4', 'a serialNumber beyond PrintableString', () => ({ subject: { ...camille, serialNumber: 'P_7*' } })],
    ['C5', 'another kind of key', () => ({ publicKey: rsaKey().spki })],
  ])('%s: refuses %s', async (rule, _, change) => {
    const asked = { ...order(), ...change() };
    await expect(world.ca.authority.prepare(asked)).rejects.toEqual(refusal(rule));
  });

  it('accepts a name of 64 characters and any script', async () => {
    const { prepared } = await world.issue({ subject: { ...camille, commonName: 'Ł'.repeat(64) } });
    expect(prepared.subject).toContain(`CN=${'Ł'.repeat(64)}`);
  });

  it('knows no profile but those of holders', async () => {
    for (const profile of ['ocsp-signer', 'root', '__proto__']) {
      await expect(world.ca.authority.prepare({ ...order(), profile })).rejects.toMatchObject({
        code: 'profile_refused',
      });
    }
  });

  it('signs once for a ticket, also when asked twice at the same moment', async () => {
    const { ticket } = await world.ca.authority.prepare(order());
    const answers = await Promise.allSettled([world.ca.authority.issue(ticket), world.ca.authority.issue(ticket)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(world.ca.authority.issue(ticket)).rejects.toMatchObject({ code: 'already_done' });
    await expect(world.ca.authority.issue('never given')).rejects.toMatchObject({ code: 'already_done' });
  });

  it('lets tickets expire after ten minutes', async () => {
    const { ticket } = await world.ca.authority.prepare(order());
    world.clock.advance(10 * 60_000);
    await expect(world.ca.authority.issue(ticket)).rejects.toMatchObject({ code: 'expired' });
  });

  it('issues nothing from a profile that was changed, until it is confirmed', async () => {
    let confirmed = false;
    const ca = await createCa({ ...world.deps, isConfirmed: async ({ name }) => confirmed || name !== 'agent-vpn' });
    const { hash } = ca.profiles.find(({ name }) => name === 'agent-vpn')!;
    await expect(world.issue({}, 'good', ca)).rejects.toMatchObject({
      code: 'profile_unconfirmed',
      detail: { profile: 'agent-vpn', hash },
    });
    await expect(world.issue({ profile: 'nomade' }, 'good', ca)).resolves.toBeDefined();
    confirmed = true;
    await expect(world.issue({}, 'good', ca)).resolves.toBeDefined();
  });

  it('makes no new OCSP signer from a changed profile; the one in force answers on', async () => {
    const fresh = await createWorld();
    const ca = await createCa({ ...fresh.deps, isConfirmed: async () => false });
    await expect(ca.ensureFresh()).resolves.toBeUndefined();
    fresh.clock.advance(8 * DAY);
    await expect(ca.ensureFresh()).rejects.toMatchObject({ code: 'profile_unconfirmed' });
    expect(ca.freshness().find(({ what }) => what === 'ocsp-signer')?.endsAt).toBeGreaterThan(fresh.clock.now());
    fresh.remove();
  });
});

it('nothing is issued without a CA', async () => {
  const world = await createWorld({ make: false });
  const asked = {
    profile: 'agent-vpn',
    serialNumber: serial(),
    subject: camille,
    publicKey: ecKey().spki,
    notBefore: 0,
  };
  await expect(world.ca.authority.prepare(asked)).rejects.toMatchObject({ code: 'ca_unavailable' });
  expect(() => world.ca.rootCertificate()).toThrow(expect.objectContaining({ code: 'ca_unavailable' }));
  world.remove();
});

it('nothing is issued that would begin after the CA’s end', async () => {
  const world = await createWorld();
  world.clock.advance(91 * DAY);
  await expect(world.issue()).rejects.toEqual(refusal('C1'));
  world.remove();
});
