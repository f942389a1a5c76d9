import type { Rebuilt } from '../../book/judge/rebuilt.ts';
import { COLUMNS } from '../../book/tables/columns.ts';
import { isCommitment, type Row, type Cell as Told } from '../../book/tables/row.ts';
import { PERSONAL, type TableName } from '../../book/tables/tables.ts';
import { commitTo, SALT_OCTETS } from '../../journal/commitment.ts';
import type { Cell, Cells } from '../seal/seals.ts';
import type { Openings, PersonalTold } from './openings.ts';

/** A personal value that has no opening. */
export interface Gone {
  table: TableName;
  id: string;
  column: string;
}

/** What a comparison counted of personal values. */
export interface Opened {
  /** Held against the journal's commitment. */
  opened: number;
  /** Gone with a purge: neither value nor salt is kept. */
  purged: number;
}

const PERSONAL_OF = new Map(Object.entries(PERSONAL).map(([table, columns]) => [table, new Set<string>(columns)]));

/** The commitments that are told of a row's personal columns. */
function commitmentsOf(table: TableName, told: Row): string[] {
  const columns = [...(PERSONAL_OF.get(table) ?? [])].map((column) => told[column] ?? null);
  return columns.flatMap((said) => (isCommitment(said) ? [said.commitment] : []));
}

/** What the journal tells of the personal columns of a row, by which its openings are found. */
export function toldOf(rebuilt: Rebuilt, table: TableName, id: string): PersonalTold {
  const row = rebuilt.rows(table).get(id);
  return { subject: `${table}:${id}`, commitments: row ? commitmentsOf(table, row) : [] };
}

/** Compares rows with what the journal tells of them, personal columns by the openings of their commitments. */
export function createRowComparison() {
  const counted: Opened = { opened: 0, purged: 0 };
  const gone = new Map<string, Gone>();

  const fitsCommitment = (
    { table, id, column, value }: Gone & { value: Cell },
    told: Told,
    openings: Openings,
  ): boolean => {
    if (!isCommitment(told)) return told === null && value === null;
    const kept = openings.get(told.commitment);
    if (!kept) {
      counted.purged += 1;
      gone.set(told.commitment, { table, id, column });
      return value === null;
    }
    counted.opened += 1;
    const belongs = kept.subject === `${table}:${id}` && kept.field === column && kept.salt.length === SALT_OCTETS;
    return belongs && value !== null && commitTo(value, kept.salt) === told.commitment;
  };
  return {
    counted: (): Opened => counted,
    /** The values without an opening, by their commitments: a purge took it, or it stands under another row. */
    gone: (): ReadonlyMap<string, Gone> => gone,
    /** Told of an opening that stands under another row: no purge took it. */
    isKept(): void {
      counted.purged -= 1;
      counted.opened += 1;
    },
    /** The columns in which a row is another than the journal says; `openings`: those of what is told. */
    differing(table: TableName, row: Cells, told: Row, openings: Openings): string[] {
      const personal = PERSONAL_OF.get(table);
      return Object.keys(COLUMNS[table]).filter((column) => {
        const [value, said] = [row[column] ?? null, told[column] ?? null];
        if (!personal?.has(column)) return value !== said;
        return !fitsCommitment({ table, id: String(row['id']), column, value }, said, openings);
      });
    },
  };
}
export type RowComparison = ReturnType<typeof createRowComparison>;
