import type { Row } from '../../book/tables/row.ts';
import type { CrlRow } from '../../book/tables/rows/tokens.ts';

/** What is done to the rows of CRLs. */
export interface CrlRepairs {
  /** Rows as the journal tells of them. */
  put: CrlRow[];
  /** Ids of rows that the journal does not tell of. */
  drop: string[];
}

/**
 * Gathers how the rows of CRLs are to be repaired so that the next CRL can be published: edited rows are written anew, the
 * last row of an issuer is put back, and rows that the journal does not tell of go. An older row that is missing is not put
 * back, because rows are ordered by when they were put in: it would pass for the last.
 */
export function createCrlRepairs() {
  const seals = new Map<string, boolean>();
  return {
    /** A row of the table, and whether its seal fits. */
    note: (id: string, isSealed: boolean): void => void seals.set(id, isSealed),
    /** The repairs, once all rows were noted; `told`: the rows as the journal tells of them. */
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
          // rebuilt from entries that the book judged, so its columns are a CRL's
          .map(([, row]) => row as unknown as CrlRow),
        drop: [...seals].filter(([id, isSealed]) => !isSealed && !told.has(id)).map(([id]) => id),
      };
    },
  };
}
