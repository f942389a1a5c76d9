import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { HELD_BY_INCIDENT } from '../../book/rules/workstation/incidents.ts';
import { type Action, type Change, create, move } from '../../book/tables/lifecycle.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps } from '../act.ts';
import { campaignOf } from '../campaign/standing.ts';
import { incidentAgainst } from '../incident/incident-against.ts';
import { markBlocked } from '../incident/mark-blocked.ts';
import type { WorkstationInput } from '../inputs.ts';
import { Ref } from '../inputs.ts';
import type { Unit } from '../ports/store.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { revokeAllOn } from '../revocation/revoking.ts';
import { dueChecklistOf } from './checklists.ts';
import { endedBy, endUse } from './end-of-use.ts';
import { findWorkstation } from './find-workstation.ts';
import { createLoss, type Lost } from './loss.ts';
import { retire } from './retire.ts';
import { createSigning } from './sign-items.ts';

export const WorkstationRef = z.strictObject({ workstation: Ref });
/** A step of a workstation's life. Its loss is reported by others too, and has an act of its own. */
export const ChangeWorkstation = WorkstationRef.extend({
  action: z.enum([
    ...(['migrate', 'loan', 'giveBack', 'sendToRepair', 'takeBackCleaned', 'takeBackFound', 'backFromRepair'] as const),
    ...(['retire', 'block'] as const),
  ]),
});

type In = z.output<typeof ChangeWorkstation>;

/** What became of a machine by a step, and what ended with it. */
export type Changed = Omit<Lost, 'workstation'>;

/** The columns that change with a step, beside the state. */
async function columnsOf(
  unit: Unit,
  row: WorkstationRow,
  action: Action<'workstation'>,
): Promise<Partial<WorkstationRow>> {
  if (action !== 'migrate' && action !== 'backFromRepair') return {};
  const purpose = action === 'migrate' ? 'migration' : 'commissioning';
  // in a campaign it is led by the checklist of the image to which it goes
  const target = action === 'migrate' ? (await campaignOf(unit, row.id))?.targetImage : undefined;
  const { id: checklistId } = await dueChecklistOf(unit, purpose, { model: row.model, image: target ?? row.image });
  const round = { round: row.round + 1, checklistId };
  // it was out of the house: nothing that was signed before counts any more
  return action === 'backFromRepair' ? { ...round, commissionerId: null, cameIn: null } : round;
}

/** The refusal of a serial number that a workstation bears already. */
const duplicateSerial = (serialNumber: string): AppError =>
  new AppError('duplicate', `a workstation with the serial number ${serialNumber} is registered already`, {
    detail: { serialNumber, why: 'serial' },
  });

/** The refusal of a number that a workstation bears already. */
const duplicateNumber = (assetNumber: string): AppError =>
  new AppError('duplicate', `workstation ${assetNumber} is registered already`, {
    detail: { assetNumber, why: 'workstation' },
  });

/** Why a machine that was given up comes back. */
const BACK: Readonly<Partial<Record<Action<'workstation'>, string>>> = {
  takeBackCleaned: 'cleaned',
  takeBackFound: 'found',
};

/** Throws `wrong_state` while an open incident stands against this machine. */
async function checkNoOpenIncident(unit: Unit, machine: WorkstationRow): Promise<void> {
  const why = await incidentAgainst(unit, machine);
  if (why === undefined) return;
  const { assetNumber } = machine;
  const which =
    why === 'incident-open'
      ? `on workstation ${assetNumber} is open`
      : `without a machine is open of whoever has workstation ${assetNumber} or used a token in it`;
  throw new AppError('wrong_state', `an incident ${which}: a security officer closes it`, { detail: { why } });
}

/**
 * Throws `duplicate` for an asset number or a serial number that another workstation bears, as the one or the other: a scan of
 * one would be taken for the other. `id`: the machine that is to bear them, where it is known already.
 */
