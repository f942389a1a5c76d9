import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** What a part that does one thing for the flow may know: the flow's words and ports, the trace – and no other part. */
const ADAPTER = ['book', 'flow', 'journal', 'durable', 'within', 'no-inspector', 'type log', 'zod'];
/** What a way in may know: what app.ts hands it, the flow's words and schemas, and how rows come in and figures go out. */
const DOOR = [
  'type app/door',
  'listen/http-status',
  'listen/address-limit',
  'listen/gone',
  'words',
  'book',
  'flow',
  'imports',
  'reports',
  'forecast/levels',
  'type identity',
  'type log',
  'within',
  'zod',
  'express',
];

/**
 * The map of the house: a folder (or file) of src, or a room in it → what of the house, then which npm packages, it may import. Its own
 * files, `errors`, `durations` and Node's modules are free to all; `type x` is for `import type` only. A new folder needs its line.
 */
const MAP: Record<string, readonly string[]> = {
  main: ['no-inspector', 'offline', 'serve', 'demo', 'cli', 'version'],
  serve: ['app', 'config', 'log', 'vault/terminal', 'words/terminal-lines'],
  // the drill reads the CRL that is served as a gateway would, by a library of others
  demo: [
    'app',
    'cli',
    'config',
    'log',
    'bench/softhsm',
    'post/letter-text',
    'words/terminal-lines',
    'words/usage',
    'book',
    'flow',
    'zod',
    '@peculiar/x509',
    'reflect-metadata',
  ],
  app: ['anyone', 'zod'],
  offline: ['anyone'],
  config: [
    'listen/console-address',
    'listen/loopback',
    'bench/bench',
    'directory/settings',
    'flow/nodes/settings',
    'identity/provider/oidc-settings',
    'identity/passkeys/passkey-settings',
    'mail/settings',
    'siem/settings',
    'store/postgres/server/settings',
    'words/setting-faults',
    'zod',
  ], // settings are understood where they are used

  book: ['canonicalize', 'zod'],
  flow: ['flow', 'book', 'journal', 'zod'],
  'flow/ports': ['book', 'flow/inputs', 'flow/notifications/templates'], // what a neighbour reads to fit: no step of the process
  journal: [
    'book/tables/tables',
    'book/rules/certificates/certified-names',
    'type book/tables/lifecycle',
    'type flow/ports',
    'durable',
    'canonicalize',
    'yazl',
    'zod',
  ],

  store: [
    ...ADAPTER,
    'type ca/ports',
    'type identity/records',
    'type mail/ports',
    'type siem/pusher',
    'better-sqlite3',
    'kysely',
    'pg',
  ],
  pkcs11: ['no-inspector', 'pkcs11js', 'zod'], // one way to a PKCS#11 module for bench, CA and vault
  ca: [...ADAPTER, 'pkcs11', '@peculiar/x509', 'pkcs11js', 'pkijs', 'node-forge', 'reflect-metadata', 'canonicalize'],
  bench: [...ADAPTER, 'pkcs11', 'pkcs11js'],
  post: [...ADAPTER, 'words/dates', 'words/translator', 'pdfkit', 'fontkit', 'bwip-js'],
  mail: [
    ...ADAPTER,
    'words/dates',
    'words/nomade-notes',
    'words/reflexes',
    'words/ready-days',
    'words/translator',
    'nodemailer',
    'preact',
    'preact-render-to-string',
  ],
  directory: [...ADAPTER, 'ldapts'],
  siem: [...ADAPTER],
  identity: [...ADAPTER, 'listen/network', '@node-rs/argon2', '@simplewebauthn/server', 'openid-client'],
  vault: [...ADAPTER, 'pkcs11', '@node-rs/argon2', 'pkcs11js'],
  imports: [...ADAPTER, 'words/request-names', 'words/translator', 'csv-parse'], // a file may say what a page says
  forecast: ['book'], // pure: the same days give the same dates
  reports: [...ADAPTER, 'forecast', 'words', 'preact', 'd3-scale', 'd3-shape'], // a file says what a page says

  api: [...DOOR],
  console: [
    ...DOOR,
    'listen/security-headers',
    'post/code128',
    'cookie',
    'busboy',
    'preact',
    'preact-render-to-string',
  ],
  cli: ['api', 'words', 'book', 'flow', 'journal', 'siem/formats', 'within', 'zod', 'commander', 'yauzl'], // a client of the API's table of operations; verifies on its own

  words: ['type zod'],
  listen: ['type config', 'type log', 'express', 'express-rate-limit', 'helmet', 'prom-client'],
  chance: ['type flow/ports'],
  log: ['winston'],
  version: ['zod'],
  durable: [],
  within: [],
  'no-inspector': [],
  errors: [],
  durations: [],
  setup: ['postcss', 'postcss-selector-parser', 'typescript'], // in programs that run once packages are there
};
/** What stands in src itself; everything else has a folder. */
const ROOT = [
  ...['app.ts', 'chance.ts', 'config.ts', 'durable.ts', 'durations.ts', 'errors.ts', 'log.ts', 'main.ts'],
  ...['no-inspector.ts', 'serve.ts', 'setup.mjs', 'version.ts', 'within.ts'],
];
/** Book and flow touch nothing outside: of Node's modules they may only compute. */
const PURE = ['book', 'flow', 'flow/ports'];
const MAY_COMPUTE = ['node:crypto'];

