import { sortOf } from '../../../src/console/frame/lists/list-address.ts';
import { keptOf } from '../../../src/console/frame/lists/list-views.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** The first cells of a list's rows. */
const first = (main: string): string[] =>
  [...main.matchAll(/<th scope="row"[^>]*><a[^>]*>([^<]*)/g)].map(([, text]) => text ?? '');

describe('the order of an address', () => {
  it('is one that the list has, else none', () => {
    expect(sortOf('tokens', { tri: 'model' })).toEqual({ by: 'model', descending: false });
    expect(sortOf('tokens', { tri: '-model' })).toEqual({ by: 'model', descending: true });
    for (const tri of ['', '-', '--model', 'name', '__proto__', 'constructor', 'model;'])
      expect(sortOf('tokens', { tri })).toBeUndefined();
    expect(sortOf('tokens', {})).toBeUndefined();
  });
});

describe('a list', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('is sorted by the heads of its columns, one click for each way round, its filters kept', async () => {
    const thomas = await visit(hall, 'thomas');
    const plain = await thomas.get('/postes?texte=PN-&suite=');
    expect(plain.main).toMatch(
      /<th scope="col" aria-sort="ascending"><a[^>]* href="\/postes\?texte=PN-&amp;tri=-number"/,
    );
    expect(plain.main.match(/aria-sort/g)).toHaveLength(1);
    const down = await thomas.get('/postes?texte=PN-&tri=-number');
    expect(first(down.main)).toEqual([...first(plain.main)].reverse());
    expect(down.main).toMatch(/<th scope="col" aria-sort="descending"><a[^>]* href="\/postes\?texte=PN-"/);
    expect(down.main).toContain('<input type="hidden" name="tri" value="-number"');
    const byModel = await thomas.get('/postes?tri=model');
    expect(byModel.main).toMatch(/aria-sort="ascending"><a[^>]* href="\/postes\?tri=-model"/);
    expect((await thomas.get('/postes?tri=nonsense')).main).toMatch(/aria-sort="ascending"><a[^>]*tri=-number/);
  });

  it('says how many there are, and leads back to all of them only where something is left out', async () => {
    const thomas = await visit(hall, 'thomas');
    const all = await thomas.get('/stock');
    expect(all.main).toContain('12 résultats');
    expect(all.main).not.toContain('Effacer les filtres');
    const filtered = await thomas.get('/stock?etat=in_stock&texte=B-0001&tri=-serial');
    expect(filtered.main).toContain('1 résultat<');
    expect(filtered.main).toMatch(/<a class="fr-link" href="\/stock\?tri=-serial">Effacer les filtres/);
    const none = await thomas.get('/stock?etat=&texte=');
    expect(none.main).not.toContain('Effacer les filtres');
  });

  it('offers no choice that an address made up, and keeps one by which it is narrowed down', async () => {
    const valerie = await visit(hall, 'valerie');
    const thomas = await visit(hall, 'thomas');
    for (const [visitor, path] of [
      [thomas, '/courriers?etat=madeup'],
      [thomas, '/stock?etat=madeup'],
      [valerie, '/approbations?motif=madeup'],
    ] as const)
      expect([path, (await visitor.get(path)).main.includes('<option value="madeup"')]).toEqual([path, false]);
    for (const [visitor, path] of [
      [thomas, '/postes?site=madeup'],
      [thomas, '/stock?livraison=madeup'],
      [valerie, '/approbations?service=madeup'],
    ] as const)
      expect((await visitor.get(path)).main).toContain('<option value="madeup" selected');
  });

  it('has no filters where there is nothing to filter, and has them where they are why', async () => {
    for (const [who, page, narrowed] of [
      ['armand', '/annuaire', 'site=Pau'],
      ['thomas', '/emplacements', 'etat=ended'],
      ['valerie', '/courriers', 'nature=pin'],
      ['valerie', '/approbations', 'motif=lost'],
      ['odile', '/rappels', 'texte=x'],
      ['simon', '/campagnes', 'texte=x'],
    ] as const) {
      const visitor = await visit(hall, who);
      const offers = async (path: string) => (await visitor.get(path)).main.includes('class="jeton-filters"');
      expect([page, await offers(page), await offers(`${page}?${narrowed}`)]).toEqual([page, false, true]);
    }
  });

  it('has its forms above its rows', async () => {
    const thomas = await visit(hall, 'thomas');
    for (const [path, form] of [
      ['/postes', 'action="/postes"'],
      ['/stock', 'action="/stock"'],
    ] as const) {
      const { main } = await thomas.get(path);
      expect(main.indexOf(form)).toBeGreaterThan(0);
      expect(main.indexOf(form)).toBeLessThan(main.lastIndexOf('<table'));
    }
    const { main } = await (await visit(hall, 'armand')).get('/administration');
    expect(main.indexOf('action="/administration/sessions"')).toBeLessThan(main.indexOf('<table'));
  });

  const newest = async () => (await hall.opened.lists.entries({}, { limit: 1 })).items[0];

  it('of requests is sorted by holder, and by age where nothing is said', async () => {
    // in an order that is neither that of the names nor its reverse
    for (const [agent, machine] of [
      [hall.bruno, 'PN-3'],
      [hall.eve, 'PN-2'],
      [hall.alice, 'PN-1'],
    ] as const) {
      await hall.flow.request.submit(agent, { kind: 'first-issue', workstation: machine, priority: 0 });
      hall.clock.pass(1_000);
    }
    const thomas = await visit(hall, 'thomas');
    const holders = ({ main }: { main: string }) =>
      [...main.matchAll(/Alice(?= Agard)|Bruno(?= Béart)|Ève(?= L)/g)].map(String);
    const plain = await thomas.get('/demandes');
    expect(plain.main).toMatch(/aria-sort="ascending"><a[^>]* href="\/demandes\?tri=-age"/);
    expect(holders(plain)).toEqual(['Alice', 'Ève', 'Bruno']);
    const sorted = await thomas.get('/demandes?tri=holder');
    expect(sorted.main).toMatch(/aria-sort="ascending"><a[^>]* href="\/demandes\?tri=-holder"/);
    const back = await thomas.get('/demandes?tri=-holder');
    expect(holders(sorted)).toEqual(['Alice', 'Bruno', 'Ève']);
    expect(holders(back)).toEqual(['Ève', 'Bruno', 'Alice']);
  });

  it('of tokens says who has each, and is sorted by that', async () => {
    await hall.produced(hall.eve, 'PN-2');
    await hall.produced(hall.alice, 'PN-1');
    const thomas = await visit(hall, 'thomas');
    const holders = async (path: string) =>
      [...(await thomas.get(path)).main.matchAll(/Alice Agard|Ève L’Hermite|Ève L&#39;Hermite|Ève L'Hermite/g)].map(
        ([name]) => name.slice(0, 3),
      );
    expect((await thomas.get('/stock')).main).toContain('href="/stock?tri=holder"');
    expect(await holders('/stock?tri=holder')).toEqual(['Ali', 'Ève']);
    expect(await holders('/stock?tri=-holder&etat=produced')).toEqual(['Ève', 'Ali']);
  });

  it('is taken away as the file that a French spreadsheet opens: its filters, order, columns and words', async () => {
    await hall.produced(hall.alice, 'PN-1');
    hall.clock.pass(1_000);
    await hall.flow.request.submit(hall.eve, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 2,
      comment: '=1+1',
    });
    const thomas = await visit(hall, 'thomas');
    const { main } = await thomas.get('/demandes?tri=-age&service=PREF-33');
    expect(main).toContain('<form method="post" action="/demandes.csv?tri=-age&amp;service=PREF-33"');
    const file = await thomas.post('/demandes.csv?tri=-age');
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename=demandes-\d{4}-\d\d-\d\d\.csv$/);
    const [head, first, second, ...rest] = file.html.split('\r\n');
    expect(head).toBe(
      'Numéro de demande;Agent;Service;Motif;Numéro du poste SPAN;Demandée le;État;Priorité;Priorité confirmée;Motif de la priorité',
    );
    expect(first).toMatch(
      /^DEM-[\d-]+;Alice Agard;PREF-33;Première dotation;PN-1;\d{4}-\d\d-\d\d \d\d:\d\d;Prête;;;telle que demandée$/,
    );
    expect(second).toMatch(/;Ève L'Hermite;PREF-59;Nomade \(messagerie\);;.*;Crise;;$/);
    expect(rest).toEqual(['']);
    expect(await newest()).toMatchObject({ action: 'request.export', detail: { list: 'requests', text: false } });
    const one = await thomas.post('/demandes.csv?service=PREF-59&etat=submitted');
    expect(one.html.split('\r\n')).toHaveLength(3);
    expect((await newest())?.detail).toEqual({ list: 'requests', state: 'submitted', text: true });
  });

  it('breaks off as a file when its reader signs out, or loses the role, before it ends', async () => {
    const thomas = await visit(hall, 'thomas');
    const { reading } = hall.door.flow;
    const { tokens } = reading;
    let read = 0;
    reading.tokens = async (caller, filter, page) => {
      if (++read === 3) await hall.identity.endSessionsFor(hall.adele, hall.thomas.personId);
      return { ...(await tokens(caller, filter, { limit: page.limit })), next: 'more' };
    };
    await expect(thomas.post('/stock.csv')).rejects.toThrow();
    expect(read).toBe(3);
    read = 3;
    const whole = await (await visit(hall, 'theo')).post('/stock.csv');
    expect(whole.html.split('\r\n').at(-2)).toContain('10');
    expect(read).toBeGreaterThan(100); // bounded by rows, whatever the list says of more
  });

  it('has in the file of what waits all that is to be looked at, where the page has the first 200', async () => {
    const { reading } = hall.door.flow;
    const odd = await hall.flow.request.submit(hall.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    const { undecidedPart } = reading;
    const asked: string[] = [];
    reading.undecidedPart = async (caller, part, filter, page) => {
      asked.push(`${part} ${page.cursor ?? ''}`);
      const found = await undecidedPart(caller, part, filter, { limit: page.limit });
      return part === 'odd' && page.cursor === undefined ? { ...found, next: 'further' } : found;
    };
    const { html } = await (await visit(hall, 'valerie')).post('/approbations.csv');
    expect(html).toContain(odd.number);
    expect(asked).toEqual(['odd ', 'odd further', 'clear ', 'own ']);
  });

  it('is a file of every kind, for whoever may read the list and take it away', async () => {
    await hall.flow.request.submit(hall.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    const of = async (name: Parameters<typeof visit>[1], path: string) => {
      const { status, html } = await (await visit(hall, name)).post(path);
      return status === 200 ? html.split('\r\n')[1] : status;
    };
    expect(await of('thomas', '/stock.csv?tri=-serial')).toBe('B-0012;Twin;;;;En stock;;0;');
    expect(await of('thomas', '/postes.csv?texte=PN-1')).toMatch(/^PN-1;.*;.*;.*;En service$/);
    expect(await of('armand', '/administration.csv?texte=agard')).toMatch(
      /^Alice Agard;M-ALICE;.+@.+;PREF-33;Bordeaux;Actif$/,
    );
    expect(await of('corinne', '/personnes.csv?texte=agard')).toBe('Alice Agard;M-ALICE;PREF-33;Bordeaux');
    expect(await of('odile', '/departs.csv')).toBe('');
    expect(await of('valerie', '/approbations.csv')).toMatch(/^DEM-.*;Bruno Béart;.*;Première dotation;PN-2;.*;;$/);
    expect(await of('thomas', '/approbations.csv')).toBe(403);
    for (const path of ['/stock.csv', '/administration.csv']) expect(await of('valerie', path)).toBe(403);
    expect(await of('simon', '/postes.csv')).toBe(403);
    // an agent reads their own requests, and takes no list away
    expect(await of('alice', '/demandes.csv')).toBe(403);
    const { main } = await (await visit(hall, 'alice')).get('/demandes');
    expect(main).not.toContain('.csv');
    // an address alone takes nothing away, whoever made the link
    expect((await (await visit(hall, 'thomas')).get('/stock.csv?etat=in_stock')).to).toBe('/stock?etat=in_stock');
  });

  it('has of the machines those that have something in common, as the file and a view of them do', async () => {
    const thomas = await visit(hall, 'thomas');
    const [{ site = '' } = {}] = await hall.reads.find('workstation', { assetNumber: 'PN-1' });
    await hall.flow.enrolment.register(hall.thomas, {
      ...{ assetNumber: 'PN-7', model: 'SPAN 15', image: 'SPAN 24H2' },
      ...{ service: 'PREF-33/DCL', site: 'Pau' },
    });
    const list = '/postes?image=SPAN+24H2&modele=SPAN+15&site=Pau&service=pref-33';
    const shown = await thomas.get(`${list}&tri=-image`);
    expect(shown.main).toContain('PN-7');
    expect(shown.main).not.toContain('PN-1<');
    expect(shown.main).toContain('<option value="SPAN 24H2" selected>SPAN 24H2</option>');
    expect(shown.main).toContain(`<option value="${site}">${site}</option>`);
    const { html } = await thomas.post(list.replace('/postes', '/postes.csv'));
    expect(html.trim().split('\r\n').slice(1)).toEqual(['PN-7;;SPAN 15;SPAN 24H2;PREF-33/DCL;Pau;Enregistré']);
    expect((await newest())?.detail).toEqual({
      ...{ list: 'workstations', image: 'SPAN 24H2', model: 'SPAN 15', site: 'Pau', service: 'PREF-33', text: false },
    });
    const view = { image: 'SPAN 24H2', modele: 'SPAN 15', site: 'Pau', service: 'PREF-33', tri: '-image' };
    expect(keptOf('postes', { ...view, texte: 'Agard' })).toBe(new URLSearchParams(view).toString());
    const kept = await thomas.act('/vues', { list: 'postes', name: 'Pau', ...view });
    expect(kept.main).toContain('aria-current="true">Pau</a>');
    expect((await thomas.get('/postes?service=PREF-99')).main).toContain('Aucun poste ne correspond.');
  });

  it('makes no formula of what somebody typed', async () => {
    await hall.flow.enrolment.register(hall.thomas, {
      assetNumber: 'PN-9',
      model: '=cmd|calc',
      service: 'PREF-33',
      site: '@SUM(1;2)',
    });
    const { html } = await (await visit(hall, 'thomas')).post('/postes.csv?texte=PN-9');
    expect(html.split('\r\n')[1]).toBe(`PN-9;;'=cmd|calc;;PREF-33;"'@SUM(1;2)";Enregistré`);
  });

  it('is kept as a view under a name, by whoever uses it, and deleted again', async () => {
    const thomas = await visit(hall, 'thomas');
    expect((await thomas.get('/stock')).main).not.toContain('Garder cette vue');
    const before = (await newest())?.seq;
    const shown = await thomas.get('/stock?etat=in_stock&texte=B-0001&tri=-model&jeu=1');
    expect(shown.main).toContain('Garder cette vue');
    expect(shown.main).toContain('Garde les filtres choisis et l’ordre\u202f; pas le texte cherché.');
    const kept = await thomas.act('/vues', { list: 'stock', etat: 'in_stock', tri: '-model', name: 'Neufs' });
    expect(kept.main).toContain('La vue «\u202fNeufs\u202f» est gardée.');
    const link = '<a class="fr-link" href="/stock?etat=in_stock&amp;tri=-model"';
    expect(kept.main).toContain(`${link} aria-current="true">Neufs</a>`);
    // what deletes a view does not stand in the form that keeps one
    const keep = /<summary>Garder cette vue<\/summary>.*?<\/details>/s.exec(kept.main)?.[0];
    expect(keep).toContain('Nom de la vue');
    expect(keep).not.toContain('Supprimer');
    expect(kept.main).toMatch(/<summary>Supprimer une vue<\/summary>.*?Supprimer «\u202fNeufs\u202f»/s);
    expect((await thomas.get('/stock')).main).toContain(`${link}>Neufs</a>`);
    expect((await thomas.get('/postes')).main).not.toContain('Neufs');
    expect((await thomas.get('/postes?tri=-image')).main).toContain('les filtres choisis, le service et l’ordre');
    expect((await (await visit(hall, 'theo')).get('/stock')).main).not.toContain('Neufs');
    // nobody deletes another's
    await (await visit(hall, 'theo')).act('/vues/supprimer', { list: 'stock', name: 'Neufs' });
    expect((await thomas.get('/stock')).main).toContain('Neufs');
    const gone = await thomas.act('/vues/supprimer', { list: 'stock', name: 'Neufs' });
    expect(gone.main).toContain('est supprimée');
    expect((await thomas.get('/stock')).main).not.toContain('>Neufs<');
    expect((await newest())?.seq).toBe(before); // no act of the procedure
  });

  it('keeps of an address what its list knows, and never what was looked for', () => {
    const kept = (list: Parameters<typeof keptOf>[0], query: Parameters<typeof keptOf>[1]) => keptOf(list, query);
    expect(kept('demandes', { texte: 'Agard', etat: 'closed', nature: 'x', service: 'pref-33', tri: '-age' })).toBe(
      'etat=closed&tri=-age&service=PREF-33',
    );
    expect(kept('stock', { etat: 'closed', tri: 'name', suite: 'x', __proto__: 'y' })).toBe('');
    expect(kept('administration', { service: 'Alice Agard', tri: '-service' })).toBe('tri=-service');
    expect(kept('approbations', { motif: 'replacement:lost', anciennete: '3' })).toBe(
      'motif=replacement%3Alost&anciennete=3',
    );
  });

  it('refuses a view without a name, of nothing, or of no list', async () => {
    const thomas = await visit(hall, 'thomas');
    await thomas.get('/stock');
    for (const wrong of [{ name: '' }, { name: 'x'.repeat(41) }, { name: 'x', etat: 'nonsense' }]) {
      const { main } = await thomas.act('/vues', { list: 'stock', etat: 'in_stock', ...wrong });
      expect(main).toContain('La vue n’est pas gardée');
    }
    expect((await thomas.post('/vues', { list: '//evil.example', name: 'x' })).to).toMatch(/^\/\?info=/);
    expect(await hall.store.savedViews(hall.thomas.personId)).toEqual([]);
  });
});
