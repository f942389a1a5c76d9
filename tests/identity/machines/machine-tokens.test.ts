import { createPrivateKey, generateKeyPairSync, webcrypto, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { createApi } from '../../../src/api/api.ts';
import { createIdentity } from '../../../src/identity/accounts.ts';
import { listenMtls, type MtlsListener } from '../../../src/listen/mtls.ts';
import { createAuthorityRecords } from '../../../src/store/ca/authorities.ts';
import {
  authorityCertificate,
  clientCertificate,
  type ServerCertificate,
  serverCertificate,
} from '../../support/certificates.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { createService, type Service } from '../../support/world/service.ts';

/** Certificates of openssl begin when they are made, which is before. */
const setting = () => ({ plainTokens: false, start: Date.now() });

import { codeOf } from '../house.ts';

type Client = Pick<ServerCertificate, 'cert' | 'key'>;
const DAY = 86_400_000;

describe("a machine's token", () => {
  let folder: string;
  let server: ServerCertificate;
  let site: ServerCertificate;
  let machine: ServerCertificate;
  let other: ServerCertificate;
  let service: Service;
  let port: MtlsListener;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-machine-'));
    server = serverCertificate(folder);
    site = authorityCertificate(folder, 'site');
    [machine, other] = [clientCertificate(folder, 'machine', site), clientCertificate(folder, 'other', site)];
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    service = await createService(setting()); // certificates of openssl begin today
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const app = express().use('/api', createApi(service.door, { idempotency: service.world.opened.idempotency, log }));
    const tls = () => server;
    const { clientTrust: trust } = service.world.ca;
    port = await listenMtls(app, { host: '127.0.0.1', port: 0, tls, machines: site.certFile, trust });
  });
  afterEach(async () => {
    await port.close();
    await service.close();
  });

  const make = async (certificate: string | undefined, days = 30, name = 'night report of Bruno') => {
    const me = (await service.door.identity.bySession(await service.sessionOf('thomas')))!;
    return service.door.identity.createApiToken(me.caller, { name, scopes: ['technician'], days, certificate });
  };
  const call = (token: string, client: Client) =>
    new Promise<{ status: number; body: unknown }>((done, failed) => {
      const headers = { authorization: `Bearer ${token}` };
      const options = { headers, ca: server.cert, agent: false as const, cert: client.cert, key: client.key };
      const request = https.get(`${port.url}/api/v1/me`, options, async (answer) => {
        let text = '';
        for await (const chunk of answer) text += String(chunk);
        done({ status: answer.statusCode ?? 0, body: JSON.parse(text) });
      });
      request.on('error', failed);
    });
  const statusOf = async (token: string, client: Client) => (await call(token, client)).status;

  it('works with its certificate and with no other, and on no port that asks for none', async () => {
    const { token, row } = await make(machine.cert);
    const thumbprint = new X509Certificate(machine.cert).fingerprint256.replaceAll(':', '');
    expect(
      Buffer.from(row.thumbprint ?? '', 'base64url')
        .toString('hex')
        .toUpperCase(),
    ).toBe(thumbprint);
    expect(await call(token, machine)).toMatchObject({
      status: 200,
      body: { means: 'api-token', roles: ['technician'] },
    });
    expect(await statusOf(token, other)).toBe(401);
    const elsewhere = await fetch(`${service.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect([elsewhere.status, (await elsewhere.json()) as object]).toMatchObject([401, { code: 'session_expired' }]);
  });

  it('is not made without one: a program that anybody could imitate is let in by nobody', async () => {
    expect(await codeOf(make(undefined))).toBe('invalid_input');
    expect(await service.world.reads.count('apiToken', {})).toBe(0);
  });

  it('of a time when none was needed opens nothing any more', async () => {
    const plain = await createService({ plainTokens: true });
    const me = (await plain.door.identity.bySession(await plain.sessionOf('thomas')))!;
    const { token, row } = await plain.door.identity.createApiToken(me.caller, {
      name: 'x',
      scopes: ['agent'],
      days: 1,
    });
    expect([row.thumbprint, (await plain.door.identity.byApiToken(token))?.means]).toEqual([null, 'api-token']);
    const { opened, store } = plain.world;
    const never = { hash: async () => '', verify: async () => false };
    const hasher = { ...never, known: never };
    const parts = { store, records: opened.identity, clock: opened.clock, chance: opened.chance, hasher };
    expect(await createIdentity(parts).byApiToken(token)).toBeUndefined();
    await plain.close();
  });

  it('ends with its certificate, and with its days', async () => {
    const { row } = await make(machine.cert, 90);
    expect(row.expiresAt).toBe(Date.parse(new X509Certificate(machine.cert).validTo));
    const { token } = await make(machine.cert, 1);
    service.world.clock.pass(DAY);
    expect(await statusOf(token, machine)).toBe(401);
  });

  it('with a certificate of ours is refused at once when that is revoked', async () => {
    const { tokenId } = await service.world.activeToken(service.world.alice, 'PN-1');
    const made = service.world.twin.tokens.get('1')!;
    const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', made.keys!.privateKey));
    const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    const client = {
      cert: new X509Certificate(made.certificate!).toString(),
      key: String(key.export({ format: 'pem', type: 'pkcs8' })),
    };
    const { token } = await make(client.cert);
    expect(await statusOf(token, client)).toBe(200);
    await service.world.flow.revocation.reportLoss(service.world.alice, { serial: tokenId, reason: 'lost' });
    expect(await statusOf(token, client)).toBe(401);
  });

  it('with a certificate of ours that the records do not know is refused: they were restored, or it was never sealed', async () => {
    const { ca, clock } = service.world;
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const prepared = await ca.authority.prepare({
      profile: 'agent-vpn',
      serialNumber: '5a'.repeat(16),
      subject: { commonName: 'Alice Agard', email: 'alice@interieur.example', serialNumber: 'M-ALICE' },
      publicKey: publicKey.export({ format: 'der', type: 'spki' }),
      notBefore: clock.now(),
    });
    const der = await ca.authority.issue(prepared.ticket);
    const { token } = await make(new X509Certificate(der).toString());
    expect(await service.door.identity.byApiToken(token, der)).toBeUndefined();
    const stranger = new X509Certificate(machine.cert).raw;
    const { token: fine } = await make(machine.cert);
    expect(await service.door.identity.byApiToken(fine, stranger)).toBeDefined();
  });

  it('is refused when the CA that signed its certificate is revoked, or is the evaluation’s beside a real one', async () => {
    await service.close();
    service = await createService({ ...setting(), judge: noJudge }); // no act keeps a CA like that
    await service.world.activeToken(service.world.alice, 'PN-1');
    const der = service.world.twin.tokens.get('1')!.certificate!;
    const { token } = await make(new X509Certificate(der).toString());
    const known = async () => (await service.door.identity.byApiToken(token, der)) !== undefined;
    expect(await known()).toBe(true);
    const [row] = await service.world.reads.find('certificate', { state: 'good' });
    const issuer = (await service.world.reads.get('authority', row!.issuerId))!;
    const records = createAuthorityRecords(service.world.store.transact);
    if (issuer.evaluation === 1) {
      await records.keep({ ...issuer, id: 'REAL', serialNumber: 'ff', sha256: 'ff', evaluation: 0 });
      expect(await known()).toBe(false);
    }
    await records.revoke(issuer.id, service.world.clock.now());
    expect(await known()).toBe(false);
  });

  it.each([
    ['no certificate', () => 'x'],
    ['a private key', () => machine.cert + machine.key],
    ['an authority', () => site.cert],
    ['a book', () => machine.cert.padEnd(20_000)],
  ])('is not bound to %s', async (_, given) => expect(await codeOf(make(given()))).toBe('invalid_input'));

  it('is named by its owner, which is theirs: the journal commits to it', async () => {
    await make(machine.cert);
    const lines = [];
    for await (const page of service.world.opened.journal.linesBetween(0, Number.MAX_SAFE_INTEGER)) lines.push(...page);
    expect(lines.find((line) => line.includes('"apiToken.create"'))).toContain('"name":{"commitment":"');
    expect(lines.join('\n')).not.toContain('Bruno');
  });
});
