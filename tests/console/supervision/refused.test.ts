import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** A report costs readings: whoever may have none made must not have them begun by asking. */
describe('the figures of a day, asked for by somebody who may not read them', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('are refused before anything is read for them', async () => {
    const read: string[] = [];
    const { recent } = hall.door.reports;
    hall.door.reports.recent = (date, days) => {
      read.push(date);
      return recent(date, days);
    };
    for (const name of ['alice', 'corinne'] as const) {
      const { status } = await (await visit(hall, name)).get('/pilotage?date=2026-01-01');
      expect({ name, status, read }).toEqual({ name, status: 403, read: [] });
    }
    expect((await (await visit(hall, 'simon')).get('/pilotage')).status).toBe(200);
    expect(read).toHaveLength(1);
  });
});
