import { dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('the words of the day’s figures', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('are a date, headings and singulars, not codes', async () => {
    await hall.produced(hall.alice, 'PN-1');
    const simon = await visit(hall, 'simon');
    const { main } = await simon.get('/pilotage');
    expect(main).toMatch(/Production heure par heure, (1er|\d\d|[2-9]) [a-zéû]+ \d{4}</);
    expect(main).toContain('<th scope="row">Accès au réseau (VPN)</th>');
    expect(main).not.toContain('<th scope="row">agent-vpn</th>');
    expect(main.replaceAll(/\s/g, ' ')).toContain('Tenues, sur 1 jour<');
    expect(main).toContain('<th scope="col">Demandes reçues</th>');
  });

  it('are singular on the tile of a single one, and plural on that of two', async () => {
    await hall.produced(hall.alice, 'PN-1');
    await hall.flow.request.submit(hall.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    const simon = await visit(hall, 'simon');
    const tile = (n: number, what: string) => `<span class="jeton-figures__n">${n}</span><span>${what}</span>`;
    for (const path of ['/pilotage', '/pilotage/mois']) {
      const { main } = await simon.get(path);
      expect(main).toContain(tile(1, 'jeton produit'));
      expect(main).toContain(tile(2, 'demandes reçues'));
      expect(main).toContain(tile(0, 'remis')); // French counts nought as one
      const english = (await simon.get(`${path}?lang=en`)).main;
      expect(english).toContain(tile(1, 'token produced'));
      expect(english).toContain(tile(0, 'refused acts'));
      await simon.get(`${path}?lang=fr`);
    }
  });

  it('count tokens as produced and their makers as present; Nomade credentials and tokens made again are said apart', async () => {
    const { id: again } = await hall.produced(hall.alice, 'PN-1');
    await hall.flow.handover.repeat(hall.theo, { requestId: again, reason: 'dead-on-arrival' });
    hall.plugNext('1');
    await hall.flow.production.produce(hall.thomas, { requestId: again, slot: '1' });
    for (const [holder, name] of [
      ['alice', 'Téléphone'],
      ['bruno', 'Tablette'],
    ] as const) {
      const device = { kind: 'android', name } as const;
      const { id } = await hall.flow.request.submit(hall[holder], { kind: 'nomade', device, priority: 0 });
      await hall.approve(id);
      await hall.flow.software.release(hall.theo, { requestId: id });
    }
    const simon = await visit(hall, 'simon');
    const plain = async (path: string) => (await simon.get(path)).main.replaceAll(/\s/g, ' ');
    const day = await plain('/pilotage');
    expect(day).toContain('1 jeton produit aujourd’hui');
    expect(day).toContain('À part : 1 jeton refait, 2 certificats Nomade.');
    expect(day).toContain('1 technicien présent : 25 à 30 jetons un jour habituel, 50 en forte activité.');
    expect(day).toContain('Jetons faits du premier coup : 1 sur 2, refaits compris (50 %).');
    const ofModel = '<th scope="row">Twin</th><td>1</td><td>1</td><td>0</td><td>0</td>';
    for (const path of ['', '/semaine', '/mois', '/tendances'])
      expect(await plain(`/pilotage${path}`)).toContain(ofModel);
    for (const path of ['', '/semaine', '/mois'])
      expect((await simon.get(`/pilotage${path}.csv`)).html).toContain(
        '"Refaits, modèle Twin";"Made again, model Twin";1',
      );
    expect((await simon.get('/pilotage/tendances.csv')).html).toContain(';Twin;Refaits;Made again;1');
    for (const path of ['/pilotage/semaine', '/pilotage/mois']) {
      expect(await plain(path)).toContain('1 jeton produit<');
      expect(await plain(path)).toContain('À part : 1 jeton refait, 2 certificats Nomade.');
      expect(await plain(path)).toContain('1 journée de technicien : 25 à 30');
    }
    expect(await plain('/pilotage/tendances')).toContain(': 1 jeton produit. À part : 1 jeton refait');
  });

  it('have tokens by technician for those alone who may read a count of some', async () => {
    for (const [name, sees] of [
      ['aurore', false],
      ['armand', false],
      ['thomas', true],
      ['simon', true],
    ] as const) {
      const { main } = await (await visit(hall, name)).get('/pilotage');
      expect([name, main.includes('Jetons produits par technicien')]).toEqual([name, sees]);
    }
  });

  it('name those who decided on surge mode, to officers and to whoever steers, and say what is aimed at', async () => {
    await hall.produced(hall.alice, 'PN-1');
    const args = { until: hall.clock.now() + 4 * 3_600_000, reason: 'crisis' } as const;
    const { id, argsHash } = await hall.flow.dualControl.propose(hall.armand, { act: 'surge.start', args });
    await hall.flow.dualControl.confirm(hall.odile, { proposalId: id, argsHash });
    const nameOf = async (personId: string) => {
      const { givenName, familyName } = (await hall.reads.get('person', personId))!;
      return `${givenName} ${familyName}`;
    };
    const by = `Proposé par ${await nameOf(hall.armand.personId)}, confirmé par ${await nameOf(hall.odile.personId)}.`;
    for (const name of ['simon', 'armand', 'odile'] as const) {
      const main = (await (await visit(hall, name)).get('/pilotage')).main.replaceAll(/\s/g, ' ');
      expect([name, main]).toEqual([name, expect.stringContaining(by)]);
      expect(main).toContain(
        '1 technicien présent en période de forte activité, pour un objectif de 50 jetons (25 à 30',
      );
    }
  });

  it('tell what waits now on the page of today alone', async () => {
    const simon = await visit(hall, 'simon');
    const before = new Date(hall.clock.now() - 86_400_000).toISOString().slice(0, 10);
    expect((await simon.get('/pilotage')).main).toContain('File de production');
    const { main } = await simon.get(`/pilotage?date=${before}`);
    expect(main).not.toContain('File de production');
    expect(main).toContain('Rien à compter.');
  });

  it('count the blanks of a week as those of a day: what came back and is not wiped is none', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const serial = await hall.temporaryToken(hall.alice, 'PN-1');
    await hall.flow.stock.change(hall.thomas, { serial, action: 'return' });
    const blanks = await hall.reads.count('token', { state: 'in_stock' });
    const simon = await visit(hall, 'simon');
    for (const path of ['/pilotage/semaine', '/pilotage/mois'])
      expect((await simon.get(path)).main.replaceAll(/\s/g, ' ')).toContain(`jetons vierges, ${blanks}.`);
  });

  it('tell what waits before what was done', async () => {
    const { main } = await (await visit(hall, 'simon')).get('/pilotage');
    expect(main.indexOf('Demandes en cours')).toBeGreaterThan(0);
    expect(main.indexOf('Demandes en cours')).toBeLessThan(main.indexOf('Production par heure'));
  });

  it('say how long the blank tokens last, today and at the end of a day that is over', async () => {
    const simon = await visit(hall, 'simon');
    const plain = async (path: string) => (await simon.get(path)).main.replaceAll(/\s/g, ' ');
    expect(await plain('/pilotage')).not.toContain('jours ouvrés');
    await hall.produced(hall.alice, 'PN-1');
    const blanks = await hall.reads.count('token', { state: 'in_stock' });
    // one token in twenty working days
    expect(await plain('/pilotage')).toContain(`${blanks} jetons vierges, soit ${20 * blanks} jours ouvrés`);
    const today = new Date(hall.clock.now()).toISOString().slice(0, 10);
    const before = new Date(hall.clock.now() - 86_400_000).toISOString().slice(0, 10);
    expect(await plain(`/pilotage?date=${before}`)).not.toContain('jours ouvrés');
    hall.clock.pass(86_400_000);
    const later = await visit(hall, 'simon');
    expect((await later.get(`/pilotage?date=${today}`)).main.replaceAll(/\s/g, ' ')).toContain(
      `${blanks} jetons vierges, soit ${20 * blanks} jours ouvrés`,
    );
    const files = async (ending: string) => (await later.get(`/pilotage.${ending}?date=${today}`)).html;
    expect(JSON.parse(await files('json')).cover).toEqual({ perDay: 0.05, days: 20 * blanks });
    expect(await files('csv')).toContain(`Jours ouvrés de stock;Working days of stock;${20 * blanks}`);
  });

  it('and say it as the stock page and the files do: of tokens alone, and of blanks that a bench can take', async () => {
    await hall.produced(hall.alice, 'PN-1');
    const device = { kind: 'android', name: 'Téléphone' } as const;
    const { id } = await hall.flow.request.submit(hall.bruno, { kind: 'nomade', device, priority: 0 });
    await hall.approve(id);
    await hall.flow.software.release(hall.theo, { requestId: id });
    const [found] = await hall.reads.find('token', { state: 'in_stock' });
    for (const action of ['miss', 'find'] as const)
      await hall.flow.stock.change(hall.thomas, { serial: found!.id, action });
    const blanks = await hall.reads.count('token', { state: 'in_stock' });
    const simon = await visit(hall, 'simon');
    const plain = async (path: string) => (await simon.get(path)).main.replaceAll(/\s/g, ' ');
    expect(await plain('/pilotage')).toContain(`${blanks} jetons vierges, soit ${20 * blanks} jours ouvrés`);
    expect(await plain('/stock')).toContain(`<td>${blanks} </td><td>${20 * blanks}</td>`);
    const { stock, cover } = JSON.parse((await simon.get('/pilotage.json')).html);
    expect([stock, cover]).toMatchObject([
      { inStock: blanks + 1, blanks },
      { perDay: 0.05, days: 20 * blanks },
    ]);
    const csv = (await simon.get('/pilotage.csv')).html;
    expect(csv).toContain(`Jours ouvrés de stock;Working days of stock;${20 * blanks}`);
  });

  it('tell the day against what was promised for it, and what went to each département', async () => {
    const asked = await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    const other = await hall.flow.request.submit(hall.bruno, { kind: 'first-issue', workstation: 'PN-3', priority: 0 });
    const today = dayOf(hall.clock.now());
    const date = { fromDay: today, midDay: today, byDay: today, reach: 'near', ahead: 0, blankDay: null } as const;
    await hall.flow.promises.announce([asked, other].map(({ id }) => ({ requestId: id, ...date })));
    await hall.approve(asked.id);
    hall.plugNext('1');
    hall.beforeSignature(async () => hall.clock.pass(1_500));
    await hall.flow.production.produce(hall.thomas, { requestId: asked.id, slot: '1' });
    const simon = await visit(hall, 'simon');
    const plain = async (path: string) => (await simon.get(path)).main.replaceAll(/\s/g, ' ');
    const running = await plain('/pilotage');
    expect(running).toContain('2 demandes sont promises pour ce jour au plus tard ; déjà produites : 1.');
    expect(running).toContain('<th scope="row">33 – Gironde</th><td>2</td><td>1</td><td>0</td>');
    expect(running).toContain('<th scope="row">Certificat</th><td>1,5 s</td><td>1,5 s</td>');
    for (const path of ['/pilotage/mois', '/pilotage/tendances'])
      expect(await plain(path)).toContain('<th scope="row">33 – Gironde</th><td>2</td><td>1</td><td>0</td>');
    const iso = new Date(hall.clock.now()).toISOString().slice(0, 10);
    hall.clock.pass(86_400_000);
    const later = await visit(hall, 'simon');
    const over = (await later.get(`/pilotage?date=${iso}`)).main.replaceAll(/\s/g, ' ');
    expect(over).toContain('2 demandes étaient promises pour ce jour au plus tard ; produites : 1.');
    const [last, middle] = ['Le dernier jour</th><td>85 %', 'Le jour médian</th><td>50 %'];
    for (const level of [last, middle]) expect(over).toContain(`${level}</td><td>50 % (1 sur 2)</td>`);
    for (const view of ['semaine', 'mois']) {
      const sum = (await later.get(`/pilotage/${view}?date=${iso}`)).main.replaceAll(/\s/g, ' ');
      expect(sum).toContain('2 demandes ont reçu leur première date.');
      for (const level of [last, middle]) expect(sum).toContain(`${level}</td><td>50 % (1 sur 2)</td>`);
      const csv = (await later.get(`/pilotage/${view}.csv?date=${iso}`)).html.replaceAll(/[\u00a0\u202f]/g, ' ');
      expect(csv).toContain('Dates annoncées;Dates announced;2');
      expect(csv).toContain('Dates judged, last day announced (aim: 85% kept)";2');
      expect(csv).toContain('… dont tenues;… of them kept;1');
    }
  });

  it('say until which hour it lasts where somebody works on it', async () => {
    const simon = await visit(hall, 'simon');
    expect((await simon.get('/pilotage')).main).not.toContain('Journée jusqu’à');
    await hall.produced(hall.alice, 'PN-1');
    expect((await simon.get('/pilotage')).main.replaceAll(/\s/g, ' ')).toContain('Journée jusqu’à 17 h.');
  });
});

describe('the words of a forecast', () => {
  it('count one blank token as one', async () => {
    const hall = await openHall({
      blanks: [{ serial: 'B-0001', soPin: 'sopin-1-factory' }],
    });
    try {
      const { main } = await (await visit(hall, 'simon')).get('/pilotage/previsions');
      expect(main.replaceAll(/\s/g, ' ')).toContain('1 jeton vierge en stock.');
    } finally {
      await hall.close();
    }
  });
});
