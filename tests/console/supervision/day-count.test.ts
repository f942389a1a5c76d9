import { heldDays } from '../../support/world/held-days.ts';
import { follow } from '../followed.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const DAY = 86_400_000;

/** The console of a ministry in which no day was kept yet. */
describe('a report whose days are being counted, at the console', () => {
  let hall: Hall;
  let held: ReturnType<typeof heldDays>;
  beforeEach(async () => {
    held = heldDays();
    hall = await openHall({ hold: held.hold });
    hall.clock.pass(3 * DAY);
  });
  afterEach(async () => {
    held.release();
    await hall.close();
  });

  /** Ten entries were read in so long: a part of the journal. */
  const slowly = async (ms = 5_000): Promise<void> => {
    const first = await held.askedAs(1);
    hall.clock.pass(ms);
    first.proceed(10, 100);
  };

  it('says minutes where it takes minutes, and no pace of nothing', async () => {
    const simon = await visit(hall, 'simon');
    const [asked] = await Promise.all([simon.get('/pilotage?date=1998-11-25'), slowly(60_000)]);
    expect(asked.main).toMatch(/encore \d+ minutes environ/);
    expect(asked.main).not.toContain('par seconde');
  });

  it('shows how far they are, without a script too, then the report', async () => {
    const simon = await visit(hall, 'simon');
    const [asked] = await Promise.all([simon.get('/pilotage?date=1998-11-25'), slowly()]);
    expect(asked.status).toBe(202);
    for (const text of [
      ...['Comptage des jours', '24 novembre 1998', 'écritures par seconde', 'secondes environ'],
      ...['href="/pilotage?date=1998-11-25"', 'data-refresh="/pilotage/comptage/etat"'],
    ])
      expect(asked.main).toContain(text);
    expect(asked.main).toMatch(/Écritures lues\s: 10 sur \d+/);
    const followed = await follow(hall, simon, '/pilotage/comptage/etat');
    (await held.askedAs(1)).end();
    await followed.until('25 novembre 1998');
    held.release();
    await followed.ended();
    const again = await follow(hall, simon, '/pilotage/comptage/etat');
    await again.ended();
    expect(again.events).toEqual(['over']); // the page opens itself anew
    const report = await simon.get('/pilotage?date=1998-11-25');
    expect([report.status, report.main.includes('Pilotage du 25 novembre 1998')]).toEqual([200, true]);
  });

  it.each([
    ...['/pilotage', '/pilotage/semaine', '/pilotage/mois', '/pilotage/tendances'],
    ...['/pilotage.csv', '/pilotage.pdf', '/pilotage/semaine.csv', '/pilotage/tendances.json'],
  ])('holds nobody: %s', async (path) => {
    const simon = await visit(hall, 'simon');
    const [asked] = await Promise.all([simon.get(path), slowly()]);
    expect([asked.status, asked.main.includes('Comptage des jours')]).toEqual([202, true]);
  });

  it('tells nobody else how far they are', async () => {
    const alice = await visit(hall, 'alice');
    const followed = await follow(hall, alice, '/pilotage/comptage/etat');
    await followed.ended();
    expect(followed.events).toEqual(['over']);
  });
});
