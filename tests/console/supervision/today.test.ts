import { AppError } from '../../../src/errors.ts';
import type { ForecastTask } from '../../../src/reports/forecast.ts';
import { heldDays } from '../../support/world/held-days.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('the page of today', () => {
  let hall: Hall;
  let held: ReturnType<typeof heldDays>;
  let foreseen: ForecastTask[];
  beforeEach(async () => {
    held = heldDays();
    foreseen = [];
    hall = await openHall({
      hold: held.hold,
      forecast: (task) => {
        foreseen.push(task);
        return Promise.reject(new AppError('overloaded', 'no forecast is made here'));
      },
    });
  });
  afterEach(async () => {
    held.release();
    await hall.close();
  });

  it.each(['/pilotage', '/pilotage.csv', '/pilotage/semaine', '/pilotage/mois.pdf'])(
    'says at %s of a day to come that it has not begun, and leads back to today',
    async (path) => {
      const simon = await visit(hall, 'simon');
      const { status, main } = await simon.get(`${path}?date=2031-05-07`);
      expect(status).toBe(422);
      expect(main).toMatch(/<h1>[^<]*le 7 mai 2031 n’a pas commencé/);
      expect(main).toContain(`<a class="fr-btn" href="${path.replace(/\.\w+$/, '')}">Revenir à aujourd’hui`);
      expect(main).not.toContain('champs signalés');
      const alice = await visit(hall, 'alice');
      expect((await alice.get(`${path}?date=2031-05-07`)).status).toBe(403);
    },
  );

  it('has its forecast read beside its report, and no other reading of the same person meanwhile', async () => {
    const simon = await visit(hall, 'simon');
    const [page, other] = [simon.get('/pilotage'), simon.get('/pilotage/previsions')];
    await held.askedAs(1);
    while (foreseen.length === 0) await new Promise((turn) => setImmediate(turn));
    for (let turns = 0; turns < 50; turns += 1) await new Promise((turn) => setImmediate(turn));
    expect(foreseen).toHaveLength(1);
    held.release();
    await other;
    expect(foreseen).toHaveLength(2);
    const { status, main } = await page;
    expect([status, main.includes('Pilotage du')]).toEqual([200, true]); // without its forecast
  });
});