export async function checkNew(
  unit: Pick<Unit, 'find'>,
  { assetNumber, serialNumber }: { assetNumber?: string; serialNumber?: string | undefined },
  id?: string,
): Promise<void> {
  const isBorne = async (number: string): Promise<boolean> =>
    (await unit.find('workstation', { assetNumber: number })).some((one) => one.id !== id) ||
    (await unit.find('workstation', { serialNumber: number })).some((one) => one.id !== id);
  if (assetNumber !== undefined && (await isBorne(assetNumber))) throw duplicateNumber(assetNumber);
  if (serialNumber !== undefined && (await isBorne(serialNumber))) throw duplicateSerial(serialNumber);
}

/** What was said of a machine, and null for what was not. Nobody has it yet. */
export const inventoryOf = ({ serialNumber, image, ...said }: WorkstationInput) => ({
  ...said,
  serialNumber: serialNumber ?? null,
  image: image ?? null,
  holderId: null,
  formerHolderId: null,
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
  const { id: checklistId } = await dueChecklistOf(a.unit, 'commissioning', input);
  const made = { state: 'registered', round: 0, checklistId, registeredAt: a.now, registererId: personId } as const;
  const row: WorkstationRow = { id: chance.id(), ...inventoryOf(input), ...made, ...nobody };
  await a.done([create('workstation', row)], { ...entry, subject: `workstation:${row.id}` });
  return row;
}

/** The verbs of a workstation's life. Those of a file come in by flow/import/import.ts. */
export function createEnrolment(deps: Deps) {
  /** Blocked or back from a loan: every token in use on the workstation is revoked in the same transaction, and what was asked for it ends unless it is blocked. */
  const consequences = async (
    a: Act,
    caller: Caller,
    row: WorkstationRow,
    action: Action<'workstation'>,
  ): Promise<Change[]> => {
    if (action === 'block') {
      const revoked = await revokeAllOn(a, row.id, 'workstation-blocked');
      return [...revoked, ...(await markBlocked(a, caller, { workstation: row, personIds: [] }))];
    }
    return action === 'giveBack' ? endUse(a, row.id, 'loan-ended') : [];
  };

  const step = async (
    a: Act,
    caller: Caller,
    row: WorkstationRow,
    action: Exclude<In['action'], 'retire'>,
  ): Promise<Change[]> => {
    const moved = move('workstation', row, action, await columnsOf(a.unit, row, action));
    const ended = await consequences(a, caller, row, action);
    const reason = BACK[action];
    await a.done([moved, ...ended], {
      action: `workstation.${action}`,
      subject: `workstation:${row.id}`,
      ...(reason ? { detail: { reason } } : {}),
    });
    return ended;
  };

  return {
    ...createSigning(deps),
    ...createLoss(deps),

    /** Registers one workstation. Throws `duplicate`. */
    register: (caller: Caller, input: WorkstationInput): Promise<WorkstationRow> =>
      act(deps, caller, 'workstation.register', `workstation:${input.assetNumber}`, async (a) => {
        a.allow();
        return registerWorkstation(deps, a, caller, input);
      }),

    /**
     * Moves a workstation through its life, except into service: that takes the last item of its checklist. Answers how many tokens were
     * revoked with it, how many requests were withdrawn, and whether the CRL says so already.
     */
    change: async (caller: Caller, input: In): Promise<Changed> => {
      const name = input.action === 'block' ? 'workstation.block' : 'workstation.change';
      const done = await act(deps, caller, name, `workstation:${input.workstation}`, async (a) => {
        const row = await findWorkstation(a.unit, input.workstation);
        a.allow();
        move('workstation', row, input.action); // throws before anything is read for it
        if (HELD_BY_INCIDENT.includes(input.action)) await checkNoOpenIncident(a.unit, row);
        const ended = input.action === 'retire' ? await retire(a, row) : await step(a, caller, row, input.action);
        const after = (await a.unit.get('workstation', row.id)) ?? row;
        return {
          answer: { state: after.state, ...endedBy(ended) },
          hasCertificates: ended.some((c) => c.table === 'certificate'),
        };
      });
      return { ...done.answer, published: done.hasCertificates ? await concludeRevocation(deps) : true };
    },
  };
}
