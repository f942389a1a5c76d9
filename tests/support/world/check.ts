import { COLUMNS } from '../../../src/book/tables/columns.ts';
import { PERSONAL, type TableName } from '../../../src/book/tables/tables.ts';
import { commitTo } from '../../../src/journal/commitment.ts';
import { type Entry, parseEntry } from '../../../src/journal/entry.ts';
import type { JsonRow, JsonValue } from '../../../src/journal/entry-changes.ts';
import { createRootComputer, leafHash, rootAt } from '../../../src/journal/tree.ts';
import type { OpenStore } from '../../../src/store/store.ts';
import { judgeAll } from '../judged/judging.ts';
import { replayed } from '../judged/replayed.ts';
import type { Behind } from '../records/behind.ts';

export interface Checked {
  size: number;
  /** Hex. */
  root: string;
  /** Rows that the journal and the tables agree on. */
  rows: number;
  /** Personal values compared through their commitment, and those that a purge has taken. */
  opened: number;
  purged: number;
}
type Row = Record<string, string | number | null>;

/**
 * The checker of everything, for the end of every scenario: the journal has no gap and its times never run backwards,
 * the root is that of the lines, replaying the lines gives the tables (personal columns by commitment), no opening
 * stands alone, the stock equation holds, and `byTheBook` no entry breaks a rule of lifecycle or duties.
 */
export async function checkEverything(
  { journal, lists, behind }: Pick<OpenStore, 'journal' | 'lists'> & { behind: Pick<Behind, 'tables'> },
  { byTheBook = true } = {},
): Promise<Checked> {
  const { entries, root } = await readLines(journal);
  if (byTheBook) checkRules(entries);
  const tables = await checkTables(behind, entries);
  const { received, tokens: stock } = await lists.stock();
  const held = stock.reduce((sum, [, n]) => sum + n, 0);
  if (received !== held) throw new Error(`the stock is not balanced: ${received} received, ${JSON.stringify(stock)}`);
  return { size: entries.length, root, ...tables };
}

async function readLines(journal: OpenStore['journal']): Promise<{ entries: Entry[]; root: string }> {
  const size = await journal.size();
  const entries: Entry[] = [];
  const computer = createRootComputer();
  for await (const lines of journal.lines(0, size)) {
    for (const line of lines) {
      const entry = parseEntry(line);
      if (entry.seq !== entries.length) throw new Error(`entry ${entries.length} has seq ${entry.seq}`);
      if (entry.at < (entries.at(-1)?.at ?? '')) throw new Error(`entry ${entry.seq} is before the one before it`);
      entries.push(entry);
      computer.add(leafHash(line));
    }
  }
  if (entries.length !== size) throw new Error(`the journal says ${size} entries and has ${entries.length}`);
  const root = Buffer.from(computer.root()).toString('hex');
  const kept = Buffer.from(await rootAt(size, journal.node)).toString('hex');
  if (kept !== root) throw new Error(`the tree's root ${kept} is not that of the lines, ${root}`);
  return { entries, root };
}

function checkRules(entries: readonly Entry[]): void {
  const refused = judgeAll(entries);
  if (refused) throw new Error(`entry ${refused.seq}: ${refused.sentence}`);
}

interface Opening {
  commitment: string;
  salt: Buffer;
  subject: string;
  field: string;
}

async function checkTables(
  behind: Pick<Behind, 'tables'>,
  entries: readonly Entry[],
): Promise<Pick<Checked, 'rows' | 'opened' | 'purged'>> {
  const told = replayed(entries);
  const names = Object.keys(COLUMNS) as TableName[];
  const [kept, ...all] = await behind.tables(['opening', ...names]);
  const openings = new Map((kept as unknown as Opening[]).map((opening) => [opening.commitment, opening]));
  const counted = { rows: 0, opened: 0, purged: 0 };
  for (const [i, table] of names.entries()) {
    const rows = (all[i] as Row[]).map(({ seal: _, place: __, ...row }) => row);
    const standing = told.rows(table);
    if (rows.length !== standing.size)
      throw new Error(`${table}: ${rows.length} rows, the journal tells of ${standing.size}`);
    for (const row of rows) compare(table, row, standing.get(String(row['id'])) as JsonRow | undefined);
  }

  function compare(table: TableName, row: Row, told: JsonRow | undefined): void {
    if (!told) throw new Error(`${table} ${row['id']} is not in the journal`);
    const personal: readonly string[] = PERSONAL[table] ?? [];
    if (String(Object.keys(told).sort()) !== String(Object.keys(row).sort())) {
      throw new Error(`${table} ${row['id']}: the journal tells of other columns: ${Object.keys(told).sort()}`);
    }
    for (const [column, value] of Object.entries(row)) {
      const said = told[column] as JsonValue;
      if (personal.includes(column)) comparePersonal(`${table}:${row['id']}`, column, value, said);
      else if (said !== value) throw new Error(`${table} ${row['id']} ${column} is ${value}, the journal says ${said}`);
    }
    counted.rows += 1;
  }

  function comparePersonal(subject: string, column: string, value: string | number | null, said: JsonValue): void {
    const wrong = (what: string) => new Error(`${subject} ${column}: ${what}`);
    if (said === null || typeof said !== 'object') {
      if (said !== null) throw wrong('stands in clear in the journal');
      if (value !== null) throw wrong('has a value, the journal says none');
      return;
    }
    const opening = openings.get(said.commitment);
    if (!opening) {
      if (value !== null) throw wrong('has a value and no opening');
      counted.purged += 1;
      return;
    }
    if (opening.subject !== subject || opening.field !== column) throw wrong('its opening belongs elsewhere');
    if (commitTo(value, opening.salt) !== said.commitment)
      throw wrong('the value is not what the journal committed to');
    counted.opened += 1;
  }

  const committed = new Set(
    entries.flatMap((entry) => [...JSON.stringify(entry).matchAll(/"commitment":"([\w-]{43})"/g)].map((m) => m[1])),
  );
  for (const commitment of openings.keys()) {
    if (!committed.has(commitment)) throw new Error(`the opening ${commitment} belongs to no entry`);
  }
  return counted;
}
