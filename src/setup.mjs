// @ts-check
/**
 * Sets a checkout up: `node src/setup.mjs PURPOSE`. Every npm script calls it first, so that a fresh clone needs one
 * command. Plain Node without a dependency, for it runs before node_modules exists. It does only what is missing (a
 * look costs some milliseconds), one line a step, all on stderr: stdout belongs to the command that follows.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStep } from './setup/build.mjs';
import { debianStep } from './setup/debian.mjs';
import { SetupError } from './setup/machine.mjs';
import { npmStep } from './setup/npm.mjs';
import { takingTurns } from './setup/turns.mjs';

/** @import { House, Step } from './setup/machine.mjs' */

const TEST = [
  ...['softhsm2', 'opensc', 'pkcs11-provider', 'openssl', 'gnutls-bin', 'libnss3-tools', 'zlint', 'slapd'],
  ...['curl', 'chromium', 'fonts-dejavu-core', 'poppler-utils', 'zbar-tools', 'testssl.sh', 'faketime'],
  'postgresql',
];
/** What each purpose needs of Debian; the demo goes on without. */
const PURPOSES = {
  check: [],
  packages: [], // npm's alone, a step of the Dockerfile
  build: [],
  serve: [],
  demo: ['softhsm2'],
  // with the peers that we are measured beside
  bench: ['softhsm2', 'openssl', 'nginx-light', 'golang-cfssl', 'apache2-utils', 'postgresql'],
  test: TEST,
  // the same at another date
  dates: TEST,
  // gateways, and the network namespaces in which they stand
  clients: [
    ...['softhsm2', 'pkcs11-provider', 'openssl', 'gnutls-bin', 'libnss3-tools', 'zlint', 'opensc', 'curl', 'iproute2'],
    ...[
      'nginx-light',
      'libnginx-mod-http-js',
      'openvpn',
      'charon-systemd',
      'libstrongswan-extra-plugins',
      'libcharon-extra-plugins',
    ],
  ],
  // PostgreSQL servers of which one takes over from another, each in a network namespace
  cluster: ['postgresql', 'patroni', 'python3-etcd', 'etcd-server', 'etcd-client', 'openssl', 'iproute2'],
};

/**
 * Does what the checkout lacks for the purpose; two at the same time take turns.
 * @param {string} purpose one of PURPOSES
 * @param {House} house
 * @returns {number} exit code
 */
export function setUp(purpose, house) {
  try {
    checkNode(house.node);
    const steps = stepsFor(purpose, house);
    if (steps.some((step) => step.due())) {
      takingTurns(path.join(house.checkout, '.tmp', 'setup.lock'), house.say, () => {
        for (const step of steps) if (step.due()) perform(step, house.say);
      });
    }
    return 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    house.say(`setup: ${error.message}\n`);
    return 1;
  }
}

/** @param {string} version */
function checkNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(`node ${version} is too old\nhint: install Node 20.19 or newer, such as Debian 13's nodejs`);
}

/** @param {string} purpose @param {House} house @returns {Step[]} */
function stepsFor(purpose, house) {
  const packages = new Map(Object.entries(PURPOSES)).get(purpose);
  if (packages === undefined) {
    throw new SetupError(`unknown purpose\nhint: node src/setup.mjs ${Object.keys(PURPOSES).join('|')}`);
  }
  const npm = npmStep(house);
  const debian = debianStep(house, packages, { compiling: npm.due, goesOnWithout: purpose === 'demo' });
  // `check` looks at the types itself, and without writing
  return ['check', 'packages'].includes(purpose) ? [debian, npm] : [debian, npm, buildStep(house)];
}

/** @param {Step} step @param {House['say']} say */
function perform(step, say) {
  let begun = 0;
  try {
    step.possible?.();
    say(`setup: ${step.name()} … `);
    begun = Date.now();
    step.act();
    say(`${((Date.now() - begun) / 1000).toFixed(1)} s\n`);
  } catch (error) {
    if (begun) say('failed\n');
    if (!(error instanceof SetupError) || !step.optional?.()) throw error;
    say(`setup: ${error.message}\nsetup: going on without\n`);
  }
}

if (process.argv[1] !== undefined && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = setUp(process.argv[2] ?? '', {
    checkout: path.dirname(path.dirname(fileURLToPath(import.meta.url))),
    system: '/',
    path: process.env['PATH'] ?? '',
    isRoot: process.getuid?.() === 0,
    node: process.versions.node,
    say: (text) => process.stderr.write(text),
  });
}
