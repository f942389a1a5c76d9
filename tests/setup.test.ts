import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setUp } from '../src/setup.mjs';

const LOCK = { packages: { '': {}, 'node_modules/kysely': { version: '1.0.0', integrity: 'sha512-a' } } };
const TSCONFIG = {
  compilerOptions: {
    module: 'NodeNext',
    types: [],
    rewriteRelativeImportExtensions: true,
    rootDir: 'src',
    outDir: 'dist',
  },
  include: ['src'],
};
const PROGRAMS = [
  'python3',
  'make',
  'g++',
  'pkcs11-tool',
  'openssl',
  'certtool',
  'certutil',
  'zlint',
  'curl',
  'chromium',
  'pdftotext',
  'zbarimg',
  'testssl',
  'faketime',
];
const FILES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/riscv64-linux-gnu/ossl-modules/pkcs11.so',
  '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
  '/usr/sbin/slapd',
  '/usr/lib/postgresql/17/bin/postgres',
];
const SCRIPT = path.resolve('src/setup.mjs');

describe('set-up', () => {
  let machine: ReturnType<typeof createMachine>;
  beforeEach(() => {
    machine = createMachine();
  });
  afterEach(() => machine.remove());

  it('brings a fresh clone to a built tree, and has nothing to do nor to say the second time', () => {
    expect(machine.setUp('test')).toBe(0);
    expect(machine.ran()).toEqual(['npm ci --include=dev --loglevel=error --no-audit --no-fund']);
    expect(machine.said()).toMatch(
      /^setup: installing npm packages.* … \d+\.\d s\nsetup: building \(a minute or so\) … \d+\.\d s\n$/,
    );
    expect(machine.read('dist/main.js')).toMatch(/["']\.\/page\/hello\.js["']/);
    expect(machine.setUp('test')).toBe(0);
    expect([machine.ran(), machine.said()]).toEqual([[], '']);
  });

  it('says no to a Node that is too old, and to a purpose it does not know', () => {
    expect(machine.setUp('test', { node: '20.18.1' })).toBe(1);
    expect(machine.said()).toMatch(/node 20\.18\.1 is too old\nhint: install Node 20\.19 or newer/);
    expect(machine.setUp('toString', { node: '24.0.0' })).toBe(1);
    expect(machine.said()).toMatch(
      /unknown purpose\nhint: node src\/setup\.mjs check\|packages\|build\|serve\|demo\|bench\|test\|dates\|clients\|cluster/,
    );
    expect(machine.ran()).toEqual([]);
  });

  it('keeps stdout for the command that follows', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, 'nonsense'], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^setup: unknown purpose\n/);
  });

  describe('of npm packages', () => {
    it('installs again when package-lock.json changed, and when another Node compiled them', () => {
      machine.setUp('build');
      machine.write(
        'package-lock.json',
        JSON.stringify({ packages: { ...LOCK.packages, 'node_modules/zod': { version: '2' } } }),
      );
      expect(machine.setUp('build')).toBe(0);
      expect(machine.ran()).toHaveLength(2);
      machine.write('node_modules/.jeton-setup', machine.read('node_modules/.jeton-setup').replace(/\d+$/, '9'));
      expect(machine.setUp('build')).toBe(0);
      expect(machine.ran()).toHaveLength(1);
    });

    it('takes over what npm install brought, unless a package is missing, other or too many', () => {
      const { '': _, ...packages } = LOCK.packages;
      const others = {
        missing: {},
        other: { 'node_modules/kysely': { version: '1.0.0', integrity: 'sha512-b' } },
        tooMany: { ...packages, 'node_modules/mole': { version: '1' } },
      };
      for (const there of Object.values(others)) {
        machine.write('node_modules/.package-lock.json', JSON.stringify({ packages: there }));
        rmSync(machine.at('node_modules/.jeton-setup'), { force: true });
        expect(machine.setUp('check')).toBe(0);
        expect(machine.ran()).toHaveLength(1);
      }
      machine.write('node_modules/.package-lock.json', JSON.stringify({ packages }));
      rmSync(machine.at('node_modules/.jeton-setup'));
      expect(machine.setUp('check')).toBe(0);
      expect([machine.ran(), machine.said()]).toEqual([[], '']);
    });

    it('fails with the end of what npm said, and tries again the next time', () => {
      machine.program('npm', 'echo "npm error ECONNREFUSED" >&2; exit 7');
      expect([machine.setUp('demo'), machine.said()]).toEqual([
        1,
        expect.stringMatching(/npm ci .*failed\nnpm error ECONNREFUSED\n$/),
      ]);
      machine.program('npm', machine.npmCi);
      expect(machine.setUp('demo')).toBe(0);
    });

    it('compiles with our header and from source, beside the flags that somebody set', () => {
      machine.program('npm', `printf '%s|%s' "$CXXFLAGS" "$npm_config_build_from_source" >asked; ${machine.npmCi}`);
      const before = process.env['CXXFLAGS'];
      process.env['CXXFLAGS'] = '-O1';
      try {
        expect(machine.setUp('packages')).toBe(0);
      } finally {
        if (before === undefined) delete process.env['CXXFLAGS'];
        else process.env['CXXFLAGS'] = before;
      }
      const [, header = '', fromSource] = /^-O1 -include '(.*)'\|(.*)$/.exec(machine.read('asked')) ?? [];
      expect([existsSync(header), fromSource]).toEqual([true, 'true']);
      expect(existsSync(machine.at('dist'))).toBe(false);
    });

    it('compiles again what a bare npm ci compiled so that Node 24 aborts, and refuses what aborts all the same', () => {
      const { '': _, ...packages } = LOCK.packages;
      const compiled = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';
      const aborting = '\0_ZN4node28RemoveEnvironmentCleanupHookEPN2v87IsolateEPFvPvES3_\0';
      machine.write('node_modules/.package-lock.json', JSON.stringify({ packages }));
      machine.write(compiled, aborting);
      machine.program('npm', `${machine.npmCi}; echo sound >${compiled}`);
      expect([machine.setUp('build'), machine.ran()]).toEqual([0, [expect.stringMatching(/^npm ci /)]]);
      expect([machine.setUp('build'), machine.ran()]).toEqual([0, []]);
      machine.write(compiled, aborting);
      machine.program('npm', machine.npmCi);
      expect(machine.setUp('serve', { node: '24.99.0' })).toBe(1);
      expect(machine.said()).toMatch(
        /failed\nsetup: node 24\.99\.0 compiles a better-sqlite3 that aborts at a garbage collection\nhint: .*\n$/,
      );
    });

    it('has no download address in package-lock.json', () => {
      expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved": "(http|git|file)/);
    });
  });

  describe('of the build', () => {
    beforeEach(() => machine.setUp('build'));

    it('follows a source that changed, one that came and one that went', () => {
      machine.write('src/page/hello.ts', 'export const hello = "bonsoir";');
      machine.write('src/page/new.ts', 'export const hello = "new";');
      expect(machine.setUp('build')).toBe(0);
      expect(machine.read('dist/page/hello.js')).toContain('bonsoir');
      rmSync(machine.at('src/page/new.ts'));
      expect(machine.setUp('build')).toBe(0);
      expect([existsSync(machine.at('dist/page/new.js')), existsSync(machine.at('dist/main.js'))]).toEqual([
        false,
        true,
      ]);
    });

    it('makes the files of the pages: of the design system what they use, named by content, and compressed', () => {
      const dsfr = 'node_modules/@gouvfr/dsfr/dist';
      machine.write('node_modules/@gouvfr/dsfr/package.json', '{"version":"1"}');
      machine.write(
        `${dsfr}/dsfr.min.css`,
        '@charset "UTF-8";/*! MIT */.fr-a{b:url("icons/system/c.svg")}/*x*/.fr-unused{d:e}',
      );
      machine.write(`${dsfr}/icons/system/c.svg`, '<svg xmlns="#"/>');
      machine.write(`${dsfr}/icons/system/d.svg`, '<svg xmlns="%"/>');
      const icon = (name: string) => `.fr-icon-${name}:before{mask-image:url(../../../icons/system/${name}.svg)}`;
      machine.write(`${dsfr}/utility/icons/icons-system/icons-system.main.min.css`, icon('d') + icon('c'));
      machine.write(`${dsfr}/favicon/favicon.svg`, '<svg/>');
      machine.write('src/console/page.ts', 'export const looks = "fr-a fr-icon-d";');
      machine.write('src/console/client/page.css', 'p { color: blue }');
      machine.write('src/console/client/tsconfig.json', '{}');
      expect(machine.setUp('build')).toBe(0);
      const list = () =>
        (JSON.parse(machine.read('dist/static/files.json')) as { files: Record<string, string> }).files;
      const first = list();
      expect(Object.keys(first).sort()).toEqual(['dsfr.css', 'favicon.svg', 'icons.css', 'page.css']);
      const of = (name: string) => machine.read(`dist/static/${first[name]}`);
      expect(of('dsfr.css')).toBe(`/*! MIT */.fr-a{b:url("data:image/svg+xml,<svg xmlns='%23'/>")}`);
      expect(of('icons.css')).toBe(`.fr-icon-d:before{mask-image:url("data:image/svg+xml,<svg xmlns='%25'/>")}`);
      for (const name of Object.values(first)) {
        expect(name).toMatch(/^[a-z]+\.[0-9a-f]{16}\.[a-z]+$/);
        expect(['.br', '.gz'].map((coding) => existsSync(machine.at(`dist/static/${name}${coding}`)))).toEqual([
          true,
          true,
        ]);
      }
      machine.write('src/console/client/page.css', 'p { color: red }');
      expect(machine.setUp('build')).toBe(0);
      expect({ ...list(), 'page.css': '' }).toEqual({ ...first, 'page.css': '' });
      expect(list()['page.css']).not.toBe(first['page.css']);
      expect(existsSync(machine.at(`dist/static/${first['page.css']}.br`))).toBe(false);
    });

    it('fails with the error in the source, leaves the last good build, and builds when it is mended', () => {
      machine.write('src/page/hello.ts', 'export const hello: number = "bonsoir";');
      expect(machine.setUp('build')).toBe(1);
      expect(machine.said()).toMatch(/src\/page\/hello\.ts\(1,14\): error TS2322/);
      expect(machine.read('dist/page/hello.js')).toContain('bonjour');
      expect(machine.setUp('build')).toBe(1);
      machine.write('src/page/hello.ts', 'export const hello = "bonsoir";');
      expect(machine.setUp('build')).toBe(0);
    });
  });

  describe('of Debian packages', () => {
    const line = (names: string) =>
      `hint: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}\n`;

    it('tells the exact line when it is not root, and the tests do not begin', () => {
      machine.lacks('zlint', '/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/riscv64-linux-gnu', '/usr/lib/postgresql/17');
      expect(machine.setUp('test', { isRoot: false })).toBe(1);
      expect(machine.said()).toContain(
        `missing Debian packages: softhsm2 pkcs11-provider zlint postgresql\n${line('softhsm2 pkcs11-provider zlint postgresql')}`,
      );
      expect(machine.ran()).toEqual([]);
    });

    it('lets the demo go on without SoftHSM2, and says so', () => {
      machine.lacks('/usr/lib/softhsm/libsofthsm2.so', 'chromium');
      expect(machine.setUp('demo', { isRoot: false })).toBe(0);
      expect(machine.said()).toContain(`${line('softhsm2')}setup: going on without\n`);
      expect(existsSync(machine.at('dist/main.js'))).toBe(true);
    });

    it('stops even the demo where native code cannot be compiled', () => {
      machine.lacks('g++');
      expect(machine.setUp('demo', { isRoot: false })).toBe(1);
      expect(machine.said()).toContain(line('g++'));
    });

    it('asks for no compiler once npm packages are there, and nothing for the service', () => {
      expect(machine.setUp('build')).toBe(0);
      machine.lacks(...PROGRAMS, ...FILES);
      expect([machine.setUp('serve', { isRoot: false }), machine.said()]).toEqual([0, '']);
    });

    it('installs them as root, after one update, without the recommended ones and without a question', () => {
      machine.lacks('zlint', 'make');
      machine.program(
        'apt-get',
        `echo "$DEBIAN_FRONTEND $@" >>log; case "$@" in *install*) touch "${machine.bin}/zlint" "${machine.bin}/make";; esac`,
      );
      expect(machine.setUp('test')).toBe(0);
      expect(machine.ran().slice(0, 2)).toEqual([
        'noninteractive -o DPkg::Lock::Timeout=300 update',
        'noninteractive -o DPkg::Lock::Timeout=300 install -y --no-install-recommends make zlint',
      ]);
    });

    it('fails when apt-get fails, or brings something else', () => {
      machine.lacks('zlint');
      machine.program('apt-get', 'echo "E: Unable to locate package zlint"; exit 100');
      expect([machine.setUp('test'), machine.said()]).toEqual([
        1,
        expect.stringContaining('E: Unable to locate package zlint'),
      ]);
      machine.program('apt-get', 'exit 0');
      expect([machine.setUp('test'), machine.said()]).toEqual([1, expect.stringContaining('there is no zlint')]);
    });
  });

  describe('by two at the same time', () => {
    it('is done once, and both go on when it is done', async () => {
      // the first goes on when the other waits for it
      machine.program('npm', `while [ ! -e waits ]; do sleep 0.02; done; ${machine.npmCi}`);
      expect(await Promise.all([machine.setUpAside('build'), machine.setUpAside('build')])).toEqual([0, 0]);
      expect(machine.ran()).toHaveLength(1);
      expect(machine.said()).toContain('setup: waiting for another set-up of this checkout\n');
      expect(existsSync(machine.at('.tmp/setup.lock'))).toBe(false);
    });

    it('goes on where the other was killed', async () => {
      machine.program('npm', `touch "${machine.at('begun')}"; sleep 20`);
      const killed = await machine.killedWhen('begun');
      expect(killed).toBe('SIGKILL');
      machine.program('npm', machine.npmCi);
      expect(machine.setUp('build')).toBe(0);
      expect(machine.ran()).toHaveLength(1);
    });
  });
});

