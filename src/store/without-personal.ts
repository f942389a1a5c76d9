import { COLUMNS } from '../book/tables/columns.ts';
import type { Cell, Row } from '../book/tables/row.ts';
import type { TableName } from '../book/tables/tables.ts';

/** A personal value as the book sees it: that there is one. */
const HIDDEN: Cell = { commitment: '' };
const PERSONAL = new Map<TableName, ReadonlySet<string>>(
  (Object.keys(COLUMNS) as TableName[]).map((table) => [
    table,
    new Set(Object.entries(COLUMNS[table]).flatMap(([column, kind]) => (kind === 'personal' ? [column] : []))),
  ]),
);

/** A row of the store as the book sees it: its own columns, personal ones hidden. */
export function withoutPersonal(table: TableName, row: object): Row {
  const personal = PERSONAL.get(table);
  if (personal?.size === 0) return row as Row;
  const seen: Record<string, Cell> = {};
  for (const column of Object.keys(COLUMNS[table])) {
    const value = (row as Record<string, Cell>)[column] ?? null;
    seen[column] = value !== null && personal?.has(column) ? HIDDEN : value;
  }
  return seen;
}
