/** Rows in pieces of so many, the last one of what is left. */
export const inPieces = <R>(rows: readonly R[], most: number): R[][] =>
  Array.from({ length: Math.ceil(rows.length / most) }, (_, i) => rows.slice(i * most, (i + 1) * most));