/** A machine with every Debian package and a checkout without node_modules; its `npm ci` brings the compiler. */
function createMachine() {
  const root = mkdtempSync(path.join(tmpdir(), 'jeton-setup-'));
  const [checkout, bin, system] = ['checkout', 'bin', 'system'].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ];
  let text = '';
  const say = (more: string) => {
    text += more;
  };
  const at = (file: string) => path.join(checkout, file);
  const put = (file: string, content: string, mode = 0o644) => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content, { mode });
  };
  const write = (file: string, content: string) => put(at(file), content);
  const program = (name: string, script: string) =>
    put(path.join(bin, name), `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`, 0o755);
  const tree = `mkdir -p node_modules && ln -sfn "${path.resolve('node_modules/native-ts')}" node_modules/native-ts`;
  const npmCi = `echo "npm $@" >>log && ${tree}`;
  const house = { checkout, system, path: bin, isRoot: true, node: '20.19.0' };

  for (const name of PROGRAMS) program(name, 'exit 0');
  for (const file of FILES) put(path.join(system, file), '');
  program('npm', npmCi);
  program('apt-get', 'echo "apt-get $@" >>log; exit 1');
  write('package-lock.json', JSON.stringify(LOCK));
  write('tsconfig.json', JSON.stringify(TSCONFIG));
  write('src/main.ts', "import { hello } from './page/hello.ts';\nexport const greeting = hello;\n");
  write('src/page/hello.ts', 'export const hello = "bonjour";');

  const aside = (purpose: string) => {
    const script = `import { setUp } from ${JSON.stringify(SCRIPT)};
      process.exitCode = setUp(${JSON.stringify(purpose)}, { ...${JSON.stringify(house)}, say: (text) => process.stderr.write(text) });`;
    return spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
  };
  return {
    bin,
    npmCi,
    at,
    write,
    program,
    read: (file: string) => readFileSync(at(file), 'utf8'),
    setUp: (purpose: string, other: Partial<typeof house> = {}) => {
      text = '';
      return setUp(purpose, { ...house, ...other, say });
    },
    setUpAside: async (purpose: string) => {
      const child = aside(purpose);
      child.stderr.on('data', (more) => {
        say(more);
        if (text.includes('waiting for another set-up')) write('waits', '');
      });
      return (await once(child, 'exit'))[0] as number;
    },
    /** Kills a set-up, and what it started, as soon as `file` is there. */
    killedWhen: async (file: string) => {
      const child = aside('build');
      const exit = once(child, 'exit');
      while (!existsSync(at(file))) await new Promise((resolve) => setTimeout(resolve, 10));
      process.kill(-(child.pid as number), 'SIGKILL');
      return (await exit)[1] as string;
    },
    /** What was said since the last set-up began. */
    said: () => text,
    /** The programs run since this was last asked. */
    ran: () => {
      const lines = existsSync(at('log')) ? readFileSync(at('log'), 'utf8').trim().split('\n') : [];
      rmSync(at('log'), { force: true });
      return lines;
    },
    lacks: (...things: string[]) => {
      for (const thing of things)
        rmSync(path.join(thing.startsWith('/') ? system : bin, thing), { recursive: true, force: true });
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
