import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { wishes } from '../../../src/demo/cast.ts';
import type { Member } from '../../../src/demo/staff.ts';
import { buildStage, type Stage } from '../../../src/demo/stage.ts';
import type { Place } from '../../../src/store/place.ts';
import { openStore } from '../../../src/store/store.ts';
import { type Behind, behindFile } from '../../support/records/behind.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { rowKeyIn } from '../../support/records/row-key.ts';
import { seededChance } from '../../support/records/store.ts';
import { counts, seed } from '../../support/runs/long.ts';
import { compiled } from '../../support/softhsm.ts';
import { type Everybody, everybody } from '../everybody.ts';
import { freePort, type Running, serveOn } from '../service.ts';
import { createLoad, type Load, numbers, type Station } from './kill-load.ts';
import { type JourneyNode, type OnServer, openTwoNodes, type TwoNodes } from './two-nodes.ts';

const random = numbers(seed());
const blanksFor = (rounds: number): number => 24 + rounds * 8;
type Bench = NonNullable<Stage['bench']>;

/** Processes of a service under load, and its records. */
interface Killed {
  stations: readonly [Station, ...Station[]];
  load: Load;
  stage: Stage;
  place: Place;
  behind: Behind;
}

const loadOf = (cast: Everybody, rounds: number): Load =>
  createLoad({ cast, list: wishes(cast, blanksFor(rounds)), random });

/** The blanks of all benches come in one delivery. */
async function deliver({ client }: Member, benches: readonly Bench[]): Promise<void> {
  const tokens = benches.flatMap(({ blanks }) => blanks.map(({ serial, soPin }) => ({ serial, soPin })));
  await client.post('/deliveries', { reference: 'BL', model: 'SoftHSM2', tokens });
}

async function checkAtRest({ load, stage: { config }, place, behind }: Killed, settled: boolean): Promise<void> {
  const rowKey = await rowKeyIn(config.dataDir, config.kekFile);
  const clock = { now: Date.now };
  const opened = await openStore({ ...place, judge: noJudge, clock, chance: seededChance(), rowKey });
  try {
    await load.checkAtRest({ ...opened, behind }, settled);
  } finally {
    await opened.close();
  }
}

/** One process at random dies in each round; in every second one the others go on meanwhile. */
async function killInRounds(killed: Killed, rounds: number): Promise<void> {
  const { stations, load } = killed;
  for (let round = 0; round < rounds; round++) {
    for (const station of stations) await load.signInAgain(station);
    const victim = stations[Math.floor(random() * stations.length)] ?? stations[0];
    const others = stations.filter((station) => station !== victim);
    const crash = new AbortController();
    const working = load.work(stations, crash.signal);
    // a busy machine makes nothing in a second, and then nothing would be shown
    while (round === 0 && load.acknowledged.produced.size === 0) await sleep(50);
    await sleep(40 + Math.floor(random() * 1200));
    await victim.running().kill();
    crash.abort();
    await working;
    const rests = others.length === 0 || round % 2 === 0;
    if (rests) {
      await Promise.all(others.map((other) => other.running().stop()));
      await checkAtRest(killed, false);
    }
    for (const station of rests ? stations : [victim]) await station.start();
    await load.signInAgain(victim);
    await load.checkRunning(victim);
  }
  await Promise.all(stations.map((station) => station.running().stop()));
  await checkAtRest(killed, true);
}

describe('kill -9 at random moments under load', () => {
  describe('of a service with its records in a file', () => {
    const ROUNDS = counts(4, 30);
    let stage: Stage;
    let service: Running | undefined;
    const ports = { web: 0, pki: 0 };
    beforeAll(async () => {
      const keep = join(tmpdir(), `jeton-kill-${process.pid}`);
      rmSync(keep, { recursive: true, force: true });
      stage = await buildStage({ keep, blanks: blanksFor(ROUNDS), scriptPath: compiled('blanks') });
      Object.assign(ports, { web: await freePort(), pki: await freePort() });
    });
    afterAll(async () => {
      await service?.kill(); // a round may have failed
      rmSync(stage.dir, { recursive: true, force: true });
    });
    const running = (): Running => {
      if (!service) throw new Error('the service was not started');
      return service;
    };

    it(
      `loses nothing acknowledged and leaves no good orphan in ${ROUNDS} rounds`,
      async () => {
        const start = async (): Promise<void> => {
          service = await serveOn(stage, ports);
        };
        await start();
        const cast = await everybody(running());
        const bench = stage.bench as Bench;
        await deliver(cast.technician, [bench]);
        const station = { bench, maker: cast.technician, running, start, plugged: new Map<string, string>() };
        const path = join(stage.config.dataDir, 'jeton.db');
        const load = loadOf(cast, ROUNDS);
        await killInRounds({ stations: [station], load, stage, place: { path }, behind: behindFile(path) }, ROUNDS);
      },
      120_000 + ROUNDS * 30_000,
    );
  });

  describe('of two nodes on a PostgreSQL server', () => {
    const ROUNDS = counts(2, 30);
    let pair: TwoNodes & OnServer;
    beforeAll(async () => {
      pair = await openTwoNodes({ blanks: blanksFor(ROUNDS) });
    }, 60_000);
    afterAll(() => pair.close(), 30_000);

    it(
      `loses nothing acknowledged and leaves no good orphan in ${ROUNDS} rounds`,
      async () => {
        const { un, deux, server, behind } = pair;
        const cast = await everybody(await un.start());
        await deliver(cast.technician, [un.stage.bench, deux.stage.bench]);
        await pair.found(cast.auditor);
        await deux.start();
        const stationAt = ({ stage: { bench }, running, start }: JourneyNode, maker: Member): Station => {
          return { bench, maker, running, start, plugged: new Map() };
        };
        const stations: Killed['stations'] = [stationAt(un, cast.technician), stationAt(deux, cast.deskTechnician)];
        const place = { postgres: server.overSocket('jeton', 'records') };
        await killInRounds({ stations, load: loadOf(cast, ROUNDS), stage: un.stage, place, behind }, ROUNDS);
      },
      120_000 + ROUNDS * 30_000,
    );
  });
});
