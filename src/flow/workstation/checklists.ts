import {
  ANY,
  type CheckPoint,
  FIRST_CHECKLISTS,
  isWithdrawn,
  itemsOf,
  itemsText,
  type SetChecklist,
  scopesOf,
} from '../../book/rules/workstation/checklists.ts';
import { isUnnamedImage } from '../../book/rules/workstation/images.ts';
import { CHECKLIST_PURPOSES, type ChecklistPurpose } from '../../book/tables/codes.ts';
import { create } from '../../book/tables/lifecycle.ts';
import type { ChecklistRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { CAMPAIGN_STATES } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import type { Act, Deps } from '../act.ts';
import type { Reads } from '../ports/store.ts';

/** The newest version of the checklist for exactly this model and image. */
async function lastChecklist(
  reads: Pick<Reads, 'find'>,
  { purpose, model, image }: Pick<ChecklistRow, 'purpose' | 'model' | 'image'>,
): Promise<ChecklistRow | undefined> {
  const newest = { orderBy: 'version', descending: true, limit: 1 } as const;
  return (await reads.find('checklist', { purpose, model, image }, newest))[0];
}

/** The checklist under which a round of this machine begins now. Throws `internal` where the service has none. */
export async function dueChecklistOf(
  reads: Pick<Reads, 'find'>,
  purpose: ChecklistPurpose,
  machine: { model: string; image?: string | null | undefined },
): Promise<ChecklistRow> {
  for (const [model, image] of scopesOf(machine.model, machine.image ?? null)) {
    const row = await lastChecklist(reads, { purpose, model, image });
    if (row && !isWithdrawn(row)) return row;
  }
  throw new AppError('internal', `there is no checklist of ${purpose}: a new service adopts one`);
}

/** This image where it may be mistyped or old, as no campaign and no checklist names it (book/rules/workstation/images.ts); else null. */
export async function unnamedImage(reads: Pick<Reads, 'find'>, image: string | null): Promise<string | null> {
  if (image === null) return null;
  const campaigns = await reads.find('campaign', { state: CAMPAIGN_STATES });
  const lists = await Promise.all(CHECKLIST_PURPOSES.map((purpose) => reads.find('checklist', { purpose })));
  return isUnnamedImage(image, { campaigns, checklists: lists.flat() }) ? image : null;
}

/** The items of the checklist of a machine's last round; none of a machine that was taken over. */
export async function checkPointsOf(
  reads: Pick<Reads, 'get'>,
  { checklistId }: Pick<WorkstationRow, 'checklistId'>,
): Promise<readonly CheckPoint[]> {
  return checklistId === null ? [] : itemsOf(await reads.get('checklist', checklistId));
}

/** The checklists of a new service: adopted once, before anybody acts. Answers whether it adopted them. */
export function adoptChecklists({ store, chance, clock }: Pick<Deps, 'store' | 'chance' | 'clock'>): Promise<boolean> {
  return store.transact(async (unit) => {
    const standing = await lastChecklist(unit, { purpose: 'commissioning', model: ANY, image: ANY });
    if (standing) return false;
    const rows = CHECKLIST_PURPOSES.map((purpose): ChecklistRow => {
      const scope = { purpose, model: ANY, image: ANY, version: 1, items: itemsText(FIRST_CHECKLISTS[purpose]) };
      return { id: chance.id(), ...scope, proposerId: null, confirmerId: null, since: clock.now() };
    });
    await unit.record({
      actor: 'system',
      role: 'system',
      action: 'checklist.adopt',
      subject: 'service',
      outcome: 'done',
      changes: rows.map((row) => create('checklist', row)),
    });
    return true;
  });
}

/** Whether this is the next version, and another one. Throws `changed_since`, `already_done`. */
export async function checkChecklist({ unit }: Act, args: SetChecklist): Promise<void> {
  const standing = await lastChecklist(unit, args);
  if (args.version !== (standing?.version ?? 0) + 1)
    throw new AppError('changed_since', `version ${standing?.version ?? 0} of this checklist stands: read it again`);
  if (itemsText(args.items) === (standing?.items ?? '[]'))
    throw new AppError('already_done', 'this checklist says that already');
}

/** The version that two persons decided; rounds that have begun go on by theirs. */
export async function checklistChanges(
  { chance }: Pick<Deps, 'chance'>,
  a: Act,
  args: SetChecklist,
  by: readonly string[],
) {
  await checkChecklist(a, args);
  const { items, ...scope } = args;
  const [proposerId = null, confirmerId = null] = by;
  const row = { id: chance.id(), ...scope, items: itemsText(items), proposerId, confirmerId, since: a.now };
  return [create('checklist', row)];
}
