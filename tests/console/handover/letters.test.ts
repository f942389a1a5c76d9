import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** In French: what somebody at the printer sees of the letters that wait. */
describe('les courriers', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  const read = async (): Promise<string> =>
    (await (await visit(hall, 'odile')).get('/courriers')).main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

  it('sont d’abord ceux qui s’impriment, puis ceux qui attendent, avec la raison et leur nombre', async () => {
    expect(await read()).toContain('Aucun courrier n’attend.');
    const { id: first } = await hall.produced(hall.alice, 'PN-1');
    const { id: last } = await hall.produced(hall.bruno, 'PN-2');
    await hall.flow.handover.challenge(hall.theo, { requestId: last, slot: '1' });
    const odile = await visit(hall, 'odile');
    const early = await read();
    expect(early).toContain('Aucun courrier n’est à imprimer ni à confirmer maintenant.');
    expect(early).toContain('Pas encore imprimables (2)');
    expect(early).toContain('DEM-1998-00001 La remise n’a pas commencé');
    expect(early).toContain('DEM-1998-00002 L’agent n’a pas encore accepté le certificat');
    expect((await odile.get('/courriers')).main).not.toContain('/imprimer');

    await hall.accept(last);
    const page = (await odile.get('/courriers')).main;
    expect(page).toContain(`/courriers/${(await hall.pinLetter(last)).id}/imprimer`);
    expect(page).not.toContain(`/courriers/${(await hall.pinLetter(first)).id}/imprimer`);
    expect(await read()).toMatch(
      /À imprimer ou à confirmer \(1\).*DEM-1998-00002.*Pas encore imprimables \(1\).*DEM-1998-00001/,
    );
  });

  it('plus nombreux que ceux d’une page sont dits tels', async () => {
    hall.opened.lists.waitingLetters = async ({ which }) =>
      Array.from({ length: which === 'early' ? 501 : 0 }, (_, i) => `L${i}`);
    const page = await read();
    expect(page).toContain('Pas encore imprimables (plus de 500)');
    expect(page).toContain('Seuls 0 courriers sont montrés');
  });
});
