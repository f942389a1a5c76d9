/**
 * OCSP and CRLs beside Debian's peers: `node --import ./tests/support/typescript.mjs tests/benchmark/pki.ts [ROUNDS [COUNT]]`.
 * All servers stand in one network namespace, because `openssl ocsp` binds every address; peers and ours alternate, and
 * only the ratios of one run count. Needs nginx-light, golang-cfssl, apache2-utils (ab), openssl.
 */
import { type ChildProcess, execFileSync, fork, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

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
writeFileSync(
  file('ca.cnf'),
  '[ca]\ndefault_ca=c\n[c]\ndatabase=index.txt\ncrlnumber=crlnumber\ncertificate=ca.pem\nprivate_key=ca.key\ndefault_md=sha384\ndefault_crl_hours=26\n',
);

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
server { listen 127.0.0.1:18090; location / { root ${folder}; try_files /answer.der =404; error_page 405 =200 /answer.der; } } }`,
);
start('nginx', '-c', file('nginx.conf'));
const cfssl = start('cfssl', 'ocspserve', '-port', '18091', '-responses', file('responses'), '-loglevel', '5');
const openssl = start(
  'openssl',
  'ocsp',
  '-index',
  'index.txt',
  '-CA',
  'ca.pem',
  '-rsigner',
  'ocsp.pem',
  '-rkey',
  'ocsp.key',
  '-port',
  '18092',
  '-multi',
  '2',
  '-ndays',
  '1',
);
await sleep(3000);

/** Processor time of a process and its children, in ticks of 10 ms. */
function cpuOf(root: number): number {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ');
        return [{ id: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
      } catch {
        return [];
      }
    });
  return stats.filter(({ id, parent }) => id === root || parent === root).reduce((sum, { ticks }) => sum + ticks, 0);
}
const SECONDS = 2;
interface Measured {
  rate: number;
  cpuMs: number;
}
function load(process: number, ...args: string[]): Measured {
  const before = cpuOf(process);
  const out = run('ab', '-q', '-t', String(SECONDS), '-n', '2000000', '-c', '16', ...args);
  const number = (name: string): number => Number(new RegExp(`${name}:\\s+([0-9.]+)`).exec(out)?.[1]);
  const [done, failed] = [number('Complete requests'), number('Non-2xx responses') || 0];
  if (failed > 0) throw new Error(`${args.at(-1)}: ${failed} of ${done} were refused`);
  return { rate: number('Requests per second'), cpuMs: ((cpuOf(process) - before) * 10) / done };
}
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
const CASES: Record<string, () => Measured | Promise<Measured>> = {
  'POST, no keep-alive: jeton, kept': () => load(pid, ...post('ours.req', at(port))),
  'POST, no keep-alive: openssl ocsp -multi 2': () =>
    load(openssl.pid ?? 0, ...post('peer.req', `http://127.0.0.1:18092/`)),
  'POST, no keep-alive: cfssl ocspserve': () => load(cfssl.pid ?? 0, ...post('ours.req', 'http://127.0.0.1:18091/')),
  'POST, no keep-alive: nginx static': () => load(nginxPid, ...post('ours.req', at(18_090))),
  'POST, keep-alive: jeton, kept': () => load(pid, ...post('ours.req', at(port), '-k')),
  'POST, keep-alive: jeton, nonce': () => load(pid, ...post('nonce.req', at(port), '-k')),
  'POST, keep-alive: cfssl ocspserve': () => load(cfssl.pid ?? 0, ...post('ours.req', 'http://127.0.0.1:18091/', '-k')),
  'POST, keep-alive: nginx static': () => load(nginxPid, ...post('ours.req', at(18_090), '-k')),
  'GET, keep-alive: jeton, kept': () => load(pid, '-k', `${at(port)}/${get}`),
  'GET, keep-alive: nginx static': () => load(nginxPid, '-k', `${at(18_090)}/${get}`),
};
const CRLS: Record<string, () => Promise<{ ms: number; rss?: number }>> = {
  'CRL: jeton, from cold': () => ask('cold'),
  'CRL: jeton, one more revocation': () => ask('one'),
  'CRL: openssl ca -gencrl': async () => {
    const begun = performance.now();
    run('openssl', 'ca', '-config', 'ca.cnf', '-gencrl', '-out', 'crl.pem');
    return { ms: performance.now() - begun };
  },
};

const figures = new Map<string, number[]>();
const cpu = new Map<string, number[]>();
const note = (map: Map<string, number[]>, name: string, value: number): void =>
  void map.set(name, [...(map.get(name) ?? []), value]);
const memory: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, measure] of Object.entries(CRLS)) {
    const { ms, rss } = await measure();
    note(figures, name, ms);
    if (rss !== undefined) memory.push(Math.round(rss / 1e6));
  }
  for (const [name, measure] of Object.entries(CASES)) {
    try {
      const { rate, cpuMs } = await measure();
      note(figures, name, rate);
      note(cpu, name, cpuMs);
    } catch (error) {
      console.error(`${name}: ${error instanceof Error ? error.message.slice(0, 300) : error}`);
    }
  }
}
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
console.log(`${COUNT} certificates revoked, 16 connections, ${ROUNDS} rounds: median (min–max), CPU ms each`);
for (const [name, values] of figures) {
  const each = cpu.get(name);
  const span = `${median(values).toFixed(0)} (${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)})`;
  console.log(
    `${name.padEnd(45)} ${span} ${name.startsWith('CRL') ? 'ms' : '/s'}${each ? `  ${median(each).toFixed(3)} ms` : ''}`,
  );
}
const of = (name: string): number => median(figures.get(name) ?? []);
const ratio = (a: string, b: string): string => (of(a) / of(b)).toFixed(2);
console.log(
  'kept / openssl ocsp',
  ratio('POST, no keep-alive: jeton, kept', 'POST, no keep-alive: openssl ocsp -multi 2'),
);
console.log('kept / cfssl', ratio('POST, keep-alive: jeton, kept', 'POST, keep-alive: cfssl ocspserve'));
console.log(
  'kept / nginx: POST, POST keep-alive, GET',
  ratio('POST, no keep-alive: jeton, kept', 'POST, no keep-alive: nginx static'),
  ratio('POST, keep-alive: jeton, kept', 'POST, keep-alive: nginx static'),
  ratio('GET, keep-alive: jeton, kept', 'GET, keep-alive: nginx static'),
);
console.log('nonce / cfssl', ratio('POST, keep-alive: jeton, nonce', 'POST, keep-alive: cfssl ocspserve'));
console.log(
  'CRL cold / openssl, one more / openssl',
  ratio('CRL: jeton, from cold', 'CRL: openssl ca -gencrl'),
  ratio('CRL: jeton, one more revocation', 'CRL: openssl ca -gencrl'),
);
console.log('memory of ours after each CRL, MB', memory.join(' '));
const gone = new Promise((resolve) => ours.once('exit', resolve));
ours.send('end');
await gone;
for (const child of children) child.kill('SIGKILL');
rmSync(folder, { recursive: true, force: true });
process.exit(0);
