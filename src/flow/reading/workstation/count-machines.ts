import type { z } from 'zod';
import { dayOf } from '../../../book/rules/calendar/working-days.ts';
import type { WorkstationRow } from '../../../book/tables/rows/workstations.ts';
import { type CountedStanding, countStanding } from '../../campaign/count-standing.ts';
import { selected } from '../../campaign/enrol.ts';
import { inExchange } from '../../campaign/exchange-list.ts';
import type { CountCampaign } from '../../campaign/inputs.ts';
import { type ListedMachines, machinesListed } from '../../campaign/listed.ts';
import type { Reads } from '../../ports/store.ts';
import { nextTurn } from '../../turn.ts';
import { hasGone } from '../journal/few-at-once.ts';

/** Machines that a campaign would have. */
export interface CountedMachines {
  machines: number;
  /** How they would stand in it, by the rule by which it plans them; null where no image is named to which they would go. */
  blocked: CountedStanding['blocked'] | null;
  already: CountedStanding['already'] | null;
  /** Those that are left out of it, since they stand in an exchange. */
  inExchangeCount: number;
  /** The numbers of a list that are not taken; null for a selection, which names none. */
  left: Omit<ListedMachines, 'taken'> | null;
}

/**
 * Counts the machines of a selection, or of a list. How they stand costs several statements for each hundred of them, so it is read
 * only for whoever names an image, and no further once who asked has `gone`: `wrong_state` then.
 */
export async function countMachines(
  reads: Pick<Reads, 'find' | 'get'>,
  { machines, ...of }: z.output<typeof CountCampaign>,
  { now, gone }: { now: number; gone?: AbortSignal | undefined },
): Promise<CountedMachines> {
  const { fromImage = null, site = null, service = null, model = null, targetImage, checklist } = of;
  const n = { machines: 0, blocked: 0, already: 0, inExchangeCount: 0 };
  const count = async (taken: readonly WorkstationRow[]): Promise<void> => {
    if (gone?.aborted) throw hasGone();
    n.machines += taken.length;
    if (targetImage === undefined) return;
    const aim = { fromImage, targetImage, checklist };
    const { blocked, already } = await countStanding(reads, aim, taken, { now, today: dayOf(now) });
    n.blocked += blocked;
    n.already += already;
  };
  const counted = (): typeof n | (Pick<typeof n, 'machines' | 'inExchangeCount'> & { blocked: null; already: null }) =>
    targetImage === undefined ? { ...n, blocked: null, already: null } : n;
  if (machines) {
    const { taken, ...left } = await machinesListed(reads, machines);
    await count(taken);
    return { ...counted(), inExchangeCount: left.inExchange.length, left };
  }
  for await (const { rows } of selected(reads, { fromImage, site, service, model })) {
    const ids = rows.map(({ id }) => id);
    const exchanged = ids.length === 0 ? new Set() : await inExchange(reads, ids);
    const taken = rows.filter(({ id }) => !exchanged.has(id));
    n.inExchangeCount += rows.length - taken.length;
    await count(taken);
    await nextTurn();
  }
  return { ...counted(), left: null };
}
