import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type App, openApp } from '../app.ts';
import { runCli } from '../cli/cli.ts';
import { AppError, isAppError } from '../errors.ts';
import { createLog } from '../log.ts';
import { terminalLines } from '../words/terminal-lines.ts';
import { assemble, type Cast } from './cast.ts';
import { type DatabaseServer, startDatabaseServer } from './database-server.ts';
import { drill, type Exercised, printDrill } from './drill.ts';
import { keep } from './keep.ts';
import { BLANKS_LEFT, type LeftToDo, leaveWork } from './left-to-do.ts';
import { type DemoOptions, readOptions } from './options.ts';
import { createProgress, type Progress } from './progress.ts';
import { type Founders, type Member, moveIn, type Person } from './staff.ts';
import { buildStage, type Stage } from './stage.ts';
import { type Told, tell } from './story.ts';
import { printSummary, type Summary, summaryOf } from './summary.ts';

export interface DemoWorld {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
  env: NodeJS.ProcessEnv;
}
/** Blanks beyond one for each request: the one that arrives dead, and those that are left for visitors. */
const SPARE = 1 + BLANKS_LEFT;

/** The first administrator and the first security officer redeem their one-time links. */
async function founders(app: App): Promise<Founders> {
  const paris = { service: 'DNUM', site: 'Paris' };
  await app.flow.people.found([
    {
      directoryId: 'admin',
      givenName: 'Ada',
      familyName: 'Martin',
      email: 'admin@interieur.example',
      ...paris,
      role: 'administrator',
    },
    {
      directoryId: 'officer',
      givenName: 'Oscar',
      familyName: 'Bernard',
      email: 'officer@interieur.example',
      ...paris,
      role: 'security-officer',
    },
  ]);
  const links = await app.identity.firstLinks();
  const enter = async (role: Member['role']): Promise<Member> => {
    const link = links.find((l) => l.role === role);
    if (!link) throw new AppError('internal', `there is no link for the first ${role}`);
    return moveIn(app.url, link.person as Person, role, { token: link.token });
  };
  return { administrator: await enter('administrator'), securityOfficer: await enter('security-officer') };
}

/** A stream whose text is read afterwards. */
function collected() {
  let text = '';
  const stream = new Writable({
    write: (more, _encoding, done) => {
      text += more;
      done();
    },
  });
  return { stream, text: () => text };
}

/** The auditor exports the journal and verifies it with the command line, as they would anywhere. */
async function audit(
  app: App,
  stage: Stage,
  cast: Cast,
  world: DemoWorld,
  name = 'export',
): Promise<{ size: number; root: string; verified: boolean }> {
  const dir = join(stage.dir, name);
  const env = { ...world.env, JETON_URL: app.url, JETON_TOKEN: cast.auditor.apiToken };
  // how far a command is says nothing here; what it says of a fault does
  const run = async (...argv: string[]) => {
    const [stdout, stderr] = [collected(), collected()];
    const code = await runCli(argv, { stdin: world.stdin, stdout: stdout.stream, stderr: stderr.stream, env, fetch });
    if (code !== 0) world.stderr.write(stderr.text());
    return { code, printed: stdout.text() };
  };
  if ((await run('journal', 'export', dir)).code !== 0) throw new AppError('internal', 'the journal was not exported');
  const { code, printed } = await run('journal', 'verify', dir, '--vkey', app.vkey, '--json');
  const verdict = JSON.parse(printed) as { size: number; root: string };
  return { size: verdict.size, root: verdict.root, verified: code === 0 };
}

function printSignIns(out: NodeJS.WritableStream, app: App, founded: Founders, cast: Cast): void {
  const members = [
    founded.administrator,
    founded.securityOfficer,
    cast.technician,
    cast.deskTechnician,
    ...cast.approvers,
    cast.auditor,
    cast.supervisor,
    ...cast.correspondents.slice(0, 1),
    ...cast.agents.slice(0, 1),
  ];
  out.write(`\nLe service reste ouvert · the service stays up: ${app.url}\n`);
  out.write('Site de démonstration, pas un site officiel · a demonstration, not an official site\n\n');
  for (const m of members) out.write(`  ${m.role.padEnd(17)} ${m.directoryId.padEnd(12)} ${m.password}   ${m.name}\n`);
}

