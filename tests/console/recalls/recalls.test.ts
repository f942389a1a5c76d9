import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** In French, page by page, without JavaScript. */
describe('un rappel de jetons, du compte à la clôture', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.flow.recall.stop();
    await hall.check();
    await hall.close();
  });

  it('est compté, proposé par l’une, confirmé par l’autre, suivi, emporté, puis clos', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const odile = await visit(hall, 'odile');
    expect((await odile.get('/securite')).main).toContain('href="/rappels"');
    expect((await odile.get('/rappels')).main).toContain('Aucun rappel n’est ouvert');
    const asked = { kind: 'model', model: 'Twin', way: 'revoke-now' };
    const question = await odile.post('/rappels', asked);
    for (const said of ['Rappeler ces jetons', 'Twin', 'Porteurs touchés', 'PREF-33 (1)', 'En stock'])
      expect(question.main).toContain(said);
    expect(await hall.reads.count('proposal', { act: 'recall.open' })).toBe(0);
    expect((await odile.act('/rappels', { ...asked, _sure: 'yes' })).html).toContain('Rappel proposé');

    const olga = await visit(hall, 'olga');
    const waiting = (await olga.get('/double-controle')).main;
    for (const said of ['Rappeler des jetons', 'Twin', 'PREF-33 (1)', 'un rappel ne s’arrête pas'])
      expect(waiting).toContain(said);
    const [proposal] = await hall.reads.find('proposal', { act: 'recall.open' });
    const hash = { argsHash: proposal?.argsHash ?? '' };
    const confirmed = await olga.act(`/double-controle/${proposal?.id}/confirmer`, hash);
    await hall.flow.recall.ended();
    expect((await hall.reads.get('token', tokenId))?.state).toBe('revoked');

    const [recall] = await hall.reads.find('recall', {});
    const path = `/rappels/${recall?.id}`;
    // both of the two go on to it: who confirmed it at once, who proposed it from what they are told
    expect(confirmed.main).toContain(`href="${path}"`);
    expect((await odile.get('/avis')).main).toContain(`href="${path}"`);
    const [request] = await hall.reads.find('request', { reason: 'recalled' });
    const page = (await odile.get(path)).main;
    for (const said of ['Porteurs prévenus', 'Remplacements demandés', request?.number ?? '—', 'Révoqué'])
      expect(page).toContain(said);
    const file = await odile.post(`${path}.csv`, {});
    expect(file.html).toContain(request?.number ?? '—');
    const alice = await visit(hall, 'alice');
    expect((await alice.get(path)).status).toBe(403);
    expect((await alice.get('/avis')).main).toContain('Jeton rappelé');
    expect((await alice.get(`/demandes/${request?.number}`)).main).toContain('jeton rappelé');
    expect((await odile.act(`${path}/clore`, {})).html).toContain('Le rappel est clos');
  });

  it('dit à côté du champ quand le micrologiciel ou le lot est nécessaire, et quand il est de trop', async () => {
    const odile = await visit(hall, 'odile');
    const said = async (fields: Record<string, string>) => {
      await odile.get('/rappels');
      const { status, main } = await odile.post('/rappels', { model: 'Twin', way: 'revoke-now', ...fields });
      expect(status).toBe(422);
      return /fr-message--error">([^<]*)/.exec(main)?.[1];
    };
    expect((await odile.get('/rappels')).main).toContain('Nécessaire pour un micrologiciel ou un lot');
    expect(await said({ kind: 'batch' })).toBe('Renseignez ce champ.');
    expect(await said({ kind: 'delivery', value: 'L-1' })).toBe('À laisser vide avec ce choix.');
    expect(await said({ kind: 'model', value: 'L-1' })).toBe('À laisser vide avec ce choix.');
    expect(await said({ kind: 'model', revokeAt: '2099-01-01' })).toBe('À laisser vide avec ce choix.');
  });

  it('ne se clôt pas tant qu’il reste un jeton, et le dit à la place du bouton', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    await hall.dual('recall.open', { kind: 'model', model: 'Twin', way: 'replace-first' }, hall.odile);
    await hall.flow.recall.ended();
    const [recall] = await hall.reads.find('recall', {});
    const { main } = await (await visit(hall, 'odile')).get(`/rappels/${recall?.id}`);
    expect(main).toMatch(/Reste à régler<[^<]*<[^>]*>\s*1\s*</);
    expect(main).toContain('il en reste 1');
    expect(main).not.toContain(`/rappels/${recall?.id}/clore`);
    expect(main).toMatch(/Pas de remplacement.: jeton vierge/);
  });

  it('se retrouve par un texte, sa nature et son état ; chaque liste dit combien elle en a', async () => {
    const receive = (reference: string, serial: string) =>
      hall.flow.stock.receive(hall.thomas, { reference, model: 'Twin', tokens: [{ serial, soPin: '12345678' }] });
    const way = 'revoke-now';
    for (const [reference, serial] of [
      ['BL-901', 'F-1'],
      ['BL-902', 'F-2'],
    ] as const) {
      const { id } = await receive(reference, serial);
      await hall.dual('recall.open', { kind: 'delivery', value: id, way }, hall.odile);
      await hall.flow.recall.ended();
    }
    const [first] = await hall.reads.find('delivery', { reference: 'BL-901' });
    const [past] = await hall.reads.find('recall', { value: first!.id });
    await hall.flow.recall.close(hall.odile, { recallId: past!.id });
    const odile = await visit(hall, 'odile');
    const read = async (query: string) => {
      const { main } = await odile.get(`/rappels${query}`);
      const totals = [...main.matchAll(/class="jeton-list-bar"><p[^>]*>([^<]*)</g)].map(([, text]) => text);
      return { totals, named: ['BL-901', 'BL-902'].filter((name) => main.includes(`>${name}</a>`)) };
    };
    expect(await read('')).toEqual({ totals: ['1 résultat', '1 résultat'], named: ['BL-901', 'BL-902'] });
    expect(await read('?texte=bl-902')).toEqual({ totals: ['1 résultat', '0 résultat'], named: ['BL-902'] });
    expect(await read('?etat=closed')).toEqual({ totals: ['1 résultat'], named: ['BL-901'] });
    expect(await read('?etat=open&nature=delivery')).toEqual({ totals: ['1 résultat'], named: ['BL-902'] });
    expect(await read('?nature=model')).toEqual({ totals: ['0 résultat', '0 résultat'], named: [] });
    expect((await odile.get('/rappels?nature=model')).main).toContain('Aucun rappel ne correspond');
    // of an address that was made up, what no list knows narrows nothing down
    expect((await read('?etat=x&nature=y')).named).toEqual(['BL-901', 'BL-902']);
    // a delivery to be recalled is chosen by the address, and narrows nothing down
    expect((await odile.get(`/rappels?livraison=${first!.id}`)).main).not.toContain('Effacer les filtres');
    expect((await odile.get('/rappels?texte=bl')).main).toContain('Effacer les filtres');
  });

  it('qui ne touche aucun jeton le dit avant d’être proposé', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const odile = await visit(hall, 'odile');
    await odile.get('/rappels');
    const asked = { kind: 'model', model: 'twin', way: 'revoke-now' };
    const right = (await odile.post('/rappels', { ...asked, model: 'Twin' })).main;
    expect(right).not.toContain('Aucun jeton en stock ou en service');
    const question = (await odile.post('/rappels', asked)).main;
    expect(question).toContain('Aucun jeton en stock ou en service n’est touché');
    expect(question).toMatch(/Jetons touchés<[^<]*<[^>]*>\s*aucun\s*</);
    expect((await odile.post('/rappels', { ...asked, _sure: 'yes' })).status).toBe(404);
    expect(await hall.reads.count('proposal', { act: 'recall.open' })).toBe(0);
  });

  it('est proposé par le superviseur, qui le retrouve, et que la responsable sécurité confirme', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const simon = await visit(hall, 'simon');
    expect((await simon.get('/rappels')).main).toContain('Compter les jetons touchés');
    const asked = { kind: 'model', model: 'Twin', way: 'revoke-now' };
    expect((await simon.post('/rappels', asked)).main).toContain('Porteurs touchés');
    expect((await simon.act('/rappels', { ...asked, _sure: 'yes' })).html).toContain('Rappel proposé');
    const [proposal] = await hall.reads.find('proposal', { act: 'recall.open' });
    const own = (await simon.get('/double-controle')).main;
    // what an officer reads of it before confirming
    for (const said of ['Rappeler des jetons', 'Porteurs touchés', 'PREF-33 (1)', 'En stock'])
      expect(own).toContain(said);
    expect(own).not.toContain(`/double-controle/${proposal?.id}/confirmer`);
    const seen = { argsHash: proposal?.argsHash ?? '' };
    expect((await simon.post(`/double-controle/${proposal?.id}/confirmer`, seen)).status).toBe(403);
    const olga = await visit(hall, 'olga');
    await olga.act(`/double-controle/${proposal?.id}/confirmer`, seen);
    await hall.flow.recall.ended();
    expect((await hall.reads.get('token', tokenId))?.state).toBe('revoked');
  });

  it('d’une livraison la choisit par son bon, et le nomme à qui confirme', async () => {
    const thomas = await visit(hall, 'thomas');
    await thomas.act('/stock', { reference: 'BL-77', model: 'Twin', soPins: 'R-0001;sopin-R-0001' });
    const [delivery] = await hall.reads.find('delivery', { reference: 'BL-77' });
    const value = delivery?.id ?? '';
    const odile = await visit(hall, 'odile');
    const form = (await odile.get('/rappels')).main;
    expect(form).toMatch(new RegExp(`<option value="${value}"[^>]*>\\s*BL-77, le .* – Twin`));
    expect(form).not.toContain('identifiant');
    // from the list of its tokens, it is chosen already
    expect((await odile.get(`/stock?livraison=${value}`)).main).toContain(`href="/rappels?livraison=${value}"`);
    expect((await odile.get(`/rappels?livraison=${value}`)).main).toMatch(
      new RegExp(`<option value="${value}" selected[^>]*>`),
    );
    expect((await thomas.get(`/stock?livraison=${value}`)).main).not.toContain('href="/rappels?livraison=');
    const asked = { kind: 'delivery', value, way: 'revoke-now' };
    const question = (await odile.post('/rappels', asked)).main;
    expect(question).toContain('BL-77');
    expect(question.replace(/<input[^>]*>/g, '')).not.toContain(value);
    await odile.act('/rappels', { ...asked, _sure: 'yes' });
    // who proposes one too, and sees no stock
    expect((await (await visit(hall, 'adele')).get('/rappels')).main).toContain(`<option value="${value}"`);
    const olga = await visit(hall, 'olga');
    const waiting = (await olga.get('/double-controle')).main;
    expect(waiting).toContain('BL-77');
    expect(waiting).not.toContain(value);
  });

  it('ouvert ou clos depuis longtemps est sur une page suivante, chaque liste pour elle-même', async () => {
    hall.opened.lists.recalls = async ({ state }, { limit, cursor }) => ({
      items: [],
      next: cursor ? null : `${state}-after-${limit}`,
    });
    const odile = await visit(hall, 'odile');
    const page = (await odile.get('/rappels')).main;
    expect(page).toContain('href="/rappels?suite=open-after-50"');
    expect(page).toContain('href="/rappels?passes=closed-after-50#passes"');
    expect(page).toMatch(/<h2[^>]* id="passes">\s*Rappels clos/);
    expect(page).toMatch(/<nav[^>]* aria-label="Pages de la liste.: Rappels clos">/);
    expect(page).not.toContain('les plus récentes');
    const opens = (await odile.get('/rappels?suite=open-after-50')).main;
    expect(opens).not.toContain('href="/rappels?suite=open-after-50"');
    expect(opens).toContain('href="/rappels?suite=open-after-50&amp;passes=closed-after-50#passes"');
    const closed = (await odile.get('/rappels?passes=closed-after-50')).main;
    expect(closed).toContain('href="/rappels?passes=closed-after-50&amp;suite=open-after-50"');
    expect(closed).toMatch(/href="\/rappels#passes"[^>]*>\s*Première page/);
  });

  it('dit ce qui manque à la demande', async () => {
    const odile = await visit(hall, 'odile');
    expect((await odile.post('/rappels', { kind: 'batch', model: 'Twin', way: 'revoke-now' })).status).toBe(422);
    expect((await odile.post('/rappels', { kind: 'model', way: 'revoke-now' })).status).toBe(422);
    const dated = { kind: 'model', model: 'Twin', way: 'revoke-now', revokeAt: '2030-01-01' };
    expect((await odile.post('/rappels', dated)).status).toBe(422);
  });

  it('retient micrologiciel et lot d’une livraison, et les montre', async () => {
    const thomas = await visit(hall, 'thomas');
    const note = { reference: 'BL-9', model: 'Twin', firmware: '5.4.3', batch: 'L-7' };
    await thomas.act('/stock', { ...note, soPins: 'serial;soPin;firmware\nF-0001;sopin-1;\nF-0002;sopin-2;5.7.1' });
    expect(await hall.reads.get('token', 'F-0001')).toMatchObject({ firmware: '5.4.3', batch: 'L-7' });
    expect(await hall.reads.get('token', 'F-0002')).toMatchObject({ firmware: '5.7.1', batch: 'L-7' });
    const shown = (await thomas.get('/stock?texte=F-0002')).main;
    for (const said of ['Micrologiciel', '5.7.1', 'L-7']) expect(shown).toContain(said);
    // a column that nobody named as a firmware is none: it may be another secret
    expect((await thomas.post('/stock', { ...note, soPins: 'F-0003;sopin-3;secret' })).status).toBe(422);
    expect(await hall.reads.get('token', 'F-0003')).toBeUndefined();
  });
});
