/**
 * OCSP and CRLs beside Debian's peers: `node --import ./tests/support/typescript.mjs tests/benchmark/pki.ts [ROUNDS [COUNT]]`.
 * All servers stand in one network namespace, because `openssl ocsp` binds every address; peers and ours alternate, and
 * only the ratios of one run count. Needs nginx-light, golang-cfssl, apache2-utils (ab), openssl.
 */
import { type ChildProcess, execFileSync, fork, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { documented } from '../support/documented.ts';
import { endFamily, load, type Measured, span, standingOf, timedRun } from './pki-load.ts';

const INSIDE = 'JETON_BENCH_NAMESPACE';
if (process.env[INSIDE] === undefined) {
  // the namespace's end is the end of every process in it: openssl's two do not listen
  const inner = ['--import', './tests/support/typescript.mjs', ...process.argv.slice(1)];
  const shell = ['-c', 'ip link set lo up && exec "$0" "$@"', process.execPath, ...inner];
  const env = { ...process.env, [INSIDE]: 'yes' };
  process.exit(
    spawnSync('/usr/bin/unshare', ['-rnpf', '--mount-proc', '--kill-child', 'sh', ...shell], { env, stdio: 'inherit' })
      .status ?? 1,
  );
}

const ROUNDS = Number(process.argv[2] ?? 5);
const COUNT = Number(process.argv[3] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), 'jeton-pki-bench-'));
const file = (name: string): string => join(folder, name);
const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1e9, cwd: folder });
const children: ChildProcess[] = [];
const start = (program: string, ...args: string[]): ChildProcess => {
  const child = spawn(program, args, { stdio: 'ignore', cwd: folder });
  children.push(child);
  return child;
};

// --- ours
mkdirSync(file('ours'));
const ours = fork('tests/benchmark/pki-service.ts', [file('ours'), String(COUNT)], {
  execArgv: ['--import', './tests/support/typescript.mjs'],
});
children.push(ours);
const heard = <T>(order: string): Promise<T> =>
  new Promise((resolve) => {
    const listen = (message: { order: string; answer: T }): void => {
      if (message.order !== order) return;
      ours.off('message', listen);
      resolve(message.answer);
    };
    ours.on('message', listen);
  });
const ask = <T>(order: string): Promise<T> => {
  const answer = heard<T>(order);
  ours.send(order);
  return answer;
};
const { port, pid } = await heard<{ port: number; pid: number }>('ready');

// --- peers, with a P-384 CA and an index of as many entries
run(
  'openssl',
  'req',
  '-x509',
  '-newkey',
  'ec',
  '-pkeyopt',
  'ec_paramgen_curve:P-384',
  '-sha384',
  '-nodes',
  '-subj',
  '/CN=CA',
  '-keyout',
  'ca.key',
  '-out',
  'ca.pem',
  '-days',
  '90',
);
run(
  'openssl',
  'req',
  '-newkey',
  'ec',
  '-pkeyopt',
  'ec_paramgen_curve:P-256',
  '-nodes',
  '-subj',
  '/CN=OCSP',
  '-keyout',
  'ocsp.key',
  '-out',
  'ocsp.csr',
);
writeFileSync(file('ocsp.ext'), 'extendedKeyUsage=OCSPSigning\nkeyUsage=critical,digitalSignature\n');
run(
  'openssl',
  'x509',
  '-req',
  '-in',
  'ocsp.csr',
  '-CA',
  'ca.pem',
  '-CAkey',
  'ca.key',
  '-days',
  '30',
  '-extfile',
  'ocsp.ext',
  '-out',
  'ocsp.pem',
);
const serialOf = (): string => `4${randomBytes(16).toString('hex').slice(1)}`.toUpperCase();
const peerGood = serialOf();
writeFileSync(
  file('index.txt'),
  [
    `V\t290101000000Z\t\t${peerGood}\tunknown\t/CN=good`,
    ...Array.from({ length: COUNT }, (_, i) => `R\t290101000000Z\t261101000000Z\t${serialOf()}\tunknown\t/CN=${i}`),
    '',
  ].join('\n'),
);
writeFileSync(file('index.txt.attr'), 'unique_subject = no\n');
writeFileSync(file('crlnumber'), '01\n');
writeFileSync(file('empty.txt'), '');
for (const [config, index] of [
  ['ca.cnf', 'index.txt'],
  ['empty.cnf', 'empty.txt'],
] as const) {
  const lines = ['[ca]', 'default_ca=c', '[c]', `database=${index}`, 'crlnumber=crlnumber', 'certificate=ca.pem'];
  const more = ['private_key=ca.key', 'default_md=sha384', 'default_crl_hours=26', ''];
  writeFileSync(file(config), [...lines, ...more].join('\n'));
}

