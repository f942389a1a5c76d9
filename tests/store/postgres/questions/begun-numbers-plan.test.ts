import '../../../support/records/postgres/engine.ts';
import { fillStore } from '../../../benchmark/big-store.ts';
import { openHall } from '../../../console/hall.ts';
import { START } from '../../../support/clock.ts';
import { collectReadings, rowsRead, seekingClient } from '../../../support/records/postgres/rows-read.ts';
import { ROW_KEY } from '../../../support/records/row-key.ts';

/** Tokens, requests: of each more than a search finds by its index. */
const ROWS = 2500;

describe('a search for the beginning of a number on a PostgreSQL server', () => {
  it('asks the index of texts nothing where thousands of numbers begin so', async () => {
    const hall = await openHall();
    const { place, behind, lists } = hall.opened;
    await fillStore(place, ROW_KEY, { n: ROWS, end: START });
    await behind.run('vacuum analyze');
    const { asked, stop } = collectReadings();
    await lists.tokens({ text: 'b0000' }, { limit: 10 });
    await lists.requests({ text: 'DEM-2021', visible: 'all' }, { limit: 10 });
    expect((await lists.tokens({ text: 'B000002' }, { limit: 10 })).items[0]?.id).toBe('B000002000');
    stop();
    const client = await seekingClient(place);
    const read: Record<string, unknown> = {};
    for (const one of asked.values()) {
      if (!one.text.includes('/* long */')) continue;
      const counts = await rowsRead(client, one);
      read[String(one.values[0])] = Object.fromEntries(
        [...counts].filter(([table, rows]) => table.endsWith('Text') && rows > 0),
      );
    }
    await client.end();
    await hall.close();
    expect(read).toEqual({ B0000: {}, 'DEM-2021': {} });
  }, 300_000);
});
