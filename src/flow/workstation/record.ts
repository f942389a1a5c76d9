import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { formerHolderAfter } from '../../book/rules/workstation/exchanges.ts';
import { SerialNumber, ServiceCode, WithoutKey } from '../../book/rules/workstation/inventory.ts';
import { GIVEN_FOR, TAKEN_BACK_FOR } from '../../book/tables/codes.ts';
import { type Change, update } from '../../book/tables/lifecycle.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { WORKSTATION_USABLE } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps } from '../act.ts';
import { exchangesGiven } from '../campaign/exchanges.ts';
import { mayBeEmpty, oneLine } from '../inputs.ts';
import { findPerson } from '../people/find-person.ts';
import type { Unit } from '../ports/store.ts';
import { personUnknown } from '../visibility.ts';
import { checkNew, WorkstationRef } from './enrolment.ts';
import { findWorkstation } from './find-workstation.ts';

/** What is wrong in a record, as it should be. Its number, its state and who has it are no part of a correction. */
export const AmendWorkstation = WorkstationRef.extend({
  serialNumber: mayBeEmpty(SerialNumber),
  model: WithoutKey(80).optional(),
  image: mayBeEmpty(WithoutKey(80)),
  service: ServiceCode.optional(),
  site: WithoutKey(100).optional(),
});
export const AssignWorkstation = WorkstationRef.extend({
  /** Directory id or id of the agent. */
  person: oneLine(64),
  reason: z.enum(GIVEN_FOR),
});
export const TakeBackWorkstation = WorkstationRef.extend({ reason: z.enum(TAKEN_BACK_FOR) });

/** What a record says of a machine beside its number, its state and its history. */
export type Recorded = Pick<WorkstationRow, 'serialNumber' | 'model' | 'image' | 'service' | 'site' | 'holderId'>;
export const RECORDED = ['serialNumber', 'model', 'image', 'service', 'site', 'holderId'] as const;

/** The columns in which a record is to change; undefined is not said. */
export const differing = (row: Recorded, said: { [C in keyof Recorded]?: Recorded[C] | undefined }) =>
  RECORDED.filter((column) => said[column] !== undefined && said[column] !== row[column]);

/**
 * The change of a record, and what its entry says of it: each column's value before. Throws `duplicate` for the serial number
 * of another machine.
 */
export async function changeRecord(
  unit: Unit,
  row: WorkstationRow,
  said: { [C in keyof Recorded]?: Recorded[C] | undefined },
): Promise<{ changes: Change[]; detail: Record<string, unknown> }> {
  const columns = differing(row, said);
  const of = (from: typeof said, name: (column: string) => string) =>
    Object.fromEntries(columns.map((column) => [name(column), from[column]]));
  const same = (column: string): string => column;
  if (columns.includes('serialNumber') && typeof said.serialNumber === 'string')
    await checkNew(unit, { serialNumber: said.serialNumber }, row.id);
  const changes = columns.length === 0 ? [] : [update('workstation', row, of(said, same), of(row, same))];
  return { changes, detail: of(row, (column) => `${column}Before`) };
}

/** What is known of a machine is corrected; an agent is given it, and it is taken back. */
export function createRecords(deps: Deps) {
  return {
    /** Corrects a record; its entry says what it was. Throws `already_done` where nothing differs, `duplicate`. */
    amend: (caller: Caller, { workstation, ...said }: z.output<typeof AmendWorkstation>): Promise<WorkstationRow> =>
      act(deps, caller, 'workstation.amend', `workstation:${workstation}`, async (a) => {
        const row = await findWorkstation(a.unit, workstation);
        a.allow();
        const { changes, detail } = await changeRecord(a.unit, row, said);
        if (changes.length === 0) throw new AppError('already_done', 'the record says this already: nothing differs');
        await a.done(changes, { subject: `workstation:${row.id}`, detail });
        return (await a.unit.get('workstation', row.id)) ?? row;
      }),

    /**
     * An agent has it from now on; where it takes the place of one of theirs in a campaign, and no token has to follow, the campaign is
     * done with that one. Throws `wrong_state` where somebody has it, or it is retired, blocked or lost.
     */
    assign: async (
      caller: Caller,
      { workstation, person, reason }: z.output<typeof AssignWorkstation>,
    ): Promise<WorkstationRow> => {
      return act(deps, caller, 'workstation.assign', `workstation:${workstation}`, async (a) => {
        const row = await findWorkstation(a.unit, workstation);
        a.allow();
        const { id: holderId } = await findPerson(a.unit, person, personUnknown('person'));
        if (row.holderId === holderId) throw new AppError('already_done', 'this agent has the workstation already');
        if (row.holderId !== null)
          throw new AppError('wrong_state', `somebody has workstation ${row.assetNumber}: take it back first`, {
            detail: { why: 'has-holder', assetNumber: row.assetNumber },
          });
        if (!WORKSTATION_USABLE.includes(row.state))
          throw new AppError('wrong_state', `workstation ${row.assetNumber} is ${row.state}: nobody can have it`, {
            detail: { kind: 'workstation', from: row.state, action: 'assign' },
          });
        const change = update('workstation', row, { holderId }, { holderId: null });
        const ended = await exchangesGiven(a.unit, row.id, holderId, a.now);
        await a.done([change, ...ended.changes], {
          subject: `workstation:${row.id}`,
          detail: { reason, ...ended.says },
        });
        return { ...row, holderId };
      });
    },

    /** Nobody has it any more, and who had it last stays known where that may matter (`formerHolderAfter`). Throws `wrong_state` where nobody has it. */
    takeBack: (
      caller: Caller,
      { workstation, reason }: z.output<typeof TakeBackWorkstation>,
    ): Promise<WorkstationRow> =>
      act(deps, caller, 'workstation.assign', `workstation:${workstation}`, async (a) => {
        const row = await findWorkstation(a.unit, workstation);
        a.allow();
        const { holderId } = row;
        if (holderId === null)
          throw new AppError('wrong_state', `nobody has workstation ${row.assetNumber}`, {
            detail: { why: 'no-holder', assetNumber: row.assetNumber },
          });
        const formerHolderId = formerHolderAfter(row, reason);
        const change = update('workstation', row, { holderId: null, formerHolderId }, { holderId });
        const detail = { reason, holderIdBefore: holderId };
        await a.done([change], { action: 'workstation.takeBack', subject: `workstation:${row.id}`, detail });
        return { ...row, holderId: null, formerHolderId };
      }),
  };
}
