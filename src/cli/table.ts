/** Free text of others must not move the cursor or change colours. */
function printable(value: unknown): string {
  return String(value ?? '–').replace(/\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ');
}

/** Milliseconds since the epoch as people read them, UTC. */
export function when(ms: number | null | undefined): string {
  return ms == null ? '–' : `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}

/** A table for people: headings, then rows, columns as wide as they need. */
export function table(headings: readonly string[], rows: readonly (readonly unknown[])[], empty: string): string {
  if (rows.length === 0) return `${empty}\n`;
  const cells = [headings, ...rows].map((row) => row.map(printable));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => [...(row[column] ?? '')].length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return `${cells.map(line).join('\n')}\n`;
}

/** Name and value, one a line. */
export function facts(pairs: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(pairs).map((name) => name.length));
  return Object.entries(pairs)
    .map(([name, value]) => `${name.padEnd(width)}  ${printable(value)}\n`)
    .join('');
}

type Rows = readonly (readonly unknown[])[];
/** A table after an empty line; nothing where it has no row. */
export const after = (rows: Rows, draw: (rows: Rows) => string): string => (rows.length === 0 ? '' : `\n${draw(rows)}`);
