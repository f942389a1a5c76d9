import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { wishes } from '../../src/demo/cast.ts';
import type { Member } from '../../src/demo/staff.ts';
import type { PostgresAddress } from '../../src/store/postgres/server/address.ts';
import { openStore } from '../../src/store/store.ts';
import { everybody } from '../journeys/everybody.ts';
import { createLoad, numbers, type Station } from '../journeys/faults/kill-load.ts';
import { comes, type JourneyNode, layTwoNodes, type TwoNodes } from '../journeys/faults/two-nodes.ts';
import { PASSWORD } from '../store/postgres/own-server.ts';
import { behindServer } from '../support/records/behind.ts';
import { noJudge } from '../support/records/no-judge.ts';
import { rowKeyIn } from '../support/records/row-key.ts';
import { seededChance } from '../support/records/store.ts';
import { counts, seed } from '../support/runs/long.ts';
import { type Cluster, startCluster } from './cluster.ts';

const ROUNDS = counts(3, 30);
/** For the start of everything and its end, and for a round. */
const START_MS = 300_000;
const ROUND_MS = 240_000;
/** Within so many milliseconds after the first token of a round the primary is killed. */
const MOMENT_MS = 3000;
const BLANKS = 24 + ROUNDS * 60;

/** As a URL of the program; files for what is no part of it. */
function settingsOf({ servers, database, user, passwordFile, caFile }: PostgresAddress): NodeJS.ProcessEnv {
  const names = servers.map(({ host, port }) => `${host}:${port}`).join();
  return {
    JETON_DATABASE_URL: `postgresql://${user}@${names}/${database}`,
    JETON_DATABASE_PASSWORD_FILE: passwordFile,
    JETON_DATABASE_CA: caFile,
  };
}

/** The built program twice, each with a bench of SoftHSM2, on a cluster as docs/postgresql.md has it. */
describe('two nodes that make tokens on a cluster', () => {
  const random = numbers(seed());
  let cluster: Cluster;
  let pair: TwoNodes;
  let stations: Station[];
  let load: ReturnType<typeof createLoad>;

  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.whole();
    pair = await layTwoNodes({ blanks: BLANKS, database: settingsOf(cluster.addressAt('north')) });
    const { un, deux } = pair;
    const cast = await everybody(await un.start());
    const tokens = [un, deux].flatMap(({ stage }) =>
      stage.bench.blanks.map(({ serial, soPin }) => ({ serial, soPin })),
    );
    await cast.technician.client.post('/deliveries', { reference: 'BL', model: 'SoftHSM2', tokens });
    await pair.found(cast.auditor);
    await deux.start();
    const stationAt = ({ stage: { bench }, running, start }: JourneyNode, maker: Member): Station => {
      return { bench, maker, running, start, plugged: new Map() };
    };
    stations = [stationAt(un, cast.technician), stationAt(deux, cast.deskTechnician)];
    load = createLoad({ cast, list: wishes(cast, BLANKS), random });
  }, START_MS);
  afterAll(async () => {
    await pair?.close();
    await cluster?.remove();
  }, START_MS);

  const made = () => load.acknowledged.produced.size;
  /** Waits until so many more tokens are made, by whoever works still. */
  const more = (count: number) => {
    const enough = made() + count;
    return comes(async () => made() >= enough, 120_000);
  };

  /** While no program runs. */
  const atRest = async (): Promise<void> => {
    const { dataDir, kekFile } = pair.un.stage.config;
    const rowKey = await rowKeyIn(dataDir, kekFile);
    const address = cluster.addressAt('north');
    const how = { judge: noJudge, clock: { now: Date.now }, chance: seededChance(), rowKey };
    const opened = await openStore({ postgres: address, ...how });
    const host = cluster.network.seenFrom('north', (await cluster.primary()).name);
    const { user, database, caFile = '' } = address;
    const ssl = { ca: readFileSync(caFile, 'utf8') };
    const behind = behindServer({ host, user, database, password: PASSWORD, ssl });
    await load.checkAtRest({ ...opened, behind }, true).finally(opened.close);
  };

  it(
    `lose nothing that was acknowledged, make no certificate twice and leave nothing half-way in ${ROUNDS} deaths of the primary`,
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const station of stations) await load.signInAgain(station);
        const over = new AbortController();
        // a call that nobody answers ends who made it: there is always somebody who goes on
        const working = (async () => {
          while (!over.signal.aborted) await load.work(stations, over.signal);
        })();
        await more(1);
        await sleep(random() * MOMENT_MS);
        const primary = await cluster.primary();
        await primary.kill();
        const away = await more(2);
        process.stderr.write(
          `round ${round}: ${primary.name} dead, two tokens more after ${(away / 1000).toFixed(1)} s\n`,
        );
        over.abort();
        await working;
        primary.start();
        await cluster.whole();
        for (const station of stations) await load.checkRunning(station);
      }
      // what a lost connection left open is undone or finished by the programs themselves
      for (const station of stations) await station.running().stop();
      for (const station of stations) await station.start();
      for (const station of stations) await station.running().stop();
      await atRest();
    },
    ROUNDS * ROUND_MS,
  );
});
