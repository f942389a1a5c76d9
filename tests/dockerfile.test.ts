import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../src/config.ts';
import { assertSoundBinding } from '../src/store/sqlite/binding.ts';
import { isLong } from './support/runs/long.ts';

/** Steps that need the image itself: Debian packages, owners. */
const OF_THE_IMAGE = /^(apt-get|install -d -o node) /;

describe('the Dockerfile', () => {
  const stages = readStages(readFileSync('Dockerfile', 'utf8'));
  const [, last] = stages;
  const all = stages.flatMap((stage) => stage.steps);
  const only = (name: string) => last?.steps.filter((step) => step.name === name).map((step) => step.text) ?? [];

  it('builds in one stage and runs in another, on a base pinned by its tag', () => {
    expect(stages.map((stage) => stage.base)).toEqual(['node:24-trixie-slim', 'node:24-trixie-slim']);
  });

  it('runs as nobody special, writes to its volumes only, and offers console and PKI', () => {
    expect([only('USER'), only('VOLUME'), only('EXPOSE')]).toEqual([['node'], ['/data /data-prints'], ['8080 8081']]);
    expect(last?.steps.findIndex((step) => step.name === 'USER')).toBeGreaterThan(
      last?.steps.findLastIndex((step) => step.name === 'RUN') ?? -1,
    );
  });

  it('has V8 keep memory as the guide, npm and the benchmark have it', () => {
    const optionsIn = (text: string) => text.match(/--max-semi-space-size=\d+|--no-allocation-site-pretenuring/g);
    const options = optionsIn(only('ENTRYPOINT')[0] ?? '');
    expect(options).toHaveLength(2);
    const { demo, start } = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
    const guide = /^ExecStart=.* serve$/m.exec(readFileSync('docs/installation.md', 'utf8'))?.[0] ?? '';
    for (const text of [demo, start, guide, readFileSync('tests/benchmark/run.ts', 'utf8')])
      expect(optionsIn(text)).toEqual(options);
  });

  it('has a volume for each folder that its settings write to', () => {
    const settings = Object.fromEntries(only('ENV').flatMap((text) => text.split(' ').map((pair) => pair.split('='))));
    const { dataDir, print } = readConfig({ ...settings, JETON_TLS_NAMES: 'jeton.example' });
    const folders = [dataDir, ...[print.letters, print.labels].map((queue) => queue.replace(/^folder:/, ''))];
    const within = (folder: string) => (volume: string) => folder === volume || folder.startsWith(`${volume}/`);
    const volumes = only('VOLUME').flatMap((text) => text.split(' '));
    expect(folders.filter((folder) => !volumes.some(within(folder)))).toEqual([]);
  });

  it('takes in nothing but the few files it needs, and they are there', () => {
    const taken = all
      .filter(({ name, text }) => name === 'COPY' && !text.startsWith('--from'))
      .flatMap(({ text }) => text.split(' ').slice(0, -1));
    const offered = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const roots = taken.map((file) => file.split('/')[0]);
    expect([...new Set(roots)].sort()).toEqual(offered.sort());
    expect(taken.filter((file) => !existsSync(file))).toEqual([]);
    expect(all.filter(({ name }) => name === 'ADD')).toEqual([]);
  });

  it('is healthy when /healthz answers 200, and only then', async () => {
    const [program = '', ...args] = JSON.parse(only('HEALTHCHECK')[0]?.replace(/^.*? CMD /, '') ?? '[]') as string[];
    const check = async (answers: number) => {
      const server = createServer((request, response) =>
        response.writeHead(request.url === '/healthz' ? answers : 404).end(),
      );
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address() as AddressInfo;
      const open = await aside(program, args, { JETON_PORT: String(port) });
      server.close();
      return [open, await aside(program, args, { JETON_PORT: String(port) })];
    };
    expect(await check(200)).toEqual([0, 1]);
    expect(await check(503)).toEqual([1, 1]);
  });

  it('makes, in a clean folder, a service that runs without what only building needs', () => {
    const root = mkdtempSync(path.join(tmpdir(), 'jeton-image-'));
    try {
      const image = runSteps(stages, root);
      expect(readdirSync(image).sort()).toEqual(['certs', 'db', 'dist', 'node_modules', 'package.json']);
      const has = (name: string) => existsSync(path.join(image, 'node_modules', name));
      expect(['express', 'better-sqlite3', '@gouvfr/dsfr', 'jest', 'typescript', 'native-ts'].map(has)).toEqual([
        true,
        true,
        false,
        false,
        false,
        false,
      ]);
      expect(existsSync(path.join(image, 'dist/static/files.json'))).toBe(true);
      assertSoundBinding(path.join(image, 'node_modules/better-sqlite3/build/Release/better_sqlite3.node'));
      const [program = '', ...args] = JSON.parse(only('ENTRYPOINT')[0] ?? '[]') as string[];
      // the image's Node has flags that an older one here does not know
      const known = args.filter((arg) => !arg.startsWith('--') || process.allowedNodeEnvironmentFlags.has(arg));
      const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
      expect(execFileSync(program, [...known, '--version'], { cwd: image, encoding: 'utf8', env: bare() }).trim()).toBe(
        version,
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }, 600_000);
});

interface Stage {
  base: string;
  alias: string;
  steps: { name: string; text: string }[];
}

/** Instructions of each stage, continued lines joined, comments left out. */
function readStages(dockerfile: string): Stage[] {
  const lines = dockerfile
    .replace(/^#.*\n/gm, '')
    .replace(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line !== '');
  const stages: Stage[] = [];
  for (const line of lines) {
    const [, name = '', text = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    const [base = '', , alias = ''] = text.split(' ');
    if (name === 'FROM') stages.push({ base, alias, steps: [] });
    else stages.at(-1)?.steps.push({ name, text });
  }
  return stages;
}

/** Does every stage's steps in a folder that stands for its root; answers the last working folder. */
function runSteps(stages: readonly Stage[], root: string): string {
  let at = '';
  for (const [index, { alias, steps }] of stages.entries()) {
    const stageRoot = path.join(root, alias || String(index));
    for (const { name, text } of steps) {
      if (name === 'WORKDIR') at = path.join(stageRoot, text);
      if (name === 'WORKDIR') mkdirSync(at, { recursive: true });
      if (name === 'COPY') copy(text, root, at);
      if (name === 'RUN' && !OF_THE_IMAGE.test(text)) run(text, at);
    }
  }
  return at;
}

function copy(text: string, root: string, at: string): void {
  const words = text.split(' ');
  const from = words[0]?.startsWith('--from=') ? path.join(root, words.shift()?.slice('--from='.length) ?? '') : '.';
  const to = path.join(at, words.pop() ?? '');
  for (const source of words) {
    cpSync(path.join(from, source), words.length > 1 || to.endsWith('/') ? path.join(to, source) : to, {
      recursive: true,
    });
  }
}

/**
 * In a long run everything is compiled anew; otherwise the packages of this checkout are there already, and the types
 * of the same sources, which `npm test` has just built, are not looked at a second time.
 */
function run(command: string, at: string): void {
  const here = path.resolve('node_modules');
  const copied = `cp -al "${here}" . 2>/dev/null || cp -a "${here}" .`;
  const quick = command.endsWith(' packages') && !isLong() ? `{ ${copied}; } && ${command}` : command;
  if (command === 'npm run build' && !isLong()) leaveTypes(path.join(at, 'tsconfig.json'));
  const { status, stdout, stderr } = spawnSync('sh', ['-c', quick], { cwd: at, encoding: 'utf8', env: bare() });
  if (status !== 0) throw new Error(`RUN ${command}: ${stdout}${stderr}`);
}

function leaveTypes(file: string): void {
  const { compilerOptions, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as { compilerOptions: object };
  writeFileSync(file, JSON.stringify({ ...rest, compilerOptions: { ...compilerOptions, noCheck: true } }));
}

function aside(program: string, args: string[], env: Record<string, string>): Promise<number> {
  const child = spawn(program, args, { env: { ...bare(), ...env }, stdio: 'inherit' });
  return once(child, 'exit').then(([code]) => code as number);
}

/** This environment without what only tests set. */
function bare(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(JETON_|NODE_ENV$|NODE_OPTIONS$)/.test(name)),
  );
}
