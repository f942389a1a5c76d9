import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('la page du stock', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('dit combien de jetons sont à vérifier au-delà de ceux qu’elle montre, et où ils sont tous', async () => {
    await hall.setAside();
    const thomas = await visit(hall, 'thomas');
    const one = (await thomas.get('/stock')).main;
    expect(one).toContain('Jetons à vérifier');
    expect(one).not.toContain('premiers sur');
    const { reading } = hall.flow;
    const { stockNow } = reading;
    reading.stockNow = async (caller) => {
      const { counts, levels } = await stockNow(caller);
      return { counts: { ...counts, byState: { ...counts.byState, to_check: 21 } }, levels };
    };
    const cut = (await thomas.get('/stock')).main;
    expect(cut).toContain('Seuls les 1 premiers sur 21 sont montrés ici.');
    expect(cut).toContain('<a href="/stock?etat=to_check">Voir tous les jetons à vérifier</a>');
  });

  it('propose de reprendre un jeton temporaire en service, et aucun autre qui l’est', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const temporary = await hall.temporaryToken(hall.alice, 'PN-1');
    const page = await (await visit(hall, 'thomas')).get('/stock?etat=active');
    const formOf = (serial: string) => page.main.split(`action="/stock/${serial}"`)[1]?.split('</form>')[0] ?? '';
    expect(formOf(temporary)).toContain('value="return"');
    expect(formOf(tokenId)).toBe('');
    // why, where it is seen: in the list, on its own page, on the sheet of its holder, in the file
    const rowOf = (main: string, serial: string) => main.split(/<tr/).find((row) => row.includes(serial)) ?? '';
    const thomas = await visit(hall, 'thomas');
    for (const path of ['/stock?etat=active', `/personnes/${hall.alice.personId}`]) {
      const { main } = await thomas.get(path);
      expect(rowOf(main, temporary)).toContain('>Temporaire<');
      expect(rowOf(main, tokenId)).not.toContain('Temporaire');
    }
    expect((await thomas.get(`/stock/${temporary}`)).main).toContain('>Temporaire<');
    expect((await thomas.get(`/stock/${tokenId}`)).main).not.toContain('Temporaire');
    const file = (await (await visit(hall, 'theo')).post('/stock.csv?etat=active')).html.split('\r\n');
    expect(file.find((line) => line.includes(temporary))).toMatch(/;Temporaire$/);
    expect(file.find((line) => line.includes(tokenId))).toMatch(/;$/);
  });

  it('dit que le choix des livraisons s’arrête aux dernières, et comment trouver une plus ancienne', async () => {
    const thomas = await visit(hall, 'thomas');
    const whole = await hall.flow.reading.deliveries(hall.thomas);
    expect(whole.more).toBe(false);
    expect((await thomas.get('/stock')).main).not.toContain('une plus ancienne');
    hall.clock.pass(1);
    await hall.flow.stock.receive(hall.thomas, {
      reference: 'BL-99',
      model: 'Twin',
      tokens: [{ serial: 'Z-0001', soPin: '12345678' }],
    });
    const [newest, older] = (await hall.flow.reading.deliveries(hall.thomas)).items;
    expect(newest?.reference).toBe('BL-99');
    const last = await hall.flow.reading.deliveries(hall.thomas, older?.id, 1);
    expect(last).toEqual({ items: [newest, older], more: true });
    const { reading } = hall.flow;
    reading.deliveries = async () => last;
    expect((await thomas.get('/stock')).main).toContain('href="/livraisons#passes">Voir toutes les livraisons reçues');
  });

  it('lit une livraison collée comme le fichier de la ligne de commande, et dit la ligne fautive', async () => {
    const thomas = await visit(hall, 'thomas');
    const note = { reference: 'BL-8', model: 'Twin' };
    const before = await hall.reads.count('token', {});
    await thomas.act('/stock', { ...note, soPins: 'serial;soPin\nH-0001;sopin-1\nH-0002;sopin-2' });
    expect(await hall.reads.count('token', {})).toBe(before + 2);
    expect(await hall.reads.get('token', 'serial')).toBeUndefined();
    const wrong = await thomas.post('/stock', { ...note, soPins: 'serial;soPin\nH-0003;sopin-3\nH-0004' });
    expect(wrong.status).toBe(422);
    expect(wrong.main).toMatch(/Ligne 3\s: ce n’est pas «\ssérie;so-pin\s»\. Rien n’a été reçu\./);

    const many = Array.from({ length: 1001 }, (_, n) => `I-${n};sopin-${n}`).join('\n');
    expect((await thomas.post('/stock', { ...note, soPins: many })).main).toMatch(/de 1 à 1000 jetons/);
    expect(await hall.reads.count('token', {})).toBe(before + 2);
  });

  it('dit d’un jeton déjà reçu ce qu’il est, et ce qu’il faut comparer', async () => {
    const note = { reference: 'BL-8', model: 'Twin' };
    const thomas = await visit(hall, 'thomas');
    const send = async (soPins: string) => (await thomas.post('/stock', { ...note, soPins })).main;
    const known = await send('B-0001;sopin-1');
    expect(known).toMatch(/Le jeton B-0001 a déjà été reçu\s: il est «\sEn stock\s»\./);
    expect(known).toContain('Comparez ce numéro avec celui du jeton et du bon de livraison');
    expect(known).not.toContain('serial B-0001');
    expect(await send('H-1;sopin-1\nH-1;sopin-2')).toContain('Le jeton H-1 est deux fois dans la liste.');

    await hall.flow.stock.addLocation(hall.simon, { code: 'LYON-COFFRE', label: 'Coffre', site: 'Lyon' });
    await send('H-2;sopin-2');
    expect(await send('H-2;sopin-2')).toMatch(/il est «\sEn stock\s», emplacement LYON-COFFRE\./);
    thomas.jar.set('__Host-jeton-lang', 'en');
    expect(await send('B-0001;sopin-1')).toContain('Compare this number with the token’s');
  });
});
