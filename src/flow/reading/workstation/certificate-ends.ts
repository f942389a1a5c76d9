import { may } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { endsUntil } from '../../../book/rules/certificates/renewals.ts';
import type { Deps } from '../../act.ts';
import { renewalPolicy } from '../../request/renewals.ts';
import { guard } from '../guard.ts';
import type { Cursor, Lists, MachineEnd, Paged } from '../lists.ts';

/** A page of machines whose certificate ends within so many days. */
export type MachineEnds = Paged<MachineEnd> & { days: number };

/** Certificates of machines that end soon: the service cannot renew them, for their keys are made in the machines. */
export function createMachineEndsReading(deps: Deps, lists: Pick<Lists, 'machineEnds'>) {
  const check = guard(deps);
  return {
    /** For whoever may have the list of all machines, and whoever steers renewals. */
    machineEnds: async (caller: Caller, page: Cursor): Promise<MachineEnds> => {
      const now = deps.clock.now();
      if (!may(caller, 'workstation.export', {}, now)) check(caller, 'renewal.read');
      const policy = await renewalPolicy(deps.store.reads);
      return { ...(await lists.machineEnds(now, endsUntil(now, policy), page)), days: policy.first };
    },
  };
}
