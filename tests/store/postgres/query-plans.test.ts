import '../../support/postgres/engine.ts';
import pg from 'pg';
import { fillStore } from '../../benchmark/big-store.ts';
import { type Doors, openDoors } from '../../support/asking-doors.ts';
import { START } from '../../support/clock.ts';
import { type Asked, collectReadings, rowsRead } from '../../support/postgres/rows-read.ts';
import { ROW_KEY } from '../../support/row-key.ts';

/** Requests, tokens and certificates; half as many people and workstations. */
const ROWS = 5000;
/** Rows of one table that a statement looks at. */
const MOST = 2000;
/** Statements that look at more, and why they may. */
const ALLOWED: readonly [RegExp, string][] = [
  [/^select count\(\*\) as "n" from\s+\(select 1 from/, 'a search: whether more than 2,000 texts have what is sought'],
  [
    /^select "model", "state", count\(\*\) as "n",\s+count\("transferId"\)/,
    'the equation counts every token once, by an index',
  ],
  [/^select s\."value" as "state",\s+\(select count/, 'the same by state alone, each by a walk of an index'],
  [/^select t\."locationId" as "location", t\."model" as "model", count\(\*\)/, 'what twenty working days made'],
];

describe('what the doors ask a PostgreSQL server', () => {
  let doors: Doors;
  beforeAll(async () => {
    doors = await openDoors();
    await fillStore(doors.hall.opened.place, ROW_KEY, { n: ROWS, end: START });
    await doors.hall.opened.behind.run('vacuum analyze');
  }, 600_000);
  afterAll(() => doors.close());

  /** Of so few rows a server reads a table as a whole where it has other ways, as of many on a slow disk: these are looked for. */
  const connection = (): pg.Client => {
    const { place } = doors.hall.opened;
    const postgres = 'postgres' in place ? place.postgres : undefined;
    return new pg.Client({
      host: postgres?.servers[0]?.host,
      port: postgres?.servers[0]?.port,
      user: postgres?.user,
      database: postgres?.database,
      options: '-c search_path=jeton,public -c enable_seqscan=off -c random_page_cost=1.1',
    });
  };
  /** What looks at more than `MOST` rows of a table. */
  const tooMany = async (client: pg.Client, one: Asked): Promise<string[]> => {
    const read = [...(await rowsRead(client, one))].filter(([, rows]) => rows > MOST);
    return read.map(([table, rows]) => `${rows} rows of ${table}: ${one.text} -- ${JSON.stringify(one.values)}`);
  };

  it('reads no table as a whole that grows with the work, and no whole past of one person', async () => {
    const { asked, stop } = collectReadings();
    const answered = await doors.ask();
    stop();
    const { asked: sheet, stop: stopSheet } = collectReadings();
    await doors.hall.flow.reading.personSheet(doors.hall.thomas, 'b-person-0');
    stopSheet();
    const client = connection();
    await client.connect();
    const whole: string[] = [];
    const judged = [...asked.values()].filter(({ text }) => !ALLOWED.some(([may]) => may.test(text)));
    for (const one of judged) whole.push(...(await tooMany(client, one)));
    expect(whole).toEqual([]);
    expect(answered).toBeGreaterThan(150);
    expect(asked.size).toBeGreaterThan(100);

    // behind the store's back, and after its reading: whose seal no longer fits is not shown
    await doors.hall.opened.behind.run(
      `update "request" set "holderId" = 'b-person-0' where "state" = 'closed' and "id" like 'b-request-%'`,
    );
    await doors.hall.opened.behind.run('vacuum analyze "request"');
    for (const one of sheet.values()) whole.push(...(await tooMany(client, one)));
    await client.end();
    expect(whole).toEqual([]);
    expect(sheet.size).toBeGreaterThan(3);
  }, 600_000);
});
