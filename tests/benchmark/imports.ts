/**
 * What a row of a file costs: `npm run bench -- imports [ROWS [ROUNDS]]`. In one process and on a disk: a file of ROWS new
 * workstations that were compared comes in, then one of as many people; with its check, its sealed keeping and all its
 * entries. On SQLite, where the processor time of this process is all there is, then on PostgreSQL, where the server has its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenBench } from '../../src/flow/ports/bench.ts';
import { newMachines } from '../support/world/machines.ts';
import { openBenchPlant } from './bench-plant.ts';
import { durableServer } from './durable-server.ts';
import { median } from './rate.ts';

const ROWS = Number(process.argv[2] ?? 10_000);
const ROUNDS = Number(process.argv[3] ?? 3);
/** No token is made here. */
const noBench = new Proxy({} as TokenBench, { get: () => async () => [] });

async function costOf(work: () => Promise<unknown>): Promise<{ cpuMs: number; perSecond: number }> {
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  return { cpuMs: Number(((user + system) / 1000 / ROWS).toFixed(3)), perSecond: Math.round(ROWS / seconds) };
}

const workstations = Array.from({ length: ROWS }, (_, i) => ({
  assetNumber: `L-${i}`,
  model: 'SPAN 14',
  service: 'DNUM',
  site: 'Paris',
}));
const people = Array.from({ length: ROWS }, (_, i) => ({
  directoryId: `L-${i}`,
  givenName: 'Anne',
  familyName: 'Martin',
  email: `l-${i}@interieur.example`,
  service: 'DNUM',
  site: 'Paris',
}));
type Cost = Awaited<ReturnType<typeof costOf>>;
type Round = { workstation: Cost; person: Cost; load: number | undefined };
type Engine = 'sqlite' | 'postgresql';

async function takeBoth(engine: Engine, server: Awaited<ReturnType<typeof durableServer>>): Promise<Round> {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-imports-'));
  const name = `imports_${performance.now()}`.replace('.', '_');
  const place = engine === 'sqlite' ? {} : { place: { postgres: await server.database(name) } };
  const plant = await openBenchPlant({ folder, bench: noBench, tokens: [], requests: 0, ...place });
  const round = {
    workstation: await costOf(() => plant.takeIn('workstations', newMachines(workstations))),
    person: await costOf(() => plant.takeIn('people', people)),
    load: loadavg()[0],
  };
  console.error(JSON.stringify({ [engine]: round }));
  await plant.close();
  rmSync(folder, { recursive: true });
  return round;
}

const server = await durableServer();
const rounds: Record<Engine, Round[]> = { sqlite: [], postgresql: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  for (const engine of ['sqlite', 'postgresql'] as const) rounds[engine].push(await takeBoth(engine, server));
}
server.stop();
const middle = (engine: Engine, of: 'workstation' | 'person') => ({
  cpuMs: median(rounds[engine].map((round) => round[of].cpuMs)),
  perSecond: median(rounds[engine].map((round) => round[of].perSecond)),
});
const both = (engine: Engine) => ({ workstation: middle(engine, 'workstation'), person: middle(engine, 'person') });
console.log(JSON.stringify({ rows: ROWS, sqlite: both('sqlite'), postgresql: both('postgresql') }));
