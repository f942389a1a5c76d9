import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorityRow } from '../../src/book/tables/rows/tokens.ts';
import { policiesIn, readCertificate } from '../../src/ca/asn1/read-certificate.ts';
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
    expect(kinds.slice(0, 6)).toEqual([
      ...['intend root', 'keep root', 'intend issuing', 'keep issuing', 'intend issuing', 'keep issuing'],
    ]);
    expect(kinds.slice(6).sort()).toEqual(['intend ocsp', 'intend ocsp', 'keep ocsp', 'keep ocsp']);
    const byId = (rows: Iterable<AuthorityRow>) => [...rows].sort((a, b) => a.id.localeCompare(b.id));
    expect(byId(world.records.authorities.values())).toEqual(byId(world.ca.authorities()));
  });

  it('signs all CRLs at once: the root’s until its end, the issuing CAs’ for 26 h', () => {
    const [root] = world.ca.authorities();
    expect(world.ca.crl('root')).toMatchObject({ nextUpdate: root!.notAfter });
    for (const purpose of ['token', 'nomade'] as const) {
      const issuing = world.ca.crl('issuing', purpose)!;
      expect(issuing).toMatchObject({ number: issuing.thisUpdate / 1000, nextUpdate: issuing.thisUpdate + 26 * HOUR });
    }
    expect(world.records.crls).toHaveLength(3);
  });

  it('has two issuing CAs under its root, each with the policies of what it certifies', async () => {
    const [root, ...others] = world.ca.authorities();
    const issuing = others.filter(({ kind }) => kind === 'issuing');
    expect(issuing.map(({ purpose, policy, issuerId }) => [purpose, policy, issuerId])).toEqual([
      ['nomade', '2.999.1.1', root!.id],
      ['token', '2.999.1.1', root!.id],
    ]);
    const policies = (purpose: 'token' | 'nomade') => policiesIn(readCertificate(world.ca.issuingCertificate(purpose)));
    expect(policies('token')).toEqual(['2.999.1.1.1', '2.999.1.1.3', '2.999.1.1.4', '2.999.1.1.5']);
    expect(policies('nomade')).toEqual(['2.999.1.1.2', '2.999.1.1.5']);
    for (const profile of ['agent-vpn', 'nomade']) {
      const { prepared } = await world.issue({ profile });
      const purpose = profile === 'nomade' ? 'nomade' : 'token';
      expect(prepared).toMatchObject({ issuerId: world.ca.issuing(purpose)!.id });
      expect(prepared.policy).toBe(profile === 'nomade' ? '2.999.1.1.2' : '2.999.1.1.1');
    }
  });

  it('keeps the arc that its issuing CAs were made under, whatever the setting says later', async () => {
    const ca = await again({ policyOid: '2.999.7' });
    await ca.ensureFresh();
    expect((await world.issue({}, 'good', ca)).prepared.policy).toBe('2.999.1.1.1');
  });

  it('lets clients in by its CA of tokens alone', () => {
    const { trusted, refused } = world.ca.clientTrust();
    expect(trusted).toEqual([world.ca.issuingCertificate(), world.ca.rootCertificate()]);
    expect(refused).toEqual([world.ca.issuingCertificate('nomade')]);
  });

  it('goes on where the first start broke off between its issuing CAs', async () => {
    const broken = await createWorld({ make: false });
    const { intend } = broken.deps.authorityRecords;
    const authorityRecords: typeof broken.deps.authorityRecords = {
      ...broken.deps.authorityRecords,
      intend: (row) => (row.purpose === 'token' ? Promise.reject(new Error('power')) : intend(row)),
    };
    const first = await createCa({ ...broken.deps, authorityRecords });
    await expect(first.createEvaluation()).rejects.toThrow('power');
    broken.clock.advance(1000);
    const ca = await createCa(broken.deps);
    expect(ca.exists()).toBe(false);
    await ca.createEvaluation();
    expect([ca.issuing()?.issuerId, ca.issuing('nomade')?.issuerId]).toEqual([
      expect.any(String),
      ca.issuing()?.issuerId,
    ]);
    broken.remove();
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
    expect(world.records.crls).toHaveLength(3);
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
    await expect(again({ vault })).rejects.toMatchObject({
      code: 'kek_wrong',
      detail: { fr: expect.stringMatching(/^la clé de .* ne s’ouvre pas/) },
    });
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
    await expect(again(changed)).rejects.toMatchObject({
      code: 'config_invalid',
      detail: { fr: expect.stringMatching(/^donnez dans JETON_/) },
    });
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
    const signer = () => world.ca.authorities().at(-1)!;
    const first = signer();
    world.clock.advance(6 * DAY);
    await world.ca.ensureFresh();
    expect(signer()).toEqual(first);
    world.clock.advance(2 * DAY);
    await Promise.all([world.ca.ensureFresh(), world.ca.ensureFresh()]);
    expect(signer().id).not.toBe(first.id);
    const all = world.ca.authorities().filter(({ kind }) => kind === 'ocsp');
    const files = readdirSync(world.deps.dir).filter((name) => name.startsWith('ocsp'));
    expect(files.sort()).toEqual(all.map(({ id }) => `ocsp-${id}.json`).sort());
    const signed = world.records.log.filter((line) => line.endsWith(signer().id));
    expect(signed).toEqual([`intend ocsp ${signer().id}`, `keep ocsp ${signer().id}`]);
  });

  it('renews to its own end, and says when nothing more can be done', async () => {
    const signed = world.ca.crl('root');
    for (let day = 0; day < 88; day++) {
      world.clock.advance(DAY);
      await world.ca.ensureFresh();
      const alarms = world.ca.freshness().filter(({ alarm }) => alarm);
      const notice = { what: 'issuing-ca', endsAt: world.ca.issuing()!.notAfter, alarm: true, ahead: true };
      expect(alarms).toEqual(day < 59 ? [] : [notice]); // thirty days before the evaluation's end
    }
    world.clock.advance(2 * DAY);
    await world.ca.ensureFresh();
    expect(world.ca.crl('root')).toEqual(signed);
    expect(
      world.ca
        .freshness()
        .filter(({ alarm }) => alarm)
        .map(({ what }) => what),
    ).toEqual(['issuing-ca', 'root.crl', 'ocsp-signer']);
  });

  it('raises an alarm while a CRL that should have been made anew was not', async () => {
    world.clock.advance(23 * HOUR);
    expect(world.ca.freshness().some(({ alarm }) => alarm)).toBe(false);
    world.clock.advance(HOUR);
    expect(world.ca.freshness().find(({ alarm }) => alarm)).toMatchObject({ what: 'issuing-nomade.crl' });
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
