import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { CHECKLISTS, dueChecklist, missingItems } from '../../book/rules/checklists.ts';
import { isLoneBringer } from '../../book/rules/inventory.ts';
import { type Action, type Change, create, move } from '../../book/tables/lifecycle.ts';
import type { CheckItemRow, WorkstationRow } from '../../book/tables/tables.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import type { WorkstationInput } from '../inputs.ts';
import { Ref, searchText } from '../inputs.ts';
import type { Reads, Unit } from '../ports/store.ts';
import { concludeRevocation, revokeAllOn, revokeMachine } from '../revocation/revocation.ts';

export const WorkstationRef = z.strictObject({ workstation: Ref });
export const SignItem = WorkstationRef.extend({ item: searchText(40) });
export const ChangeWorkstation = WorkstationRef.extend({
  action: z.enum([
    ...(['migrate', 'loan', 'giveBack', 'sendToRepair', 'takeBackCleaned', 'takeBackFound', 'backFromRepair'] as const),
    ...(['retire', 'block', 'lose'] as const),
  ]),
});

/** A workstation by its asset number, its serial number or its id; undefined for none. */
export async function workstationCalled(
  reads: Pick<Reads, 'get' | 'find'>,
  reference: string,
): Promise<WorkstationRow | undefined> {
  const [byNumber] = await reads.find('workstation', { assetNumber: reference });
  const [bySerial] = byNumber ? [] : await reads.find('workstation', { serialNumber: reference });
  return byNumber ?? bySerial ?? reads.get('workstation', reference);
}
/** The same; throws `not_found`. */
export const findWorkstation = (unit: Unit, reference: string): Promise<WorkstationRow> =>
  need(workstationCalled(unit, reference), 'workstation');

async function unsigned(unit: Unit, row: WorkstationRow, checklist: keyof typeof CHECKLISTS): Promise<string[]> {
  const signed = await unit.find('checkItem', { workstationId: row.id, checklist, round: row.round });
  return missingItems(checklist, signed);
}

/** The columns that change with a step, beside the state. */
function columnsOf(row: WorkstationRow, action: Action<'workstation'>): Partial<WorkstationRow> {
  if (action === 'migrate') return { round: row.round + 1 };
  // it was out of the house: nothing that was signed before counts any more
  return action === 'backFromRepair' ? { round: row.round + 1, commissionerId: null, cameIn: null } : {};
}

/** The refusal of a serial number that a workstation bears already. */
export const duplicateSerial = (serialNumber: string): AppError =>
  new AppError('duplicate', `a workstation with the serial number ${serialNumber} is registered already`, {
    detail: { serialNumber, why: 'serial' },
  });

/** The refusal of a number that a workstation bears already. */
export const duplicateNumber = (assetNumber: string): AppError =>
  new AppError('duplicate', `workstation ${assetNumber} is registered already`, {
    detail: { assetNumber, why: 'workstation' },
  });

/** Why a machine that was given up comes back. */
const BACK: Readonly<Partial<Record<Action<'workstation'>, string>>> = {
  takeBackCleaned: 'cleaned',
  takeBackFound: 'found',
};

/** Throws `duplicate` for an asset number or a serial number that a workstation bears already. */
export async function checkNew(
  unit: Unit,
  { assetNumber, serialNumber }: Pick<WorkstationInput, 'assetNumber' | 'serialNumber'>,
): Promise<void> {
  if ((await unit.count('workstation', { assetNumber })) > 0) throw duplicateNumber(assetNumber);
  if (serialNumber === undefined) return;
  if ((await unit.count('workstation', { serialNumber })) > 0) throw duplicateSerial(serialNumber);
}

/** What was said of a machine, and null for what was not. Nobody has it yet. */
export const inventoryOf = ({ serialNumber, image, ...said }: WorkstationInput) => ({
  ...said,
  serialNumber: serialNumber ?? null,
  image: image ?? null,
  holderId: null,
});

/** Registers a workstation within an act. Throws `duplicate`. */
export async function registerWorkstation(
  { chance }: Pick<Deps, 'chance'>,
  a: Act,
  { personId }: Pick<Caller, 'personId'>,
  input: WorkstationInput,
  entry: { action?: 'workstation.import' } = {},
): Promise<WorkstationRow> {
  await checkNew(a.unit, input);
  const nobody = { seconderId: null, commissionerId: null, cameIn: null };
  const made = { state: 'registered', round: 0, registeredAt: a.now, registererId: personId } as const;
  const row: WorkstationRow = { id: chance.id(), ...inventoryOf(input), ...made, ...nobody };
  await a.done([create('workstation', row)], { ...entry, subject: `workstation:${row.id}` });
  return row;
}

