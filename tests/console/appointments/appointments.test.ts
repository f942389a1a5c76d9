import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const REQUEST = '/demandes/DEM-1998-00001';

/** Slots at the hand-over desk: who comes picks one, and who sits there sees who comes. */
describe('appointments', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
    await hall.produced(hall.alice, 'PN-1');
  });
  afterEach(() => hall.close());
  const opens = () => hall.dual('policy.set', { id: 'appointment.open', value: 2 });
  const slotIn = (main: string): string => /name="startsAt" value="(\d+)"/.exec(main)?.[1] ?? '';

  it('are not seen while the desk takes none', async () => {
    const [alice, theo] = [await visit(hall, 'alice'), await visit(hall, 'theo')];
    expect((await alice.get(REQUEST)).main).not.toContain('rendez-vous');
    expect((await theo.get('/remise')).main).not.toContain('Rendez-vous');
  });

  it('are picked, moved and given back on the page of a ready token, without a script', async () => {
    await opens();
    const alice = await visit(hall, 'alice');
    const card = (await alice.get(REQUEST)).main;
    expect(card).toContain(`href="${REQUEST}/rendez-vous"`);
    const page = (await alice.get(`${REQUEST}/rendez-vous`)).main;
    expect(page).toContain('Créneaux libres, mardi 24 novembre');
    const booked = await alice.act(`${REQUEST}/rendez-vous`, { startsAt: slotIn(page) });
    expect(booked.main).toContain('Le rendez-vous est pris');
    expect(booked.main).toContain('Choisir un autre créneau');
    const other = (await alice.get(`${REQUEST}/rendez-vous?jour=1998-11-26`)).main;
    expect(other).toContain('Créneaux libres, jeudi 26 novembre');
    const moved = await alice.act(`${REQUEST}/rendez-vous`, { startsAt: slotIn(other) });
    expect(moved.main).toMatch(/jeudi 26 novembre à 09:00/);
    expect(await hall.store.reads.count('appointment', { state: 'booked' })).toBe(1);
    const back = await alice.act(`${REQUEST}/rendez-vous/annuler`);
    expect(back.main).toContain('Le rendez-vous est annulé');
    expect(await hall.store.reads.count('appointment', { state: 'booked' })).toBe(0);
  });

  it('show the first day with a place for an address that names another, and say a slot that is no more', async () => {
    await opens();
    const alice = await visit(hall, 'alice');
    for (const day of ['1998-11-29', '2098-01-01', 'x'])
      expect((await alice.get(`${REQUEST}/rendez-vous?jour=${day}`)).main).toContain('mardi 24 novembre');
    const refused = await alice.act(`${REQUEST}/rendez-vous`, { startsAt: '1' });
    expect(refused.main).toContain('Le guichet ne propose pas ce créneau');
  });

  it('are listed at the desk, with who comes, when and for which token', async () => {
    await opens();
    const alice = await visit(hall, 'alice');
    const page = (await alice.get(`${REQUEST}/rendez-vous`)).main;
    await alice.act(`${REQUEST}/rendez-vous`, { startsAt: slotIn(page) });
    const theo = await visit(hall, 'theo');
    for (const path of ['/remise', '/remise/rendez-vous?jour=1998-11-24']) {
      const { main } = await theo.get(path);
      for (const said of ['Alice', 'href="/remise/DEM-1998-00001"', 'Attendu']) expect(main).toContain(said);
    }
    const cut = 'premiers rendez-vous';
    for (const path of ['/remise', '/remise/rendez-vous?jour=1998-11-24'])
      expect((await theo.get(path)).main).not.toContain(cut);
    // as if so many came that day
    const { find } = hall.store.reads;
    const [{ site } = { site: '' }] = await find('appointment', {});
    const most = 500;
    const crowd = (n: number) => {
      const many = async (...of: Parameters<typeof find>) => {
        const rows = await find(...of);
        return of[0] === 'appointment' ? Array.from({ length: n }, () => rows[0]).slice(0, of[2]?.limit) : rows;
      };
      Object.assign(hall.store.reads, { find: many });
    };
    crowd(most);
    expect((await theo.get('/remise')).main).not.toContain(cut);
    crowd(most + 1);
    expect((await theo.get('/remise')).main).toContain('Seuls les 500 premiers rendez-vous sont montrés');
    const day = (await theo.get('/remise/rendez-vous?jour=1998-11-24')).main;
    expect(day).toContain('choisissez un site parmi les rendez-vous du jour');
    const ofSite = await theo.get(`/remise/rendez-vous?jour=1998-11-24&site=${encodeURIComponent(site)}`);
    expect(ofSite.main).toContain('ouvrez la demande par son numéro');
    Object.assign(hall.store.reads, { find });
    expect((await theo.get('/remise/rendez-vous?jour=1998-11-25')).main).toContain('Aucun rendez-vous ce jour-là');
    const bruno = await visit(hall, 'bruno');
    expect((await bruno.get('/remise/rendez-vous')).status).toBe(403);
    expect((await bruno.get(`${REQUEST}/rendez-vous`)).status).toBe(404);
  });
});
