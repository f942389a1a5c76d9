import { mightEver } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { type Day, dayOf } from '../../../book/rules/calendar/working-days.ts';
import type { WorkstationRow } from '../../../book/tables/rows/workstations.ts';
import type { Deps } from '../../act.ts';
import { exchangeOfMachine, type MachineExchange } from '../workstation/exchanges.ts';
import { migrationOfMachine } from '../workstation/machine-migration.ts';

/** As many as one reads on a page. */
const MOST = 50;

/** A machine that somebody has, or has to come for. */
export interface OwnMachine {
  workstation: Pick<WorkstationRow, 'assetNumber' | 'model' | 'site' | 'state'>;
  /** They have it; else it was taken back, and its exchange is for them still. */
  isHeld: boolean;
  /** The day to come on which it moves to another image; null: none is planned. */
  migration: { day: Day; targetImage: string } | null;
  /** The exchange of it, with its day to come; null: none is planned. */
  exchange: (MachineExchange & { day: Day }) | null;
}

/** The machines of one's own, with the days on which they are to come. */
export function createOwnMachines({ store, clock }: Deps) {
  const { reads } = store;

  /** What the caller has, then what they were told to come for and gave back. */
  const machinesOf = async ({ personId }: Caller): Promise<WorkstationRow[]> => {
    const [held, told] = await Promise.all([
      reads.find('workstation', { holderId: personId }, { orderBy: 'assetNumber', limit: MOST }),
      reads.find('campaignItem', { toldId: personId, endedAt: null }),
    ]);
    const others = told.map(({ workstationId }) => workstationId).filter((id) => held.every((one) => one.id !== id));
    return [...held, ...(others.length === 0 ? [] : await reads.find('workstation', { id: others.slice(0, MOST) }))];
  };

  return {
    /** The caller's machines with the campaign day of each. Nobody reads of a day that is another's. */
    ownMachines: async (caller: Caller): Promise<OwnMachine[]> => {
      if (!mightEver(caller, 'workstation.read', clock.now())) return [];
      const today = dayOf(clock.now());
      const isToCome = (day: Day | null): day is Day => day !== null && day >= today;
      const machines = await machinesOf(caller);
      const all = machines.map(async (machine): Promise<OwnMachine> => {
        const isHeld = machine.holderId === caller.personId;
        const { assetNumber, model, site, state } = machine;
        const reader = { readerId: caller.personId, isStaff: false };
        const migration = isHeld ? await migrationOfMachine(reads, machine.id, reader) : null;
        const exchange = await exchangeOfMachine(reads, machine.id, reader);
        // the new machine says nothing that the old one does not
        const own = exchange?.isOld && exchange.isTheirs ? exchange : null;
        return {
          workstation: { assetNumber, model, site, state },
          isHeld,
          migration:
            migration && isToCome(migration.day) ? { day: migration.day, targetImage: migration.targetImage } : null,
          exchange: own && isToCome(own.day) ? { ...own, day: own.day } : null,
        };
      });
      return (await Promise.all(all)).filter(({ isHeld, exchange }) => isHeld || exchange !== null);
    },
  };
}
