/**
 * Tests run as ES modules straight from TypeScript: `npm test` with its set-up, `npm run jest -- tests/flow` one folder
 * without. JETON_TEST_ENGINE=postgres runs on PostgreSQL, `both` on SQLite and, of the records, the flow and some journeys,
 * on PostgreSQL too, as `npm test` does; with `postgres` the service that client programs meet has its records on a server too. JETON_SEED repeats
 * a run, JETON_LONG=1 takes the large counts (tests/support/runs/long.ts), JETON_CLIENTS=1 lets tests/clients in: gateways that
 * `npm run test:clients` installs, in network namespaces that only root makes. JETON_CLUSTER=1 lets tests/cluster in: PostgreSQL
 * servers under Patroni, which `npm run test:cluster` installs.
 */
import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

process.env['JETON_SEED'] ??= '1'; // here, before the workers start, so that all of them have the same one

// A commit waits milliseconds for a disk, and what tests write is thrown away: in memory, where the machine has the room.
const MEMORY = '/dev/shm';
const octetsFree = () => (({ bavail, bsize }) => bavail * bsize)(statfsSync(MEMORY));
if (process.env['TMPDIR'] === undefined && existsSync(MEMORY) && octetsFree() > 4 * 1024 ** 3) {
  process.env['TMPDIR'] = `${MEMORY}/jeton`;
  mkdirSync(process.env['TMPDIR'], { recursive: true });
}

// What one test file makes and others of the same run need too (tests/support/judged/journals/once.ts).
process.env['JETON_RUN'] = path.join(tmpdir(), `jeton-run-${process.pid}-${Date.now()}`);

/** Of every test file. */
const files = {
  testEnvironment: '<rootDir>/tests/support/runs/environment.mjs',
  runtime: '<rootDir>/tests/support/runs/runtime.mjs',
  testMatch: ['<rootDir>/tests/**/*.test.ts', '<rootDir>/tests/**/*.test.tsx'],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env['JETON_CLIENTS'] === '1' ? [] : ['<rootDir>/tests/clients/']),
    ...(process.env['JETON_CLUSTER'] === '1' ? [] : ['<rootDir>/tests/cluster/']),
  ],
  modulePathIgnorePatterns: ['<rootDir>/(dist|data|.tmp)/'],
  setupFiles: ['<rootDir>/tests/support/runs/canary-watch.ts', '<rootDir>/tests/support/runs/seed.ts'],
  transform: {},
  // ends a test that hangs; what has to be fast measures itself, for a loaded machine is ten times slower
  testTimeout: process.env['JETON_LONG'] === '1' ? 3_600_000 : 60_000,
};

/** On PostgreSQL: not what is SQLite's alone. */
const onPostgres = {
  ...files,
  setupFiles: ['<rootDir>/tests/support/runs/on-postgres.ts', ...files.setupFiles],
  testPathIgnorePatterns: [...files.testPathIgnorePatterns, '<rootDir>/tests/store/sqlite/'],
};

/** Days of the real program on PostgreSQL too: the one in which most time passes, and in a long run all of them. */
const days =
  process.env['JETON_LONG'] === '1'
    ? '{campaign,correspondent,import,incident,inventory,nomade,recalls,renewals,replacement,stock,workstations,year}'
    : 'stock';

/** Each test file on SQLite, and those of the records on PostgreSQL too, but for what is about one engine. */
const both = [
  { ...files, displayName: 'sqlite' },
  {
    ...onPostgres,
    displayName: 'postgres',
    testMatch: [
      '<rootDir>/tests/flow/**/*.test.ts',
      '<rootDir>/tests/store/**/*.test.ts',
      `<rootDir>/tests/journeys/${days}.test.ts`,
    ],
    testPathIgnorePatterns: [...onPostgres.testPathIgnorePatterns, '<rootDir>/tests/store/postgres/'],
  },
];

/** What JETON_TEST_ENGINE asks for: `postgres`, `both`, or SQLite. */
const asked = { postgres: onPostgres, both: { projects: both, testTimeout: files.testTimeout } };

export default {
  ...(asked[process.env['JETON_TEST_ENGINE'] ?? ''] ?? files),
  globalSetup: '<rootDir>/tests/support/runs/run-folders.mjs',
  globalTeardown: '<rootDir>/tests/support/runs/end-of-run.mjs',
  reporters: [
    'default',
    '<rootDir>/tests/support/runs/canary-reporter.mjs',
    '<rootDir>/tests/support/runs/summary-reporter.mjs',
  ],
  // two cores, and one for the tests that wait for a bound or a program; more workers only make each other late
  maxWorkers: 3,
  workerIdleMemoryLimit: '1GB', // the modules of finished test files pile up in a worker; a fresh one takes over
};
