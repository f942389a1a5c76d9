import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('the sheet of a person', () => {
  let hall: Hall;
  let number: string;
  let path: string;
  beforeEach(async () => {
    hall = await openHall();
    await hall.activeToken(hall.alice, 'PN-1');
    const [request] = await hall.reads.find('request', { holderId: hall.alice.personId });
    number = request!.number;
    path = `/personnes/${hall.alice.personId}`;
  });
  afterEach(() => hall.close());

  it('has everything in one place for a technician, each thing a way to its page', async () => {
    const { status, main } = await (await visit(hall, 'thomas')).get(path);
    expect(status).toBe(200);
    for (const said of ['<h1>Alice Agard</h1>', 'M-ALICE', 'PREF-33', 'Bordeaux', 'Actif', 'En service'])
      expect(main).toContain(said);
    for (const href of [`/demandes/${number}`, '/stock/B-0001', '/postes/PN-1'])
      expect(main).toContain(`href="${href}"`);
    expect(main).toContain('Aucune demande en cours.');
    expect(main).not.toContain('/administration/personnes/');
    expect(main).not.toContain('@');
  });

  it('says of each machine what binds it to the person', async () => {
    const read = async () => {
      const { main } = await (await visit(hall, 'thomas')).get(path);
      return [...main.matchAll(/href="\/postes\/(PN-\d)">[^<]*<\/a><\/th><td>([^<]*)</g)].map(([, ...cells]) => cells);
    };
    await hall.flow.record.assign(hall.theo, { workstation: 'PN-3', person: 'M-ALICE', reason: 'handed-out' });
    await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    expect(await read()).toEqual([
      ['PN-1', 'lié à son jeton'],
      ['PN-2', 'demandé'],
      ['PN-3', 'attribué'],
    ]);
    await hall.flow.revocation.revoke(hall.odile, { serial: 'B-0001', reason: 'left-service' });
    expect((await read())[0]).toEqual(['PN-1', 'lié à un ancien jeton']);
  });

  it('has less for whoever may read less', async () => {
    for (const name of ['vera', 'corinne'] as const) {
      const { main } = await (await visit(hall, name)).get(path);
      expect(main).toContain(`href="/demandes/${number}"`);
      expect(main).toContain('B-0001');
      for (const href of ['/stock/', '/postes/PN-']) expect(main).not.toContain(`href="${href}`);
      // of a machine that its user lost they tell, and read no more of it
      expect(main).toContain('href="/postes/perdu?poste=PN-1"');
    }
    const { main } = await (await visit(hall, 'armand')).get(path);
    expect(main).toContain(`href="/administration${path}"`);
    for (const hidden of [number, 'B-0001', 'href="/postes/']) expect(main).not.toContain(hidden);
  });

  it('leads to the report of a loss, of what is in use, for whoever may report it', async () => {
    const link = 'href="/jetons/B-0001/perte"';
    const corinne = await visit(hall, 'corinne');
    expect((await corinne.get(path)).main).toContain(link);
    expect((await corinne.get('/recherche?q=Agard')).main).toContain(`href="${path}"`);
    // an auditor reads the sheet, and reports nothing
    for (const name of ['vera', 'thomas'] as const)
      expect((await (await visit(hall, name)).get(path)).main).not.toContain('/perte"');
    await corinne.get('/jetons/B-0001/perte');
    await corinne.act('/jetons/B-0001/perte', { reason: 'lost' });
    expect((await corinne.get(path)).main).not.toContain('/perte"');
  });

  it('is not there for whoever may not see its person, as for nobody', async () => {
    for (const name of ['alice', 'bruno', 'victor', 'simon', 'aurore'] as const) {
      const visitor = await visit(hall, name);
      const [there, nobody] = [await visitor.get(path), await visitor.get('/personnes/NOBODY')];
      expect([name, there.status]).toEqual([name, 404]);
      expect(there.main).toBe(nobody.main);
    }
  });

  it('opens from the names of holders, where the reader may open it', async () => {
    const link = `href="${path}"`;
    const of = async (name: Parameters<typeof visit>[1], from: string) =>
      (await (await visit(hall, name)).get(from)).main.includes(link);
    for (const from of [`/demandes/${number}`, '/stock/B-0001', '/postes/PN-1']) {
      expect([from, await of('thomas', from)]).toEqual([from, true]);
      expect([from, await of('odile', from)]).toEqual([from, true]);
    }
    expect(await of('armand', '/postes/PN-1')).toBe(false); // nor who holds its token
    for (const name of ['vera', 'corinne'] as const) expect(await of(name, `/demandes/${number}`)).toBe(true);
    for (const name of ['alice', 'simon'] as const) expect(await of(name, `/demandes/${number}`)).toBe(false);
  });

  it('opens from the names of lists, where the reader may open it', async () => {
    await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    const leads = async (name: Parameters<typeof visit>[1], from: string) =>
      (await (await visit(hall, name)).get(from)).main.includes(`<a href="${path}">Alice Agard</a>`);
    expect(await leads('thomas', '/demandes')).toBe(true);
    expect(await leads('corinne', '/service')).toBe(true);
    expect(await leads('vera', '/approbations')).toBe(true);
    expect(await leads('simon', '/demandes')).toBe(false);
  });
});
