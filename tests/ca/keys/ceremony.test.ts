import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createCa } from '../../../src/ca/ca.ts';
import { lint } from '../../../src/ca/issue/lint.ts';
import { createAuthorityFolder } from '../../../src/ca/keys/authority.ts';
import { type CeremonyDeps, createCeremony } from '../../../src/ca/keys/ceremony.ts';
import { createWorld, run, type World } from '../evaluation.ts';
import { ceremonyOver } from './ceremonies.ts';

const DAY = 86_400_000;
const YEAR = 365 * DAY;

describe('the ceremony', () => {
  let world: World;
  let deps: CeremonyDeps;
  beforeEach(async () => {
    world = await createWorld();
    deps = ceremonyOver(world);
  });
  afterEach(() => world.remove());
  /** The service started again, as it is after a ceremony. */
  const restart = (more = {}) => createCa({ ...world.deps, pkiUrl: deps.pkiUrl, ...more });
  const away = () => rmSync(join(world.folder, 'root'), { recursive: true });

  it('makes a root of 20 years and issuing CAs of 10, clean under lint, and keeps the root’s key apart', async () => {
    const { root, issuing: made, rootCrl } = await createCeremony(deps).found();
    const [issuing, nomade] = made;
    expect(made.map(({ row }) => [row.purpose, row.policy])).toEqual([
      ['token', '1.2.250.1.999'],
      ['nomade', '1.2.250.1.999'],
    ]);
    expect(lint(root.certificate, 'root')).toEqual([]);
    for (const { certificate } of made) expect(lint(certificate, 'issuing', root.certificate)).toEqual([]);
    expect(root.row.notAfter - root.row.notBefore).toBeLessThanOrEqual(20 * 365.25 * DAY);
    expect(issuing!.row.notAfter).toBeLessThan(root.row.notAfter);
    expect(rootCrl).toMatchObject({ nextUpdate: rootCrl.thisUpdate + YEAR });
    expect(rootCrl.number).toBe(rootCrl.thisUpdate / 1000);
    const kept = (name: string) =>
      JSON.parse(readFileSync(join(world.deps.dir, name), 'utf8')) as { sealedKey: unknown };
    expect(kept(`root-${root.row.id}.json`).sealedKey).toBeNull();
    expect(kept(`issuing-${issuing!.row.id}.json`).sealedKey).not.toBeNull();
    expect(readdirSync(join(world.folder, 'root'))).toEqual([`root-${root.row.id}.json`]);
    expect(world.records.log.slice(-6)).toEqual([
      `intend root ${root.row.id}`,
      `keep root ${root.row.id}`,
      `intend issuing ${issuing!.row.id}`,
      `keep issuing ${issuing!.row.id}`,
      `intend issuing ${nomade!.row.id}`,
      `keep issuing ${nomade!.row.id}`,
    ]);
  });

  it('takes over from the evaluation CA, whose certificates stay answered for until they end', async () => {
    const old = await world.issue();
    const evaluation = world.ca.issuing()!;
    await createCeremony(deps).found();
    away();
    const ca = await restart();
    await ca.ensureFresh();
    expect(ca.issuing()).toMatchObject({ evaluation: 0 });
    expect(ca.issuing()!.id).not.toBe(evaluation.id);
    world.revoke(old.serialNumber);
    await ca.publisher.publish();
    const crl = world.served(ca).document('/issuing.crl')!;
    const path = world.file('old.crl', crl.body);
    expect(run('openssl', ['crl', '-inform', 'DER', '-in', path, '-noout', '-text'])).toContain(
      old.serialNumber.toUpperCase(),
    );
    expect(world.served(ca).document(`/issuing-${ca.issuing()!.id.toLowerCase()}.crl`)).toBeDefined();
    expect(ca.freshness().filter(({ alarm }) => alarm)).toEqual([]);
  });

  it('lets openssl verify a chain of the real CA with every CRL', async () => {
    await createCeremony(deps).found();
    away();
    const ca = await restart();
    await ca.ensureFresh();
    const { der } = await world.issue({}, 'good', ca);
    const { infoAccess } = new X509Certificate(der);
    const stem = `issuing-${ca.issuing()!.id.toLowerCase()}`;
    expect(infoAccess).toContain(`http://pki.interieur.example/${stem}.cer`);
    const crls = world.pem('crls.pem', 'X509 CRL', ca.crl('root')!.der, ca.crl('issuing')!.der);
    const chain = ['-CAfile', world.pem('root.pem', 'CERTIFICATE', ca.rootCertificate())];
    const issuing = ['-untrusted', world.pem('issuing.pem', 'CERTIFICATE', ca.issuingCertificate())];
    const checks = ['-x509_strict', '-crl_check_all', '-CRLfile', crls];
    expect(
      run('openssl', ['verify', ...checks, ...chain, ...issuing, world.pem('c.pem', 'CERTIFICATE', der)]),
    ).toContain('OK');
  });

  it('renews the issuing CA: new certificates from the new one, CRLs and OCSP of both', async () => {
    const ceremony = createCeremony(deps);
    const [first] = (await ceremony.found()).issuing;
    let ca = await restart();
    await ca.ensureFresh();
    const old = await world.issue({}, 'good', ca);
    world.clock.advance(6 * YEAR);
    const [second] = (await ceremony.renew('token')).issuing;
    ca = await restart();
    await ca.ensureFresh();
    expect(ca.issuing()!.id).toBe(second!.row.id);
    expect(second!.row.subject).not.toBe(first!.row.subject);
    for (const { row } of [first!, second!])
      expect(world.served(ca).document(`/issuing-${row.id.toLowerCase()}.crl`)).toBeDefined();
    const fresh = await world.issue({}, 'good', ca);
    expect(fresh.prepared.issuerId).toBe(second!.row.id);
    for (const [issuing, { serialNumber, der }] of [
      [first!, old],
      [second!, fresh],
    ] as const) {
      const files = { issuer: issuing.certificate, certificate: der };
      expect(await world.askOcsp(ca, files)).toContain('good');
      world.revoke(serialNumber);
      expect(await world.askOcsp(ca, files)).toContain('revoked');
    }
  });

  it('renews in the second of its ceremony: the newest begins last, so that it issues', async () => {
    const ceremony = createCeremony(deps);
    const [first] = (await ceremony.found()).issuing;
    const [second] = (await ceremony.renew('token')).issuing;
    expect(second!.row.notBefore).toBeGreaterThan(first!.row.notBefore);
    expect((await restart()).issuing()!.id).toBe(second!.row.id);
  });

  it('revokes the issuing CA in an emergency: nothing is issued, nothing is good, the root’s CRL says so', async () => {
    const ceremony = createCeremony(deps);
    const { issuing: made, rootCrl: first } = await ceremony.found();
    const [issuing] = made;
    let ca = await restart();
    await ca.ensureFresh();
    const held = await world.issue({}, 'good', ca);
    world.clock.advance(5000);
    const { rootCrl } = await ceremony.revoke(issuing!.row.id);
    expect(rootCrl.number).toBeGreaterThan(first.number);
    ca = await restart();
    await ca.ensureFresh();
    const path = world.file(
      'root.crl',
      world.served(ca).document(`/root-${issuing!.row.issuerId!.toLowerCase()}.crl`)!.body,
    );
    expect(run('openssl', ['crl', '-inform', 'DER', '-in', path, '-noout', '-text'])).toContain(
      issuing!.row.serialNumber.toUpperCase(),
    );
    expect(await world.askOcsp(ca, { issuer: issuing!.certificate, certificate: held.der })).toContain('revoked');
    expect(ca.issuing()).toBeUndefined(); // the evaluation CA is there, and never issues again
    await expect(world.issue({}, 'good', ca)).rejects.toMatchObject({ code: 'ca_unavailable' });
    await expect(ceremony.revoke(issuing!.row.id)).rejects.toMatchObject({ code: 'already_done' });
    const [next] = (await ceremony.renew('token')).issuing;
    expect((await restart()).issuing()!.id).toBe(next!.row.id);
  });

  it('renews and revokes the CA for nomade credentials by itself: tokens go on as before', async () => {
    const ceremony = createCeremony(deps);
    const [token, first] = (await ceremony.found()).issuing;
    world.clock.advance(DAY);
    const [second] = (await ceremony.renew('nomade')).issuing;
    let ca = await restart();
    await ca.ensureFresh();
    expect(ca.issuing('nomade')!.id).toBe(second!.row.id);
    expect(ca.issuing()!.id).toBe(token!.row.id);
    expect(second!.row.subject).toBe(first!.row.subject.replace('Nomade 1', 'Nomade 2'));
    const held = await world.issue({ profile: 'nomade' }, 'good', ca);
    expect(held.prepared.issuerId).toBe(second!.row.id);
    const asked = { issuer: second!.certificate, certificate: held.der };
    expect(await world.askOcsp(ca, asked)).toContain('good');
    expect(world.served(ca).document(`/issuing-nomade-${second!.row.id.toLowerCase()}.crl`)).toBeDefined();
    world.clock.advance(5000);
    await ceremony.revoke(second!.row.id);
    await ceremony.revoke(first!.row.id);
    ca = await restart();
    await ca.ensureFresh();
    expect(await world.askOcsp(ca, asked)).toContain('revoked');
    await expect(world.issue({ profile: 'nomade' }, 'good', ca)).rejects.toMatchObject({ code: 'ca_unavailable' });
    expect((await world.issue({}, 'good', ca)).prepared.issuerId).toBe(token!.row.id);
  });

  it('an act that broke off between the two CAs is gone on with, and the evaluation’s issues nothing meanwhile', async () => {
    const { found, renew } = createCeremony({
      ...deps,
      records: {
        ...deps.records,
        intend: (row) => (row.purpose === 'nomade' ? Promise.reject(new Error('power')) : deps.records.intend(row)),
      },
    });
    await expect(found()).rejects.toThrow('power');
    let ca = await restart();
    expect([ca.issuing()?.evaluation, ca.issuing('nomade')]).toEqual([0, undefined]);
    await expect(renew('nomade')).rejects.toThrow('power');
    await createCeremony(deps).renew('nomade');
    ca = await restart();
    expect(ca.issuing('nomade')).toMatchObject({ evaluation: 0 });
  });

  it('is refused a second time, in a place that holds a root, and with another service’s root', async () => {
    const ceremony = createCeremony(deps);
    await expect(ceremony.renew('token')).rejects.toMatchObject({ code: 'ca_unavailable' });
    await ceremony.found();
    await expect(ceremony.found()).rejects.toMatchObject({ code: 'conflict' });
    const other = await createWorld({ make: false });
    const elsewhere = createCeremony({
      ...deps,
      service: createAuthorityFolder({ dir: other.deps.dir, vault: other.deps.vault }),
    });
    await expect(elsewhere.found()).rejects.toMatchObject({ code: 'conflict' });
    await expect(elsewhere.signRootCrl()).rejects.toMatchObject({ code: 'ca_unavailable' });
    other.remove();
  });

  it('raises an alarm 30 days before the root’s CRL ends, and a new one ends it', async () => {
    const ceremony = createCeremony(deps);
    await ceremony.found();
    let ca = await restart();
    await ca.ensureFresh();
    world.clock.advance(336 * DAY);
    await ca.ensureFresh();
    const alarms = () =>
      ca
        .freshness()
        .filter(({ alarm }) => alarm)
        .map(({ what }) => what.slice(0, 5));
    expect(alarms()).toEqual(['root-']);
    await ceremony.signRootCrl();
    ca = await restart();
    await ca.ensureFresh();
    expect(alarms()).toEqual([]);
  });

  it('raises an alarm before the issuing CA is too old for a profile’s full validity, and its renewal ends it', async () => {
    const ceremony = createCeremony(deps);
    const { issuing: made } = await ceremony.found();
    const [issuing] = made;
    let ca = await restart();
    const asked = () => ca.freshness().find(({ what }) => what === 'issuing-ca');
    const longest = 1095 * DAY;
    world.clock.advance(issuing!.row.notAfter - world.clock.now() - longest - 31 * DAY);
    expect(asked()).toMatchObject({ alarm: false, endsAt: issuing!.row.notAfter });
    world.clock.advance(2 * DAY);
    expect(asked()).toMatchObject({ alarm: true, ahead: true });
    await ceremony.renew('token');
    ca = await restart();
    expect(asked()).toMatchObject({ alarm: false });
    const { der } = await world.issue({}, 'good', ca);
    const { validFrom, validTo } = new X509Certificate(der);
    expect(Date.parse(validTo) - Date.parse(validFrom)).toBeGreaterThan(longest - DAY);
  });

  it('says nothing of the kind of an evaluation, whose CA ends within 90 days', () => {
    expect(world.ca.freshness().find(({ what }) => what === 'issuing-ca')).toBeUndefined();
  });

  it('changes nothing when the root’s key cannot sign', async () => {
    const { issuing: made } = await createCeremony(deps).found();
    const [issuing] = made;
    const find = () => {
      const root = deps.root.find();
      return root?.signer && { ...root, signer: { ...root.signer, sign: () => Promise.reject(new Error('no token')) } };
    };
    const absent = createCeremony({ ...deps, root: { ...deps.root, find } });
    const before = [...world.records.log];
    for (const attempt of [absent.renew('token'), absent.signRootCrl(), absent.revoke(issuing!.row.id)])
      await expect(attempt).rejects.toThrow();
    expect(world.records.log).toEqual(before);
  });
});
