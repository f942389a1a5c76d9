import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { AppError } from '../../../src/errors.ts';
import type { ServerNames } from '../../../src/flow/production/server-certificate.ts';
import { restoreInto } from '../../support/world/restore.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const DAY = 86_400_000;
const NAMES: ServerNames = { dnsNames: ['jeton.interieur.example'], addresses: ['192.0.2.7', '2001:db8::7'] };

async function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return { publicKey: spki, privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }) };
}

describe("the server's own certificate", () => {
  let world: World;
  let warned: string[];
  beforeEach(async () => {
    warned = [];
    world = await createWorld({ warn: (message) => void warned.push(message) });
  });
  afterEach(() => world.close());

  const ensure = (names = NAMES) => world.flow.server.ensure({ names, issuerId: world.ca.issuing()?.id, newKey });
  const states = async () => (await world.reads.find('certificate', { profile: 'tls-server' })).map((c) => c.state);

  it('is made for the names of the server, in two entries, and kept with its sealed key', async () => {
    const { row, certificate, privateKey } = await ensure();
    const read = new X509Certificate(certificate);
    expect(read.subject).toContain('CN=jeton.interieur.example');
    expect(read.subjectAltName).toBe(
      'DNS:jeton.interieur.example, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7',
    );
    expect(read.verify(new X509Certificate(world.ca.issuingCertificate()).publicKey)).toBe(true);
    expect(privateKey.length).toBeGreaterThan(100);
    expect(row).toMatchObject({ state: 'good', holderId: null, profile: 'tls-server' });
    const { items } = await world.opened.lists.entries({ subject: `certificate:${row.id}` }, { limit: 9 });
    expect(items.map(({ action, actor }) => `${actor} ${action}`)).toEqual([
      'system server.certify',
      'system certificate.intend',
    ]);
    await world.check();
  });

  it('stays for two thirds of its life, then a new key takes over and the old one is gone', async () => {
    const first = await ensure();
    world.clock.advance(59 * DAY);
    expect((await ensure()).row.id).toBe(first.row.id);
    world.clock.advance(2 * DAY);
    const second = await ensure();
    expect(second.row.id).not.toBe(first.row.id);
    expect(second.row.publicKeyHash).not.toBe(first.row.publicKeyHash);
    expect(await world.store.secret(`tls-key:${first.row.id}`)).toBeUndefined();
    expect(await states()).toEqual(['good', 'good']);
  });

  it('is one for each node, and neither undoes what the other ordered', async () => {
    const lyon = await world.startBeside('lyon');
    const wish = { names: { ...NAMES, dnsNames: ['lyon.example'] }, issuerId: world.ca.issuing()?.id, newKey };
    const paris = await ensure();
    const other = await lyon.flow.server.ensure(wish);
    expect((await ensure()).row.id).toBe(paris.row.id);
    expect((await lyon.flow.server.ensure(wish)).row.id).toBe(other.row.id);
    expect(other.row.run).toBe('lyon/1');
    // Paris has ordered one while Lyon makes its own
    let inBetween: string[] = [];
    world.beforeSignature(async () => {
      await lyon.flow.server.ensure({ ...wish, names: { ...NAMES, dnsNames: ['sud.example'] } });
      inBetween = await states();
    });
    await ensure({ ...NAMES, dnsNames: ['bureau.interieur.example'] });
    expect(inBetween.filter((state) => state === 'intended')).toHaveLength(1);
    expect(await states()).toEqual(['good', 'good', 'good', 'good']);
    await world.check();
  });

  it('is made anew for other names, for another CA, and once it was revoked', async () => {
    const ids = [(await ensure()).row.id];
    const other = { ...NAMES, dnsNames: ['bureau.interieur.example'] };
    ids.push((await ensure(other)).row.id, (await ensure(other)).row.id);
    expect(ids[2]).toBe(ids[1]);
    await world.flow.revocation.revoke(world.olga, { serial: ids[1]!, reason: 'key-compromise' });
    ids.push((await ensure(other)).row.id);
    ids.push((await world.flow.server.ensure({ names: other, issuerId: 'the next CA', newKey })).row.id);
    expect(new Set(ids).size).toBe(4);
    await world.check();
  });

  it('serves on when it cannot be renewed, with a warning; without one to serve on with the fault is thrown', async () => {
    const down = {
      names: NAMES,
      issuerId: world.ca.issuing()?.id,
      newKey: () => Promise.reject(new AppError('ca_unavailable', 'no key')),
    };
    await expect(world.flow.server.ensure(down)).rejects.toMatchObject({ code: 'ca_unavailable' });
    const { row } = await ensure();
    world.clock.advance(80 * DAY);
    expect((await world.flow.server.ensure(down)).row.id).toBe(row.id);
    expect(warned).toEqual(['the TLS certificate of this server was not renewed; it will be tried again']);
    world.clock.advance(11 * DAY);
    await expect(world.flow.server.ensure(down)).rejects.toMatchObject({ code: 'ca_unavailable' });
  });

  it('is not ordered each minute from a CA that does not sign: one intent an hour, beside the one in use', async () => {
    const { row } = await ensure();
    world.clock.advance(61 * DAY);
    const issue = world.ca.authority.issue;
    world.ca.authority.issue = () => Promise.reject(new AppError('ca_unavailable', 'the token is away'));
    for (let minute = 0; minute < 3; minute += 1) {
      expect((await ensure()).row.id).toBe(row.id);
      world.clock.advance(60_000);
    }
    expect((await states()).sort()).toEqual(['good', 'intended']);
    expect(warned).toHaveLength(1);
    world.clock.advance(58 * 60_000);
    expect((await ensure()).row.id).toBe(row.id);
    expect((await states()).sort()).toEqual(['good', 'intended', 'revoked']);

    world.ca.authority.issue = issue;
    world.clock.advance(60 * 60_000);
    expect((await ensure()).row.id).not.toBe(row.id);
    expect((await states()).sort()).toEqual(['good', 'good', 'revoked', 'revoked']);
    await world.check();
  });

  it('is never made for a key that was certified before (C8)', async () => {
    const key = await newKey();
    const same = { issuerId: world.ca.issuing()?.id, newKey: async () => ({ ...key }) };
    await world.flow.server.ensure({ names: NAMES, ...same });
    const other = { dnsNames: ['bureau.interieur.example'], addresses: [] };
    expect((await world.flow.server.ensure({ names: other, ...same })).names).toContain('jeton.interieur.example');
    expect(warned).toHaveLength(1);
    expect(await states()).toEqual(['good']);
  });

  it('waits, as any other, for two persons to confirm restored records', async () => {
    await restoreInto(world.opened);
    await expect(ensure()).rejects.toMatchObject({ code: 'restore_unconfirmed' });
    expect(await states()).toEqual([]);
  });

  it('leaves no intent of a crash between order and signature: it is revoked, and another is made', async () => {
    const issue = world.ca.authority.issue;
    world.ca.authority.issue = () => Promise.reject(new Error('power cut'));
    await expect(ensure()).rejects.toThrow('power cut');
    world.ca.authority.issue = issue;
    expect(await states()).toEqual(['intended']);
    const { row } = await ensure();
    expect((await states()).sort()).toEqual(['good', 'revoked']);
    expect(row.state).toBe('good');
    await world.check();
  });
});
