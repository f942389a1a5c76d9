import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { AppError } from '../../errors.ts';
import type { Entry } from '../../journal/entry.ts';
import { changesOf } from '../../journal/entry-changes.ts';
import { act, type Deps } from '../act.ts';
import type { Lists } from '../reading/lists.ts';
import { type Round, roundsOf } from '../reading/workstation/check-items.ts';
import { WorkstationRef } from './enrolment.ts';
import { findWorkstation } from './find-workstation.ts';

/** Which round of a machine, 1 the first in which somebody signed; left out: the last of those. */
export const OpenSheet = WorkstationRef.extend({ round: z.int().min(1).optional() });

/** What stands on the sheet of a commissioning or migration. `seq`: the entry of the journal that signed an item. */
export interface CommissioningSheet {
  workstation: Pick<WorkstationRow, 'assetNumber' | 'model' | 'serialNumber' | 'image' | 'service' | 'site'>;
  round: Omit<Round, 'items'> & { items: (Round['items'][number] & { seq: number | null })[] };
}

/** The entry that signed each item of a round. */
function signedBy(entries: readonly Entry[], round: number): ReadonlyMap<unknown, number> {
  const rows = entries.flatMap((entry) =>
    changesOf(entry).flatMap((change) =>
      change.table === 'checkItem' && 'insert' in change && change.insert['round'] === round
        ? [[change.insert['item'], entry.seq] as const]
        : [],
    ),
  );
  return new Map(rows);
}

/** The sheet of a round, which its two technicians sign: it names people, so that whoever opens it is recorded. */
export function createCommissioningSheets(deps: Deps, lists: Pick<Lists, 'entries'>) {
  return {
    /** What stands on it. Throws `not_found`, `wrong_state` where nobody signed anything in that round. */
    open: async (caller: Caller, input: z.output<typeof OpenSheet>): Promise<CommissioningSheet> => {
      const { row, round } = await act(
        deps,
        caller,
        'commissioning.print',
        `workstation:${input.workstation}`,
        async (a) => {
          const row = await findWorkstation(a.unit, input.workstation);
          a.allow();
          const rounds = await roundsOf(a.unit, row.id);
          const round = rounds.find((one) => input.round === undefined || one.round === input.round);
          if (!round) throw new AppError('wrong_state', 'nobody signed an item of this round: there is no sheet of it');
          await a.done([], { subject: `workstation:${row.id}`, detail: { round: round.recorded } });
          return { row, round };
        },
      );
      const { assetNumber, model, serialNumber, image, service, site } = row;
      const about = { subject: `workstation:${row.id}`, action: 'workstation.signItem' };
      const { items: entries } = await lists.entries(about, { limit: 200 });
      const seqs = signedBy(entries, round.recorded);
      const items = round.items.map((item) => ({ ...item, seq: seqs.get(item.item) ?? null }));
      return {
        workstation: { assetNumber, model, serialNumber, image, service, site },
        round: { ...round, items },
      };
    },
  };
}
