import { may } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { endsUntil } from '../../../book/rules/certificates/renewals.ts';
import type { Deps } from '../../act.ts';
import { renewalPolicy } from '../../request/renewals.ts';
import { guard } from '../guard.ts';
import type { Lists } from '../lists.ts';
import type { Cursor, Paged, Total } from '../paging.ts';
import { textOrNumber } from './machine-text.ts';
import { machineSites } from './sites.ts';
import type { MachineEnd, MachineEndsFilter } from './workstation-lists.ts';

/** A page of machines whose certificate ends within so many days. */
export type MachineEnds = Paged<MachineEnd> & { days: number };

/** Certificates of machines that end soon: the service cannot renew them, for their keys are made in the machines. */
export function createMachineEndsReading(
  deps: Deps,
  lists: Pick<Lists, 'machineEnds' | 'workstationValues'> & { totals: Pick<Lists['totals'], 'machineEnds'> },
) {
  const check = guard(deps);
  /** For whoever may have the list of all machines, and whoever steers renewals. Answers which ends are told now. */
  const window = async (caller: Caller) => {
    const now = deps.clock.now();
    if (!may(caller, 'workstation.export', {}, now)) check(caller, 'renewal.read');
    const policy = await renewalPolicy(deps.store.reads);
    return { from: now, until: endsUntil(now, policy), days: policy.first };
  };
  const asked = (caller: Caller, filter: MachineEndsFilter): MachineEndsFilter =>
    textOrNumber(caller, filter, deps.clock.now());
  return {
    machineEnds: async (caller: Caller, filter: MachineEndsFilter, page: Cursor): Promise<MachineEnds> => {
      const { from, until, days } = await window(caller);
      return { ...(await lists.machineEnds(from, until, asked(caller, filter), page)), days };
    },
    /** How many there are of them. */
    machineEndsTotal: async (caller: Caller, filter: MachineEndsFilter): Promise<Total | undefined> => {
      const { from, until } = await window(caller);
      return lists.totals.machineEnds(from, until, asked(caller, filter));
    },
    /** Sites that machines have, whether a certificate ends there or not. */
    machineEndsSites: async (caller: Caller): Promise<string[]> => {
      await window(caller);
      return machineSites(lists);
    },
  };
}