type Sources = Readonly<Record<string, string>>; // path below src → text
interface Import {
  from: string;
  /** A path below src, or a package or module of Node by its name. */
  to: string;
  inside: boolean;
  typeOnly: boolean;
}

describe('the map of the house', () => {
  const house = readHouse();

  it('is kept by every import', () => expect(breaches(house)).toEqual([]));
  it('has no cycle between files, imports of types included', () => expect(cycles(house)).toEqual([]));

  it('has nothing at its root but what everything starts from', () => {
    const root = Object.keys(house).filter((file) => !file.includes('/'));
    expect(root.sort()).toEqual(ROOT);
  });

  it('names what breaks it', () => {
    const broken: Sources = {
      'flow/ports/clock.ts': `import type { Act } from '../act.ts'; import type { Role } from '../../book/tables/tables.ts';`,
      'flow/approval.ts': `import { open } from '../store/file.ts'; import fs from 'node:fs'; import 'kysely';`,
      'journal/entry.ts': `import type { Change } from '../book/tables/lifecycle.ts'; export { initial } from '../book/tables/lifecycle.ts';`,
      'console/page.tsx': `const later = await import('../ca/crl.ts'); import { world } from '../../tests/support/world/world.ts';`,
      'bench/slot.ts': `import { pin } from '../post/secret-letter.ts'; import type { X } from 'pkcs11js';`,
      'cellar/wine.ts': `import { AppError } from '../errors.ts';`,
    };
    expect(breaches(broken)).toEqual([
      'flow/ports → flow (flow/ports/clock.ts)',
      'flow → store (flow/approval.ts)',
      'flow → node:fs (flow/approval.ts)',
      'flow → kysely (flow/approval.ts)',
      'journal → book (journal/entry.ts)',
      'console → ca (console/page.tsx)',
      'console → tests (console/page.tsx)',
      'bench → post (bench/slot.ts)',
      'cellar is not on the map (cellar/wine.ts)',
    ]);
  });

  it('finds a cycle, and one of types', () => {
    const ring: Sources = {
      'flow/a.ts': `import { b } from './b.ts'; import type { C } from './c.ts';`,
      'flow/b.ts': `import { a } from './a.ts';`,
      'flow/c.ts': `import { a } from './a.ts';`,
    };
    expect(cycles(ring)).toEqual(['flow/a.ts → flow/b.ts → flow/a.ts', 'flow/a.ts → flow/c.ts → flow/a.ts']);
  });
});

/** The code of what stops a start; a terminal prints it in the languages that it has. */
const CODE = "'config_invalid'";
/** Where it may stand: what the helper is made of, and a table whose rows have both languages by their type. */
const MAKERS = ['errors.ts', 'store/postgres/server/errors.ts'];

