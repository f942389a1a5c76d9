import '../../../support/records/postgres/engine.ts';
import { fillStore } from '../../../benchmark/big-store.ts';
import { openHall } from '../../../console/hall.ts';
import { START } from '../../../support/clock.ts';
import { collectReadings, rowsRead, seekingClient } from '../../../support/records/postgres/rows-read.ts';
import { ROW_KEY } from '../../../support/records/row-key.ts';

/** Requests that somebody had, nearly all of them over. */
const ROWS = 1500;
/** Rows of one table that a statement of the sheet looks at: a page, and what is open. */
const MOST = 500;

describe("a person's sheet on a PostgreSQL server", () => {
  it('reads what is open and a page of what is over, however long the past is', async () => {
    const hall = await openHall();
    const { place, behind } = hall.opened;
    await fillStore(place, ROW_KEY, { n: ROWS, end: START });
    const { asked, stop } = collectReadings();
    await hall.flow.reading.personSheet(hall.thomas, 'b-person-0');
    stop();
    // behind the store's back, and after its reading: whose seal no longer fits is not shown
    await behind.run(
      `update "request" set "holderId" = 'b-person-0' where "state" = 'closed' and "id" like 'b-request-%'`,
    );
    await behind.run('vacuum analyze "request"');
    const client = await seekingClient(place);
    const tooMany: string[] = [];
    for (const one of asked.values()) {
      const read = [...(await rowsRead(client, one))].filter(([, rows]) => rows > MOST);
      tooMany.push(...read.map(([table, rows]) => `${rows} rows of ${table}: ${one.text}`));
    }
    await client.end();
    await hall.close();
    expect(tooMany).toEqual([]);
    expect(asked.size).toBeGreaterThan(3);
  }, 300_000);
});
