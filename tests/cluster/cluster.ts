import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresAddress } from '../../src/store/postgres/server/address.ts';
import { readDatabaseUrl } from '../../src/store/postgres/server/url.ts';
import { PASSWORD, removeFolder, serverFolder } from '../store/postgres/own-server.ts';
import { authorityCertificate } from '../support/certificates.ts';
import { documented } from '../support/documented.ts';
import { createMachine, type Machine, type Member, withAddresses } from './machine.ts';
import { createNetwork, NAMES, type Network, type Site } from './network.ts';

/** For what a cluster does by itself; a busy machine is given time. */
const PATIENCE_MS = 120_000;
/** A cluster as docs/postgresql.md has it, each machine in a network namespace, with the service's role and an empty database. */
export interface Cluster {
  /** As the service is told of it at that site. */
  addressAt(site: Site): PostgresAddress;
  network: Network;
  machines: readonly Machine[];
  /** The machine whose server takes changes now. */
  primary(): Promise<Machine>;
  /** The machine that Patroni promotes if the primary is lost. */
  syncStandby(): Promise<Machine>;
  /** Waits until one server is the primary and all others stream from it, and Patroni has one of them as synchronous. */
  whole(): Promise<void>;
  /** Ends everything, whatever state it is in, and removes it. */
  remove(): Promise<void>;
}

/** Makes and starts a cluster. Where it does not come up, ends what was started and throws with what it said. */
export async function startCluster(): Promise<Cluster> {
  const network = createNetwork();
  const folder = serverFolder();
  const authority = authorityCertificate(folder, 'authority');
  const machines = NAMES.map((name) => createMachine({ name, folder, network, authority }));

  /** As the first machine that answers sees them; while none does, nobody is a member. */
  const members = async (): Promise<Member[]> => {
    for (const machine of machines) {
      const answer = await machine.members().catch(() => []);
      if (answer.length > 0) return answer;
    }
    return [];
  };
  const holding = async (role: Member['role']): Promise<Machine> => {
    const member = (await members()).find((one) => one.role === role);
    const found = machines.find(({ name }) => name === member?.name);
    if (found === undefined) throw new Error(`no machine is ${role}`);
    return found;
  };
  const primary = () => holding('leader');
  const syncStandby = () => holding('sync_standby');
  const isWhole = async (): Promise<boolean> => {
    // a machine that stood still tells for a moment what it saw before: all of them have to see the same
    const seen = await Promise.all(machines.map((machine) => machine.members().catch(() => [])));
    const told = seen.map((all) =>
      all
        .map(({ role, state, name }) => `${role} ${state} ${name}`)
        .sort()
        .join(),
    );
    return (
      new Set(told).size === 1 && /^leader running \w+,replica streaming \w+,sync_standby streaming \w+$/.test(told[0]!)
    );
  };
  const whole = async (): Promise<void> => {
    for (const until = Date.now() + PATIENCE_MS; !(await isWhole()); await sleep(200)) {
      if (Date.now() < until) continue;
      const said = machines.map((machine) => `${machine.name}: ${machine.said()}`);
      throw new Error(`the cluster is not whole:\n${said.join('\n')}`);
    }
  };
  const remove = async (): Promise<void> => {
    await Promise.all(machines.map((machine) => machine.remove()));
    network.remove();
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
  const addressAt = (site: Site): PostgresAddress => {
    const there = withAddresses(block, (machine) => network.seenFrom(site, machine));
    const url = /^JETON_DATABASE_URL=(.*)$/m.exec(there)?.[1] ?? '';
    const { isSocket: _, ...where } = readDatabaseUrl(url);
    return { ...where, passwordFile, caFile };
  };
  return { addressAt, network, machines, primary, syncStandby, whole, remove };
}
