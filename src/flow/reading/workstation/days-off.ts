import type { CampaignDayLoad, CampaignGroup, CampaignMachine } from './campaign-lists.ts';

/**
 * A campaign that is paused has no day to come from that moment on. Its rows follow within a minute, one machine after the other, and
 * until then they would show days on which nobody is to come any more.
 */
export const groupsWithoutDays = (groups: readonly CampaignGroup[]): CampaignGroup[] =>
  groups.map((group) => (group.outcome === null && group.begun === 0 ? { ...group, planned: 0 } : group));

/** Days on which something was done, with nothing to come. */
export const daysDone = (days: readonly CampaignDayLoad[]): CampaignDayLoad[] =>
  days.flatMap((one) => (one.done > 0 ? [{ ...one, planned: one.done }] : []));

/** A machine whose migration has begun keeps its day, as does one that is done. */
export const machineWithoutDay = (machine: CampaignMachine): CampaignMachine => {
  const isBegun = machine.state === 'migrating' && machine.replacedBy === null;
  return machine.endedAt === null && !isBegun ? { ...machine, day: null } : machine;
};