/** The verbs of a workstation's life. Those of a file come in by import/import.ts. */
export function createEnrolment(deps: Deps) {
  /** Lost or blocked: every token in use on the workstation is revoked in the same transaction. */
  const consequences = async (a: Act, row: WorkstationRow, action: Action<'workstation'>): Promise<Change[]> => {
    if (action === 'lose') return revokeAllOn(a.unit, row.id, 'workstation-lost', a.now);
    if (action === 'block') return revokeAllOn(a.unit, row.id, 'workstation-blocked', a.now);
    // its tokens are their holders' still, and come back one by one
    return action === 'retire' ? revokeMachine(a.unit, row.id, 'workstation-retired', a.now) : [];
  };

  return {
    /** Registers one workstation. Throws `duplicate`. */
    register: (caller: Caller, input: WorkstationInput): Promise<WorkstationRow> =>
      act(deps, caller, 'workstation.register', `workstation:${input.assetNumber}`, async (a) => {
        a.allow();
        return registerWorkstation(deps, a, caller, input);
      }),

    /**
     * Signs one item of the checklist that is due; the last one puts the workstation into service. Answers the items that
     * are left. Throws `wrong_state` where no list is due, `already_done`, `same_person` for the last item where the caller
     * brought the workstation in alone.
     */
    signItem: (caller: Caller, input: z.output<typeof SignItem>): Promise<{ missing: string[] }> =>
      act(deps, caller, 'workstation.signItem', `workstation:${input.workstation}`, async (a) => {
        const row = await findWorkstation(a.unit, input.workstation);
        a.allow();
        const checklist = dueChecklist(row.state);
        if (!checklist)
          throw new AppError('wrong_state', `workstation ${row.assetNumber} is ${row.state}: no checklist is due`);
        const missing = await unsigned(a.unit, row, checklist);
        if (!(CHECKLISTS[checklist] as readonly string[]).includes(input.item)) {
          throw new AppError(
            'invalid_input',
            `"${input.item}" is not on the ${checklist} checklist: ${CHECKLISTS[checklist].join(', ')}`,
          );
        }
        if (!missing.includes(input.item)) throw new AppError('already_done', 'this item was signed off already');
        const left = missing.filter((m) => m !== input.item);
        if (left.length === 0 && isLoneBringer(row, caller.personId))
          throw new AppError('same_person', 'you brought this workstation in: another technician signs the last item', {
            detail: { why: 'last-item' },
          });
        const item: CheckItemRow = {
          id: deps.chance.id(),
          workstationId: row.id,
          checklist,
          round: row.round,
          item: input.item,
          signedBy: caller.personId,
          signedAt: a.now,
        };
        const came = checklist === 'commissioning' ? { cameIn: 'checklist' as const } : {};
        const ends =
          left.length === 0
            ? [move('workstation', row, 'commission', { commissionerId: caller.personId, ...came })]
            : [];
        await a.done([create('checkItem', item), ...ends], { subject: `workstation:${row.id}` });
        return { missing: left };
      }),

    /** Moves a workstation through its life, except into service: that takes the last item of its checklist. */
    change: async (
      caller: Caller,
      input: z.output<typeof ChangeWorkstation>,
    ): Promise<{ state: WorkstationRow['state']; revoked: number }> => {
      const name = input.action === 'block' || input.action === 'lose' ? 'workstation.block' : 'workstation.change';
      const done = await act(deps, caller, name, `workstation:${input.workstation}`, async (a) => {
        const row = await findWorkstation(a.unit, input.workstation);
        a.allow();
        const step = move('workstation', row, input.action, columnsOf(row, input.action));
        const revoked = await consequences(a, row, input.action);
        const reason = BACK[input.action];
        await a.done([step, ...revoked], {
          action: `workstation.${input.action}`,
          subject: `workstation:${row.id}`,
          detail: reason ? { reason } : {},
        });
        const after = (await a.unit.get('workstation', row.id)) ?? row;
        const tokens = revoked.filter((c) => c.table === 'token').length;
        return { state: after.state, revoked: tokens, ended: revoked.length > 0 };
      });
      if (done.ended) await concludeRevocation(deps);
      return { state: done.state, revoked: done.revoked };
    },
  };
}
