/** How long everybody else may wait for the rows of one transaction, in milliseconds. */
const PIECE_MS = 20;
/** A transaction costs as much as some rows. */
const LEAST = 5;

/** How many rows come in in one transaction. */
export interface Pace {
  /** Of so many that are left of a piece: it is cut into equal parts. */
  next(left: number): number;
  /** So many rows took `ms` milliseconds. */
  took(rows: number, ms: number): void;
}

/** One row at a time. */
export const ONE: Pace = { next: () => 1, took: () => {} };

/** As many rows as the machine takes in in the time that others may wait: all of a piece, until a piece took longer. */
export function createPace(): Pace {
  let most = Number.POSITIVE_INFINITY;
  return {
    next: (left) => Math.ceil(left / Math.max(1, Math.ceil(left / most))),
    took: (rows, ms) => {
      most = ms === 0 ? Number.POSITIVE_INFINITY : Math.max(LEAST, Math.floor((rows * PIECE_MS) / ms));
    },
  };
}
