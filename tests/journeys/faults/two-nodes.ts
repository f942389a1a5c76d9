import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Client, createClient } from '../../../src/demo/client.ts';
import type { Member } from '../../../src/demo/staff.ts';
import { buildStage, type Stage } from '../../../src/demo/stage.ts';
import type { HeardNode } from '../../../src/flow/ports/nodes.ts';
import { type OwnServer, ownServer, removeFolder, serverFolder } from '../../store/postgres/own-server.ts';
import { type Behind, behindServer } from '../../support/records/behind.ts';
import { compiled } from '../../support/softhsm.ts';
import { createLeapingClock } from '../leaping-clock.ts';
import { freePort, type Running, serveOn } from '../service.ts';

const exec = promisify(execFile);
/** In certificates for ever, so that the configuration is the same at every node. */
const PKI_URL = 'http://pki.jeton.example';

export interface Readiness {
  ready: boolean;
  waiting: string[];
  nodes: HeardNode[];
}

/** A process of the service with a bench of its own. */
export interface JourneyNode {
  name: string;
  stage: Stage & { bench: NonNullable<Stage['bench']> };
  /** Its process, once it was started. */
  running(): Running;
  /** Its service of CRLs and OCSP. */
  pki: string;
  start(): Promise<Running>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** Somebody's session, wherever it was opened. */
  as(member: Pick<Member, 'apiToken'>): Client;
  readiness(): Promise<Readiness>;
}

/** The server of their own that nodes are on. */
export interface OnServer {
  server: OwnServer;
  behind: Behind;
}

/** Two nodes of one service on one database. The second one's data folder is made by `found`, once the first has run. */
export interface TwoNodes {
  dir: string;
  un: JourneyNode;
  deux: JourneyNode;
  /** Moves the machines' clock ahead, seconds against the true time; what only runs on stays true. */
  leap(seconds: number): void;
  /** `jeton node folder`, from the first node's data folder, once that signed a checkpoint, which anybody may ask for. */
  found(asking: Member): Promise<void>;
  close(): Promise<void>;
}

/** Starts the server and lays the stages; no node runs yet. `blanks`: of each bench. */
export async function openTwoNodes({ blanks }: { blanks: number }): Promise<TwoNodes & OnServer> {
  const folder = serverFolder();
  const server = await ownServer(folder);
  await server.sql('create database records owner jeton');
  const behind = behindServer({ host: folder, port: server.port, user: 'postgres', database: 'records' });
  const url = `postgresql:///records?host=${encodeURIComponent(folder)}&port=${server.port}&user=jeton`;
  const pair = await layTwoNodes({ blanks, database: { JETON_DATABASE_URL: url } });
  return {
    ...pair,
    server,
    behind,
    close: async () => {
      await pair.close();
      await server.stop();
      removeFolder(folder);
    },
  };
}