const question = (issuer: string, form: string, serial: string, out: string, ...more: string[]): void => {
  const pem =
    form === 'DER' ? run('openssl', 'x509', '-inform', 'DER', '-in', issuer) : readFileSync(file(issuer), 'utf8');
  writeFileSync(file('asked.pem'), pem);
  run('openssl', 'ocsp', '-issuer', 'asked.pem', '-serial', `0x${serial}`, '-reqout', out, ...more);
};
const good = readFileSync(file('ours/good'), 'latin1');
question('ours/issuing.der', 'DER', good, 'ours.req', '-no_nonce');
question('ours/issuing.der', 'DER', good, 'nonce.req', '-nonce');
question('ca.pem', 'PEM', peerGood, 'peer.req', '-no_nonce');
question('ca.pem', 'PEM', peerGood, 'peer-nonce.req', '-nonce');
const get = encodeURIComponent(readFileSync(file('ours.req')).toString('base64'));
const answer = Buffer.from(
  await (
    await fetch(`http://127.0.0.1:${port}/ocsp`, {
      method: 'POST',
      headers: { 'content-type': 'application/ocsp-request' },
      body: readFileSync(file('ours.req')),
    })
  ).arrayBuffer(),
);
writeFileSync(file('answer.der'), answer);
writeFileSync(file('responses'), `${answer.toString('base64')}\n`);

writeFileSync(
  file('nginx.conf'),
  `worker_processes 2; pid ${file('nginx.pid')}; error_log /dev/null; daemon off; user root;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 100000000; default_type application/ocsp-response; open_file_cache max=10;
server { listen 127.0.0.1:18090; location / { root ${folder}; try_files /answer.der =404; error_page 405 =200 /answer.der; } }
include ${file('pki-cache.conf')}; }`,
);
// as docs/gateways.md says
writeFileSync(
  file('pki-cache.conf'),
  documented('/etc/nginx/conf.d/pki-cache.conf', {
    '127.0.0.1:8081': `127.0.0.1:${port}`,
    '192.0.2.1:80': '127.0.0.1:18094',
    '/var/cache/nginx/pki': file('cache'),
  }),
);
start('nginx', '-c', file('nginx.conf'));
const empty = start(process.execPath, resolve('tests/benchmark/pki-floor.mjs'), '18093', file('answer.der'));
const cfssl = start('cfssl', 'ocspserve', '-port', '18091', '-responses', file('responses'), '-loglevel', '5');
const startOpenssl = (): ChildProcess => {
  const signer = ['-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', 'ocsp.pem', '-rkey', 'ocsp.key'];
  return start('openssl', 'ocsp', ...signer, '-port', '18092', '-multi', '2', '-ndays', '1');
};
await sleep(3000);

