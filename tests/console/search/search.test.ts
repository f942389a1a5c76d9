import { type Hall, openHall } from '../hall.ts';
import { createVisitor, visit } from '../visitor.ts';

const FIELD = 'id="search"';

describe('the search of the console', () => {
  let hall: Hall;
  let number: string;
  beforeEach(async () => {
    hall = await openHall();
    await hall.activeToken(hall.alice, 'PN-1');
    const [request] = await hall.reads.find('request', { holderId: hall.alice.personId });
    number = request!.number;
  });
  afterEach(() => hall.close());
  const lookFor = (text: string) => `/recherche?${new URLSearchParams({ q: text })}`;

  it.each(['thomas', 'valerie', 'odile', 'armand', 'simon', 'corinne'] as const)(
    'stands in the header for %s, once',
    async (name) => {
      const { html } = await (await visit(hall, name)).get('/aide');
      expect(html.split(FIELD)).toHaveLength(2);
      expect(html).toContain('<form method="get" action="/recherche" class="fr-search-bar">');
    },
  );

  it.each(['alice', 'aurore'] as const)('is not there for %s, who can find nothing by it', async (name) => {
    const visitor = await visit(hall, name);
    expect((await visitor.get('/aide')).html).not.toContain(FIELD);
    for (const path of [lookFor(number), '/recherche', '/personnes']) {
      const { status, main } = await visitor.get(path);
      expect([path, status]).toEqual([path, 403]);
      expect(main).toContain('Aucun de vos rôles ne le permet.');
    }
  });

  it('is not there before somebody signs in', async () => {
    const { html } = await createVisitor(hall).get('/connexion');
    expect(html).not.toContain(FIELD);
  });

  it('goes straight to the one thing that has this number, serial or id', async () => {
    const thomas = await visit(hall, 'thomas');
    const to = async (text: string) => {
      const { status, to: address } = await thomas.get(lookFor(text));
      return [status, address];
    };
    expect(await to(number)).toEqual([303, `/demandes/${number}`]);
    expect(await to(` ${number.toLowerCase()} `)).toEqual([303, `/demandes/${number}`]);
    expect(await to('B-0001')).toEqual([303, '/stock/B-0001']);
    expect(await to('PN-1')).toEqual([303, '/postes/PN-1']);
    expect(await to('M-ALICE')).toEqual([303, `/personnes/${hall.alice.personId}`]);
  });

  it('reads what a scanner types on a French keyboard', async () => {
    const thomas = await visit(hall, 'thomas');
    // DEM-1998-00001 of a scanner that is set to an American keyboard, as `readScan` puts right
    const azerty: Record<string, string> = { 0: 'à', 1: '&', 8: '_', 9: 'ç', '-': ')', M: '?' };
    const typed = [...number].map((key) => azerty[key] ?? key).join('');
    expect(typed).not.toBe(number);
    expect((await thomas.get(lookFor(typed))).to).toBe(`/demandes/${number}`);
  });

  it('shows what has the text in groups, states in words, ten of each and the way to the rest', async () => {
    const thomas = await visit(hall, 'thomas');
    const { status, main } = await thomas.get(lookFor('agard'));
    expect(status).toBe(200);
    for (const said of ['Recherche\u202f: agard', 'Demandes', number, 'Personnes', 'M-ALICE', 'Close'])
      expect(main).toContain(said);
    expect(main).toContain(`href="/personnes/${hall.alice.personId}"`);
    expect(main).not.toContain('Jetons</h2>');
    const stock = await thomas.get(lookFor('B-0'));
    expect(stock.html).toContain('value="B-0"');
    expect(stock.main.match(/href="\/stock\/B-/g)).toHaveLength(10);
    expect(stock.main).toContain('href="/stock?texte=B-0"');
    expect(stock.main).toContain('Actif');
    expect(stock.main).toContain('Tous les jetons qui correspondent');
  });

  it('leads to the rest of a list as its reader has it', async () => {
    const thomas = await visit(hall, 'thomas');
    const { main } = await thomas.get(lookFor('M-'));
    expect(main).toContain('href="/personnes?texte=M-"');
    const people = await thomas.get('/personnes?texte=M-');
    for (const name of ['Alice Agard', "Ève L'Hermite", 'Odile Ory']) expect(people.main).toContain(name);
    const corinne = await visit(hall, 'corinne');
    const own = await corinne.get('/personnes?texte=M-');
    expect(own.main).toContain('Alice Agard');
    expect(own.main).not.toContain('Odile Ory');
    expect((await corinne.get('/personnes?texte=nobody')).main).toContain('Personne ne correspond.');
  });

  it('says what can be searched for where nothing is found, of what the reader may read alone', async () => {
    const nothing = await (await visit(hall, 'thomas')).get(lookFor('zzz'));
    expect(nothing.status).toBe(200);
    for (const said of [
      'Rien ne correspond à «\u202fzzz\u202f».',
      'une demande',
      'un jeton',
      'un poste SPAN',
      'une personne',
    ])
      expect(nothing.main).toContain(said);
    const simon = await (await visit(hall, 'simon')).get(lookFor('M-ALICE'));
    expect(simon.main).toContain('Rien ne correspond');
    expect(simon.main).toContain('une demande');
    expect(simon.main).not.toContain('une personne');
    const english = await (await visit(hall, 'thomas')).get(`${lookFor('zzz')}&lang=en`);
    expect(english.main).toContain('Nothing matches “zzz”.');
  });

  it('says the same of what is elsewhere and of what is not there', async () => {
    const asked = await hall.flow.request.submit(hall.eve, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    const corinne = await visit(hall, 'corinne');
    const said = async (text: string) => {
      const { status, main } = await corinne.get(lookFor(text));
      return [status, main.replaceAll(text, 'X')];
    };
    expect(await said(asked.number)).toEqual(await said('DEM-1998-00099'));
    expect(await said('M-EVE')).toEqual(await said('M-NOBODY'));
  });

  it('begins with what can be searched for, and lists nothing for an empty text', async () => {
    const { status, main } = await (await visit(hall, 'thomas')).get('/recherche');
    expect(status).toBe(200);
    expect(main).toContain('Ce que vous pouvez chercher');
    expect(main).not.toContain('<table');
  });

  it('shows what was typed as text, whatever it is', async () => {
    const thomas = await visit(hall, 'thomas');
    const typed = '"><script>alert(1)</script>';
    const { status, html } = await thomas.get(lookFor(typed));
    expect(status).toBe(200);
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script>');
    expect(html).toContain('value="&quot;>&lt;script>');
    for (const odd of ['\0', '\u202e', 'x'.repeat(5000), '%', '_', '\\', "' or 1=1 --", '*', '"'])
      expect([odd, (await thomas.get(lookFor(odd))).status]).toEqual([odd, 200]);
    const twice = await thomas.get('/recherche?q=a&q=b');
    expect(twice.status).toBe(200);
  });
});
