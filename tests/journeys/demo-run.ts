import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `DIR/demo.json`, as the README describes it. */
export interface DemoFacts {
  baseUrl: string;
  exportDir: string;
  vkey: string;
  rootPem: string;
  chainPem: string;
  crlUrls: [string, string];
  ocspUrl: string;
  pkcs11: { module: string; softhsm2Conf: string };
  tokens: {
    serialNumber: string;
    label: string;
    pin: string | null;
    keyId: string;
    certificatePem: string;
    state: string;
  }[];
  pkcs12: { file: string; password: string }[];
  apiTokens: Record<'agent' | 'approver' | 'technician' | 'auditor' | 'securityOfficer' | 'administrator', string>;
  requested: number;
  refused: number;
  revoke: string;
}
export interface DemoRun {
  dir: string;
  facts: DemoFacts;
  /** What stood on stdout: one JSON document. */
  summary: Record<string, unknown>;
  path(relative: string): string;
  stop(): Promise<void>;
}

export interface DemoPlace {
  /** The folder; left out, a temporary one. It is removed at the end. */
  dir?: string;
  /** A program that runs the demo, such as in a network namespace. */
  within?: readonly string[];
  /** Its records on a PostgreSQL server of its own; left out: as JETON_TEST_ENGINE asks for. */
  postgres?: boolean;
}
/** The engine that the run asks for. */
const isOnServer = process.env['JETON_TEST_ENGINE'] === 'postgres';

/** Runs the real demo with `--keep --json` and waits until it is whole and its service answers. */
export async function runDemo(
  requests: number,
  { dir = newFolder(), within = [], postgres = isOnServer }: DemoPlace = {},
): Promise<DemoRun> {
  const engine = postgres ? ['--postgres'] : [];
  const demo = ['dist/main.js', 'demo', ...engine, '--json', '--requests', String(requests), '--keep', dir];
  const [program = '', ...args] = [...within, process.execPath, ...demo];
  const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', () => {
      if (err.includes('Ctrl+C')) resolve();
    });
    void ended.then(() => reject(new Error(`the demo ended: ${err}`)));
  });
  await ready;
  const facts = JSON.parse(readFileSync(join(dir, 'demo.json'), 'utf8')) as DemoFacts;
  return {
    dir,
    facts,
    summary: JSON.parse(out) as Record<string, unknown>,
    path: (relative) => join(dir, relative),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'jeton-journey-'));
