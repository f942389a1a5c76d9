import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import express from 'express';
import type { Authority } from '../../src/app/authority.ts';
import { certifiedByUs, openServerTls, type ServerTls } from '../../src/app/server-tls.ts';
import { readConfig } from '../../src/config.ts';
import { type Listener, listen } from '../../src/listen/web.ts';
import { runBeside } from '../ca/evaluation.ts';
import { restoreInto } from '../support/world/restore.ts';
import { createWorld, type World } from '../support/world/world.ts';

const DAY = 86_400_000;
const pem = (label: string, der: Uint8Array): string => {
  const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
};

describe('TLS of the console with a certificate of our own CA', () => {
  let world: World;
  let tls: ServerTls;
  let web: Listener;
  beforeEach(async () => {
    world = await createWorld({ start: Date.now() }); // clients go by the date of today
    const names = { dnsNames: ['localhost'], addresses: ['127.0.0.1'] };
    tls = await certifiedByUs(names, { ca: world.ca, server: world.flow.server, clock: world.clock });
    web = await listen(express(), { host: '127.0.0.1', port: 0 }, tls.read);
  });
  afterEach(async () => {
    await new Promise((closed) => web.server.close(closed));
    await world.close();
  });

  /** What a client that knows only our root sees; it verifies chain, dates and name. */
  const seen = () =>
    new Promise<{ serial: string; protocol: string | null }>((resolve, reject) => {
      const { port } = web.server.address() as AddressInfo;
      const ca = new X509Certificate(world.ca.rootCertificate()).toString();
      const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', ca }, () => {
        resolve({
          serial: socket.getPeerCertificate().serialNumber.toLowerCase(),
          protocol: socket.getProtocol(),
        });
        socket.destroy();
      });
      socket.on('error', reject);
    });
  const inUse = async () => (await world.reads.find('certificate', { profile: 'tls-server' })).map((c) => c.id);

  it('is accepted by a client that knows the root, and replaced in the running process', async () => {
    const first = await seen();
    expect(first.protocol).toBe('TLSv1.3');
    expect(await inUse()).toEqual([first.serial]);
    await tls.refresh();
    web.reload();
    expect(await seen()).toEqual(first);
    await world.flow.revocation.revoke(world.olga, { serial: first.serial, reason: 'key-compromise' });
    await tls.refresh();
    web.reload();
    const second = await seen();
    expect(second.serial).not.toBe(first.serial);
    expect((await inUse()).sort()).toEqual([first.serial, second.serial].sort());
  });

  describe('is verified through the root alone by', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'jeton-console-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    /** Our root's certificate, and beside it the CRLs as they are now. */
    async function trusted(): Promise<{ root: string; crls: string; both: string }> {
      // a second CRL is dated a second later: the clock of the programs has to have come there
      const dates = (['root', 'issuing'] as const).map((kind) => world.ca.crl(kind)!.thisUpdate);
      await sleep(Math.max(0, Math.max(...dates) + 1_000 - Date.now()));
      const root = new X509Certificate(world.ca.rootCertificate()).toString();
      const crls = (['root', 'issuing'] as const).map((kind) => pem('X509 CRL', world.ca.crl(kind)!.der)).join('');
      const file = (name: string, text: string): string => {
        writeFileSync(join(folder, name), text);
        return join(folder, name);
      };
      return { root: file('root', root), crls: file('crls', crls), both: file('both', root + crls) };
    }
    const port = () => (web.server.address() as AddressInfo).port;
    const s_client = async (name: string) => {
      const asked = ['-connect', `127.0.0.1:${port()}`, '-servername', name, '-verify_hostname', name, '-brief'];
      const strict = ['-x509_strict', '-crl_check_all', '-verify_return_error', '-CAfile', (await trusted()).both];
      return runBeside('sh', ['-c', 'exec openssl s_client "$@" </dev/null', 'sh', ...asked, ...strict]);
    };
    const curl = async (name: string) => {
      const { root, crls } = await trusted();
      const where = ['--resolve', `${name}:${port()}:127.0.0.1`, '--max-time', '10', '--silent', '--show-error'];
      const wanted = ['--output', '-', '--write-out', '%{http_code} %{ssl_verify_result}'];
      return runBeside('curl', [
        '--cacert',
        root,
        '--crlfile',
        crls,
        ...where,
        ...wanted,
        `https://${name}:${port()}/`,
      ]);
    };

    it.each([
      ['openssl s_client', s_client, /Verification: OK[\s\S]*Verified peername: localhost/, /hostname mismatch/],
      ['curl', curl, /404 0$/, /no alternative certificate subject name matches/],
    ])('%s: by its name, not by another, and no more once it was revoked', async (_, ask, welcome, misnamed) => {
      expect(await ask('localhost')).toMatch(welcome);
      await expect(ask('other.example')).rejects.toThrow(misnamed);
      const { serial } = await seen();
      await world.flow.revocation.revoke(world.olga, { serial, reason: 'key-compromise' });
      await expect(ask('localhost')).rejects.toThrow(/certificate (is )?revoked/);
      await tls.refresh();
      web.reload();
      expect(await ask('localhost')).toMatch(welcome);
    });
  });

  it('tells readiness when renewing has failed for a while', async () => {
    world.clock.pass(74 * DAY);
    expect(tls.isLate()).toBe(false);
    world.clock.pass(2 * DAY);
    expect(tls.isLate()).toBe(true);
  });
});

describe('TLS of an evaluation that comes to its end', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());
  const open = () => {
    const authority = { ca: world.ca } as unknown as Authority;
    return openServerTls(readConfig({ JETON_TLS_NAMES: 'localhost' }), authority, world.flow, world.clock);
  };

  it('is late when little of it is left, however young its certificate is', async () => {
    world.clock.pass(70 * DAY);
    expect((await open())?.isLate()).toBe(false);
    world.clock.pass(6 * DAY);
    await world.ca.ensureFresh();
    expect((await open())?.isLate()).toBe(true);
  });

  it('says at a start after it that it ended, when, and what to do', async () => {
    world.clock.pass(90 * DAY);
    const ended = new Date(world.ca.issuing()!.notAfter);
    const day = (language: string) =>
      ended.toLocaleDateString(language, { dateStyle: 'long', timeZone: 'Europe/Paris' });
    await expect(open()).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(`the evaluation ended on ${day('en-GB')}: hold the ceremony`),
      detail: { fr: expect.stringContaining(`l’évaluation a pris fin le ${day('fr-FR')} : tenez la cérémonie`) },
    });
  });
});

describe('TLS of a console that never had a certificate', () => {
  it('says at a start from a restored folder that the certificate waits, and how to have the restore confirmed', async () => {
    const world = await createWorld();
    await restoreInto(world.opened);
    const open = openServerTls(
      readConfig({ JETON_TLS_NAMES: 'localhost' }),
      { ca: world.ca } as unknown as Authority,
      world.flow,
      world.clock,
    );
    await expect(open).rejects.toMatchObject({
      code: 'restore_unconfirmed',
      message: expect.stringMatching(/console's certificate.*start once without JETON_TLS_NAMES/),
      detail: {
        fr: expect.stringMatching(/certificat de la console.*sans JETON_TLS_NAMES.*remettez JETON_TLS_NAMES$/),
      },
    });
    await world.close();
  });
});
