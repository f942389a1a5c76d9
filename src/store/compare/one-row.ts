import type Database from 'better-sqlite3';
import { COLUMNS } from '../../book/tables/columns.ts';
import { isCommitment, type Row, type Cell as Told } from '../../book/tables/row.ts';
import { PERSONAL, type TableName } from '../../book/tables/tables.ts';
import { commitTo, SALT_OCTETS } from '../../journal/commitment.ts';
import type { Cell, Cells } from '../seal/seals.ts';

interface Opening {
  subject: string;
  field: string;
  salt: Buffer;
}

/** What a comparison counted of personal values. */
export interface Opened {
  /** Held against the journal's commitment. */
  opened: number;
  /** Gone with a purge: neither value nor salt is kept. */
  purged: number;
}

const PERSONAL_OF = new Map(Object.entries(PERSONAL).map(([table, columns]) => [table, new Set<string>(columns)]));

/** Compares rows with what the journal tells of them, personal columns by the openings of their commitments. */
export function createRowComparison(db: Database.Database) {
  const opening = db.prepare<[string], Opening>(
    'SELECT "subject", "field", "salt" FROM "opening" WHERE "commitment" = ?',
  );
  const counted: Opened = { opened: 0, purged: 0 };

  const fitsCommitment = (subject: string, column: string, value: Cell, told: Told): boolean => {
    if (!isCommitment(told)) return told === null && value === null;
    const kept = opening.get(told.commitment);
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
    /** The columns in which a row is another than the journal says. */
    differing(table: TableName, row: Cells, told: Row): string[] {
      const personal = PERSONAL_OF.get(table);
      return Object.keys(COLUMNS[table]).filter((column) => {
        const [value, said] = [row[column] ?? null, told[column] ?? null];
        return personal?.has(column) ? !fitsCommitment(`${table}:${row['id']}`, column, value, said) : value !== said;
      });
    },
  };
}
export type RowComparison = ReturnType<typeof createRowComparison>;
