import { covers } from '../../book/rights/roles.ts';
import { type Day, dateOf, dayOf, isWorkingDay, momentOf, mondayOf } from '../../book/rules/calendar/working-days.ts';
import type { ByPage } from '../pages.ts';
import { endingMachines } from '../workstation/certificate-ends.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice } from './templates.ts';

/** From this hour of a working day on. */
const HOUR = 8;

/** Numbers of the machines in a technician's scope whose certificates end soon, the soonest first. */
export async function machinesEndingFor(reads: ByPage, personId: string, now: number): Promise<string[]> {
  const scopes = (await activeHolders(reads, ['technician'], now)).filter((held) => held.personId === personId);
  if (scopes.length === 0) return [];
  const machines = await endingMachines(reads, now);
  return machines
    .filter(({ service }) => scopes.some(({ scope }) => covers(scope, service)))
    .map(({ assetNumber }) => assetNumber);
}

/**
 * Technicians hear of machines whose certificates end soon, for nobody else can renew them: once a week, on its first working day,
 * or on the next one where the service stood still or nothing was ending yet.
 */
export function createMachineEndReminders(reads: ByPage) {
  /** The certificates were looked at on this day. */
  let seen: Day | undefined;
  return {
    /** What is due, and what to call once it was queued. */
    due: async (now: number): Promise<{ notices: Notice[]; queued(): void }> => {
      const today = dayOf(now);
      const isDue = isWorkingDay(today) && now >= momentOf(today, HOUR * 60) && seen !== today;
      if (!isDue) return { notices: [], queued: () => {} };
      const services = new Set((await endingMachines(reads, now)).map(({ service }) => service));
      const whom = new Set<string>();
      if (services.size > 0)
        for (const { personId, scope } of await activeHolders(reads, ['technician'], now))
          if ([...services].some((service) => covers(scope, service))) whom.add(personId);
      const week = dateOf(mondayOf(today));
      const notices = [...whom].map((personId): Notice => {
        return {
          template: 'machine-ends',
          personId,
          about: `machineEnds:${week}`,
          once: `machine-ends:${week}:${personId}`,
        };
      });
      return {
        notices,
        queued(): void {
          seen = today;
        },
      };
    },
  };
}
