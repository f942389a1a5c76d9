import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A line of an export, as anybody reads it who knows its format and nothing of the service. */
interface Line {
  at: string;
  action: string;
  detail: { changes?: Change[]; [key: string]: unknown };
}
type Value = string | number | null | object | undefined;
export type Row = Record<string, Value>;
type Change = { table: string; id: string; insert?: Row; set?: Row };
type Tables = Map<string, Map<string, Row>>;

const linesOf = (dir: string): Line[] =>
  readFileSync(join(dir, 'journal.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

/** The places of the stock's equation in the order in which an evening's count says them, and the states of a token in each. */
const PLACES: readonly (readonly string[])[] = [
  ['in_stock', 'returned'],
  ['in_production'],
  ['to_check'],
  ['produced', 'handed_over', 'active', 'suspended', 'revoked', 'expired'],
  ['missing'],
  ['scrapped'],
  ['destroyed'],
];
const placeOf = ({ state }: Row): number => PLACES.findIndex((states) => states.includes(String(state)));
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const rowsOf = (tables: Tables, name: string): [string, Row][] => [...(tables.get(name) ?? [])];

/** What is wrong with the stock as it stands: each serial of each delivery is in one place, and nothing else is. */
function wrongStock(tables: Tables, day: string): string[] {
  const [deliveries, tokens] = [rowsOf(tables, 'delivery'), rowsOf(tables, 'token')];
  const wrong = tokens.filter(([, row]) => placeOf(row) < 0).map(([serial]) => `${day}: ${serial} is nowhere`);
  for (const [id, { count }] of deliveries) {
    const came = tokens.filter(([, { deliveryId }]) => deliveryId === id).length;
    if (came !== count) wrong.push(`${day}: delivery ${id} had ${count} tokens, and ${came} are accounted for`);
  }
  const received = sum(deliveries.map(([, { count }]) => Number(count)));
  if (received !== tokens.length) wrong.push(`${day}: ${received} were received, and there are ${tokens.length}`);
  return wrong;
}

/** What an evening's count says that is not what the entries before it tell, token by token. */
function wrongEvening(tables: Tables, { at, detail }: Line): string[] {
  const [model, said] = [detail['model'], detail['rows'] as [string | null, ...number[]][]];
  const tokens = rowsOf(tables, 'token').filter(([, row]) => row['model'] === model);
  const wrong: string[] = [];
  for (const [location, received, moved, ...numbers] of said) {
    const here = tokens.filter(([, row]) => (row['locationId'] ?? null) === location);
    const mine = PLACES.map((_, place) => here.filter(([, row]) => placeOf(row) === place).length);
    const delivered = rowsOf(tables, 'delivery').filter(
      ([, row]) => row['model'] === model && (row['locationId'] ?? null) === location,
    );
    const came = sum(delivered.map(([, { count }]) => Number(count)));
    if (String(mine) !== String(numbers)) wrong.push(`${at}: ${location} has ${mine}, and the count says ${numbers}`);
    if (came !== received || received + Number(moved) !== sum(numbers))
      wrong.push(`${at}: the equation of ${location} does not hold`);
  }
  if (sum(said.map((row) => Number(row[2]))) !== 0) wrong.push(`${at}: what left one location came to none`);
  if (sum(said.flatMap(([, , , ...numbers]) => numbers)) !== tokens.length)
    wrong.push(`${at}: not every token is counted`);
  return wrong;
}

/** Reads an export from its first line to its last, and counts the stock anew each day and each evening. */
export function recount(dir: string) {
  const tables: Tables = new Map();
  /** When a row came into each state. */
  const history = new Map<string, { state: Value; at: number }[]>();
  const wrong: string[] = [];
  const actions = new Set<string>();
  let day = '';
  let [days, evenings] = [0, 0];
  for (const line of linesOf(dir)) {
    const today = line.at.slice(0, 10);
    if (day !== '' && today !== day) wrong.push(...wrongStock(tables, day));
    if (today !== day) days += 1;
    day = today;
    actions.add(line.action);
    for (const { table, id, insert, set } of line.detail.changes ?? []) {
      const rows = tables.get(table) ?? new Map<string, Row>();
      tables.set(table, rows.set(id, { ...rows.get(id), ...insert, ...set }));
      const state = insert?.['state'] ?? set?.['state'];
      const key = `${table}:${id}`;
      if (state !== undefined) history.set(key, [...(history.get(key) ?? []), { state, at: Date.parse(line.at) }]);
    }
    if (line.action !== 'stock.balance') continue;
    evenings += 1;
    wrong.push(...wrongEvening(tables, line));
  }
  wrong.push(...wrongStock(tables, day));
  return {
    rows: (name: string) => rowsOf(tables, name),
    row: (name: string, id: Value): Row | undefined => tables.get(name)?.get(String(id)),
    /** When the row last came into this state. */
    cameInto: (name: string, id: Value, state: string): number | undefined =>
      history.get(`${name}:${id}`)?.findLast((one) => one.state === state)?.at,
    /** Everything that was done, by its names in the journal. */
    actions,
    wrong,
    days,
    evenings,
  };
}
export type Recounted = ReturnType<typeof recount>;
