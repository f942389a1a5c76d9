import { execFileSync } from 'node:child_process';
import { needRoot, removeLeftOvers } from '../support/namespaces.ts';
import { need } from './programs.ts';

export type Side = 'gateway' | 'road';

/** Where a gateway answers; only inside the site's own network namespaces, as every address here. */
const GATEWAY = '192.0.2.1';
const ROAD = '192.0.2.2';
/** What lies behind the gateway, and is reached through a tunnel only. */
export const INSIDE = '203.0.113.1';

let networks = 0;
/** A gateway and a road before it, each in a network namespace of its own. */
export function createNetwork() {
  needRoot('test:clients');
  removeLeftOvers(need('ip'));
  networks += 1; // one process may run several files
  const name = `jeton-${process.pid}-${networks}`;
  const names = { gateway: `${name}-gateway`, road: `${name}-road` };
  const ip = (...args: string[]) => execFileSync(need('ip'), args, { stdio: 'pipe' });
  for (const side of Object.values(names)) {
    ip('netns', 'add', side);
    ip('-n', side, 'link', 'set', 'lo', 'up');
  }
  const [g, r] = [`jg${process.pid}x${networks}`, `jr${process.pid}x${networks}`];
  ip('link', 'add', g, 'netns', names.gateway, 'type', 'veth', 'peer', 'name', r, 'netns', names.road);
  ip('-n', names.gateway, 'addr', 'add', `${GATEWAY}/24`, 'dev', g);
  ip('-n', names.gateway, 'addr', 'add', `${INSIDE}/32`, 'dev', 'lo');
  ip('-n', names.gateway, 'link', 'set', g, 'up');
  ip('-n', names.road, 'addr', 'add', `${ROAD}/24`, 'dev', r);
  ip('-n', names.road, 'link', 'set', r, 'up');
  return {
    within: (side: Side, argv: readonly string[]) => ['ip', 'netns', 'exec', names[side], ...argv],
    remove: () => {
      for (const side of Object.values(names)) ip('netns', 'del', side);
    },
  };
}

/** The gateway's own certificate: self-signed, it is not what is tested here. */
export function makeServerCertificate(file: (name: string) => string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file('server.key')];
  const name = ['-subj', '/CN=vpn.example', '-addext', 'subjectAltName=DNS:vpn.example'];
  const use = [
    '-addext',
    'keyUsage=digitalSignature',
    '-addext',
    'extendedKeyUsage=serverAuth',
    '-days',
    '2',
    '-out',
    file('server.pem'),
  ];
  execFileSync(need('openssl'), ['req', '-x509', ...key, ...name, ...use], { stdio: 'pipe' });
}
