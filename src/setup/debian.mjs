// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { run, SetupError } from './machine.mjs';

/** @import { House, Step } from './machine.mjs' */

/** Needed where npm packages with native code are installed: better-sqlite3 and pkcs11js. */
const COMPILERS = ['python3', 'make', 'g++'];

/**
 * By what a package is known to be there: a program's name, or a file of which `*` is any one folder. Programs of
 * the package's own name are not listed.
 * @type {Readonly<Record<string, string>>}
 */
const BRINGS = {
  softhsm2: '/usr/lib/softhsm/libsofthsm2.so',
  opensc: 'pkcs11-tool',
  'pkcs11-provider': '/usr/lib/*/ossl-modules/pkcs11.so',
  'gnutls-bin': 'certtool',
  'libnss3-tools': 'certutil',
  'fonts-dejavu-core': '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
  'poppler-utils': 'pdftotext',
  'zbar-tools': 'zbarimg',
  slapd: '/usr/sbin/slapd',
  postgresql: '/usr/lib/postgresql/*/bin/postgres',
  'testssl.sh': 'testssl',
  'nginx-light': '/usr/sbin/nginx',
  'golang-cfssl': 'cfssl',
  'apache2-utils': 'ab',
  iproute2: '/usr/sbin/ip',
  'libnginx-mod-http-js': '/usr/lib/nginx/modules/ngx_http_js_module.so',
  openvpn: '/usr/sbin/openvpn',
  'charon-systemd': '/usr/sbin/charon-systemd',
  'libstrongswan-extra-plugins': '/usr/lib/ipsec/plugins/libstrongswan-pkcs11.so',
  'python3-etcd': '/usr/lib/python3/dist-packages/etcd/__init__.py',
  'etcd-server': 'etcd',
  'etcd-client': 'etcdctl',
  'libcharon-extra-plugins': '/usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so',
};

/**
 * Installs what is missing when we are root, otherwise says the line to type.
 * @param {House} house
 * @param {readonly string[]} packages
 * @param {{ compiling: () => boolean, goesOnWithout: boolean }} need
 * @returns {Step}
 */
export function debianStep(house, packages, { compiling, goesOnWithout }) {
  const missing = () => [...(compiling() ? COMPILERS : []), ...packages].filter((name) => !isThere(house, name));
  return {
    name: () => `installing Debian packages ${missing().join(' ')}`,
    due: () => missing().length > 0,
    possible: () => {
      if (house.isRoot && isThere(house, 'apt-get')) return;
      const names = missing().join(' ');
      throw new SetupError(
        `missing Debian packages: ${names}\nhint: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}`,
      );
    },
    act: () => install(house, missing()),
    optional: () => goesOnWithout && !missing().some((name) => COMPILERS.includes(name)),
  };
}

/** @param {House} house @param {string} name of a package */
function isThere(house, name) {
  const brought = BRINGS[name] ?? name;
  if (!brought.includes('/')) return house.path.split(':').some((folder) => fs.existsSync(path.join(folder, brought)));
  const [before = '', after] = brought.split('*').map((part) => path.join(house.system, part));
  if (after === undefined) return fs.existsSync(before);
  const inside = path.relative(house.system, after);
  return fs.existsSync(before) && fs.readdirSync(before).some((any) => fs.existsSync(path.join(before, any, inside)));
}

/** @param {House} house @param {string[]} names */
function install(house, names) {
  const apt = ['-o', 'DPkg::Lock::Timeout=300'];
  try {
    run(house, 'apt-get', [...apt, 'update']);
  } catch (error) {
    // the lists on disk may still do; if they do not, the next line says so
    if (!(error instanceof SetupError)) throw error;
  }
  run(house, 'apt-get', [...apt, 'install', '-y', '--no-install-recommends', ...names]);
  const still = names.filter((name) => !isThere(house, name));
  if (still.length > 0) throw new SetupError(`apt-get installed them, yet there is no ${still.join(', no ')}`);
}
