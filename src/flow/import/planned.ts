import type { Caller } from '../../book/rights/roles.ts';
import { nextState } from '../../book/tables/lifecycle.ts';
import type { WorkstationState } from '../../book/tables/states.ts';
import { WORKSTATION_USABLE } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { type Act, type Deps, need } from '../act.ts';
import { incidentAgainst } from '../incident/incident-against.ts';
import type { WorkstationInput } from '../inputs.ts';
import type { PrefetchReads } from '../ports/store.ts';
import { dueChecklistOf } from '../workstation/checklists.ts';
import { checkNew, registerWorkstation } from '../workstation/enrolment.ts';
import { changeRecord, type Recorded } from '../workstation/record.ts';
import { retire } from '../workstation/retire.ts';

/** What a plan does: exactly this, or nothing where it is not as it was when the plan was made. `line`: of the file. */
export type PlannedChange =
  | { plan: 'new'; line: number; input: WorkstationInput; holderId: string | null }
  | { plan: 'changed'; line: number; id: string; was: Partial<Recorded>; set: Partial<Recorded> }
  | { plan: 'gone'; line: 0; id: string; assetNumber: string; state: WorkstationState };

/**
 * States from which a machine that a file leaves out may be retired: none that somebody is looking for, or looking into, nor one that a
 * technician is migrating.
 */
export const RETIRABLE = WORKSTATION_USABLE.filter(
  (state) => state !== 'migrating' && nextState('workstation', state, 'retire') !== undefined,
);

const changed = (): AppError =>
  new AppError('changed_since', 'this workstation changed since the file was compared: compare it anew');

async function checkHolder({ unit }: Act, holderId: string | null | undefined): Promise<void> {
  if (typeof holderId !== 'string') return;
  if ((await unit.get('person', holderId))?.purgedAt !== null) throw changed();
}

/** Reads what a new machine of a plan is looked for by. */
export async function prefetchPlanned(reads: PrefetchReads, row: PlannedChange): Promise<void> {
  if (row.plan !== 'new') return;
  await Promise.all([checkNew(reads, row.input), dueChecklistOf(reads, 'commissioning', row.input)]);
}

/** Does one line of a plan. Throws `changed_since` or `duplicate` before anything is recorded. */
export async function takePlanned(
  deps: Pick<Deps, 'chance'>,
  a: Act,
  caller: Caller,
  row: PlannedChange,
): Promise<'added' | 'updated'> {
  if (row.plan === 'new') {
    await checkHolder(a, row.holderId);
    const made = await registerWorkstation(deps, a, caller, row.input, { action: 'workstation.import' });
    if (row.holderId !== null) await update(a, made.id, { holderId: row.holderId });
    return 'added';
  }
  const standing = await need(a.unit.get('workstation', row.id), 'workstation');
  if (row.plan === 'changed') {
    const isAsRead = Object.entries(row.was).every(([column, was]) => standing[column as keyof Recorded] === was);
    const isGiven = typeof row.set.holderId === 'string';
    if (!isAsRead || standing.state === 'retired' || (isGiven && !WORKSTATION_USABLE.includes(standing.state)))
      throw changed();
    await checkHolder(a, row.set.holderId);
    await update(a, row.id, row.set);
    return 'updated';
  }
  if (standing.state !== row.state || (await incidentAgainst(a.unit, standing)) !== undefined) throw changed();
  a.allow({}, 'workstation.change');
  await retire(a, standing);
  return 'updated';
}

async function update(a: Act, id: string, set: Partial<Recorded>): Promise<void> {
  const row = await need(a.unit.get('workstation', id), 'workstation');
  const { changes, detail } = await changeRecord(a.unit, row, set);
  await a.done(changes, { action: 'workstation.update', subject: `workstation:${id}`, detail });
}
