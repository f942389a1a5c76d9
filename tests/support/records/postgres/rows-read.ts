import pg from 'pg';
import type { Place } from '../../../../src/store/place.ts';

/** A statement as it was asked. */
export interface Asked {
  text: string;
  values: readonly unknown[];
}

/** Keeps every reading that is asked from now on, by whatever connection, once for each text. Ends with `stop`. */
export function collectReadings(): { asked: Map<string, Asked>; stop(): void } {
  const { query } = pg.Client.prototype;
  const asked = new Map<string, Asked>();
  pg.Client.prototype.query = function collecting(this: pg.Client, ...of: unknown[]) {
    const [said] = of;
    const { text, values = [] } = (typeof said === 'object' && said !== null ? said : {}) as Partial<Asked>;
    if (text !== undefined && /^\s*(select|with)\b(?!.*insert into)/is.test(text) && !asked.has(text)) {
      asked.set(text, { text, values });
    }
    return Reflect.apply(query, this, of);
  } as typeof query;
  return {
    asked,
    stop: () => {
      pg.Client.prototype.query = query;
    },
  };
}

/** A step of a plan that was run, as `EXPLAIN (ANALYZE, FORMAT JSON)` tells of it. */
interface Step {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Step[];
}
type Explained = { 'QUERY PLAN': { Plan: Step }[] };

/** A value of a statement as SQL has it. */
function literal(client: pg.Client, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const items = value.map((one) => `"${String(one).replaceAll(/["\\]/g, '\\$&')}"`);
    return client.escapeLiteral(`{${items.join(',')}}`);
  }
  return client.escapeLiteral(Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : String(value));
}

/**
 * How many rows each table or index gave, or was looked through for, as a statement is run: planned for these values, or `prepared`, for
 * whatever values come, as a server does once it was asked five times and takes that for as good.
 */
export async function rowsRead(
  client: pg.Client,
  { text, values }: Asked,
  plan: 'for these values' | 'prepared' = 'for these values',
): Promise<Map<string, number>> {
  const explain = 'explain (analyze, format json, timing off, costs off)';
  const explained = async () => {
    if (plan === 'for these values') return client.query<Explained>(`${explain} ${text}`, [...values]);
    await client.query(`set plan_cache_mode = force_generic_plan; prepare "asked" as ${text}`);
    const given = values.map((value) => literal(client, value)).join(', ');
    const found = await client.query<Explained>(`${explain} execute "asked"${given === '' ? '' : ` (${given})`}`);
    await client.query('deallocate "asked"; reset plan_cache_mode');
    return found;
  };
  const { rows } = await explained();
  const read = new Map<string, number>();
  const look = (step: Step): void => {
    const table = step['Relation Name'];
    if (table !== undefined) {
      const { 'Rows Removed by Filter': filtered = 0, 'Rows Removed by Index Recheck': checked = 0 } = step;
      const each = step['Actual Rows'] + filtered + checked;
      read.set(table, (read.get(table) ?? 0) + each * step['Actual Loops']);
    }
    for (const one of step.Plans ?? []) look(one);
  };
  for (const { Plan } of rows[0]?.['QUERY PLAN'] ?? []) look(Plan);
  return read;
}

/**
 * A client to the server of these records that looks for ways past a whole table: of so few rows a server reads all where it has
 * other ways, as of many on a slow disk. Whoever asks ends it.
 */
export async function seekingClient(place: Place): Promise<pg.Client> {
  const postgres = 'postgres' in place ? place.postgres : undefined;
  const client = new pg.Client({
    host: postgres?.servers[0]?.host,
    port: postgres?.servers[0]?.port,
    user: postgres?.user,
    database: postgres?.database,
    options: '-c search_path=jeton,public -c enable_seqscan=off -c random_page_cost=1.1',
  });
  await client.connect();
  return client;
}
