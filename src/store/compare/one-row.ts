import { COLUMNS } from '../../book/tables/columns.ts';
import { isCommitment, type Row, type Cell as Told } from '../../book/tables/row.ts';
import { PERSONAL, type TableName } from '../../book/tables/tables.ts';
import { commitTo, SALT_OCTETS } from '../../journal/commitment.ts';
import type { Cell, Cells } from '../seal/seals.ts';
import type { Openings } from './openings.ts';

/** What a comparison counted of personal values. */
export interface Opened {
  /** Held against the journal's commitment. */
  opened: number;
  /** Gone with a purge: neither value nor salt is kept. */
  purged: number;
}

const PERSONAL_OF = new Map(Object.entries(PERSONAL).map(([table, columns]) => [table, new Set<string>(columns)]));

/** The commitments that are told of a row's personal columns. */
export function commitmentsOf(table: TableName, told: Row): string[] {
  const columns = [...(PERSONAL_OF.get(table) ?? [])].map((column) => told[column] ?? null);
  return columns.flatMap((said) => (isCommitment(said) ? [said.commitment] : []));
}

/** Compares rows with what the journal tells of them, personal columns by the openings of their commitments. */
export function createRowComparison() {
  const counted: Opened = { opened: 0, purged: 0 };

  const fitsCommitment = (
    { subject, column, value }: { subject: string; column: string; value: Cell },
    told: Told,
    openings: Openings,
  ): boolean => {
    if (!isCommitment(told)) return told === null && value === null;
    const kept = openings.get(told.commitment);
    if (!kept) {
      counted.purged += 1;
      return value === null;
    }
    counted.opened += 1;
    const belongs = kept.subject === subject && kept.field === column && kept.salt.length === SALT_OCTETS;
    return belongs && value !== null && commitTo(value, kept.salt) === told.commitment;
  };
  return {
    counted: (): Opened => counted,
    /** The columns in which a row is another than the journal says; `openings`: those of what is told. */
    differing(table: TableName, row: Cells, told: Row, openings: Openings): string[] {
      const personal = PERSONAL_OF.get(table);
      return Object.keys(COLUMNS[table]).filter((column) => {
        const [value, said] = [row[column] ?? null, told[column] ?? null];
        if (!personal?.has(column)) return value !== said;
        return !fitsCommitment({ subject: `${table}:${row['id']}`, column, value }, said, openings);
      });
    },
  };
}
export type RowComparison = ReturnType<typeof createRowComparison>;
