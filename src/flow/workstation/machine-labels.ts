import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import type { Deps } from '../act.ts';
import { Ref } from '../inputs.ts';
import { guard } from '../reading/guard.ts';
import type { WorkstationRef } from './enrolment.ts';
import { findWorkstation } from './find-workstation.ts';

/** As many labels as somebody sticks at once: ten sheets. */
export const LabelSheet = z.strictObject({
  workstations: z.array(Ref).min(1).max(240),
  /** Place of the first label, on a sheet begun before. */
  first: z.int().min(1).max(24).default(1),
});

/** What a machine's label says. Labels name nobody and let nobody in: whoever may register a machine prints them. */
export function createMachineLabels(deps: Deps) {
  const check = guard(deps);
  const { reads } = deps.store;
  return {
    /** The machines of a sheet, in the order given. Throws `not_found`. */
    sheet: async (caller: Caller, { workstations }: z.output<typeof LabelSheet>): Promise<WorkstationRow[]> => {
      check(caller, 'workstation.register');
      const found: WorkstationRow[] = [];
      for (const reference of workstations) found.push(await findWorkstation(reads, reference));
      return found;
    },
    /** One label, by the label printer. Throws `not_found`, `print_failed`. */
    print: async (caller: Caller, { workstation }: z.output<typeof WorkstationRef>): Promise<void> => {
      check(caller, 'workstation.register');
      const { assetNumber, model, serialNumber } = await findWorkstation(reads, workstation);
      await deps.printer.print({ kind: 'machine-label', assetNumber, model, serialNumber });
    },
  };
}