/** Lays the stages on the records that `database`, settings of the program, name; no node runs yet. */
export async function layTwoNodes({
  blanks,
  database,
}: {
  blanks: number;
  database: NodeJS.ProcessEnv;
}): Promise<TwoNodes> {
  const dir = mkdtempSync(join(tmpdir(), 'jeton-two-nodes-'));
  const clock = createLeapingClock(dir);
  const shared = { ...database, JETON_PKI_URL: PKI_URL, ...clock.env };

  const un = await createNode('un', 'Paris', await stageIn(join(dir, 'un'), blanks), shared);
  const { kekFile } = un.stage.config;
  const own = await stageIn(join(dir, 'deux'), blanks);
  const config = { ...own.config, ...(kekFile === undefined ? {} : { kekFile }) };
  const deux = await createNode('deux', 'Lyon', { ...own, config }, shared);
  return {
    dir,
    un,
    deux,
    leap: clock.leap,
    found: async (asking) => {
      await un.as(asking).get('/journal/checkpoint');
      const env = { ...process.env, ...shared, JETON_DATA: un.stage.config.dataDir, JETON_KEK_FILE: kekFile };
      await exec(process.execPath, ['dist/main.js', 'node', 'folder', deux.stage.config.dataDir], { env });
    },
    close: async () => {
      await Promise.all([un, deux].map((node) => node.kill()));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function stageIn(keep: string, blanks: number): Promise<JourneyNode['stage']> {
  const stage = await buildStage({ keep, blanks, scriptPath: compiled('blanks') });
  if (!stage.bench) throw new Error('softhsm2 is not installed');
  return { ...stage, bench: stage.bench };
}

async function createNode(
  name: string,
  site: string,
  stage: JourneyNode['stage'],
  shared: NodeJS.ProcessEnv,
): Promise<JourneyNode> {
  const ports = { web: await freePort(), pki: await freePort() };
  let process: Running | undefined;
  const running = (): Running => {
    if (!process) throw new Error(`node ${name} was not started`);
    return process;
  };
  return {
    name,
    stage,
    running,
    pki: `http://127.0.0.1:${ports.pki}`,
    start: async () => {
      process = await serveOn(stage, ports, { ...shared, JETON_NODE: name, JETON_SITE: site });
      return process;
    },
    kill: async () => process?.kill(),
    as: ({ apiToken }) => createClient(running().url, apiToken),
    readiness: async () => (await (await fetch(`${running().url}/readyz`)).json()) as Readiness,
  };
}

/** Waits for what comes by itself; answers after how many milliseconds it came. */
export async function comes(isSo: () => Promise<boolean>, mostMs = 60_000): Promise<number> {
  const begun = performance.now();
  while (!(await isSo())) {
    if (performance.now() - begun > mostMs) throw new Error(`it did not come in ${mostMs} ms`);
    await sleep(50);
  }
  return performance.now() - begun;
}

/** What a bench says of a token that it was to make. */
export interface Made {
  outcome: 'done' | 'refused';
  requestId: string;
  tokenId: string;
  certificateId: string;
  code?: string;
}
interface SlotSeen {
  slot: string;
  state: string;
  stock: string;
  token?: { serial: string };
}

/** Puts new blanks into so many slots of a node's bench, and waits until it sees them. */
async function plugBlanks({ stage: { bench }, as }: JourneyNode, technician: Member, count: number) {
  const serials = new Map<string, string>();
  for (const slot of bench.slots.slice(0, count)) {
    bench.putAway(slot);
    serials.set(slot, bench.plugNext(slot));
  }
  await comes(async () => {
    const { items } = await as(technician).get<{ items: SlotSeen[] }>('/bench/slots');
    return [...serials].every(([slot, serial]) =>
      items.some((s) => s.slot === slot && s.token?.serial === serial && s.state === 'ready' && s.stock === 'usable'),
    );
  });
  return [...serials.keys()];
}

/** The queue's next requests on new blanks of a node's bench. */
export async function produceNext(node: JourneyNode, technician: Member, count: number): Promise<Made[]> {
  const slots = await plugBlanks(node, technician, count);
  const { items } = await node.as(technician).post<{ items: Made[] }>('/bench/next', { count, slots });
  return items;
}

export interface OpenJob {
  id: string;
  requestId: string;
  tokenId: string;
}

/** Kills a node while it makes a token; answers the job that is left open. It takes one request of the queue at a time. */
export async function killInProduction({ behind }: OnServer, node: JourneyNode, technician: Member): Promise<OpenJob> {
  const open = () =>
    behind.all<OpenJob>(
      `select "id", "requestId", "tokenId" from "job" where "state" in ('leased', 'certifying', 'certified')
       and "run" like ?`,
      `${node.name}/%`,
    );
  const { child, kill } = node.running();
  for (;;) {
    const slots = await plugBlanks(node, technician, 1);
    let isOver = false;
    const making = node
      .as(technician)
      .post('/bench/next', { count: 1, slots })
      .catch(() => {}) // it dies meanwhile
      .finally(() => {
        isOver = true;
      });
    while (!isOver && (await open()).length === 0);
    child.kill('SIGSTOP');
    await sleep(100); // what it had sent comes to its end
    const [job] = await open();
    if (job) {
      await kill();
      await making;
      return job;
    }
    child.kill('SIGCONT'); // it was faster
    await making;
  }
}
