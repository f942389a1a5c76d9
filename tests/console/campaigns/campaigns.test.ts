import { beginOf, dateOf, dayOf, isWorkingDay } from '../../../src/book/rules/calendar/working-days.ts';
import { dayInWords } from '../../../src/console/frame/dates.ts';
import { machine, takeOver } from '../../support/world/machines.ts';
import { follow } from '../followed.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** In French, page by page, without JavaScript. */
describe('une campagne de migration, du compte à la clôture', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
    await takeOver(
      hall.flow,
      [hall.adele, hall.olga],
      ...['PN-50', 'PN-51', 'PN-52'].map((number) => ({ ...machine(number), image: 'SPAN-2025.1' })),
    );
    await hall.flow.enrolment.change(hall.thomas, { workstation: 'PN-52', action: 'loan' });
    await hall.flow.record.assign(hall.thomas, { workstation: 'PN-50', person: 'M-ALICE', reason: 'handed-out' });
  });
  afterEach(async () => {
    await hall.flow.campaign.stop();
    await hall.check();
    await hall.close();
  });
  const asked = () => ({
    fromImage: 'SPAN-2025.1',
    targetImage: 'SPAN-2026.3',
    site: '',
    service: '',
    model: '',
    machines: '',
    startsOn: dateOf(dayOf(hall.clock.now())),
    technicians: '2',
    perTechnician: '1',
    closedDays: '',
    tokens: 'keep',
    checklist: 'any',
  });
  const tomorrow = (): number => {
    let day = dayOf(hall.clock.now()) + 1;
    while (!isWorkingDay(day)) day += 1;
    return day;
  };

  it('se retrouve par un texte, sa nature et son état ; chaque liste dit combien elle en a', async () => {
    const simon = await visit(hall, 'simon');
    for (const more of [{ machines: 'PN-50' }, { targetImage: 'SPAN-2027.1', site: 'Bordeaux' }]) {
      await simon.get('/campagnes');
      await simon.act('/campagnes', { ...asked(), ...more, _sure: 'yes' });
      await hall.flow.campaign.ended();
    }
    const [first] = await hall.reads.find('campaign', { kind: 'list' });
    await hall.flow.campaign.close(hall.simon, { campaignId: first!.id });
    await hall.flow.campaign.ended();
    const read = async (query: string) => {
      const { main } = await simon.get(`/campagnes${query}`);
      const totals = [...main.matchAll(/class="jeton-list-bar"><p[^>]*>([^<]*)</g)].map(([, text]) => text);
      return { totals, named: ['SPAN-2026.3', 'SPAN-2027.1'].filter((name) => main.includes(`→ ${name}</a>`)) };
    };
    const [one, none] = ['1 résultat', '0 résultat'];
    expect(await read('')).toEqual({ totals: [one, one], named: ['SPAN-2026.3', 'SPAN-2027.1'] });
    expect(await read('?texte=bordeaux')).toEqual({ totals: [one, none], named: ['SPAN-2027.1'] });
    expect(await read('?etat=closed')).toEqual({ totals: [one], named: ['SPAN-2026.3'] });
    expect(await read('?etat=open')).toEqual({ totals: [one], named: ['SPAN-2027.1'] });
    expect(await read('?etat=paused')).toEqual({ totals: [none], named: [] });
    expect(await read('?nature=list')).toEqual({ totals: [none, one], named: ['SPAN-2026.3'] });
    expect((await simon.get('/campagnes?etat=paused')).main).toContain('Aucune campagne ne correspond');
    expect((await read('?etat=x&nature=y')).named).toEqual(['SPAN-2026.3', 'SPAN-2027.1']);
  });

  it('dit à l’agent, sur sa page et dans ses avis, quand venir, où et avec quoi, et à nul autre', async () => {
    const [alice, bruno, simon] = [await visit(hall, 'alice'), await visit(hall, 'bruno'), await visit(hall, 'simon')];
    const before = (await alice.get('/mes-jetons')).main;
    expect(before).toContain('PN-50');
    expect(before).not.toContain('Migration le');
    await simon.get('/campagnes');
    await simon.act('/campagnes', { ...asked(), _sure: 'yes' });
    await hall.flow.campaign.ended();
    const when = dayInWords('fr', beginOf(tomorrow()));
    const own = (await alice.get('/mes-jetons')).main;
    for (const said of ['Mes postes', when, 'Bordeaux', 'SPAN-2026.3', 'avec son chargeur', 'href="/postes/PN-50"'])
      expect(own).toContain(said);
    const told = (await alice.get('/avis')).main;
    expect(told).toMatch(new RegExp(`PN-50[^<]*${when}[\\s\\S]*href="/mes-jetons"`));
    for (const page of ['/mes-jetons', '/avis']) {
      const others = (await bruno.get(page)).main;
      expect(others).not.toContain(when);
      expect(others).not.toContain('PN-50');
    }
  });

  it('est proposée pour le prochain jour ouvré, et montre d’elle-même les jours qu’elle donne', async () => {
    hall.clock.advance(4 * 86_400_000); // un samedi
    const simon = await visit(hall, 'simon');
    const { main } = await simon.get('/campagnes');
    expect(main).toMatch(new RegExp(`name="startsOn" value="${dateOf(tomorrow())}"`));
    expect(isWorkingDay(tomorrow() - 1)).toBe(false);
    await simon.act('/campagnes', { ...asked(), _sure: 'yes' });
    const [campaign] = await hall.reads.find('campaign', {});
    const path = `/campagnes/${campaign?.id}`;
    expect((await simon.get(path)).main).toContain(`data-refresh="${path}/etat"`);
    const state = await follow(hall, simon, `${path}/etat`);
    expect(await state.until(/\?jour=/)).toMatch(/>(lundi|mardi) \d+ novembre</);
    state.leave();
    const alice = await visit(hall, 'alice');
    const none = await follow(hall, alice, `${path}/etat`);
    await none.ended();
    expect(none.events).toEqual(['over']);
  });

  it('dit, tant que ses postes sont recherchés, pourquoi leur liste est vide', async () => {
    const simon = await visit(hall, 'simon');
    await hall.flow.campaign.stop();
    await simon.get('/campagnes');
    const { main } = await simon.act('/campagnes', { ...asked(), _sure: 'yes' });
    expect(main).toMatch(/id="campaign".*Les postes sont recherchés/s);
    expect(main).toMatch(/id="postes".*Les postes sont recherchés\s: rechargez cette page dans une minute/s);
    expect(main).not.toContain('Aucun poste ne correspond');
  });

  it('prend des jours fermés tels qu’on les écrit en France, les montre avant d’ouvrir et à qui les change', async () => {
    const simon = await visit(hall, 'simon');
    const question = await simon.post('/campagnes', { ...asked(), closedDays: '24/12/1998, 1998-12-31' });
    expect(question.status).toBe(200);
    expect(question.main).toMatch(/Jours fermés<\/dt>\s*<dd[^>]*>24 décembre 1998, 31 décembre 1998/);
    await simon.act('/campagnes', { ...asked(), closedDays: '24/12/1998 ; 31/12/1998', _sure: 'yes' });
    const [campaign] = await hall.reads.find('campaign', {});
    const page = (await simon.get(`/campagnes/${campaign?.id}`)).main;
    expect(page).toContain('value="24/12/1998, 31/12/1998"');
    expect((await simon.post('/campagnes', { ...asked(), closedDays: '31/02/1998' })).status).toBe(422);
  });

  it('est comptée, ouverte, suivie, planifiée de nouveau, suspendue, reprise, emportée puis close', async () => {
    const simon = await visit(hall, 'simon');
    expect((await simon.get('/pilotage')).html).toContain('href="/campagnes"');
    expect((await simon.get('/campagnes')).main).toContain('Aucune campagne n’est en cours');
    const question = await simon.post('/campagnes', asked());
    for (const said of ['Ouvrir cette campagne', 'SPAN-2025.1 → SPAN-2026.3', 'Postes concernés', '3'])
      expect(question.main).toContain(said);
    // two may come now: the one that is on loan is taken all the same, and waits
    const plain = question.main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(plain).toMatch(/Dont bloqués en ce moment [^:]*: ils auront un jour une fois débloqués 1 /);
    expect(plain).toMatch(/Jours ouvrés nécessaires 1 /);
    expect(await hall.reads.count('campaign', {})).toBe(0);
    expect((await simon.act('/campagnes', { ...asked(), _sure: 'yes' })).html).toContain('La campagne est ouverte');
    await hall.flow.campaign.ended();

    const [campaign] = await hall.reads.find('campaign', {});
    const path = `/campagnes/${campaign?.id}`;
    const page = (await simon.get(path)).main;
    for (const said of ['Dernier jour prévu', 'Prêté', 'PN-50', 'Suspendre', 'Planifier de nouveau'])
      expect(page).toContain(said);
    expect((await simon.get(`${path}?etat=blocked`)).main).toContain('PN-52');
    expect((await simon.get(`${path}?etat=blocked`)).main).not.toContain('PN-50');
    expect((await simon.get(`${path}?jour=${dateOf(tomorrow())}`)).main).toContain('PN-50');
    expect((await simon.get(`${path}?etat=ended`)).main).toContain('Aucun poste ne correspond');

    const alice = await visit(hall, 'alice');
    expect((await alice.get(path)).status).toBe(403);
    expect((await alice.get('/avis')).main).toContain('Jour de migration');
    expect((await alice.get('/postes/PN-50')).main).toMatch(/vers SPAN-2026\.3, jour prévu/);

    const replan = { technicians: '1', perTechnician: '1', closedDays: dateOf(tomorrow()), way: 'keep' };
    expect((await simon.post(`${path}/planifier`, replan)).status).toBe(422);
    const done = await simon.act(`${path}/planifier`, { ...replan, reason: 'days-closed' });
    expect(done.html).toContain('planifiée de nouveau');
    await hall.flow.campaign.ended();
    expect((await simon.get(path)).main).toContain('jour fermé');

    const later = tomorrow() + 40;
    const day = dateOf(later + (isWorkingDay(later) ? 0 : isWorkingDay(later + 1) ? 1 : 2));
    const unknown = await simon.post(`${path}/deplacer`, { workstations: '', day });
    expect([unknown.status, unknown.main]).toEqual([
      422,
      expect.stringMatching(/<details[^>]* open[^>]*><summary>Donner un autre jour/),
    ]);
    const closed = await simon.post(`${path}/deplacer`, { workstations: 'PN-50', day: dateOf(tomorrow()) });
    expect(closed.main).toContain('L’atelier ne reçoit personne ce jour-là.');
    const moved = await simon.act(`${path}/deplacer`, { workstations: 'pn-50', day });
    expect(moved.html).toMatch(/Postes déplacés.: 1/);
    expect(moved.main).toContain('jour donné par un superviseur');
    await hall.flow.campaign.ended();

    expect((await simon.post(`${path}/suspendre`, {})).main).toContain('Suspendre cette campagne');
    const paused = await simon.act(`${path}/suspendre`, { _sure: 'yes' });
    expect(paused.html).toMatch(/Jours annulés\s: [1-9]\s; leurs porteurs sont avertis/);
    await hall.flow.campaign.ended();
    expect((await simon.get(path)).main).toContain('Suspendue');
    expect((await simon.act(`${path}/reprendre`, {})).html).toContain('Les jours sont donnés de nouveau');
    await hall.flow.campaign.ended();
    const file = await simon.post(`${path}.csv`, {});
    for (const said of ['PN-50', 'Prêté', 'campagne reprise']) expect(file.html).toContain(said);
    const figures = (await simon.post(`${path}/avancement.csv`, {})).html.replace('\ufeff', '').trim().split('\r\n');
    expect(figures[0]).toBe('Partie;Quoi;Valeur');
    for (const line of [/^.*;Restants;\d+$/, /^.*;Dernier jour prévu;\d{4}-\d\d-\d\d$/, /^.*;Prêté;\d+$/])
      expect(figures).toContainEqual(expect.stringMatching(line));
    expect(figures.filter((line) => /;\d{4}-\d\d-\d\d;\d+$/.test(line)).length).toBeGreaterThan(0);
    const kept = (await hall.opened.lists.entries({ action: 'campaign.export' }, { limit: 9 })).items;
    expect(kept.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    const corinne = await visit(hall, 'corinne');
    expect((await corinne.post(`${path}/avancement.csv`, {})).status).toBe(403);
    await simon.act(`${path}/clore`, { _sure: 'yes' });
    await hall.flow.campaign.ended();
    expect((await simon.get(path)).main).toContain('Non traité');
    expect((await simon.get('/campagnes')).main).toContain('Close');
  });

  it('prend une liste collée d’un fichier CSV, et dit les numéros inconnus', async () => {
    const simon = await visit(hall, 'simon');
    const list = { ...asked(), machines: 'numéro;modèle\nPN-50;SPAN 14\nPN-404;SPAN 14\n' };
    await simon.get('/campagnes');
    const question = (await simon.post('/campagnes', list)).main;
    expect(question).toMatch(/Numéros inconnus, laissés de côté<[^<]*<[^>]*>\s*PN-404\s*</);
    const known = (await simon.post('/campagnes', { ...list, machines: 'PN-50' })).main;
    expect(known).not.toContain('Numéros inconnus');
    const opened = await simon.act('/campagnes', { ...list, _sure: 'yes' });
    expect(opened.html).toContain('PN-404');
    await hall.flow.campaign.ended();
    const [campaign] = await hall.reads.find('campaign', {});
    const failed = await simon.post(`/campagnes/${campaign?.id}/postes`, { machines: '' });
    expect(failed.status).toBe(422);
    expect(failed.main).toMatch(/<details[^>]* open[^>]*><summary>Ajouter des postes/);
    expect(failed.main).not.toMatch(/<details[^>]* open[^>]*><summary>Planifier/);
    const added = await simon.act(`/campagnes/${campaign?.id}/postes`, { machines: 'PN-51\nPN-50' });
    expect(added.html).toMatch(/Postes ajoutés.: 1/);
    await hall.flow.campaign.ended();
    expect(await hall.reads.count('campaignItem', {})).toBe(2);
  });

  it('ouverte ou passée depuis longtemps est sur une page suivante, chaque liste pour elle-même', async () => {
    hall.opened.lists.campaigns = async ({ states }, { limit, cursor }) => ({
      items: [],
      next: cursor ? null : `${states[0]}-after-${limit}`,
    });
    const simon = await visit(hall, 'simon');
    const page = (await simon.get('/campagnes')).main;
    expect(page).toContain('href="/campagnes?suite=open-after-50"');
    expect(page).toContain('href="/campagnes?passes=closed-after-50#passes"');
    expect((await simon.get('/campagnes?suite=open-after-50')).main).not.toContain('suite=open-after-50"');
    expect((await simon.get('/campagnes?passes=closed-after-50')).main).not.toContain('passes=closed-after-50#');
    // a form of another address that was refused shows the same page, and leads on from it
    const refused = await simon.post('/campagnes/echanges', { exchanges: '' });
    expect(refused.status).toBe(422);
    expect(refused.main).toContain('href="/campagnes?suite=open-after-50"');
    expect(refused.main).toContain('href="/campagnes?passes=closed-after-50#passes"');
  });

  it('dit ce qui manque à la demande', async () => {
    const simon = await visit(hall, 'simon');
    for (const wrong of [{ targetImage: '' }, { targetImage: 'SPAN-2025.1' }, { fromImage: '' }, { technicians: '0' }])
      expect((await simon.post('/campagnes', { ...asked(), ...wrong })).status).toBe(422);
    const past = { ...asked(), startsOn: '1990-01-01', _sure: 'yes' };
    expect((await simon.post('/campagnes', past)).status).toBe(422);
    const both = { ...asked(), site: 'Bordeaux', machines: 'PN-50' };
    expect((await simon.post('/campagnes', both)).status).toBe(422);
  });

  it('se lit d’un fichier, qui passe avec la question, et dont les lignes restent où il est refusé', async () => {
    const simon = await visit(hall, 'simon');
    const file = (text: string) => ({ name: 'postes.csv', text });
    const form = { ...asked(), fromImage: '', _form: 'campaign' };
    const field = (html: string) => /<textarea[^>]*name="machines"[^>]*>([^<]*)</.exec(html)?.[1];
    const content = 'numero;agent\r\nPN-50;Agard\r\nPN-51;Béart\r\n';
    const undated = await simon.upload('/campagnes', file(content), { ...form, startsOn: '' });
    expect([undated.status, field(undated.main)]).toEqual([422, 'PN-50\nPN-51']);
    expect(undated.main).toContain('Les lignes de votre fichier sont dans la liste');
    const question = await simon.upload('/campagnes', file(content), form);
    expect(question.main).toContain('Ouvrir cette campagne');
    expect(question.main).toMatch(/name="machines" value="PN-50\nPN-51"/);
    expect(question.main).not.toContain('Agard');
    // a file without a number is no campaign of all machines of an image
    const none = await simon.upload('/campagnes', file('\n'), { ...form, fromImage: 'SPAN-2025.1' });
    expect(none.status).toBe(422);
    expect(none.main).toContain('Votre fichier n’est pas repris');
    await simon.act('/campagnes', { ...form, machines: 'PN-50\nPN-51', _sure: 'yes' });
    await hall.flow.campaign.ended();
    const [campaign] = await hall.reads.find('campaign', {});
    const added = await simon.upload(`/campagnes/${campaign?.id}/postes`, file('PN-52'), {
      machines: '',
      _form: 'add',
    });
    await hall.flow.campaign.ended();
    expect((await simon.get(added.to)).html).toMatch(/Postes ajoutés.: 1/);
    expect(await hall.reads.count('campaignItem', {})).toBe(3);
  });

  it('montre ses postes triés, réduits à ce qu’on cherche et comptés, sans JavaScript', async () => {
    const { campaign } = await hall.flow.campaign.open(hall.simon, {
      targetImage: 'SPAN-2026.3',
      machines: ['PN-50', 'PN-51', 'PN-52'],
      tokens: 'keep',
      checklist: 'any',
      technicians: 1,
      perTechnician: 1,
      startsOn: dayOf(hall.clock.now()),
    });
    await hall.flow.campaign.ended();
    const path = `/campagnes/${campaign.id}`;
    const simon = await visit(hall, 'simon');
    const machinesOf = async (query: string) => {
      const { main } = await simon.get(`${path}${query}`);
      const section = main.slice(main.indexOf('id="postes"'));
      const rows = [...section.matchAll(/<tr><th scope="row"[^>]*>(?:<[^>]*>)?(PN-\d+)/g)].map(([, number]) => number);
      return { section, rows, total: /class="jeton-list-bar"><p[^>]*>([^<]*)</.exec(section)?.[1] };
    };
    const all = await machinesOf('');
    expect([all.rows, all.total]).toEqual([['PN-50', 'PN-51', 'PN-52'], '3 résultats']);
    for (const field of ['texte', 'etat', 'site', 'service', 'jour']) expect(all.section).toContain(`name="${field}"`);
    expect(all.section).toContain(`href="${path}?tri=number#postes"`);
    expect(all.section).toContain(`href="${path}?tri=day#postes"`);
    for (const quick of ['?etat=blocked', '?etat=ended', `?jour=${dateOf(dayOf(hall.clock.now()))}`])
      expect(all.section).toContain(`class="fr-tag" href="${path}${quick}#postes"`);
    expect((await machinesOf('?tri=-number')).rows).toEqual(['PN-52', 'PN-51', 'PN-50']);
    for (const [state, said] of [
      ['planned', 'A un jour'],
      ['blocked', 'Prêté'],
    ])
      expect((await machinesOf(`?etat=${state}`)).section).toContain(`<td>${said}</td>`);
    // the blocked one has no day, and stands behind those that have one
    expect((await machinesOf('?tri=-day')).rows[0]).toBe('PN-52');
    const found: readonly [string, string[]][] = [
      ['?etat=blocked', ['PN-52']],
      ['?etat=planned&tri=-number', ['PN-51', 'PN-50']],
      ['?etat=migrated', []],
      ['?texte=pn-51', ['PN-51']],
      ['?texte=agard', []], // who has which machine is not for whoever reads none
      ['?site=Bordeaux&etat=planned', ['PN-50', 'PN-51']],
      ['?site=Ailleurs', []],
      ['?service=pref-33&etat=blocked', ['PN-52']],
    ];
    for (const [query, rows] of found) {
      const shown = await machinesOf(query);
      expect([query, shown.rows]).toEqual([query, rows]);
      expect(shown.section).toContain(`href="${path}${query.includes('tri') ? '?tri=-number' : ''}#postes"`);
    }
    expect((await (await visit(hall, 'thomas')).get(`${path}?texte=agard`)).main).toMatch(/1 résultat<[\s\S]*PN-50/);
    const none = await machinesOf('?etat=nothing&tri=nothing&jour=nothing');
    expect(none.rows).toHaveLength(3);
    const file = (await simon.post(`${path}.csv?etat=planned&tri=-number`, {})).html;
    expect([...file.matchAll(/^\S?(PN-\d+);/gm)].map(([, number]) => number)).toEqual(['PN-51', 'PN-50']);
  });

  it('est lue par un technicien, qui ne la conduit pas', async () => {
    const { campaign } = await hall.flow.campaign.open(hall.simon, {
      targetImage: 'SPAN-2026.3',
      machines: ['PN-50'],
      tokens: 'keep',
      checklist: 'any',
      technicians: 1,
      perTechnician: 1,
      startsOn: dayOf(hall.clock.now()),
    });
    await hall.flow.campaign.ended();
    const thomas = await visit(hall, 'thomas');
    const page = (await thomas.get(`/campagnes/${campaign.id}`)).main;
    expect(page).toContain('PN-50');
    expect(page).not.toContain('Suspendre');
    const path = `/campagnes/${campaign.id}`;
    expect(page).toContain('href="/postes/PN-50"');
    expect((await thomas.get('/postes/PN-50')).main).toContain(`href="${path}"`);
    expect((await thomas.post(`/campagnes/${campaign.id}/suspendre`, { _sure: 'yes' })).status).toBe(403);
  });
});
