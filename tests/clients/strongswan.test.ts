import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import type { Daemon, Ended } from './programs.ts';
import { closeSites, OPENING, openSite, type Site, SOON, secondsUntilRefused, type Token } from './site.ts';
import { openInside, reachesInside } from './tunnel.ts';

/** No ESP in many kernels of containers: the tunnel is made in user space, through libipsec. */
const PLUGINS =
  'random nonce x509 revocation constraints openssl pubkey pem pkcs1 pkcs8 curl pkcs11 kernel-libipsec kernel-netlink socket-default vici updown';

describe('strongSwan, IKEv2 between two network namespaces, revocation = strict', () => {
  let site: Site;
  let gate: Daemon;
  let bystander: Token;
  beforeAll(async () => {
    site = await openSite(4);
    bystander = site.token();
    await openInside(site);
    for (const side of ['gateway', 'road'] as const) {
      for (const folder of ['x509', 'x509ca', 'private'])
        mkdirSync(site.path(`${side}/swanctl/${folder}`), { recursive: true });
      copyFileSync(site.path('gateway/server.pem'), site.path(`${side}/swanctl/x509/server.pem`));
    }
    copyFileSync(site.path('gateway/server.key'), site.path('gateway/swanctl/private/server.key'));
    copyFileSync(site.path('root.pem'), site.path('gateway/swanctl/x509ca/root.pem'));
    copyFileSync(site.path('chain.pem'), site.path('gateway/swanctl/x509ca/issuing.pem'));
    // strongSwan writes the arc for examples, 2.999, as 3.16.55
    site.documented('/etc/swanctl/conf.d/gate.conf', 'gateway/swanctl/swanctl.conf', {
      'cert_policy = 1.2.250.1.999.1.1': 'cert_policy = 3.16.55.1.1.1',
    });
    gate = await charon('gateway');
    expect(await load('gateway')).toMatchObject({ output: expect.stringContaining("loaded connection 'agents'") });
    await charon('road');
    await site.bringCrls('swanctl', '--flush-certs', '--uri', socket('gateway'));
  }, OPENING);
  afterAll(closeSites, OPENING);

  const socket = (side: string): string => `unix://${site.path(side)}/vici`;
  function swanctl(side: 'gateway' | 'road', ...args: string[]): Promise<Ended> {
    const env = { STRONGSWAN_CONF: site.path(`${side}/strongswan.conf`), SWANCTL_DIR: site.path(`${side}/swanctl`) };
    return site.run(side, ['swanctl', ...args, '--uri', socket(side)], env);
  }
  const load = (side: 'gateway' | 'road'): Promise<Ended> => swanctl(side, '--load-all');

  async function charon(side: 'gateway' | 'road'): Promise<Daemon> {
    site.documented('/etc/strongswan.d/token.conf', `${side}/token.conf`, {
      '/usr/lib/softhsm/libsofthsm2.so': site.facts.pkcs11.module,
    });
    writeFileSync(
      site.path(`${side}/strongswan.conf`),
      `charon-systemd { load = ${PLUGINS}\n plugins { vici { socket = ${socket(side)} }\n kernel-libipsec { allow_peer_ts = yes } }
       filelog { stderr { default = 1\n cfg = 2 } } }\ninclude ${side === 'road' ? site.path('road/token.conf') : '/dev/null'}\n`,
    );
    const daemon = site.start(side, ['charon-systemd'], { STRONGSWAN_CONF: site.path(`${side}/strongswan.conf`) });
    await daemon.until(/spawning \d+ worker threads/);
    return daemon;
  }

  /** One attempt with a token: `welcome` once somebody inside was reached through the tunnel, else what swanctl says. */
  async function attempt(token: Token): Promise<string> {
    site.documented('/etc/swanctl/conf.d/token.conf', 'road/swanctl/swanctl.conf', {
      'CKA-ID': token.keyId,
      'pin = PIN': `pin = ${token.pin}`,
    });
    await load('road');
    const { output } = await swanctl('road', '--initiate', '--child', 'network', '--timeout', '10');
    try {
      if (!output.includes('initiate completed successfully')) return output;
      return (await reachesInside(site)) ? 'welcome' : 'nobody is reached';
    } finally {
      await swanctl('road', '--terminate', '--ike', 'ministry', '--timeout', '5');
    }
  }

  it('welcomes a good token, and refuses it after its revocation', async () => {
    const token = site.token();
    expect(await reachesInside(site)).toBe(false);
    expect(await attempt(token)).toBe('welcome');
    expect(gate.said()).toContain('certificate status is good');
    const revoked = await site.revoke(token);
    const isRefused = async () => (await attempt(token)).includes('AUTH_FAILED');
    expect(await secondsUntilRefused('strongSwan revocation = strict', revoked, isRefused)).toBeLessThan(SOON);
    expect(gate.said()).toMatch(/certificate was revoked on/);
    expect(await attempt(bystander)).toBe('welcome');
  }, 60_000);

  it('refuses who is good when nothing can be learnt of them', async () => {
    const token = site.token();
    const seen = gate.said().length;
    const loopback = (act: 'add' | 'del') => site.run('gateway', ['ip', 'addr', act, '127.0.0.1/8', 'dev', 'lo']);
    await loopback('del'); // CRL and OCSP answer there
    try {
      await swanctl('gateway', '--flush-certs');
      expect(await attempt(token)).toContain('AUTH_FAILED');
      expect(gate.said().slice(seen)).toMatch(/certificate status is not available/);
    } finally {
      await loopback('add');
    }
  }, 60_000);
});