const post = (req: string, url: string, ...more: string[]) => [
  ...more,
  '-p',
  file(req),
  '-T',
  'application/ocsp-request',
  url,
];
const at = (p: number): string => `http://127.0.0.1:${p}/ocsp`;
const nginxPid = Number(readFileSync(file('nginx.pid'), 'utf8'));
const OPENSSL = 'http://127.0.0.1:18092/';
const CFSSL = 'http://127.0.0.1:18091/';
/** The raw limit: Node's HTTP server with nothing behind it. */
const toEmpty = (...more: string[]): Measured => load(empty.pid ?? 0, ...post('ours.req', at(18_093), ...more));
let hung = 0;
/** Started for each case: it waits for ever for a client that says no more, as ab's last ones do, and then spins beside all others. */
async function toOpenssl(req: string): Promise<Measured> {
  const openssl = startOpenssl();
  await sleep(3000);
  try {
    return load(openssl.pid ?? 0, ...post(req, OPENSSL));
  } catch (error) {
    hung += 1;
    throw error;
  } finally {
    endFamily(openssl.pid ?? 0);
  }
}
const toCfssl = (...more: string[]): Measured => load(cfssl.pid ?? 0, ...post('ours.req', CFSSL, ...more));
const gencrl = (config: string): Measured =>
  timedRun(folder, 'openssl', 'ca', '-config', config, '-gencrl', '-out', 'crl.pem');
/** In this order, round by round: peers stand beside ours. */
const CASES: Record<string, () => Measured | Promise<Measured>> = {
  'CRL, from cold: ours': () => ask('cold'),
  'CRL, all read anew: ours': () => ask('anew'),
  'CRL, one more: ours': () => ask('one'),
  'CRL: openssl ca -gencrl': () => gencrl('ca.cnf'),
  'CRL: openssl ca -gencrl, empty index': () => gencrl('empty.cnf'),
  'POST: ours, kept': () => load(pid, ...post('ours.req', at(port))),
  'POST: openssl ocsp -multi 2': () => toOpenssl('peer.req'),
  'POST: cfssl ocspserve': () => toCfssl(),
  'POST: nginx, static': () => load(nginxPid, ...post('ours.req', at(18_090))),
  'POST: nginx before ours, kept': () => load(nginxPid, ...post('ours.req', at(18_094))),
  'POST: node http, empty': () => toEmpty(),
  'POST, nonce: ours': () => load(pid, ...post('nonce.req', at(port))),
  'POST, nonce: nginx before ours': () => load(nginxPid, ...post('nonce.req', at(18_094))),
  'POST, nonce: openssl ocsp -multi 2': () => toOpenssl('peer-nonce.req'),
  'POST, keep-alive: ours, kept': () => load(pid, ...post('ours.req', at(port), '-k')),
  'POST, keep-alive: nginx before ours, kept': () => load(nginxPid, ...post('ours.req', at(18_094), '-k')),
  'POST, keep-alive: ours, nonce': () => load(pid, ...post('nonce.req', at(port), '-k')),
  'POST, keep-alive: node http, empty': () => toEmpty('-k'),
  'POST, keep-alive: cfssl ocspserve': () => toCfssl('-k'),
  'POST, keep-alive: nginx, static': () => load(nginxPid, ...post('ours.req', at(18_090), '-k')),
  'GET, keep-alive: ours, kept': () => load(pid, '-k', `${at(port)}/${get}`),
  'GET, keep-alive: nginx before ours, kept': () => load(nginxPid, '-k', `${at(18_094)}/${get}`),
  'GET, keep-alive: nginx, static': () => load(nginxPid, '-k', `${at(18_090)}/${get}`),
};
/** Ours and whose figure it is held against in the same round; for rates more is better, for CRLs less. */
const RATIOS: [string, string, string][] = [
  ['aim ≥ 0.8', 'POST: ours, kept', 'POST: openssl ocsp -multi 2'],
  ['aim ≥ 1', 'POST: ours, kept', 'POST: cfssl ocspserve'],
  ['aim ≥ 0.3', 'POST: ours, kept', 'POST: nginx, static'],
  ['limit 1', 'POST: ours, kept', 'POST: node http, empty'],
  ['', 'POST: nginx before ours, kept', 'POST: openssl ocsp -multi 2'],
  ['', 'POST: nginx before ours, kept', 'POST: ours, kept'],
  ['', 'POST, nonce: nginx before ours', 'POST, nonce: ours'],
  ['', 'POST, keep-alive: nginx before ours, kept', 'POST, keep-alive: ours, kept'],
  ['', 'GET, keep-alive: nginx before ours, kept', 'GET, keep-alive: ours, kept'],
  ['limit 1', 'POST, nonce: ours', 'POST: node http, empty'],
  ['', 'POST, nonce: ours', 'POST, nonce: openssl ocsp -multi 2'],
  ['aim ≥ 1', 'POST, nonce: ours', 'POST: cfssl ocspserve'],
  ['aim ≥ 1', 'POST, keep-alive: ours, kept', 'POST, keep-alive: cfssl ocspserve'],
  ['aim ≥ 1', 'POST, keep-alive: ours, nonce', 'POST, keep-alive: cfssl ocspserve'],
  ['aim ≥ 0.9', 'POST, keep-alive: ours, kept', 'POST, keep-alive: node http, empty'],
  ['aim ≥ 0.3', 'POST, keep-alive: ours, kept', 'POST, keep-alive: nginx, static'],
  ['aim ≥ 0.3', 'GET, keep-alive: ours, kept', 'GET, keep-alive: nginx, static'],
  ['aim ≤ 0.33', 'CRL, from cold: ours', 'CRL: openssl ca -gencrl'],
  ['', 'CRL, all read anew: ours', 'CRL: openssl ca -gencrl'],
  ['aim ≤ 0.10', 'CRL, one more: ours', 'CRL: openssl ca -gencrl'],
];

