import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { fitsValue, looksLikeRecoveryKey, VALUE_MOST } from '../../book/rules/workstation/check-values.ts';
import {
  type CheckPoint,
  dueChecklist,
  ItemCode,
  isOver,
  unsignedOf,
} from '../../book/rules/workstation/checklists.ts';
import { isLoneBringer } from '../../book/rules/workstation/inventory.ts';
import { type Change, create, move } from '../../book/tables/lifecycle.ts';
import type { CheckItemRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps } from '../act.ts';
import { endParts, type PartsEnded } from '../campaign/end-parts.ts';
import { itemsFor } from '../campaign/standing.ts';
import { oneLine, Ref } from '../inputs.ts';
import { checkPointsOf, unnamedImage } from './checklists.ts';
import { findWorkstation } from './find-workstation.ts';

/** One item, with the value that it asks for. */
const Signed = z.strictObject({ item: ItemCode, value: oneLine(200).optional() });
/** The items that somebody signs at once, each with a row of its own. */
export const SignItems = z.strictObject({
  workstation: Ref,
  items: z
    .array(Signed)
    .min(1)
    .max(40)
    .refine((all) => new Set(all.map(({ item }) => item)).size === all.length, { error: 'an item is named twice' }),
});
type Signed = z.output<typeof Signed>;

/** What the signing of items came to. */
export interface ItemsSigned {
  missing: string[];
  ended: boolean;
  /** Of a machine that came into service: its image, where no campaign and no checklist names it; it may be mistyped or old. */
  unnamedImage?: string;
}

/** A refusal says which item, and never what was typed: it may be a secret. */
const refusedValue = (item: string, why: 'recovery-key' | 'value' | 'no-value', message: string): AppError =>
  new AppError('invalid_input', message, { detail: { field: `value.${item}`, why, item } });

/** The value as it is kept. Throws `invalid_input` for one that the item does not ask for, and for a recovery key wherever it is typed. */
function keptValue({ code, value: asked }: CheckPoint, value: string | undefined): string | null {
  if (value !== undefined && looksLikeRecoveryKey(value))
    throw refusedValue(code, 'recovery-key', 'this looks like a recovery key: say where it is kept, never the key');
  if (asked !== undefined && value === undefined)
    throw refusedValue(code, 'no-value', `the item ${code} asks for a value`);
  const kept = value ?? null;
  if (!fitsValue(asked, kept) || (value?.length ?? 0) > VALUE_MOST)
    throw refusedValue(code, 'value', `this is no value for the item ${code}`);
  return kept;
}

/** The refusal of the last required item to whoever brought the workstation in alone. */
export const lastByAnother = (): AppError =>
  new AppError('same_person', 'you brought this workstation in: another technician signs the last item', {
    detail: { why: 'last-item' },
  });

/** The items that are signed, by their points. Throws `invalid_input` for one of another list, `already_done`. */
function pointsOf(points: readonly CheckPoint[], open: readonly CheckPoint[], items: readonly Signed[]) {
  return items.map(({ item, value }) => {
    const point = points.find(({ code }) => code === item);
    if (!point) {
      const known = points.map(({ code }) => code).join(', ');
      throw new AppError('invalid_input', `"${item}" is not on the checklist that is due: ${known}`, {
        detail: { field: item, item, why: 'item' },
      });
    }
    if (!open.includes(point)) throw new AppError('already_done', 'this item was signed off already');
    return { item, value: keptValue(point, value) };
  });
}

/** What the end of a round does to its machine: it has the image that an item named. */
function ending(row: WorkstationRow, caller: Caller, image: string | null): Change {
  const came = dueChecklist(row.state) === 'commissioning' ? { cameIn: 'checklist' as const } : {};
  return move('workstation', row, 'commission', {
    commissionerId: caller.personId,
    ...came,
    ...(image === null ? {} : { image }),
  });
}

/** Campaigns that move it to the image that it has now are done with it. */
const itemsEnded = async ({ unit, now }: Act, row: WorkstationRow, image: string | null): Promise<PartsEnded> =>
  endParts(await itemsFor(unit, row.id, image ?? row.image), 'migrated', now);

/** The verb of a checklist. */
export function createSigning(deps: Deps) {
  return {
    /**
     * Signs items of the checklist that is due; the last one that is required puts the workstation into service. Answers the items
     * that are left and, of a machine that comes into service, an image that no campaign and no checklist names. Throws `wrong_state`
     * where no list is due, `already_done`, `invalid_input` for a wrong value, `same_person` for the last item where the caller
     * brought the workstation in alone.
     */
    signItems: (caller: Caller, input: z.output<typeof SignItems>): Promise<ItemsSigned> =>
      act(deps, caller, 'workstation.signItem', `workstation:${input.workstation}`, async (a) => {
        const row = await findWorkstation(a.unit, input.workstation);
        a.allow();
        const { checklistId } = row;
        if (!dueChecklist(row.state) || checklistId === null)
          throw new AppError('wrong_state', `workstation ${row.assetNumber} is ${row.state}: no checklist is due`);
        const points = await checkPointsOf(a.unit, row);
        const before = await a.unit.find('checkItem', { workstationId: row.id, round: row.round });
        const signed = pointsOf(points, unsignedOf(points, before), input.items);
        const left = unsignedOf(points, [...before, ...signed]);
        const ended = isOver(left);
        if (ended && isLoneBringer(row, caller.personId)) throw lastByAnother();
        const rows = signed.map(({ item, value }): CheckItemRow => {
          const of = { workstationId: row.id, checklistId, round: row.round };
          return { id: deps.chance.id(), ...of, item, value, signedBy: caller.personId, signedAt: a.now };
        });
        const named = points.find(({ value }) => value?.kind === 'image')?.code;
        const image = [...before, ...rows].find(({ item }) => item === named)?.value ?? null;
        const parts = ended ? await itemsEnded(a, row, image) : undefined;
        const changes = [
          ...rows.map((one) => create('checkItem', one)),
          ...(parts ? [ending(row, caller, image), ...parts.changes] : []),
        ];
        const detail = { site: row.site, ...parts?.says };
        await a.done(changes, { subject: `workstation:${row.id}`, detail });
        const unnamed = ended ? await unnamedImage(a.unit, image ?? row.image) : null;
        return { missing: left.map(({ code }) => code), ended, ...(unnamed !== null && { unnamedImage: unnamed }) };
      }),
  };
}
