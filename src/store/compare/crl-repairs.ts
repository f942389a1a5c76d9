import type { Row } from '../../book/row.ts';
import type { CrlRow } from '../../book/tables.ts';

export interface CrlRepairs {
  /** Rows as the journal tells of them. */
  put: CrlRow[];
  /** Ids of rows of nobody. */
  drop: string[];
}

/**
 * How the rows of CRLs are repaired so that the next CRL can be published: rows that were edited are written anew, the last row
 * of an issuer is put back, and a row that somebody put in goes. An older row that is missing stays so: put back, it would
 * come after the last.
 */
export function createCrlRepairs() {
  const seals = new Map<string, boolean>();
  return {
    /** A row of the table, and whether its seal fits. */
    note: (id: string, isSealed: boolean): void => void seals.set(id, isSealed),
    of: (told: ReadonlyMap<string, Row>): CrlRepairs => {
      const last = new Map<unknown, Row>();
      for (const row of told.values()) {
        const before = last.get(row['issuerId']);
        if (!before || Number(row['number']) > Number(before['number'])) last.set(row['issuerId'], row);
      }
      const isLost = (row: Row, id: string): boolean => !seals.has(id) && last.get(row['issuerId']) === row;
      return {
        put: [...told]
          .filter(([id, row]) => seals.get(id) === false || isLost(row, id))
          .map(([, row]) => row as unknown as CrlRow),
        drop: [...seals].filter(([id, isSealed]) => !isSealed && !told.has(id)).map(([id]) => id),
      };
    },
  };
}
