import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { documented } from '../support/documented.ts';
import type { createNetwork, Side } from './network.ts';
import { nginxAround } from './nginx.ts';
import { type Daemon, type Ended, need, ran, started } from './programs.ts';

export type Said = 'in' | 'refused';
/** Whether somebody gets in, by the name of their files. */
export type Attempt = (name: string) => Promise<Said>;
/** What is put in the place of what a block of the page says. */
export type Put = Readonly<Record<string, string>>;

const GATEWAY = '192.0.2.1';
const PLUGINS =
  'random nonce x509 revocation constraints openssl pubkey pem pkcs1 pkcs8 curl kernel-libipsec kernel-netlink socket-default vici updown';

/** What a program said, as one of two; anything else fails. */
const verdict = (said: string, comesIn: string, ...refusals: string[]): Said => {
  if (said.includes(comesIn)) return 'in';
  expect([said, refusals.some((one) => said.includes(one))]).toEqual([said, true]);
  return 'refused';
};

/**
 * The gates of docs/gateways.md, each as a real program. `folder` holds NAME.pem (with the CA above) and NAME.key of whoever
 * comes, and in `gateway` what the page says: issuing.pem, issuing.crl, authorities.pem, crls.pem, server.pem and its key.
 */
export function createGates(folder: string, network: ReturnType<typeof createNetwork>) {
  const daemons: Daemon[] = [];
  const at = (name: string): string => `${folder}/${name}`;
  for (const name of ['tmp', 'peers']) mkdirSync(at(`gateway/${name}`), { recursive: true });

  const onPath = ([program = '', ...args]: readonly string[]): string[] => [need(program), ...args];
  const runs = (side: Side, argv: readonly string[], env = {}, input = ''): Promise<Ended> =>
    ran(network.within(side, onPath(argv)), env, input);
  async function stays(side: Side, argv: readonly string[], ready: RegExp, env = {}): Promise<Daemon> {
    const daemon = started(network.within(side, onPath(argv)), { env });
    daemons.push(daemon);
    await daemon.until(ready);
    return daemon;
  }
  /** A block of the page as a file, with its folders put right. */
  function page(block: string, file: string, put: Put = {}): string {
    const text = documented(block, put).replaceAll('/etc/gateway', at('gateway'));
    writeFileSync(at(file), text.replaceAll('/run/openvpn', at('gateway/peers')), { mode: 0o700 });
    return at(file);
  }

  return {
    /** `line`: what stands in the `map` for a token. */
    async nginx(line: string, put: Put = {}): Promise<Attempt> {
      page('/etc/nginx/jeton.js', 'gateway/jeton.js');
      const own = { 'ISSUING-KEY POLICY': line, 'js_path /etc/nginx;': `js_path ${at('gateway')};` };
      page('/etc/nginx/conf.d/gate.conf', 'gateway/gate.conf', { ...own, ...put });
      writeFileSync(at('gateway/nginx.conf'), nginxAround(at('gateway')));
      const argv = ['nginx', '-p', at('gateway'), '-c', at('gateway/nginx.conf'), '-e', 'stderr'];
      await stays('gateway', argv, /start worker process \d/);
      return async (name) => {
        const own = ['--cert', at(`${name}.pem`), '--key', at(`${name}.key`)];
        const where = ['--cacert', at('gateway/server.pem'), '--resolve', `vpn.example:8443:${GATEWAY}`];
        const curl = ['curl', '--silent', '--show-error', '--max-time', '10', ...own, ...where];
        const { output } = await runs('road', [...curl, 'https://vpn.example:8443/']);
        return verdict(output, 'welcome', '403 Forbidden', '400 The SSL certificate error');
      };
    },

    async openssl(put: Put = {}): Promise<Attempt> {
      const gate = page('/usr/local/sbin/jeton-gate PORT', 'gateway/jeton-gate', put);
      await stays('gateway', ['sh', gate, '8445'], /ACCEPT/);
      return async (name) => {
        const own = ['-cert', at(`${name}.pem`), '-key', at(`${name}.key`), '-cert_chain', at(`${name}.pem`)];
        const where = ['-connect', `${GATEWAY}:8445`, '-CAfile', at('gateway/server.pem'), '-quiet', '-no_ign_eof'];
        const ask = ['timeout', '5', 'openssl', 's_client', ...where, ...own, '-ign_eof'];
        const { output } = await runs('road', ask, {}, 'GET / HTTP/1.0\r\n\r\n');
        return verdict(output, 'HTTP/1.0 200', 'alert');
      };
    },

    async openvpn(put: Put = {}, script: Put = {}): Promise<Attempt> {
      const verify = page('/usr/local/sbin/jeton-token DEPTH SUBJECT', 'gateway/jeton-token', script);
      const gate = page('/etc/openvpn/server/gate.conf', 'gateway/openvpn.conf', {
        'tls-verify /usr/local/sbin/jeton-token': `tls-verify "/bin/sh ${verify}"`,
        ...put,
      });
      const argv = ['openvpn', '--config', gate, '--verb', '3'];
      const server = await stays('gateway', argv, /Initialization Sequence Completed/);
      return async (name) => {
        const own = ['--cert', at(`${name}.pem`), '--key', at(`${name}.key`), '--ca', at('gateway/server.pem')];
        const to = ['--client', '--dev', 'tun', '--proto', 'udp', '--remote', GATEWAY, '1194', '--nobind'];
        const more = ['--remote-cert-tls', 'server', '--tls-version-min', '1.2', '--connect-retry-max', '1'];
        const seen = server.said().length;
        const client = started(network.within('road', onPath(['openvpn', ...to, ...own, ...more, '--verb', '3'])));
        try {
          const came = client.until(/Initialization Sequence Completed/).then(() => 'completed');
          const refused = server
            .until(/VERIFY SCRIPT ERROR|VERIFY ERROR|VERIFY EKU ERROR/, seen)
            .then(([said]) => said);
          return verdict(await Promise.any([came, refused]), 'completed', 'VERIFY');
        } finally {
          await client.stop();
        }
      };
    },

    /** `crls`: paths of what the gateway knows; `brought`: CAs that clients bring; `names`: all who will come. */
    async strongswan(
      { names, crls, brought }: { names: readonly string[]; crls: readonly string[]; brought: readonly string[] },
      put: Put = {},
    ): Promise<Attempt> {
      for (const side of ['gateway', 'road'] as const) {
        rmSync(at(`${side}/swanctl`), { recursive: true, force: true });
        for (const kind of ['x509', 'x509ca', 'x509crl', 'private'])
          mkdirSync(at(`${side}/swanctl/${kind}`), { recursive: true });
        copyFileSync(at('gateway/server.pem'), at(`${side}/swanctl/x509/server.pem`));
        copyFileSync(at('root.pem'), at(`${side}/swanctl/x509ca/root.pem`));
        copyFileSync(at('gateway/issuing.pem'), at(`${side}/swanctl/x509ca/issuing.pem`));
      }
      copyFileSync(at('gateway/server.key'), at('gateway/swanctl/private/server.key'));
      for (const name of brought) copyFileSync(at(name), at(`road/swanctl/x509ca/${name}`));
      for (const [index, name] of crls.entries()) copyFileSync(at(name), at(`gateway/swanctl/x509crl/${index}.crl`));
      for (const name of names) {
        copyFileSync(at(`${name}.pem`), at(`road/swanctl/x509/${name}.pem`));
        copyFileSync(at(`${name}.key`), at(`road/swanctl/private/${name}.key`));
      }
      page('/etc/swanctl/conf.d/gate.conf', 'gateway/swanctl/swanctl.conf', put);
      const socket = (side: Side): string => `unix://${at(`${side}/vici`)}`;
      const env = (side: Side) => ({
        STRONGSWAN_CONF: at(`${side}/strongswan.conf`),
        SWANCTL_DIR: at(`${side}/swanctl`),
      });
      const swanctl = (side: Side, ...args: string[]) =>
        runs(side, ['swanctl', ...args, '--uri', socket(side)], env(side));
      for (const side of ['gateway', 'road'] as const) {
        const plugins = `plugins { vici { socket = ${socket(side)} }\n kernel-libipsec { allow_peer_ts = yes } }`;
        const log = 'filelog { stderr { default = 1\n cfg = 2 } }';
        writeFileSync(at(`${side}/strongswan.conf`), `charon-systemd { load = ${PLUGINS}\n ${plugins}\n ${log} }\n`);
        await stays(side, ['charon-systemd'], /spawning \d+ worker threads/, env(side));
      }
      expect(await swanctl('gateway', '--load-all')).toMatchObject({ code: 0 });
      return async (name) => {
        writeFileSync(at('road/swanctl/swanctl.conf'), roadTo(name));
        await swanctl('road', '--load-all');
        const { output } = await swanctl('road', '--initiate', '--child', 'network', '--timeout', '10');
        await swanctl('road', '--terminate', '--ike', 'ministry', '--timeout', '5');
        return verdict(output, 'initiate completed successfully', 'AUTH_FAILED');
      };
    },

    async close(): Promise<void> {
      for (const daemon of daemons.splice(0).reverse()) await daemon.stop();
    },
  };
}

/** What a client's machine says to strongSwan, with its key in a file. */
const roadTo = (name: string): string => `connections { ministry {
  version = 2\n remote_addrs = ${GATEWAY}\n proposals = aes256-sha256-ecp256\n vips = 0.0.0.0
  local { auth = pubkey\n certs = ${name}.pem }
  remote { auth = pubkey\n id = vpn.example\n certs = server.pem }
  children { network { remote_ts = 203.0.113.1/32\n esp_proposals = aes256gcm16-ecp256 } }
} }
`;
