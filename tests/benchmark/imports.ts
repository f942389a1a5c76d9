/**
 * What a row of a file costs: `npm run bench -- imports [ROWS [ROUNDS]]`. In one process and on a disk: a file of ROWS
 * new workstations that were compared comes in, then one of as many people; with its check, its sealed keeping and all its entries. Processor time
 * of this process, which is all there is on SQLite.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenBench } from '../../src/flow/ports/bench.ts';
import { newMachines } from '../support/machines.ts';
import { openBenchPlant } from './bench-plant.ts';
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
const rounds: { workstation: Cost; person: Cost; load: number | undefined }[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-imports-'));
  const plant = await openBenchPlant({ folder, bench: noBench, tokens: [], requests: 0 });
  const figures = {
    workstation: await costOf(() => plant.takeIn('workstations', newMachines(workstations))),
    person: await costOf(() => plant.takeIn('people', people)),
    load: loadavg()[0],
  };
  rounds.push(figures);
  console.error(JSON.stringify(figures));
  await plant.close();
  rmSync(folder, { recursive: true });
}
const cpuMs = (of: 'workstation' | 'person') => median(rounds.map((round) => round[of].cpuMs));
console.log(JSON.stringify({ rows: ROWS, workstationCpuMs: cpuMs('workstation'), personCpuMs: cpuMs('person') }));
