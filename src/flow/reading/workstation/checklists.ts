import type { Caller } from '../../../book/rights/roles.ts';
import { type CheckPoint, isWithdrawn, itemsOf } from '../../../book/rules/workstation/checklists.ts';
import { CHECKLIST_PURPOSES } from '../../../book/tables/codes.ts';
import type { ChecklistRow } from '../../../book/tables/rows/workstations.ts';
import type { Deps } from '../../act.ts';
import { guard } from '../guard.ts';

/** A checklist in the version that is in force. */
export interface Checklist extends Omit<ChecklistRow, 'items'> {
  items: CheckPoint[];
  /** It has no items: another one is due in its place. */
  withdrawn: boolean;
}
const shown = (row: ChecklistRow): Checklist => ({ ...row, items: [...itemsOf(row)], withdrawn: isWithdrawn(row) });
const scopeOf = ({ purpose, model, image }: ChecklistRow): string => JSON.stringify([purpose, model, image]);

/** Checklists, as whoever works with machines sees them. */
export function createChecklistReading(deps: Deps) {
  const { reads } = deps.store;
  const check = guard(deps);
  return {
    /** Each checklist in its newest version, those of any machine first. */
    checklists: async (caller: Caller): Promise<Checklist[]> => {
      check(caller, 'checklist.read');
      const newest = new Map<string, ChecklistRow>();
      for (const purpose of CHECKLIST_PURPOSES) {
        const rows = await reads.find('checklist', { purpose }, { orderBy: 'version', descending: true });
        for (const row of rows) if (!newest.has(scopeOf(row))) newest.set(scopeOf(row), row);
      }
      const order = [...newest.values()].sort((a, b) => scopeOf(a).localeCompare(scopeOf(b)));
      return order.map(shown);
    },
  };
}
