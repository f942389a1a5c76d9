import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** In French, page by page: the account of the holder is disabled while their token waits at the desk. */
describe('la remise à quelqu’un qui est parti', () => {
  let hall: Hall;
  let number: string;
  beforeEach(async () => {
    hall = await openHall();
    ({ number } = await hall.produced(hall.alice, 'PN-1'));
    await hall.flow.people.disable(hall.adele, { personId: hall.alice.personId });
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });

  it('n’est pas proposée au guichet, qui lit quoi faire du jeton', async () => {
    const theo = await visit(hall, 'theo');
    const { main } = await theo.get(`/remise/${number}`);
    expect(main).toMatch(/est parti\s: son jeton n’est plus remis ni expédié/);
    expect(main).toContain('Gardez le jeton.');
    expect(main).not.toContain(`/remise/${number}/defi`);
    const refused = await theo.post(`/remise/${number}/defi`, { slot: '1' });
    expect([refused.status, refused.main]).toEqual([409, expect.stringContaining('Gardez le jeton.')]);
  });

  it('se lit sur la demande, par qui y travaille', async () => {
    for (const name of ['valerie', 'thomas'] as const)
      expect((await (await visit(hall, name)).get(`/demandes/${number}`)).main).toContain('Gardez le jeton.');
  });

  it('est proposée tant que son compte est ouvert', async () => {
    const { number: other } = await hall.produced(hall.bruno, 'PN-2');
    const { main } = await (await visit(hall, 'theo')).get(`/remise/${other}`);
    expect(main).toContain(`/remise/${other}/defi`);
    expect(main).not.toContain('Gardez le jeton.');
  });

  it('ne l’est pas non plus d’un certificat Nomade, qui est à révoquer', async () => {
    const device = { kind: 'android', name: 'Téléphone' } as const;
    const { id, number: nomade } = await hall.flow.request.submit(hall.bruno, { kind: 'nomade', device, priority: 0 });
    await hall.approve(id);
    await hall.flow.software.release(hall.thomas, { requestId: id });
    await hall.flow.people.disable(hall.adele, { personId: hall.bruno.personId });
    const { main } = await (await visit(hall, 'thomas')).get(`/demandes/${nomade}`);
    expect(main).toContain('son certificat n’est plus téléchargé par personne');
    expect(main).not.toContain('Gardez le jeton.');
  });
});
