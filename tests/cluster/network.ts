import { execFileSync } from 'node:child_process';
import { needRoot, removeLeftOvers, removeNamespaces } from '../support/namespaces.ts';

export const NAMES: readonly string[] = ['db1', 'db2', 'db3'];
/** A bridge each, with a line between the two. A node in this process stands at each of them. */
export const SITES = ['north', 'south'] as const;
export type Site = (typeof SITES)[number];

/** Machines in network namespaces of their own, at two sites, and a line between the sites that can be cut. */
export interface Network {
  /** Where machines answer one another, and the range of these addresses. */
  addressOf(machine: string): string;
  machines: string;
  /** Where a machine answers the node of a site, and the range in which the nodes are: each node has its own way to it. */
  seenFrom(site: Site, machine: string): string;
  nodes: string;
  /** Every address of a machine. */
  allOf(machine: string): string[];
  /** What runs a program on a machine, by root. */
  within(machine: string, argv: readonly string[]): string[];
  /** Has a machine stand at a site; all of them stand in the north at first. */
  stand(machine: string, site: Site): void;
  /** From now on what one site sends to the other vanishes: nobody is told. */
  cut(): void;
  mend(): void;
  remove(): void;
}

const IP = 'ip';
const ip = (lines: readonly string[], ...where: string[]): void => {
  execFileSync(IP, [...where, '-batch', '-'], { input: `${lines.join('\n')}\n`, stdio: ['pipe', 'ignore', 'pipe'] });
};

/** A range that no interface of this machine is in. */
function freeRange(): string {
  const taken = execFileSync(IP, ['-4', '-o', 'addr', 'show'], { encoding: 'utf8' });
  const all = Array.from({ length: 256 }, (_, i) => `10.213.${(process.pid + i) % 256}`);
  const free = all.find((range) => !taken.includes(` ${range}.`));
  if (free === undefined) throw new Error('every range of 10.213.0.0/16 is taken here');
  return free;
}

const numberOf = (machine: string): number => NAMES.indexOf(machine) + 1;
/** A node is behind the bridge of its site. */
const NODE: Readonly<Record<Site, number>> = { north: 201, south: 202 };
const FROM: Readonly<Record<Site, number>> = { north: 10, south: 20 };
const macOf = (number: number): string => `02:6a:65:74:00:${number.toString(16).padStart(2, '0')}`;

/** Makes all of it. Addresses and their machines are known to everybody beforehand, so that a cut is not noticed by a failing search for one. */
export function createNetwork(): Network {
  needRoot('test:cluster');
  removeLeftOvers(IP);
  const range = freeRange();
  const at = (number: number): string => `${range}.${number}`;
  const link = (name: string): string => `jn${process.pid}${name}`;
  const spaceOf = (machine: string): string => `jeton-${process.pid}-${machine}`;
  const cableOf = (machine: string): string => link(`x${machine.slice(2)}`);
  const knows = (number: number, mac: number, device: string): string =>
    `neigh replace ${at(number)} lladdr ${macOf(mac)} dev ${device} nud permanent`;
  const remove = (): void => removeNamespaces(IP, (pid) => pid === process.pid);

  const makeSites = (): void => {
    const bridges = SITES.flatMap((site) => [
      `link add ${link(site)} address ${macOf(NODE[site])} type bridge`,
      `addr add ${at(NODE[site])}/32 dev ${link(site)}`,
      `link set ${link(site)} up`,
    ]);
    const ends = SITES.map((site) => `link set ${link(`l${site}`)} master ${link(site)} up`);
    ip([...bridges, `link add ${link('lnorth')} type veth peer name ${link('lsouth')}`, ...ends]);
  };
  const makeMachine = (machine: string): void => {
    const [number, space, cable] = [numberOf(machine), spaceOf(machine), cableOf(machine)];
    ip([
      `netns add ${space}`,
      `link add ${cable} type veth peer name eth0 address ${macOf(number)} netns ${space}`,
      `link set ${cable} master ${link('north')} up`,
    ]);
    const own = [number, ...SITES.map((site) => FROM[site] + number)].map((n) => `addr add ${at(n)}/24 dev eth0`);
    const others = [...NAMES.map(numberOf), ...SITES.map((site) => NODE[site])].filter((n) => n !== number);
    ip(['link set lo up', ...own, 'link set eth0 up', ...others.map((n) => knows(n, n, 'eth0'))], '-n', space);
    ip(
      SITES.flatMap((site) => [
        `route add ${at(FROM[site] + number)}/32 dev ${link(site)} src ${at(NODE[site])}`,
        knows(FROM[site] + number, number, link(site)),
      ]),
    );
  };
  try {
    makeSites();
    for (const machine of NAMES) makeMachine(machine);
  } catch (error) {
    remove();
    throw error;
  }
  return {
    addressOf: (machine) => at(numberOf(machine)),
    machines: `${range}.0/25`,
    seenFrom: (site, machine) => at(FROM[site] + numberOf(machine)),
    nodes: `${range}.128/25`,
    allOf: (machine) => [0, ...SITES.map((site) => FROM[site])].map((from) => at(from + numberOf(machine))),
    within: (machine, argv) => ['nsenter', `--net=/run/netns/${spaceOf(machine)}`, ...argv],
    stand: (machine, site) => ip([`link set ${cableOf(machine)} master ${link(site)}`]),
    cut: () => ip([`link set ${link('lnorth')} down`]),
    mend: () => ip([`link set ${link('lnorth')} up`]),
    remove,
  };
}
