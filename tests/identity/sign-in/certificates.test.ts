import { createPrivateKey, generateKeyPairSync, webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import type { RevocationReason } from '../../../src/book/tables/codes.ts';
import { createCertificateDoor } from '../../../src/console/certificate-door.tsx';
import { revoking } from '../../../src/flow/revocation/revoking.ts';
import { createIdentity } from '../../../src/identity/accounts.ts';
import { mayBeUsed } from '../../../src/identity/machines/machine-certificates.ts';
import { createSecretHasher } from '../../../src/identity/passwords/hasher.ts';
import { listenMtls } from '../../../src/listen/mtls.ts';
import { createAuthenticator } from '../../support/authenticator.ts';
import { serverCertificate } from '../../support/certificates.ts';
import { loginOf, PASSWORD } from '../../support/world/come-in.ts';
import { createService, type Service } from '../../support/world/service.ts';
import { CHEAP, codeOf } from '../house.ts';

interface Token {
  cert: string;
  key: string;
}
const pem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')}\n-----END ${label}-----\n`;

describe('sign-in with a token that this service made', () => {
  let service: Service;
  let folder: string;
  let door: { url: string; close(): Promise<void> };
  let trusted: string;
  beforeEach(async () => {
    service = await createService({ start: Date.now() }); // TLS judges by today
    folder = mkdtempSync(join(tmpdir(), 'jeton-mtls-'));
    const server = serverCertificate(folder);
    trusted = server.cert;
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const router = createCertificateDoor(service.door, { consoleUrl: () => service.url, log });
    const { ca } = service.world;
    door = await listenMtls(express().use(router), {
      host: '127.0.0.1',
      port: 0,
      tls: () => server,
      trust: ca.clientTrust,
    });
  });
  afterEach(async () => {
    await door.close();
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The token in slot 1, which a browser would reach through its PKCS#11 module. */
  const plugged = async (): Promise<Token> => {
    const token = service.world.twin.tokens.get('1')!;
    const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', token.keys!.privateKey));
    const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'pem', type: 'pkcs8' });
    return { cert: pem('CERTIFICATE', token.certificate!), key: String(key) };
  };
  const call = (method: string, headers: Record<string, string> = {}, body = '', client?: Token) =>
    new Promise<{ status: number; html: string; cookies: string[] }>((done, failed) => {
      const options = { method, headers, ca: trusted, agent: false as const, ...client };
      const request = https.request(door.url, options, async (answer) => {
        let html = '';
        for await (const chunk of answer) html += String(chunk);
        done({ status: answer.statusCode ?? 0, html, cookies: answer.headers['set-cookie'] ?? [] });
      });
      request.on('error', failed);
      request.end(body);
    });
  const signIn = async (client: Token) => {
    const page = await call('GET', {}, '', client);
    const csrf = /name="_csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? '';
    const cookie = page.cookies.map((c) => c.split(';')[0]).join('; ');
    const form = { 'content-type': 'application/x-www-form-urlencoded', cookie };
    return { page, answer: await call('POST', form, new URLSearchParams({ _csrf: csrf }).toString(), client) };
  };

  it('says whose it is and, on a click, opens a session of theirs in the console', async () => {
    await service.world.activeToken(service.world.alice, 'PN-1');
    const { page, answer } = await signIn(await plugged());
    expect(page).toMatchObject({ status: 200, html: expect.stringContaining('Alice Agard') });
    expect(answer.status).toBe(200);
    const cookie = answer.cookies.find((c) => c.startsWith('__Host-jeton='))!;
    expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const token = /=([^;]*)/.exec(cookie)![1]!;
    const me = await service.door.identity.bySession(token);
    expect(me).toMatchObject({ person: { givenName: 'Alice' }, method: 'certificate', withheld: [] });
  });

  it('closes on who shows no certificate, and on one that another CA signed', async () => {
    await expect(call('GET')).rejects.toThrow();
    const foreign = serverCertificate(folder, { name: 'Alice Agard' });
    await expect(call('GET', {}, '', { cert: foreign.cert, key: foreign.key })).rejects.toThrow();
  });

  it('closes on a Nomade credential, good as it is, also when it brings its CA along', async () => {
    const { ca, clock, flow, store, reads, alice, thomas, approve } = service.world;
    const { id } = await flow.request.submit(alice, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await approve(id);
    const { certificateId } = await flow.software.release(thomas, { requestId: id });
    const good = (await store.certificate(certificateId))!;
    expect(await reads.get('certificate', certificateId)).toMatchObject({
      state: 'good',
      issuerId: ca.issuing('nomade')!.id,
    });
    const ownIssuers = () => Object.values(ca.clientTrust()).flat();
    expect(await mayBeUsed({ store, clock, ownIssuers }, good)).toBe(false);

    // its key is in the holder's file alone: another of the same CA, whose key is here
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
    const prepared = await ca.authority.prepare({
      profile: 'nomade',
      serialNumber: '5b'.repeat(16),
      subject: { commonName: 'Alice Agard', serialNumber: 'A1', email: 'alice@interieur.example' },
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
      notBefore: clock.now(),
    });
    const der = await ca.authority.issue(prepared.ticket);
    const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    for (const shown of [[der], [der, ca.issuingCertificate('nomade')]]) {
      const cert = shown.map((one) => pem('CERTIFICATE', one)).join('');
      await expect(call('GET', {}, '', { cert, key })).rejects.toThrow();
    }
  });

  const refused = async () => {
    const { page, answer } = await signIn(await plugged());
    expect([page.status, answer.cookies.filter((c) => c.startsWith('__Host-jeton='))]).toEqual([403, []]);
    await expect(
      service.door.identity.signInWithCertificate(service.world.twin.tokens.get('1')!.certificate!, { address: '' }),
    ).rejects.toMatchObject({ code: 'sign_in_failed' });
  };

  it('is refused once the token is revoked, whatever lists say', async () => {
    const { tokenId } = await service.world.activeToken(service.world.alice, 'PN-1');
    await service.world.flow.revocation.reportLoss(service.world.alice, { serial: tokenId, reason: 'lost' });
    await refused();
  });

  describe('a session that the token opened', () => {
    const FROM = { address: '192.0.2.7' };
    const opened = () =>
      service.door.identity.signInWithCertificate(service.world.twin.tokens.get('1')!.certificate!, FROM);
    const standing = async ({ token }: { token: string }) =>
      (await service.door.identity.bySession(token))?.method ?? 'ended';
    const all = (state: string) => [state, state, state];

    it('ends with the loss of the token, with a command line that it let in; their other sessions stay', async () => {
      const { identity } = service.door;
      const { tokenId } = await service.world.activeToken(service.world.alice, 'PN-1');
      const [session, letting] = [await opened(), await opened()];
      const byPassword = { token: await service.sessionOf('alice') };
      const [waiting, letIn] = [await identity.startDeviceSignIn(FROM), await identity.startDeviceSignIn(FROM)];
      for (const { userCode } of [waiting, letIn]) await identity.approveDeviceSignIn(letting.token, userCode, FROM);
      const line = (await identity.redeemDeviceSignIn(letIn.deviceCode, FROM))!;
      expect(await Promise.all([session, letting, line].map(standing))).toEqual(all('certificate'));

      await service.world.flow.revocation.reportLoss(service.world.alice, { serial: tokenId, reason: 'lost' });
      expect(await Promise.all([session, letting, line].map(standing))).toEqual(all('ended'));
      await expect(identity.redeemDeviceSignIn(waiting.deviceCode, FROM)).rejects.toMatchObject({ code: 'expired' });
      expect(await standing(byPassword)).toBe('password');
    });

    it('is not opened where the loss is reported while it opens', async () => {
      const { alice, activeToken, clock, flow, opened: records, store } = service.world;
      const { tokenId } = await activeToken(alice, 'PN-1');
      const lost = () => flow.revocation.reportLoss(alice, { serial: tokenId, reason: 'lost' });
      const logAccess: typeof records.identity.logAccess = async (row) => {
        await records.identity.logAccess(row);
        if (row.event === 'sign-in' && row.outcome === 'done') await lost();
      };
      const own = { store, records: { ...records.identity, logAccess }, clock, chance: records.chance };
      const identity = createIdentity({ ...own, hasher: createSecretHasher(CHEAP) });
      const der = service.world.twin.tokens.get('1')!.certificate!;
      expect(await codeOf(identity.signInWithCertificate(der, FROM))).toBe('sign_in_failed');
      expect(await identity.sessions(alice)).toEqual([]);
    });

    it('ends with the loss of the machine, and stays when another person loses theirs', async () => {
      const { alice, bruno, activeToken, flow } = service.world;
      await activeToken(alice, 'PN-1');
      const session = await opened();
      const { tokenId } = await activeToken(bruno, 'PN-1');
      await flow.revocation.reportLoss(bruno, { serial: tokenId, reason: 'lost' });
      expect(await standing(session)).toBe('certificate');
      await flow.enrolment.reportLoss(alice, { workstation: 'PN-1' });
      expect(await standing(session)).toBe('ended');
    });

    describe('makes no way in that would outlast the token', () => {
      const CONSOLE = 'https://jeton.interieur.example';
      const refusal = { code: 'fresh_factor_needed', detail: { why: 'token' } };
      /** The same accounts, where passkeys and an identity provider are to be had. */
      const open = () => {
        const { clock, opened, store } = service.world;
        const site = () => ({ origin: CONSOLE, rpId: new URL(CONSOLE).hostname });
        const client = { name: 'ProConnect', clientId: 'jeton', clientSecret: 'secret', scope: 'openid' };
        const setting = {
          ...client,
          issuer: 'http://127.0.0.1:9', // nobody is there: what is let pass finds it unreachable
          acr: { agent: ['eidas1'], others: ['eidas2'] },
          algorithm: 'RS256' as const,
        };
        const provider = { setting, consoleUrl: () => CONSOLE };
        const own = { store, records: opened.identity, clock, chance: opened.chance, provider, plainTokens: true };
        const passkeys = { need: 'everybody' as const, site };
        return createIdentity({ ...own, hasher: createSecretHasher(CHEAP), passkeys, sleep: async () => {} });
      };
      const der = () => service.world.twin.tokens.get('1')!.certificate!;
      const callerOf = async (identity: ReturnType<typeof open>, token: string) =>
        (await identity.bySession(token))!.caller;
      const machine = { name: 'report', scopes: ['agent' as const], days: 1 };

      it('neither a passkey, nor a link to an identity elsewhere, nor an API token', async () => {
        await service.world.activeToken(service.world.alice, 'PN-1');
        const identity = open();
        const { token } = await identity.signInWithCertificate(der(), FROM);
        await expect(identity.passkeyRegistration(token)).rejects.toMatchObject(refusal);
        await expect(identity.provider!.begin(false, token)).rejects.toMatchObject(refusal);
        await expect(identity.createApiToken(await callerOf(identity, token), machine)).rejects.toMatchObject(refusal);
        const { outcome, action, detail } = await service.newest();
        expect({ outcome, action, detail }).toMatchObject({ outcome: 'refused', action: 'apiToken.create' });
      });

      it('and takes none of its owner’s away, until one of their passkeys confirms it', async () => {
        await service.world.activeToken(service.world.alice, 'PN-1');
        const identity = open();
        const { token: first } = await identity.signIn({ login: loginOf('alice'), password: PASSWORD }, FROM);
        const key = createAuthenticator(CONSOLE);
        const response = key.create(await identity.passkeyRegistration(first));
        await identity.registerPasskey(first, { name: 'clé bleue', response });
        const { token } = await identity.signInWithCertificate(der(), FROM);
        const caller = await callerOf(identity, token);
        const [own] = await identity.passkeys(caller);
        await expect(identity.removePasskey(caller, own!.id)).rejects.toMatchObject(refusal);
        await expect(identity.passkeyRegistration(token)).rejects.toMatchObject(refusal);

        const raised = (await identity.refreshWithPasskey(token, key.get(await identity.passkeyRequest(token)), FROM))
          .token;
        expect((await identity.passkeyRegistration(raised)).excludeCredentials).toHaveLength(1);
        expect(await codeOf(identity.provider!.begin(false, raised))).toBe('service_unreachable');
        expect(await codeOf(identity.createApiToken(await callerOf(identity, raised), machine))).toBe('done');
      });

      it('nor does a command line that it let in, and after the loss nothing of the thief’s stands', async () => {
        const { tokenId } = await service.world.activeToken(service.world.alice, 'PN-1');
        const identity = open();
        const { token } = await identity.signInWithCertificate(der(), FROM);
        const { userCode, deviceCode } = await identity.startDeviceSignIn(FROM);
        await identity.approveDeviceSignIn(token, userCode, FROM);
        const line = (await identity.redeemDeviceSignIn(deviceCode, FROM))!.token;
        for (const by of [token, line]) {
          expect(await codeOf(identity.passkeyRegistration(by))).toBe('fresh_factor_needed');
          expect(await codeOf(identity.createApiToken(await callerOf(identity, by), machine))).toBe(
            'fresh_factor_needed',
          );
          const taken = { current: 'guessed', password: 'six grands chevaux blancs' };
          expect(await codeOf(identity.changePassword(by, taken, FROM))).toBe('sign_in_failed');
        }
        const { alice, flow } = service.world;
        await flow.revocation.reportLoss(alice, { serial: tokenId, reason: 'lost' });
        expect(await identity.sessions(alice)).toEqual([]);
        expect([await identity.passkeys(alice), await identity.apiTokens(alice)]).toEqual([[], []]);
      });
    });

    it('goes on where the next token replaces it, and with it alone', async () => {
      const { alice, activeToken, clock, reads, store } = service.world;
      const { tokenId } = await activeToken(alice, 'PN-1');
      const session = await opened();
      const token = (await reads.get('token', tokenId))!;
      const end = (reason: RevocationReason) =>
        store.transact(async (unit) => void (await revoking(unit, token, [], reason, clock.now())));
      await end('superseded');
      expect(await standing(session)).toBe('certificate');
      await end('damaged');
      expect(await standing(session)).toBe('ended');
    });

    it('ends with its certificate', async () => {
      const { alice, activeToken, clock, flow, reads } = service.world;
      const { certificateId } = await activeToken(alice, 'PN-1');
      const { notAfter } = (await reads.get('certificate', certificateId))!;
      clock.pass(notAfter - clock.now() - 1_000);
      const session = await opened();
      expect(await standing(session)).toBe('certificate');
      clock.pass(2_000);
      expect(await flow.expiry.expire()).toBe(1);
      expect(await standing(session)).toBe('ended');
    });
  });

  it('is refused before the token was handed over and accepted', async () => {
    await service.world.produced(service.world.alice, 'PN-1');
    await refused();
  });

  it('is refused while the account waits to be opened anew, and when it is disabled', async () => {
    const { alice, adele, activeToken } = service.world;
    await activeToken(alice, 'PN-1');
    await service.door.identity.invite(adele, alice.personId);
    await refused();
    await service.world.flow.people.disable(service.world.adele, { personId: service.world.alice.personId });
    await refused();
  });

  it('is refused when the certificate has ended', async () => {
    await service.world.activeToken(service.world.alice, 'PN-1');
    service.world.clock.pass(4 * 365 * 86_400_000);
    const der = service.world.twin.tokens.get('1')!.certificate!;
    expect(await service.door.identity.holderOfCertificate(der)).toBeUndefined();
  });

  it('acts by POST with the token of its page only', async () => {
    await service.world.activeToken(service.world.alice, 'PN-1');
    const token = await plugged();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await call('POST', form, '_csrf=x', token)).status).toBe(403);
    const elsewhere = { ...form, 'sec-fetch-site': 'same-site' };
    expect((await call('POST', elsewhere, '_csrf=x', token)).status).toBe(403);
    expect((await call('GET', {}, '', token)).cookies.some((c) => c.startsWith('__Host-jeton='))).toBe(false);
  });
});
