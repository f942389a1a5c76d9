import { dateOf, dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { machine, takeOver } from '../../support/world/machines.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** How a cut list of lines goes on. */
const more = (command: string): RegExp =>
  new RegExp(`PN-81900 [^;]*.; et 5 de plus \\(toutes les lignes.: jeton campaign ${command} … --count\\)`);

/** The forms of a page that stand open, by their headings. */
const openForms = (html: string): string[] =>
  [...html.matchAll(/<details[^>]*\sopen(?:[\s=][^>]*)?>\s*<summary>([^<]*)</g)].map(([, heading = '']) => heading);

/** In French, page by page, without JavaScript. */
describe('une campagne qui échange des postes, de la liste au rapport', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
    const numbers = ['PN-50', 'PN-51', 'PN-52', 'PN-80', 'PN-81', 'PN-82'];
    await takeOver(hall.flow, [hall.adele, hall.olga], ...numbers.map(machine));
    await hall.flow.record.assign(hall.thomas, { workstation: 'PN-50', person: 'M-ALICE', reason: 'handed-out' });
    await hall.flow.record.assign(hall.thomas, { workstation: 'PN-51', person: 'M-BRUNO', reason: 'handed-out' });
  });
  afterEach(async () => {
    await hall.flow.campaign.stop();
    await hall.check();
    await hall.close();
  });
  const asked = (exchanges: string) => ({
    exchanges,
    startsOn: dateOf(dayOf(hall.clock.now())),
    technicians: '1',
    perTechnician: '5',
    closedDays: '',
  });
  const opened = async () => {
    await hall.flow.campaign.ended();
    const [campaign] = await hall.reads.find('campaign', { kind: 'exchange' });
    return `/campagnes/${campaign?.id}`;
  };

  it('est comptée, ouverte, suivie, complétée et emportée', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-50');
    const simon = await visit(hall, 'simon');
    const form = /<form[^>]*action="\/campagnes\/echanges".*?<\/form>/s.exec((await simon.get('/campagnes')).main)?.[0];
    const [either, rest] = form?.split('name="startsOn"') ?? [];
    expect(either).toContain('l’un des deux suffit');
    expect(either).toContain('type="file"');
    expect(either).not.toContain('facultatif');
    expect(rest).toContain('facultatif');
    const list = asked('ancien;nouveau\nPN-50;PN-80\nPN-51;PN-404');
    const question = await simon.post('/campagnes/echanges', list);
    for (const said of ['Ouvrir cette campagne', 'Échange de postes', 'PN-51 → PN-404 (le nouveau poste est inconnu)'])
      expect(question.main).toContain(said);
    expect(await hall.reads.count('campaign', {})).toBe(0);
    const done = await simon.act('/campagnes/echanges', { ...list, _sure: 'yes' });
    expect(done.html).toMatch(/Lignes non prises.: PN-51 → PN-404/);
    const path = await opened();
    const page = (await simon.get(path)).main;
    for (const said of ['Liés au nouveau poste', 'PN-50', 'PN-80', 'à lier au nouveau poste', 'Échangés'])
      expect(page).toContain(said);
    expect(page).not.toContain('Liste de contrôle');
    expect(page.replace(/<[^>]*>/g, '').replace(/\s/g, ' ')).toContain('Campagne : échange de postes');

    const added = await simon.act(`${path}/echanges`, { exchanges: 'PN-51 PN-81\nPN-80 PN-82' });
    expect(added.html).toMatch(/Postes ajoutés.: 1.*PN-80 → PN-82 \(un des postes est déjà dans la campagne\)/);
    await hall.flow.campaign.ended();
    expect((await simon.get(path)).main).toContain('aucun à lier');

    const out = await simon.act(`${path}/retirer`, { workstation: 'pn-51' });
    expect(out.html).toContain('Le poste PN-51 est retiré.');
    expect((await simon.get(path)).main).toContain('Retirer un poste de la campagne');
    expect((await simon.post(`${path}/retirer`, { workstation: 'PN-51' })).main).toContain('sa part y est terminée');

    await hall.flow.record.assign(hall.thomas, { workstation: 'PN-80', person: 'M-ALICE', reason: 'replacement' });
    const token = { serial: tokenId, workstation: 'PN-80', document: 'passport' } as const;
    await hall.flow.rebinding.check(hall.vincent, token);
    await hall.flow.rebinding.rebind(hall.theo, token);
    const file = await simon.post(`${path}.csv`, {});
    expect(file.html).toMatch(/PN-50;PN-80;.*Échangé/);
    expect(file.html).toMatch(/PN-51;PN-81;/);
    expect((await simon.get(`${path}?voir=finis`)).main).toContain('PN-50');
    expect((await simon.get('/campagnes')).main).toContain('Une liste d’échanges');
  });

  it('garde ses postes hors d’une migration, qui dit lesquels', async () => {
    const simon = await visit(hall, 'simon');
    await simon.act('/campagnes/echanges', { ...asked('PN-50;PN-80'), _sure: 'yes' });
    const { exchanges: _, ...plan } = asked('');
    const migration = {
      ...plan,
      ...{ machines: 'PN-50\nPN-52\nPN-80\nPN-404', targetImage: 'SPAN-2026.3', tokens: 'keep', checklist: 'any' },
      ...{ fromImage: '', site: '', service: '', model: '' },
    };
    const question = (await simon.post('/campagnes', migration)).main;
    expect(question).toMatch(/Postes laissés de côté.: dans un échange en cours<[^0-9]*2</);
    const done = await simon.act('/campagnes', { ...migration, _sure: 'yes' });
    expect(done.html).toMatch(/Lignes non prises.: PN-404 \(inconnus\).; PN-50, PN-80 \(dans un échange/);
    const english = await simon.post('/campagnes?lang=en', { ...migration, machines: 'PN-404\nPN-80' });
    expect(english.main).toContain('PN-404 (unknown); PN-80 (in an exchange of a campaign that is not closed)');
    await simon.get('/campagnes?lang=fr');
    // a list of which none is taken is refused before anything is asked
    const none = await simon.post('/campagnes', { ...migration, machines: 'PN-404\nPN-80', _form: 'campaign' });
    expect(none.status).toBe(422);
    expect(none.main).toContain('Aucun poste de la liste n’est pris');
    expect(none.main).toMatch(/Lignes non prises.*PN-404.*PN-80/s);
    expect(none.main).not.toContain('Ouvrir cette campagne ?');
    await hall.flow.campaign.ended();
    const [row] = await hall.reads.find('campaign', { kind: 'list' });
    const added = await simon.act(`/campagnes/${row?.id}/postes`, { machines: 'PN-51\nPN-80' });
    expect(added.html).toMatch(/Postes ajoutés.: 1.*: PN-80 \(dans un échange/);
    await hall.flow.campaign.ended();
  });

  it('se lit d’un fichier, qui passe avec la question', async () => {
    const simon = await visit(hall, 'simon');
    const content = 'ancien;nouveau\r\nPN-50;PN-80\r\n';
    const question = await simon.upload('/campagnes/echanges', { name: 'echange.csv', text: content }, asked(''));
    expect(question.main).toContain('Ouvrir cette campagne');
    expect(question.main).toContain('PN-50;PN-80');
    await simon.act('/campagnes/echanges', { ...asked(content), _sure: 'yes' });
    expect((await simon.get(await opened())).main).toContain('PN-80');
  });

  it('dit ce qui manque à la demande', async () => {
    const simon = await visit(hall, 'simon');
    for (const wrong of [{ exchanges: '' }, { exchanges: 'PN-50;PN-80\u001b' }, { technicians: '0' }, { startsOn: '' }])
      expect((await simon.post('/campagnes/echanges', { ...asked('PN-50;PN-80'), ...wrong })).status).toBe(422);
    const none = await simon.post('/campagnes/echanges', { ...asked('PN-404;PN-405'), _sure: 'yes' });
    expect(none.status).toBe(422);
    expect(none.main).toContain('Aucune ligne de la liste n’est un échange');
    const asks = { ...asked('PN-404;PN-405\nPN-50;'), _form: 'exchange' };
    const nothing = await simon.post('/campagnes/echanges', asks);
    expect(nothing.status).toBe(422);
    expect(nothing.main).toMatch(/PN-404 → PN-405 \(l’ancien poste est inconnu\).; PN-50 → — \(il manque un numéro\)/);
    expect(nothing.main).not.toContain('Ouvrir cette campagne ?');
    expect(nothing.main).toMatch(/<textarea[^>]*name="exchanges"[^>]*>PN-404;PN-405\nPN-50;</);
    const upload = { name: 'echange.csv', text: 'PN-404;PN-405' };
    const ofFile = await simon.upload('/campagnes/echanges', upload, { ...asked(''), _form: 'exchange' });
    expect(ofFile.status).toBe(422);
    expect(ofFile.main).toContain('PN-404 → PN-405 (l’ancien poste est inconnu)');
    const thomas = await visit(hall, 'thomas');
    expect((await thomas.post('/campagnes/echanges', { ...asked('PN-50;PN-80'), _sure: 'yes' })).status).toBe(403);
  });

  it('garde dans la liste les lignes d’un fichier refusé, sans ses autres colonnes', async () => {
    const simon = await visit(hall, 'simon');
    const file = (text: string) => ({ name: 'echange.csv', text });
    const form = { ...asked(''), _form: 'exchange' };
    const field = (html: string) => /<textarea[^>]*name="exchanges"[^>]*>([^<]*)</.exec(html)?.[1];
    const kept = 'Les lignes de votre fichier sont dans la liste';
    const text = 'ancien;nouveau;agent\r\nPN-404;PN-405;Agard\r\nPN-50;;Bruno\r\n';
    const refused = await simon.upload('/campagnes/echanges', file(text), form);
    expect([refused.status, field(refused.main)]).toEqual([422, 'PN-404;PN-405\nPN-50;']);
    expect(refused.main).toContain(kept);
    expect(refused.main).not.toContain('Agard');
    // for another reason than its lines as well
    const undated = await simon.upload('/campagnes/echanges', file('PN-50;PN-80'), { ...form, startsOn: '' });
    expect([undated.status, field(undated.main)]).toEqual([422, 'PN-50;PN-80']);
    const mended = await simon.act('/campagnes/echanges', { ...asked(field(undated.main) ?? ''), _sure: 'yes' });
    expect(mended.html).toContain('La campagne est ouverte');
    const path = await opened();
    // as many lines as one list may have, and one more
    const many = Array.from({ length: 5_000 }, (_, n) => `A${n};B${n}`).join('\n');
    const most = await simon.upload('/campagnes/echanges', file(many), form);
    expect([most.status, field(most.main)]).toEqual([422, many]);
    expect(most.main).toContain(kept);
    const tooMany = `${many}\nA5000;B5000`;
    const added = await simon.upload(`${path}/echanges`, file(tooMany), { exchanges: '', _form: 'add-exchanges' });
    expect([added.status, field(added.main)]).toEqual([422, '']);
    expect(added.main).toContain('Votre fichier n’est pas repris');
    // what nobody can mend in the field is not put there, and lines that were typed do not stand for it
    const long = Array.from({ length: 20_000 }, (_, n) => `PN-${n}0000;PN-${n}9999`).join('\n');
    for (const content of ['PN-50;PN-\u001b80', long, '']) {
      for (const exchanges of ['', 'PN-51;PN-81']) {
        const lost = await simon.upload('/campagnes/echanges', file(content), { ...form, exchanges });
        expect([lost.status, field(lost.main)]).toEqual([422, '']);
        expect(lost.main).toContain('Votre fichier n’est pas repris');
      }
    }
    expect((await simon.post('/campagnes/echanges', { ...form, startsOn: '' })).main).not.toContain('Votre fichier');
  });

  it('compte les lignes refusées qu’elle ne montre pas, et dit où les lire toutes', async () => {
    const simon = await visit(hall, 'simon');
    const wrong = Array.from({ length: 25 }, (_, n) => `PN-5${n}00;PN-8${n}00`).join('\n');
    const list = asked(`PN-50;PN-80\n${wrong}`);
    const question = (await simon.post('/campagnes/echanges', list)).main;
    expect(question).toMatch(more('exchange'));
    await simon.act('/campagnes/echanges', { ...list, _sure: 'yes' });
    const added = await simon.act(`${await opened()}/echanges`, { exchanges: wrong });
    expect(added.html).toMatch(more('add-exchanges'));
  });

  it('ouvre le formulaire qui a échoué, et lui seul', async () => {
    const simon = await visit(hall, 'simon');
    await simon.act('/campagnes/echanges', { ...asked('PN-50;PN-80'), _sure: 'yes' });
    const path = await opened();
    expect(openForms((await simon.get(path)).main)).toEqual([]);
    const empty = await simon.post(`${path}/echanges`, { _form: 'add-exchanges', exchanges: '' });
    expect([empty.status, openForms(empty.main)]).toEqual([422, ['Ajouter des échanges']]);
    const replan = { technicians: '0', perTechnician: '5', closedDays: '', way: 'keep', reason: '' };
    const planned = await simon.post(`${path}/planifier`, { _form: 'replan', ...replan });
    expect([planned.status, openForms(planned.main)]).toEqual([422, ['Planifier de nouveau']]);
  });

  it('se voit au comptoir, du jeton et des deux postes, avec le poste visé déjà choisi', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-50');
    const simon = await visit(hall, 'simon');
    await simon.act('/campagnes/echanges', { ...asked('PN-50;PN-80\nPN-51;PN-81'), _sure: 'yes' });
    const path = await opened();

    const alice = await visit(hall, 'alice');
    const hers = (await alice.get('/postes/PN-50')).main;
    expect(hers).toContain('remplacé par PN-80, jour prévu');
    expect(hers).toContain('Apportez ce jour-là votre poste avec son chargeur, votre jeton et une pièce d’identité');
    expect(hers).not.toContain(`href="${path}"`);
    expect((await alice.get('/postes/PN-80')).status).toBe(404);
    const bruno = await visit(hall, 'bruno');
    expect((await bruno.get('/postes/PN-51')).main).toContain(
      'Apportez ce jour-là votre poste avec son chargeur. Le nouveau',
    );

    const theo = await visit(hall, 'theo');
    const old = (await theo.get('/postes/PN-50')).main;
    for (const said of [`href="${path}"`, 'Attribuez d’abord PN-80', `href="/stock/${tokenId}"`])
      expect(old).toContain(said);
    expect((await theo.get('/postes/PN-51')).main).toContain('Aucun jeton à lier');
    // who may not do what comes next reads that it comes, and is led nowhere that is shut to them
    const olga = await visit(hall, 'olga');
    const hersToo = (await olga.get('/postes/PN-50')).main;
    expect(hersToo).toContain('est à lier au poste PN-80');
    expect(hersToo).not.toContain('Attribuez d’abord');
    const valerie = await visit(hall, 'valerie');
    const ofToken = await hall.reads.get('token', tokenId);
    const number = (await hall.reads.get('request', ofToken?.requestId ?? ''))?.number;
    const request = (await valerie.get(`/demandes/${number}`)).main;
    expect(request).toContain('Un technicien attribue d’abord PN-80 au porteur.');
    expect(request).not.toContain('href="/postes/PN-80"');
    expect((await theo.get('/postes/PN-80')).main).toContain('remplace PN-50, jour prévu');
    expect((await theo.get('/mise-en-service/PN-80')).main).toContain('remplace PN-50, jour prévu');
    const token = (await theo.get(`/stock/${tokenId}`)).main;
    expect(token).toMatch(/Échange d’une campagne.: de PN-50 à PN-80/);
    expect(token).toContain('Attribuez d’abord PN-80');

    // of the machines that she has now, the one of the exchange is chosen
    for (const workstation of ['PN-52', 'PN-80', 'PN-82'])
      await hall.flow.record.assign(hall.theo, { workstation, person: 'M-ALICE', reason: 'replacement' });
    const given = (await theo.get(`/stock/${tokenId}`)).main;
    expect(given).not.toContain('Attribuez d’abord');
    expect(given).toMatch(/<option value="PN-80" selected/);
    expect((await alice.get('/postes/PN-50')).main).toContain('Apportez ce jour-là les deux postes');
    await hall.flow.rebinding.check(hall.vincent, { serial: tokenId, workstation: 'PN-80', document: 'passport' });
    const bound = await theo.act(`/stock/${tokenId}/poste`, { workstation: 'PN-80', document: 'passport' });
    expect(bound.html).toContain('Le jeton est lié à cet autre poste');
    expect((await theo.get('/postes/PN-50')).main).not.toContain('remplacé par PN-8');
    // a campaign that is being closed is nobody's business at the desk
    await hall.flow.campaign.close(hall.simon, { campaignId: path.replace('/campagnes/', '') });
    await hall.flow.campaign.ended();
    expect((await theo.get('/postes/PN-51')).main).not.toContain('remplacé par PN-8');
  });
});
