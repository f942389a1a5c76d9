import '../../../support/records/postgres/engine.ts';
import { isPlannedAnew } from '../../../../src/store/postgres/planned-anew.ts';
import { fillStore } from '../../../benchmark/big-store.ts';
import { type Doors, openDoors } from '../../../support/asking-doors.ts';
import { START } from '../../../support/clock.ts';
import { type Asked, collectReadings, rowsRead, seekingClient } from '../../../support/records/postgres/rows-read.ts';
import { ROW_KEY } from '../../../support/records/row-key.ts';

/** Requests, tokens and certificates; half as many people and workstations. */
const ROWS = 5000;
/** Rows of one table that a statement looks at. */
const MOST = 2000;
/** Statements that look at more, and why they may. */
const ALLOWED: readonly [RegExp, string][] = [
  [
    /^select (case when )?\(select count\(\*\) from \(select 1 from/,
    'a search: whether more than 2,000 texts have what is sought',
  ],
  [
    /^select "locationId" as "location", "model", count\(\*\) as "n" from "job"/,
    'what twenty working days made, by an index',
  ],
  [/^select count\(\*\) as "n" from "job"\s+where "state" = 'sealed' and "endedAt" >= /, 'the same, of all models'],
];

describe('what the doors ask a PostgreSQL server', () => {
  let doors: Doors;
  beforeAll(async () => {
    doors = await openDoors();
    await fillStore(doors.hall.opened.place, ROW_KEY, { n: ROWS, end: START });
    await doors.hall.opened.behind.run('vacuum analyze');
  }, 600_000);
  afterAll(() => doors.close());

  it('reads no table as a whole that grows with the work', async () => {
    const { asked, stop } = collectReadings();
    const { answered, never } = await doors.ask();
    stop();
    const { place } = doors.hall.opened;
    const client = await seekingClient(place);
    const tooMany = async (one: Asked, plan: 'for these values' | 'prepared'): Promise<string[]> => {
      const read = [...(await rowsRead(client, one, plan))].filter(([, rows]) => rows > MOST);
      return read.map(([table, n]) => `${n} rows of ${table}, ${plan}: ${one.text} -- ${JSON.stringify(one.values)}`);
    };
    const whole: string[] = [];
    const judged = [...asked.values()].filter(({ text }) => !ALLOWED.some(([may]) => may.test(text)));
    for (const one of judged) {
      whole.push(...(await tooMany(one, 'for these values')));
      if (!isPlannedAnew(one.text)) whole.push(...(await tooMany(one, 'prepared')));
    }
    await client.end();
    expect(whole).toEqual([]);
    expect(never).toEqual([]);
    expect(answered).toBeGreaterThan(150);
    expect(asked.size).toBeGreaterThan(100);
  }, 900_000);
});