/** What a visitor can do, and with what. */
function printLeft(out: NodeJS.WritableStream, { toApprove, toProduce, slots }: LeftToDo): void {
  out.write('\nÀ vous · your turn\n');
  if (toApprove) out.write(`  approver    ${toApprove} attend une décision · waits for a decision\n`);
  if (toProduce) out.write(`  technician  ${toProduce} attend d’être produite · waits to be produced\n`);
  if (slots.length > 0) out.write(`  jetons vierges aux logements · blank tokens in slots ${slots.join(', ')}\n`);
}

async function play(app: App, stage: Stage, options: DemoOptions, world: DemoWorld, progress: Progress) {
  const began = performance.now();
  const founded = await founders(app);
  const cast = await assemble(app.url, founded);
  progress.step(
    `Échantillon : ${cast.people.length} agents, ${cast.workstations.length} postes SPAN, ${2 + 4 + 2 + cast.correspondents.length + cast.agents.length} comptes`,
  );
  if (!stage.bench)
    progress.step(
      'SoftHSM2 absent : justificatifs logiciels seulement · software credentials only (apt-get install softhsm2)',
    );
  const told: Told = await tell(stage, cast, options.requests, progress);
  const exported = await audit(app, stage, cast, world);
  progress.step(`Journal exporté et vérifié : ${exported.size} écritures`);
  const summary = await summaryOf({ app, cast, told, exported, seconds: (performance.now() - began) / 1000 });
  return { founded, cast, told, summary };
}

/** The exercise, and the journal verified anew after it. */
async function exercise(
  app: App,
  { stage, founded, cast }: { stage: Stage; founded: Founders; cast: Cast },
  world: DemoWorld,
  progress: Progress,
): Promise<Exercised> {
  const drilled = await drill(app, founded, cast, progress);
  const { verified } = await audit(app, stage, cast, world, 'export-after-drill');
  return { ...drilled, verified };
}

function show(summary: Summary, drilled: Exercised | undefined, options: DemoOptions, world: DemoWorld): void {
  if (options.json) {
    world.stdout.write(`${JSON.stringify({ ...summary, ...(drilled && { drill: drilled }) }, null, 2)}\n`);
    return;
  }
  printSummary(world.stdout, summary);
  if (drilled) printDrill(world.stdout, drilled);
}

/** `npm run demo`: the whole job, visibly, on a throw-away data folder. Answers the exit code. */
export async function demo(argv: readonly string[], world: DemoWorld): Promise<number> {
  let stage: Stage | undefined;
  let app: App | undefined;
  let server: DatabaseServer | undefined;
  let options: DemoOptions | undefined;
  try {
    options = readOptions(argv);
    const stop = new Promise<void>((stopped) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped());
    });
    const progress = createProgress(world.stderr);
    stage = await buildStage({ keep: options.keep, blanks: options.requests + SPARE });
    const { mailbox } = stage;
    if (options.postgres) server = await startDatabaseServer();
    const config = server ? { ...stage.config, postgres: server.address } : stage.config;
    app = await openApp({ config, log: createLog('warn', world.stderr), demo: true, printed: mailbox.take });
    progress.step(`Service ouvert · service up: ${app.url}`);
    const { founded, cast, told, summary } = await play(app, stage, options, world, progress);
    if (options.keep !== undefined) await keep(app, stage, founded, cast, told);
    const drilled = options.drill ? await exercise(app, { stage, founded, cast }, world, progress) : undefined;
    show(summary, drilled, options, world);
    if (!options.exit) {
      // in a drill a service was blocked: nobody of it may ask
      const left = options.drill ? undefined : await leaveWork(stage, cast, options.requests, progress);
      printSignIns(world.stderr, app, founded, cast);
      if (left) printLeft(world.stderr, left);
      world.stderr.write(`\nDossier · folder: ${stage.dir}\nCtrl+C pour arrêter · to stop\n`);
      await stop;
    }
    return summary.agrees && drilled?.verified !== false ? 0 : 1;
  } catch (error) {
    if (!isAppError(error)) throw error;
    world.stderr.write(terminalLines(error));
    return error.code === 'invalid_input' ? 2 : 1;
  } finally {
    await app?.close();
    await server?.stop();
    if (stage && options?.keep === undefined) await rm(stage.dir, { recursive: true, force: true });
  }
}
