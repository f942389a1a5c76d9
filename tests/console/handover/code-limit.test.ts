import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** Calls a minute from one address that cost a hash, as the API counts them. */
const PER_MINUTE = 120;
const REQUEST = 'DEM-1998-00001';

describe('pages on which a code or a PIN is asked for', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('count together what comes from one address, whoever is signed in', async () => {
    await hall.produced(hall.alice, 'PN-1');
    const [alice, theo, odile] = [await visit(hall, 'alice'), await visit(hall, 'theo'), await visit(hall, 'odile')];
    const wrong = { purpose: 'acceptance', code: '0000 0000' };
    for (let turn = 0; turn < PER_MINUTE; turn += 1)
      expect((await theo.post(`/remise/${REQUEST}/code`, wrong)).status).not.toBe(429);
    const doors = [
      () => theo.post(`/remise/${REQUEST}/code`, wrong),
      () => theo.post(`/demandes/${REQUEST}/code`, wrong),
      () => alice.post(`/demandes/${REQUEST}/nouveau-code`),
      () => alice.post(`/demandes/${REQUEST}/pin`, { code: '0000 0000' }),
      () => odile.post('/securite/telephone', { serial: 'B-0001', code: 'AAAA-BBBB-CCCC', reason: 'lost' }),
    ];
    for (const door of doors) expect((await door()).status).toBe(429);
    expect((await alice.get(`/demandes/${REQUEST}`)).status).toBe(200);
  }, 60_000);
});
