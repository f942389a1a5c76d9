import { appendFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Daemon } from './programs.ts';
import { closeSites, OPENING, openSite, type Site, SOON, secondsUntilRefused, type Token } from './site.ts';
import { openInside, reachesInside } from './tunnel.ts';

/** The server's end of the tunnel. */
const FAR_END = '10.98.0.1';

describe('OpenVPN with the key in the token (--pkcs11-providers)', () => {
  let site: Site;
  let bystander: Token;
  beforeAll(async () => {
    site = await openSite(4);
    bystander = site.token();
    await openInside(site);
    await site.bringCrls('true');
  }, OPENING);
  afterEach(() => gate?.stop());
  afterAll(closeSites, OPENING);

  let gate: Daemon;
  async function open(put: Readonly<Record<string, string>> = {}): Promise<void> {
    const script = site.documented('/usr/local/sbin/jeton-token DEPTH SUBJECT', 'gateway/jeton-token');
    const asks = { 'tls-verify /usr/local/sbin/jeton-token': `tls-verify "/bin/sh ${script}"` };
    const file = site.documented('/etc/openvpn/server/gate.conf', 'gateway/openvpn.conf', { ...asks, ...put });
    appendFileSync(file, 'verb 3\n');
    gate = site.start('gateway', ['openvpn', '--config', file]);
    await gate.until(/Initialization Sequence Completed/);
  }
  async function serializedId({ serialNumber }: Token): Promise<string> {
    const { output } = await site.run('road', ['openvpn', '--show-pkcs11-ids', site.facts.pkcs11.module]);
    return new RegExp(`Serialized id:\\s+(\\S+/${serialNumber}/\\S+)`).exec(output)?.[1] ?? '';
  }

  /** One attempt: `welcome` once somebody was reached through the tunnel, else what the client or the server said. */
  async function attempt(token: Token): Promise<string> {
    const file = site.documented('/etc/openvpn/client/gate.conf', 'client.conf', {
      '/usr/lib/softhsm/libsofthsm2.so': site.facts.pkcs11.module,
      'SERIALIZED-ID': await serializedId(token),
    });
    const socket = site.path('management');
    appendFileSync(file, `management ${socket} unix\nmanagement-query-passwords\nconnect-retry-max 1\nverb 3\n`);
    rmSync(socket, { force: true });
    const seen = gate.said().length;
    const client = site.start('road', ['openvpn', '--config', file]);
    const typist = await typePin(socket, token.pin ?? '');
    try {
      const ended = client.until(/Initialization Sequence Completed|AUTH_FAILED|Exiting/).then(([said]) => said);
      const refused = gate
        .until(/certificate revoked|VERIFY SCRIPT ERROR|TLS handshake failed/, seen)
        .then(([said]) => said);
      const first = await Promise.any([ended, refused]);
      if (!first.includes('Completed')) return first;
      return (await reachesInside(site, FAR_END)) ? 'welcome' : 'nobody is reached';
    } finally {
      typist.destroy();
      await client.stop();
    }
  }

  it('crl-verify welcomes a good token, and refuses it after its revocation', async () => {
    await open();
    const token = site.token();
    expect(await reachesInside(site, FAR_END)).toBe(false);
    expect(await attempt(token)).toBe('welcome');
    const revoked = await site.revoke(token);
    const isRefused = async () => (await attempt(token)) === 'certificate revoked';
    expect(await secondsUntilRefused('OpenVPN crl-verify', revoked, isRefused)).toBeLessThan(SOON);
    expect(await attempt(bystander)).toBe('welcome');
  }, 60_000);

  it('tls-verify asks OCSP: a good token is welcome, and refused after its revocation', async () => {
    const script = site.documented('/usr/local/sbin/jeton-ocsp DEPTH SUBJECT', 'gateway/jeton-ocsp', {
      '/usr/local/sbin/jeton-token': site.path('gateway/jeton-token'),
    });
    await open({
      'crl-verify /etc/gateway/crls.pem\n': '',
      'tls-verify /usr/local/sbin/jeton-token': `tls-verify "/bin/sh ${script}"`,
    });
    const token = site.token();
    expect(await attempt(token)).toBe('welcome');
    const revoked = await site.revoke(token);
    const isRefused = async () => (await attempt(token)) === 'VERIFY SCRIPT ERROR';
    expect(await secondsUntilRefused('OpenVPN tls-verify', revoked, isRefused)).toBeLessThan(SOON);
    expect(await attempt(bystander)).toBe('welcome');
  }, 60_000);
});

/** Answers the client's question for the token's PIN, as an agent's window does. */
async function typePin(path: string, pin: string): Promise<Socket> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = await new Promise<Socket | undefined>((resolve) => {
      const opening = connect(path, () => resolve(opening));
      opening.once('error', () => resolve(undefined));
    });
    if (socket) {
      socket.on('error', () => undefined); // the client ends when it likes
      let said = '';
      socket.on('data', (chunk) => {
        said += chunk;
        const asked = />PASSWORD:Need '(.*?)' password/.exec(said);
        if (!asked) return;
        said = '';
        socket.write(`password "${asked[1]}" ${pin}\n`);
      });
      return socket;
    }
    await sleep(30);
  }
  throw new Error('the OpenVPN client asks for no PIN');
}
