// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/** What a test file has to close before it ends; anything else is left to Node. */
const MUST_BE_CLOSED = {
  TCPServerWrap: 'a server',
  PipeServerWrap: 'a local server',
  ProcessWrap: 'a child process',
  FSEventWrap: 'a watcher',
};
/** For what is closing already: a process that was killed goes slowly on a loaded machine. */
const GRACE_MS = Number(process.env['JETON_GRACE_MS'] ?? 10_000);
const { exit, env } = process;

/**
 * Runs a test file in the worker's own realm (tests/support/runs/runtime.mjs), puts back what the file changed in it, and fails
 * a file that leaves a server listening, a child process running or a watcher watching.
 */
export default class TestEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  /** @type {Record<string, number>} */
  before = {};
  settings = { ...env };
  names = new Set(Reflect.ownKeys(globalThis));

  /** @param {{ projectConfig: ConstructorParameters<typeof ModernFakeTimers>[0]['config'] }} config */
  constructor({ projectConfig }) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {
    this.before = open();
  }

  async teardown() {
    const left = await this.leftOpen();
    this.fakeTimersModern.dispose();
    process.exit = exit;
    process.env = env;
    for (const name of Object.keys(env)) if (!(name in this.settings)) delete env[name];
    Object.assign(env, this.settings);
    for (const name of Reflect.ownKeys(globalThis)) if (!this.names.has(name)) Reflect.deleteProperty(globalThis, name);
    if (left.length > 0)
      throw new Error(`the test file left open: ${left.join(', ')}; close it in afterEach or afterAll`);
  }

  getVmContext() {
    return null;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  async leftOpen() {
    const left = () =>
      Object.entries(MUST_BE_CLOSED).filter(([kind]) => (open()[kind] ?? 0) > (this.before[kind] ?? 0));
    for (const end = Date.now() + GRACE_MS; left().length > 0 && Date.now() < end; ) await sleep(20);
    return left().map(([, name]) => name);
  }
}

/** How many of each kind keep this process alive. @returns {Record<string, number>} */
function open() {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
