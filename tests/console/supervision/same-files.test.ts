import { dayOf } from '../../../src/reports/day.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const DAY = 86_400_000;
const FILES = ['json', 'csv', 'pdf'];

describe('the files of a day that is over', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
    await hall.produced(hall.alice, 'PN-1'); // Tuesday 24 November 1998
    hall.clock.pass(DAY);
  });
  afterEach(() => hall.close());
  /** The files as they are taken away, octet by octet. */
  const taken = async (path: string): Promise<string[]> => {
    const simon = await visit(hall, 'simon');
    return Promise.all(FILES.map(async (ending) => (await simon.get(path.replace('*', ending))).html));
  };

  it.each(['pilotage.*?date=1998-11-24', 'pilotage/semaine.*?date=1998-11-24', 'pilotage/mois.*?date=1998-11-24'])(
    'are the same to the octet at two times: %s',
    async (path) => {
      hall.clock.pass(30 * DAY);
      const first = await taken(`/${path}`);
      await hall.produced(hall.bruno, 'PN-2');
      hall.clock.pass(3 * DAY);
      expect(await taken(`/${path}`)).toEqual(first);
      expect(first[2]).toMatch(/\(D:1998\d+Z\)/);
    },
  );

  it('are the same after a recount: the day stands on the first checkpoint that covers its end', async () => {
    const first = await taken('/pilotage.*?date=1998-11-24');
    const { end } = dayOf('1998-11-24', 'Europe/Paris');
    const kept = await hall.opened.dayEnds.last(end);
    await hall.produced(hall.bruno, 'PN-2');
    hall.clock.pass(3 * DAY);
    // a newer one is signed over what came since
    const running = JSON.parse((await (await visit(hall, 'simon')).get('/pilotage.json')).html);
    expect(running.checkpoint.size).toBeGreaterThan(JSON.parse(first[0] ?? '').checkpoint.size);
    await hall.opened.dayEnds.keep({ at: end, open: kept?.open ?? '', report: 'no report' }, true);
    expect(await taken('/pilotage.*?date=1998-11-24')).toEqual(first);
    // and once more, as it was kept again
    expect(await taken('/pilotage.*?date=1998-11-24')).toEqual(first);
  });
});
