import { type RawBuilder, sql } from 'kysely';
import { WORKSTATION_USABLE, type WorkstationState } from '../../../book/tables/states.ts';
import { WORKSTATION_STATES } from '../../../flow/inputs.ts';
import { unindexed } from '../../engine.ts';
import { all } from '../../rows.ts';
import type { Sought } from '../../search/texts-sought.ts';
import type { Db } from '../../tables.ts';
import { areFew, type Found, fewFound, states } from '../walk/found.ts';
import { among, beginsWith } from '../walk/text.ts';
import { isOneOf, type WorkstationKind } from './workstation-kinds.ts';

type Sql = RawBuilder<unknown>;
/** Machines of a list: an index has their state with the rarest thing that they have in common. */
export function workstationsFound(state: readonly string[] | undefined, kinds: readonly WorkstationKind[]): Found {
  const [first, ...others] = kinds;
  if (!first) return { table: 'workstation', where: states(state) };
  return {
    table: 'workstation',
    where: [...states(state ?? WORKSTATION_STATES), isOneOf('r', first)],
    also: others.map((kind) => isOneOf('r', kind)),
  };
}
/** Ids of the machines that a filter finds, where they are few enough to be sorted; undefined where they are not. */
export const foundWorkstations = (
  db: Db,
  state: readonly string[] | undefined,
  kinds: readonly WorkstationKind[],
  text: Sought | undefined,
): Promise<Sql | undefined> => fewFound(db, workstationsFound(state, kinds), text);

/** Conditions of a certificate of a machine that ends from one moment to another: an index has them in this order. */
export const endsWithin = (alias: string, from: number, until: number): Sql[] => {
  const of = (column: string) => sql.ref(`${alias}.${column}`);
  return [
    sql`${of('workstationId')} is not null`,
    sql`${of('state')} = 'good'`,
    sql`${of('notAfter')} >= ${from}`,
    sql`${of('notAfter')} <= ${until}`,
  ];
};
/** The same of a certificate that is found by its machine: of each machine, all that end would be looked through else. */
export const endsWithinOf = (db: Db, alias: string, from: number, until: number): Sql[] => {
  const of = (column: string) => unindexed(db, sql.ref(`${alias}.${column}`));
  return [sql`${of('state')} = 'good'`, sql`${of('notAfter')} >= ${from}`, sql`${of('notAfter')} <= ${until}`];
};
/** Whether the machine of this alias has a certificate that ends so. */
export const machineEnds = (db: Db, alias: string, from: number, until: number): Sql =>
  sql`exists (select 1 from "certificate" as "e" where e."workstationId" = ${sql.ref(`${alias}.id`)}
    and ${all(endsWithinOf(db, 'e', from, until))})`;

/** The states of machines whose ends are told: all that are in use, or one of them. */
export const endingStates = (state: WorkstationState | undefined): WorkstationState[] =>
  WORKSTATION_USABLE.filter((one) => (state ?? one) === one);

/** From one moment to another. */
type Span = readonly [from: number, until: number];
/** Which machines: their state, what they have in common, the beginning of their numbers, and whether their text is one that few have. */
interface EndingMachines {
  state: WorkstationState | undefined;
  kinds: readonly WorkstationKind[];
  number: string | undefined;
  isFewText: boolean;
}
/**
 * Machines whose certificates end: found by the beginning of a number or by a text that few have, by what they have in common, or by their
 * certificates.
 */
export async function machineEndsFound(
  db: Db,
  [from, until]: Span,
  { state, kinds, number, isFewText }: EndingMachines,
): Promise<Found> {
  const ofNumber = (alias: string): Sql[] =>
    number === undefined ? [] : beginsWith(sql.ref(`${alias}.assetNumber`), number);
  const asked = endingStates(state);
  const usable = among(sql`w."state"`, asked);
  const ends = machineEnds(db, 'r', from, until);
  const isFewNumber =
    number !== undefined && (await areFew(db, sql`"workstation" as "w"`, all([usable, ...ofNumber('w')])));
  if (isFewNumber) {
    const where = [among(sql`r."state"`, asked), ...ofNumber('r')];
    return { table: 'workstation', where, also: [...kinds.map((kind) => isOneOf('r', kind)), ends] };
  }
  if (kinds.length === 0 && !isFewText) {
    const isAsked = sql`exists (select 1 from "workstation" as "w" where w."id" = r."workstationId"
      and ${all([usable, ...ofNumber('w')])})`;
    return { table: 'certificate', id: sql`r."workstationId"`, where: endsWithin('r', from, until), also: [isAsked] };
  }
  const { where, also = [], ...found } = workstationsFound(asked, kinds);
  return { ...found, where, also: [...also, ...ofNumber('r'), ends] };
}
/** Ids of the machines that a filter finds so, where they are few enough to be sorted; undefined where they are not. */
export const foundMachineEnds = async (
  db: Db,
  span: Span,
  of: Omit<EndingMachines, 'isFewText'>,
  text: Sought | undefined,
): Promise<Sql | undefined> =>
  fewFound(db, await machineEndsFound(db, span, { ...of, isFewText: text?.few !== undefined }), text);
