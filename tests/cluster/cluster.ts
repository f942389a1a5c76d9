import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresAddress } from '../../src/store/postgres/server/address.ts';
import { readDatabaseUrl } from '../../src/store/postgres/server/url.ts';
import { freePort } from '../journeys/service.ts';
import { PASSWORD, removeFolder, serverFolder } from '../store/postgres/own-server.ts';
import { authorityCertificate } from '../support/certificates.ts';
import { documented } from '../support/documented.ts';
import { createMachine, type Machine, type Member, onLoopback, PORTS } from './machine.ts';

const NAMES = ['db1', 'db2', 'db3'];
/** For what a cluster does by itself; a busy machine is given time. */
const PATIENCE_MS = 120_000;
/** A cluster as docs/postgresql.md has it, on loopback, with the service's role and an empty database. */
export interface Cluster {
  /** As the service is told of it. */
  address: PostgresAddress;
  machines: readonly Machine[];
  /** The machine whose server takes changes now. */
  primary(): Promise<Machine>;
  /** Waits until one server is the primary and all others stream from it, and Patroni has one of them as synchronous. */
  whole(): Promise<void>;
  /** Ends everything, whatever state it is in, and removes it. */
  remove(): Promise<void>;
}

async function newPorts(): Promise<Map<string, Map<string, number>>> {
  const ports = new Map<string, Map<string, number>>();
  for (const name of NAMES) {
    const own = new Map<string, number>();
    for (const port of PORTS) own.set(port, await freePort());
    ports.set(name, own);
  }
  return ports;
}

/** Makes and starts a cluster. Where it does not come up, ends what was started and throws with what it said. */
export async function startCluster(): Promise<Cluster> {
  const folder = serverFolder();
  const ports = await newPorts();
  const authority = authorityCertificate(folder, 'authority');
  const machines = NAMES.map((name) => createMachine({ name, folder, ports, authority }));

  /** As the first machine that answers sees them; while none does, nobody is a member. */
  const members = async (): Promise<Member[]> => {
    for (const machine of machines) {
      const answer = await machine.members().catch(() => []);
      if (answer.length > 0) return answer;
    }
    return [];
  };
  const primary = async (): Promise<Machine> => {
    const leader = (await members()).find(({ Role }) => Role === 'Leader');
    const found = machines.find(({ name }) => name === leader?.Member);
    if (found === undefined) throw new Error('there is no primary');
    return found;
  };
  const isWhole = async (): Promise<boolean> => {
    const roles = (await members()).map(({ Role, State }) => `${Role} ${State}`).sort();
    return roles.join() === 'Leader running,Replica streaming,Sync Standby streaming';
  };
  const whole = async (): Promise<void> => {
    for (const until = Date.now() + PATIENCE_MS; !(await isWhole()); await sleep(200)) {
      if (Date.now() < until) continue;
      const said = machines.map((machine) => `${machine.name}: ${machine.said()}`);
      throw new Error(`the cluster is not whole:\n${said.join('\n')}`);
    }
  };
  const remove = async (): Promise<void> => {
    await Promise.all(machines.map((machine) => machine.kill()));
    removeFolder(folder);
  };

  try {
    for (const machine of machines) machine.start();
    await whole();
    const first = await primary();
    await first.sql(`create role jeton login password '${PASSWORD}'`);
    await first.sql(`create database jeton owner jeton encoding 'UTF8' template template0`);
  } catch (error) {
    await remove();
    throw error;
  }
  const [passwordFile, caFile] = [join(folder, 'password'), authority.certFile];
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  const block = documented('the service', {}, 'docs/postgresql.md');
  const url = /^JETON_DATABASE_URL=(.*)$/m.exec(onLoopback(block, ports))?.[1] ?? '';
  const { isSocket: _, ...where } = readDatabaseUrl(url);
  return { address: { ...where, passwordFile, caFile }, machines, primary, whole, remove };
}
