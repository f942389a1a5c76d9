import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Caller } from '../../../src/book/rights/roles.ts';
import { beginOf, type Day, dayOf, isWorkingDay } from '../../../src/book/rules/calendar/working-days.ts';
import { seeded } from '../../../src/forecast/seeded.ts';
import { callerOf, found, together, welcome } from '../../support/judged/journals/cast.ts';
import { atTheRoot } from '../../support/judged/journals/ceremonies.ts';
import { type House, openHouse } from '../../support/judged/journals/house.ts';
import { plug } from '../../support/judged/journals/steps.ts';
import { letIn } from '../../support/world/come-in.ts';
import { machine, takeOver } from '../../support/world/machines.ts';
import { recordsOfRun } from '../records.ts';

export const MODEL = 'Twin';
export const OLD_IMAGE = 'SPAN-2025.1';
export const NEW_IMAGE = 'SPAN-2026.3';
export const SAFE = 'PARIS-COFFRE';
export const OTHER_SAFE = 'LYON-COFFRE';
const HOUR = 3_600_000;

/** What an agent does when a token is ready, and until when they answer at all. */
export interface Agent {
  caller: Caller;
  machine: string;
  habit: 'prompt' | 'slow' | 'far';
  /** From this day on they neither come nor answer. */
  awayFrom: Day;
  /** The day on which they ask for their first token. */
  asksOn: Day;
  /** They read their mail on a telephone too. */
  hasTelephone: boolean;
}

/** Where a token really is, which no record says: in the safe, at the desk, with its holder, on the way, or nobody knows. */
export type Whereabouts = 'safe' | 'desk' | 'holder' | 'way' | 'gone';

export interface Options {
  seed: number;
  agents: number;
  /** Days that a certificate lasts. */
  lasts: number;
}

/** A small workshop with everybody who works there, its agents, their machines, and chance. */
export async function openWorkshop({ seed, agents: count, lasts }: Options) {
  const records = await recordsOfRun();
  const house = await openHouse({ seed: `year ${seed}`, databaseUrl: records.env['JETON_DATABASE_URL'] });
  const founders = await found(house);
  const names = [...(['odile', 'armand', 'valerie', 'thomas', 'theo', 'vincent', 'simon', 'aurore'] as const)];
  const staff = { ...founders, ...(await welcome(house, founders, ...names)) };
  const { clock } = house;
  const chance = seeded(seed);

  // authorities that outlast the year, then certificates of so many days, as two persons confirm them
  await house.restart(() => atTheRoot(house, 'ceremony'));
  const profiles = { 'agent-vpn': 1095, nomade: 365 };
  await house.restart(async () => {
    for (const [name, days] of Object.entries(profiles)) {
      const file = join(house.profilesDir, `${name}.json`);
      writeFileSync(file, readFileSync(file, 'utf8').replace(`"days": ${days}`, `"days": ${lasts}`));
    }
  });
  for (const profile of Object.keys(profiles)) {
    const hash = house.service.ca.profiles.find(({ name }) => name === profile)?.hash ?? '';
    await together(house, staff.adele, staff.odile, { act: 'profile.confirm', args: { profile, hash } });
  }

  const rows = Array.from({ length: count }, (_, i) => ({
    directoryId: `M-AGENT-${i + 1}`,
    givenName: 'Camille',
    familyName: `Agent ${i + 1}`,
    email: `agent-${i + 1}@interieur.example`,
    service: i % 6 === 5 ? 'PREF-59' : 'PREF-33',
    site: i % 5 === 4 ? 'Lille' : 'Paris',
    postalAddress: `${i + 1} rue des Arts, 59000 Lille`,
  }));
  await house.flow.imports.all(staff.adele, 'people', rows);
  const machines = rows.map(({ service, site }, i) => ({
    ...machine(`PN-${2000 + i}`),
    service,
    site,
    image: OLD_IMAGE,
  }));
  await takeOver(house.flow, [staff.adele, staff.odile], ...machines);
  const first = dayOf(clock.now()) + 1;
  const agents: Agent[] = [];
  for (const [i, { directoryId, site }] of rows.entries()) {
    const { personId } = await callerOf(house, directoryId);
    await letIn(house.identity, founders, personId);
    const assetNumber = machines[i]?.assetNumber ?? '';
    await house.flow.record.assign(staff.thomas, {
      workstation: assetNumber,
      person: directoryId,
      reason: 'handed-out',
    });
    const habit = site === 'Lille' ? 'far' : chance() < 0.75 ? 'prompt' : 'slow';
    const asksOn = first + Math.floor((i * 12) / count);
    const caller = await callerOf(house, directoryId);
    const hasTelephone = i % 4 === 1;
    agents.push({ caller, machine: assetNumber, habit, awayFrom: Number.POSITIVE_INFINITY, asksOn, hasTelephone });
  }
  await house.flow.stock.addLocation(staff.simon, { code: SAFE, label: 'Coffre', site: 'Paris', threshold: 8 });
  await house.flow.stock.addLocation(staff.simon, { code: OTHER_SAFE, label: 'Coffre', site: 'Lyon' });

  const devices = new Map<string, NonNullable<ReturnType<House['twin']['tokens']['get']>>>();
  const where = new Map<string, Whereabouts>();
  let made = 0;

  return {
    house,
    get flow() {
      return house.flow;
    },
    staff,
    agents,
    chance,
    first,
    where,
    isWorked: isWorkingDay,
    agentOf: (personId: string | null): Agent | undefined => agents.find(({ caller }) => caller.personId === personId),
    /** Blank tokens with the serials that come next. */
    blanks: (count: number): string[] => {
      made += count;
      return Array.from({ length: count }, (_, i) => `S-${String(made - count + i + 1).padStart(4, '0')}`);
    },
    /** A token goes into a slot, as it is. */
    put: (slot: string, serial: string): void => {
      const device = devices.get(serial);
      if (device) house.twin.tokens.set(slot, device);
      else plug(house, slot, serial);
      devices.set(serial, device ?? house.twin.tokens.get(slot)!);
    },
    /** It is this hour of the day, or later where the work before it took so long. */
    at: (day: Day, hour: number): void => clock.set(Math.max(clock.now(), beginOf(day) + hour * HOUR)),
    close: async (): Promise<void> => {
      await house.close();
      await records.remove();
    },
  };
}
export type Workshop = Awaited<ReturnType<typeof openWorkshop>>;
