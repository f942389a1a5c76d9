import { COLUMNS } from '../tables/columns.ts';
import { isStateful } from '../tables/lifecycle.ts';
import type { BookEntry, Cell, Row, Step } from '../tables/row.ts';
import type { TableName } from '../tables/tables.ts';

const isTable = (name: unknown): name is TableName => typeof name === 'string' && Object.hasOwn(COLUMNS, name);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCell = (value: unknown): value is Cell =>
  value === null || typeof value !== 'object' ? value !== undefined : isCommitted(value);
const isCommitted = (value: object): boolean => {
  const { commitment, ...more } = value as { commitment?: unknown };
  return typeof commitment === 'string' && commitment.length === 43 && Object.keys(more).length === 0;
};
const isRow = (value: unknown): value is Row => isObject(value) && Object.values(value).every(isCell);

/**
 * The rows that an entry changes, one after another, over how they stand. All of it is attacker-controlled: a sentence
 * says what cannot be: an unknown table, a row that is made twice, one that is changed before it was made, a state left
 * that the row did not have.
 */
export function stepsOf(
  { detail }: Pick<BookEntry, 'detail'>,
  get: (table: TableName, id: string) => Row | undefined,
): Step[] | string {
  const { changes } = detail;
  if (changes === undefined) return [];
  if (!Array.isArray(changes) || changes.length === 0) return 'its changes have an unknown shape';
  const steps: Step[] = [];
  const own = new Map<string, Row>();
  for (const change of changes as unknown[]) {
    const step = stepOf(change, (table, id) => own.get(`${table}:${id}`) ?? get(table, id));
    if (typeof step === 'string') return step;
    own.set(`${step.table}:${step.id}`, step.after);
    steps.push(step);
  }
  return steps;
}

function stepOf(change: unknown, get: (table: TableName, id: string) => Row | undefined): Step | string {
  if (!isObject(change)) return 'its changes have an unknown shape';
  const { table, id, insert, set, from, ...more } = change;
  const shaped =
    typeof id === 'string' && Object.keys(more).length === 0 && (insert === undefined) !== (set === undefined);
  if (!shaped || !(insert === undefined ? isRow(set) : isRow(insert) && from === undefined))
    return 'its changes have an unknown shape';
  if (!isTable(table)) return `there is no table ${String(table)}`;
  const before = get(table, id);
  if (isRow(insert))
    return before ? `${table} ${id} is made twice` : { table, id, before, said: insert, after: insert };
  if (!before) return `${table} ${id} is changed before it was made`;
  const said = set as Row;
  const moved = Object.hasOwn(said, 'state');
  if (moved !== (from !== undefined) || (moved && !isStateful(table)))
    return `${table} ${id} leaves a state for nothing`;
  if (moved && from !== before['state'])
    return `${table} ${id} is ${String(before['state'])}, the entry says ${String(from)}`;
  if (Object.keys(said).length === 0) return `${table} ${id} is changed in nothing`;
  return { table, id, before, said, after: { ...before, ...said } };
}
