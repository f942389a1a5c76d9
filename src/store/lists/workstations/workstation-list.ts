import { sql } from 'kysely';
import type { WorkstationRow } from '../../../book/tables/rows/workstations.ts';
import { WORKSTATION_STATES } from '../../../flow/inputs.ts';
import type { Lists } from '../../../flow/reading/lists.ts';
import type { WorkstationFilter } from '../../../flow/reading/workstation/workstation-lists.ts';
import { seek } from '../../search/texts-sought.ts';
import type { Db } from '../../tables.ts';
import { cell, goesByItself, inStates, type Listed, list, ORDERS, within } from '../walk/sorted-list.ts';
import { among } from '../walk/text.ts';
import { foundWorkstations } from './machines-found.ts';
import { isOneOf, type WorkstationKind, workstationKinds } from './workstation-kinds.ts';

type Asked = Parameters<Lists['workstations']>[0];
type Found = Pick<Listed, 'of' | 'keys' | 'few' | 'seen'>;

const states = (alias: string, { state }: WorkstationFilter) =>
  state ? [among(sql.ref(`${alias}.state`), state)] : [];

/** Machines that somebody has: an index goes on with their numbers, and there are few of them. */
function ofHolder(filter: Asked, holderId: string, kinds: readonly WorkstationKind[]): Found {
  const theirs = (alias: string) => sql`${sql.ref(`${alias}.holderId`)} = ${holderId}`;
  const asked = (alias: string) => [...states(alias, filter), ...kinds.map((kind) => isOneOf(alias, kind))];
  const keys = [{ column: sql`r."holderId"`, values: [holderId] }];
  return { of: [theirs('s'), ...asked('s')], keys: { of: 'rows', keys, where: asked('r') }, seen: [theirs('r')] };
}

/**
 * Machines that have something in common. By their numbers or states they are walked as an index has them. By another column they are
 * sorted where they are few, and else met soon in a walk of that column.
 */
async function ofKinds(db: Db, filter: Asked, by: keyof typeof ORDERS.workstations, kinds: readonly WorkstationKind[]) {
  const [first, ...others] = kinds;
  if (!first)
    return inStates(filter.state, { all: WORKSTATION_STATES, ownOrder: goesByItself(by, 'number', filter.text) });
  const state = { column: sql`r."state"`, values: filter.state ?? WORKSTATION_STATES };
  const where = (of: readonly WorkstationKind[]) => of.map((kind) => isOneOf('r', kind));
  const of = [...kinds.map((kind) => isOneOf('s', kind)), ...states('s', filter)];
  if (by === 'number' || by === 'state') {
    const keys = [state, { column: cell('r', first.column), values: first.values }];
    return { of, keys: { of: 'rows', keys, where: where(others) } } as const;
  }
  const few = await foundWorkstations(db, filter.state, kinds, await seek(db, 'workstation', filter.text));
  return { of, few, keys: { of: 'rows', keys: [state], where: where(kinds) } } as const;
}

/** Machines by their numbers, or sorted by another column, all or those that have something in common. */
export function workstationList(db: Db): Lists['workstations'] {
  return async (filter, page) => {
    const { holderId, text, state, sort = { by: 'number', descending: false } } = filter;
    const kinds = await workstationKinds(db, filter);
    const rows = { table: 'workstation', text } as const;
    if (holderId !== undefined) {
      const order = { order: ORDERS.workstations.number, descending: false };
      return list<WorkstationRow>(db, { ...rows, ...order, ...ofHolder(filter, holderId, kinds) }, page);
    }
    // where all have the same, to sort by it is to sort by their numbers
    const isSame = kinds.some(({ column, values }) => column === sort.by && values.length === 1);
    const by = isSame ? 'number' : within(sort.by, 'number', state);
    const order = { order: ORDERS.workstations[by], descending: sort.descending };
    return list<WorkstationRow>(db, { ...rows, ...order, ...(await ofKinds(db, filter, by, kinds)) }, page);
  };
}
