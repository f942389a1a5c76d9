import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** In French: what somebody at the printer sees of the letters that wait. */
describe('les courriers', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  const read = async (path = '/courriers', who: 'odile' | 'theo' = 'odile'): Promise<string> =>
    (await (await visit(hall, who)).get(path)).main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

  it('sont d’abord ceux qui s’impriment, puis ceux qui attendent, avec la raison et leur nombre', async () => {
    expect(await read()).toContain('Aucune lettre n’attend.');
    const { id: first } = await hall.produced(hall.alice, 'PN-1');
    const { id: last } = await hall.produced(hall.bruno, 'PN-2');
    await hall.flow.handover.challenge(hall.theo, { requestId: last, slot: '1' });
    const odile = await visit(hall, 'odile');
    const early = await read();
    expect(early).toContain('Aucune lettre n’est à imprimer ni à confirmer maintenant.');
    expect(early).toContain('Pas encore imprimables (2)');
    expect(early).toContain('DEM-1998-00001 Produite à l’instant La remise n’a pas commencé');
    expect(early).toContain('DEM-1998-00002 Produite à l’instant L’agent n’a pas encore accepté le certificat');
    expect((await odile.get('/courriers')).main).not.toContain('/imprimer');

    // one that lies here for weeks is seen among those of today
    hall.clock.advance(20 * 86_400_000);
    expect(await read()).toMatch(/DEM-1998-00001 Produite il y a 20 j\S* La remise n’a pas commencé/);
    hall.clock.advance(-20 * 86_400_000);

    await hall.accept(last);
    const page = (await odile.get('/courriers')).main;
    expect(page).toContain(`/courriers/${(await hall.pinLetter(last)).id}/imprimer`);
    expect(page).not.toContain(`/courriers/${(await hall.pinLetter(first)).id}/imprimer`);
    expect(await read()).toMatch(
      /À imprimer ou à confirmer \(1\).*DEM-1998-00002.*Pas encore imprimables \(1\).*DEM-1998-00001/,
    );
  });

  it('se trient, se filtrent par état et document, et se comptent', async () => {
    const { id: first } = await hall.produced(hall.alice, 'PN-1');
    const { id: last } = await hall.produced(hall.bruno, 'PN-2');
    await hall.flow.handover.challenge(hall.theo, { requestId: last, slot: '1' });
    await hall.accept(last);
    const odile = await visit(hall, 'odile');
    const letters = await hall.reads.find('letter', { requestId: [first, last], state: 'waiting' });
    expect(await read()).toContain(`${letters.length} résultats`);
    const early = await read('/courriers?etat=early');
    expect(early).toContain('Pas encore imprimables (1)');
    expect(early).toContain('1 résultat');
    expect(early).toContain('Effacer les filtres');
    expect(await read('/courriers?etat=waiting&nature=pin')).not.toContain('Pas encore imprimables (');
    expect(await read('/courriers?etat=waiting&nature=pin')).toContain('À imprimer ou à confirmer (1)');
    expect(await read('/courriers?etat=printed')).toContain('Aucune lettre à imprimer ne correspond à ces filtres.');
    const numbers = async (query: string) =>
      [...(await odile.get(`/courriers${query}`)).main.matchAll(/\/courriers\/(\w+)\/imprimer/g)].map(([, id]) => id);
    const own = await numbers('');
    expect(own.length).toBeGreaterThan(1);
    expect(await numbers('?tri=-age')).toEqual(own.toReversed());
    expect(await numbers('?suite=%00&tri=x&etat=y')).toEqual(own);
  });

  /** Expédiée où Alice l’a demandée, et reçue par elle. */
  const received = async (deliverySite?: string) => {
    const made = await hall.produced(hall.alice, 'PN-1', deliverySite === undefined ? {} : { deliverySite });
    const { id: requestId } = made;
    await hall.flow.handover.ship(hall.theo, { requestId, slot: '1', trackingNumber: 'C-1' });
    await hall.accept(requestId);
    await hall.flow.handover.confirmReceipt(hall.alice, { requestId });
    return { ...made, letterId: (await hall.pinLetter(requestId)).id };
  };
  const LYON = '1 rue des Tests, 69000 Lyon';
  const WHY = 'Le colis est parti à cette adresse : le porteur affiche son code PIN, ou donne une autre adresse';

  it('ne se proposent pas pour l’adresse où est parti le colis, et disent ce qu’il faut faire', async () => {
    await hall.flow.people.setAddress(hall.alice, { postalAddress: null });
    const { number, letterId } = await received();
    const odile = await visit(hall, 'odile');
    const print = `/courriers/${letterId}/imprimer`;
    expect((await odile.get('/courriers')).main).not.toContain(print);
    expect(await read()).toContain('Pas encore imprimables (1)');
    expect(await read()).toContain('Aucune lettre n’est à imprimer ni à confirmer maintenant.');
    expect(await read()).toContain(`${number} Produite à l’instant ${WHY}`);
    expect(await read(`/remise/${number}`, 'theo')).toContain(WHY);
    // chez elle, mais jamais à son site
    await hall.flow.people.setAddress(hall.alice, { postalAddress: LYON });
    expect(await read(`/remise/${number}`, 'theo')).not.toContain(WHY);
    const { main } = await odile.get('/courriers');
    expect(main).not.toContain('Imprimer avec l’adresse du site');
    expect(await read()).toMatch(/À imprimer ou à confirmer \(1\)/);
    await odile.act(print);
    expect(await hall.pinLetter((await hall.reads.find('request', { number }))[0]?.id ?? '')).toMatchObject({
      state: 'printed',
      sentTo: 'address',
    });
  });

  it('se proposent pour les deux adresses là où le colis n’est parti à aucune', async () => {
    await received('Lille');
    expect((await (await visit(hall, 'odile')).get('/courriers')).main).toContain('Imprimer avec l’adresse du site');
  });

  it('disent au guichet aussi que les codes PIN se montrent', async () => {
    const { id: requestId, number } = await hall.produced(hall.alice, 'PN-1');
    await hall.flow.handover.challenge(hall.theo, { requestId, slot: '1' });
    await hall.accept(requestId);
    const desk = `/remise/${number}`;
    const why = 'Les codes PIN sont montrés aux agents, et non imprimés';
    expect(await read(desk, 'theo')).not.toContain(why);
    await hall.dual('policy.set', { id: 'pin.ways', value: 2 });
    expect(await read(desk, 'theo')).toContain(why);
  });

  it('plus nombreux que ceux d’une page sont dits tels', async () => {
    hall.opened.lists.waitingLetters = async ({ which }) =>
      Array.from({ length: which === 'early' ? 1001 : 0 }, (_, i) => `L${i}`);
    const page = await read();
    expect(page).toContain('Pas encore imprimables (plus de 1 000)');
    expect(page).toContain('Plus de 1 000 résultats');
    expect(page).toContain('Page suivante');
  });
});
