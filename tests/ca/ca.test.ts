import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCa } from '../../src/ca/ca.ts';
import { createVault } from '../../src/vault/vault.ts';
import { chance, createWorld, type World } from './evaluation.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

describe('an evaluation CA', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.remove());
  const again = (changed = {}) => createCa({ ...world.deps, ...changed });

  it('says so in every name, and ends within 90 days', async () => {
    const { der } = await world.issue();
    for (const row of world.ca.authorities()) {
      expect(row.evaluation).toBe(1);
      expect(row.subject).toContain('O=EVALUATION – Jeton\\, ne pas utiliser en production');
      expect(row.notAfter - row.notBefore).toBeLessThan(90 * DAY);
      expect(row.notAfter).toBeLessThan(world.clock.now() + 90 * DAY);
    }
    expect(new X509Certificate(der).subject).toContain('O=EVALUATION');
  });

  it('leaves a durable intent before each signature, and its record after', () => {
    const kinds = world.records.log.map((line) => line.split(' ').slice(0, 2).join(' '));
    expect(kinds).toEqual(['intend root', 'keep root', 'intend issuing', 'keep issuing', 'intend ocsp', 'keep ocsp']);
    expect([...world.records.authorities.values()]).toEqual(world.ca.authorities());
  });

  it('signs both CRLs at once: the root’s until its end, the issuing CA’s for 26 h', () => {
    const [root] = world.ca.authorities();
    expect(world.ca.crl('root')).toMatchObject({ nextUpdate: root!.notAfter });
    const issuing = world.ca.crl('issuing')!;
    expect(issuing).toMatchObject({ number: issuing.thisUpdate / 1000, nextUpdate: issuing.thisUpdate + 26 * HOUR });
    expect(world.records.crls).toHaveLength(2);
  });

  it('is made once', async () => {
    await expect(world.ca.createEvaluation()).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is the same after a restart, and records what a crash left unrecorded', async () => {
    const before = world.ca.authorities();
    world.records.authorities.clear();
    const ca = await again();
    expect(ca.exists()).toBe(true);
    expect(ca.authorities()).toEqual(before);
    expect(ca.crl('issuing')).toBeUndefined();
    await ca.ensureFresh();
    expect([...world.records.authorities.values()]).toEqual(before);
    expect(ca.crl('issuing')).toMatchObject({ ...world.ca.crl('issuing') });
    expect(world.records.crls).toHaveLength(2);
  });

  it('keeps its keys sealed, in files that only the service reads', () => {
    for (const name of readdirSync(world.deps.dir)) {
      const path = join(world.deps.dir, name);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const file = JSON.parse(readFileSync(path, 'utf8')) as { id: string; sealedKey: string };
      const sealed = Buffer.from(file.sealedKey, 'base64');
      const key = world.deps.vault.open({ id: file.id, purpose: 'ca-key', sealed });
      expect(key[0]).toBe(0x30);
      expect(sealed.includes(Buffer.from(key))).toBe(false);
    }
    expect(statSync(world.deps.dir).mode & 0o777).toBe(0o700);
  });

  it('does not open under another key-encryption key', async () => {
    const vault = createVault({ kek: new Uint8Array(32).fill(8), chance });
    await expect(again({ vault })).rejects.toMatchObject({ code: 'kek_wrong' });
  });

  it('refuses a key that is not its certificate’s, and a damaged file', async () => {
    const path = join(world.deps.dir, readdirSync(world.deps.dir).find((name) => name.startsWith('issuing'))!);
    const text = readFileSync(path, 'utf8');
    const file = JSON.parse(text) as { certificate: string };
    writeFileSync(
      path,
      JSON.stringify({ ...file, certificate: Buffer.from(world.ca.rootCertificate()).toString('base64') }),
    );
    await expect(again()).rejects.toMatchObject({ code: 'ca_unavailable' });
    writeFileSync(path, text.slice(0, 100));
    await expect(again()).rejects.toThrow('damaged');
  });

  it.each<[string, object]>([
    ['an https address', { pkiUrl: 'https://pki.example' }],
    ['an address with a query', { pkiUrl: 'http://pki.example/?a' }],
    ['no address', { pkiUrl: 'pki.example' }],
    ['a policy that is no object identifier', { policyOid: '2.999.x' }],
    ['a SIREN of eight digits', { siren: '12345678' }],
  ])('refuses %s in its settings', async (_, changed) => {
    await expect(again(changed)).rejects.toMatchObject({ code: 'config_invalid' });
  });

  it('writes the addresses below the one given, with or without a slash at its end', async () => {
    const other = await createWorld({ pkiUrl: 'http://pki.example/jeton/' });
    expect(other.ca.issuingCertificate()).toBeDefined();
    const { der } = await other.issue();
    const text = new X509Certificate(der).infoAccess;
    expect(text).toContain('OCSP - URI:http://pki.example/jeton/ocsp');
    expect(text).toContain('CA Issuers - URI:http://pki.example/jeton/issuing.cer');
    other.remove();
  });

  it('renews its OCSP signer at half its life, with another key, and destroys the one before', async () => {
    const signer = () => world.ca.authorities()[2]!;
    const first = signer();
    world.clock.advance(6 * DAY);
    await world.ca.ensureFresh();
    expect(signer()).toEqual(first);
    world.clock.advance(2 * DAY);
    await Promise.all([world.ca.ensureFresh(), world.ca.ensureFresh()]);
    expect(signer().id).not.toBe(first.id);
    expect(readdirSync(world.deps.dir).filter((name) => name.startsWith('ocsp'))).toEqual([`ocsp-${signer().id}.json`]);
    expect(world.records.log.slice(-2)).toEqual([`intend ocsp ${signer().id}`, `keep ocsp ${signer().id}`]);
  });

  it('renews to its own end, and says when nothing more can be done', async () => {
    const signed = world.ca.crl('root');
    for (let day = 0; day < 88; day++) {
      world.clock.advance(DAY);
      await world.ca.ensureFresh();
      expect(world.ca.freshness().filter(({ alarm }) => alarm)).toEqual([]);
    }
    world.clock.advance(2 * DAY);
    await world.ca.ensureFresh();
    expect(world.ca.crl('root')).toEqual(signed);
    expect(
      world.ca
        .freshness()
        .filter(({ alarm }) => alarm)
        .map(({ what }) => what),
    ).toEqual(['root.crl', 'ocsp-signer']);
  });

  it('raises an alarm while a CRL that should have been made anew was not', async () => {
    world.clock.advance(23 * HOUR);
    expect(world.ca.freshness().some(({ alarm }) => alarm)).toBe(false);
    world.clock.advance(HOUR);
    expect(world.ca.freshness().find(({ alarm }) => alarm)).toMatchObject({ what: 'issuing.crl' });
    await world.ca.ensureFresh();
    expect(world.ca.freshness().some(({ alarm }) => alarm)).toBe(false);
  });

  it('makes every other thing fresh when one fails', async () => {
    const before = world.ca.crl('issuing')!;
    world.clock.advance(8 * DAY);
    const { keepCrl } = world.records.status;
    world.records.status.keepCrl = () => Promise.reject(new Error('disk full'));
    await expect(world.ca.ensureFresh()).rejects.toMatchObject({ code: 'crl_failed' });
    expect(world.records.log.at(-1)).toMatch(/^keep ocsp/);
    world.records.status.keepCrl = keepCrl;
    await world.ca.ensureFresh();
    expect(world.ca.crl('issuing')!.thisUpdate - before.thisUpdate).toBeGreaterThanOrEqual(8 * DAY);
  });
});

it('an empty folder has no CA, and keeping it fresh does nothing', async () => {
  const world = await createWorld({ make: false });
  expect(world.ca.exists()).toBe(false);
  await world.ca.ensureFresh();
  expect([world.ca.authorities(), world.ca.freshness(), world.ca.document('/root.cer')]).toEqual([[], [], undefined]);
  await expect(world.ca.publisher.publish()).rejects.toMatchObject({ code: 'ca_unavailable' });
  world.remove();
});