const rounds: Map<string, Measured>[] = [];
const memory: string[] = [];
const loads: number[] = [];
// the first round warms all of them up, and is not counted
for (let round = 0; round <= ROUNDS; round += 1) {
  const measured = new Map<string, Measured>();
  for (const [name, measure] of Object.entries(CASES)) {
    try {
      measured.set(name, await measure());
    } catch (error) {
      console.error(`${name}: ${error instanceof Error ? error.message.slice(0, 300) : error}`);
    }
  }
  if (round > 0) rounds.push(measured);
  memory.push(standingOf(pid).mb.join('+'));
  if (round > 0) loads.push(loadavg()[0] ?? 0);
}

const all = (name: string, pick: (one: Measured) => number | undefined): number[] =>
  rounds.flatMap((round) => {
    const one = round.get(name);
    return one === undefined ? [] : (pick(one) ?? []);
  });
const figure = ({ rate, ms }: Measured): number | undefined => rate ?? ms;
console.log(
  `${COUNT} certificates revoked, 16 connections, ${ROUNDS} rounds, load ${span(loads, 1)}: median (least – most)`,
);
for (const name of Object.keys(CASES)) {
  const isCrl = name.startsWith('CRL');
  const unit = isCrl ? 'ms' : '/s';
  const digits = isCrl ? 1 : 3;
  const generator = all(name, (one) => one.loadMs);
  console.log(
    `${name.padEnd(37)} ${span(all(name, figure), isCrl ? 1 : 0)} ${unit}; CPU ms ${span(
      all(name, (one) => one.cpuMs),
      digits,
    )}${generator.length > 0 ? `; ab ${span(generator, 3)}` : ''}`,
  );
}
console.log('ratios, each of one round; of processor time in brackets');
for (const [aim, ours, peer] of RATIOS) {
  const of = (pick: (one: Measured) => number | undefined): number[] =>
    rounds.flatMap((round) => {
      const [a, b] = [round.get(ours), round.get(peer)];
      const ratio = a && b ? (pick(a) ?? Number.NaN) / (pick(b) ?? Number.NaN) : Number.NaN;
      return Number.isFinite(ratio) ? [ratio] : [];
    });
  console.log(
    `${ours} / ${peer}: ${span(of(figure), 2)} ${aim} [${span(
      of((one) => one.cpuMs),
      2,
    )}]`,
  );
}
console.log(`openssl ocsp hung in ${hung} cases`);
console.log('memory of ours after each round, MB:', memory.join(' '));
const gone = new Promise((resolve) => ours.once('exit', resolve));
ours.send('end');
await gone;
for (const child of children) child.kill('SIGKILL');
rmSync(folder, { recursive: true, force: true });
process.exit(0);