describe('a refusal of a setting', () => {
  it('is made by settingsRefused alone, which asks for both languages', () =>
    expect(madeByHand(readHouse())).toEqual([]));

  it('is named where it is made by hand, and not where it is looked for', () => {
    const some: Sources = {
      'errors.ts': `new AppError('config_invalid', en)`,
      'mail/mail.ts': `throw new AppError(\n  'config_invalid', 'no relay')`,
      'siem/siem.ts': `const refuse = (code = 'config_invalid') => new AppError(code, 'no host');`,
      'cli/cli.ts': `isAppError(error, 'locked', 'config_invalid') || error.code === 'config_invalid'`,
    };
    expect(madeByHand(some)).toEqual(['mail/mail.ts', 'siem/siem.ts']);
  });
});

/** Files in which the code stands otherwise than to be compared. */
function madeByHand(sources: Sources): string[] {
  const rest = (text: string): string => text.replace(/isAppError\([^()]*\)|[!=]==\s*'config_invalid'/g, '');
  return Object.entries(sources).flatMap(([file, text]) =>
    !MAKERS.includes(file) && rest(text).includes(CODE) ? [file] : [],
  );
}

function readHouse(): Sources {
  const names = readdirSync('src', { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => /\.(tsx?|mjs)$/.test(name));
  return Object.fromEntries(files.map((file) => [file, readFileSync(path.join('src', file), 'utf8')]));
}

function breaches(sources: Sources): string[] {
  const strangers = Object.keys(sources).filter((file) => MAP[partOf(file)] === undefined);
  const bad = importsOf(sources).filter((edge) => MAP[partOf(edge.from)] !== undefined && !isAllowed(edge));
  return [
    ...bad.map(({ from, to, inside }) => `${partOf(from)} → ${inside ? partOf(to) : to} (${from})`),
    ...strangers.map((file) => `${partOf(file)} is not on the map (${file})`),
  ];
}

function isAllowed({ from, to, inside, typeOnly }: Import): boolean {
  const part = partOf(from);
  const allowed = (MAP[part] ?? []).filter((entry) => typeOnly || !entry.startsWith('type '));
  const names = allowed.map((entry) => entry.replace('type ', ''));
  if (to.startsWith('node:')) return !PURE.includes(part) || MAY_COMPUTE.includes(to);
  if (!inside) return names.some((name) => name === to || (name.endsWith('/*') && to.startsWith(name.slice(0, -1))));
  const place = placeOf(to);
  if (place.startsWith('..')) return false;
  if ([part, 'errors', 'durations'].includes(partOf(to)) || names.includes('anyone')) return true;
  return names.some((name) => place === name || place.startsWith(`${name}/`));
}

/** Depth first from every file over what is imported at run time or for its types; each cycle once, from its first file. */
function cycles(sources: Sources): string[] {
  const edges = importsOf(sources).filter(({ inside }) => inside);
  const done = new Set<string>();
  const walk = (file: string, trail: string[]): string[] => {
    if (trail.includes(file)) return [[...trail.slice(trail.indexOf(file)), file].join(' → ')];
    if (done.has(file)) return [];
    const found = edges.filter(({ from }) => from === file).flatMap(({ to }) => walk(to, [...trail, file]));
    done.add(file);
    return found;
  };
  return Object.keys(sources).flatMap((file) => walk(file, []));
}

function importsOf(sources: Sources): Import[] {
  return Object.entries(sources).flatMap(([from, text]) =>
    ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => {
      const inside = fileName.startsWith('.');
      const to = inside ? path.join(path.dirname(from), fileName) : packageOf(fileName);
      const statement = text.slice(0, pos).match(/.*\b(?:import|export)\b(.*)$/s)?.[1] ?? '';
      return { from, to, inside, typeOnly: /^\s+type\b/.test(statement) };
    }),
  );
}

/** `flow` of flow/index.ts, `app` of app.ts, `tests` of ../tests/world.ts; a room where the map has it: `flow/ports`. */
function partOf(file: string): string {
  const place = placeOf(file.replace(/^(\.\.\/)+/, ''));
  const parts = place.split('/').map((_, index, all) => all.slice(0, index + 1).join('/'));
  return parts.findLast((part) => MAP[part] !== undefined) ?? parts[0] ?? '';
}

function placeOf(file: string): string {
  return file.replace(/\.(tsx?|mjs)$/, '');
}

/** `express` of express/lib/router, `@scope/name` of @scope/name/part; Node's own modules stay whole. */
function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
