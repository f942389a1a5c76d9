import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('ce qu’un responsable sécurité trouve autour d’un incident', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });

  it('en signale un depuis sa page ou celle des incidents passés, et va à cet incident', async () => {
    const odile = await visit(hall, 'odile');
    for (const page of ['/securite', '/incidents'])
      expect((await odile.get(page)).main).toContain('href="/incidents/signaler"');
    expect((await odile.get('/incidents/signaler')).main).toMatch(/href="\/securite"[^>]*>\s*Annuler/);
    const sent = { kind: 'phishing', person: 'M-BRUNO' };
    const { main } = await odile.act('/incidents/signaler', sent);
    const [incident] = await hall.reads.find('incident', {});
    for (const said of [
      'L’incident est signalé',
      'href="/incidents/reflexes"',
      `action="/incidents/${incident?.id}/clore"`,
      'href="/securite"',
      'href="/incidents"',
    ])
      expect(main).toContain(said);
    await odile.get('/incidents/signaler');
    const known = (await odile.act('/incidents/signaler', sent)).main;
    for (const said of ['déjà signalé', 'Incidents ouverts', `href="/incidents/${incident?.id}"`])
      expect(known).toContain(said);
    const reflexes = (await odile.get('/incidents/reflexes')).main;
    expect(reflexes).toContain('href="/securite"');
    expect(reflexes).not.toContain('Retour à mes jetons');
    expect((await (await visit(hall, 'alice')).get('/incidents/reflexes')).main).toContain('Retour à mes jetons');
  });

  it('va de là aux fiches de la personne, du poste et du jeton', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const { id } = await hall.flow.incident.report(hall.alice, { kind: 'phishing', workstation: 'PN-1' });
    const odile = await visit(hall, 'odile');
    const page = async () => (await odile.get(`/incidents/${id}`)).main;
    for (const to of [`/personnes/${hall.alice.personId}`, '/postes/PN-1']) {
      expect(await page()).toContain(`href="${to}"`);
      expect((await odile.get(to)).status).toBe(200);
    }
    await hall.flow.incident.block(hall.odile, { incidentId: id });
    const taken = (await page()).split('Ce qui a été bloqué').at(-1) ?? '';
    for (const to of [`/stock/${tokenId}`, '/postes/PN-1', `/personnes/${hall.alice.personId}`])
      expect(taken).toContain(`href="${to}"`);
    await hall.flow.incident.blockMany(hall.odile, { workstations: ['PN-2'], reason: 'phishing' });
    expect((await odile.get('/incidents/blocages')).main).toContain('href="/postes/PN-2"');
  });

  it('lit avant de bloquer ce qui le sera, et ce qui suit', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const { id } = await hall.flow.incident.report(hall.alice, { kind: 'phishing', workstation: 'PN-1' });
    const odile = await visit(hall, 'odile');
    const plain = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    const page = plain((await odile.get(`/incidents/${id}`)).main);
    expect(page).toContain('Bloque le poste et révoque aussitôt');
    expect(page).toContain('Poste : PN-1 Jetons : 1 ');
    expect(page).toContain('Cela ne peut pas être annulé');
    expect((await odile.get('/securite')).main).toContain('montre d’abord ce qui est touché');
    const alone = await hall.flow.incident.report(hall.alice, { kind: 'ransomware' });
    const other = plain((await odile.get(`/incidents/${alone.id}`)).main);
    expect(other).toContain('ne bloque aucun poste');
    expect(other).not.toContain('Poste : ');
  });

  it('lit qui a déclaré un vol qui s’y rattache, et quel jeton il a révoqué', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const { id } = await hall.flow.incident.report(hall.alice, { kind: 'other' });
    await hall.flow.revocation.reportLoss(hall.alice, { serial: tokenId, reason: 'stolen' });
    const odile = await visit(hall, 'odile');
    const story = (await odile.get(`/incidents/${id}`)).main.split('Qui a fait quoi').at(-1) ?? '';
    expect(story).toMatch(new RegExp(`Alice Agard.*href="/stock/${tokenId}"`, 's'));
  });

  it('apprend au champ qu’un nom n’est pas un matricule', async () => {
    const odile = await visit(hall, 'odile');
    const form = (await odile.get('/incidents/signaler')).main;
    expect(form).toContain('Son matricule, non son nom');
    const wrong = await odile.post('/incidents/signaler', { kind: 'other', person: 'Bruno Bénard' });
    expect(wrong.main).toContain('Ce matricule n’est pas dans nos registres');
    expect(wrong.main).toMatch(/name="person"[\s\S]*?Absent de nos registres/);
    expect(wrong.main).toContain('value="Bruno Bénard"');
    const machine = await odile.post('/incidents/signaler', {
      kind: 'other',
      person: 'M-BRUNO',
      workstation: 'LE-PORTABLE',
    });
    expect(machine.main).toContain('Ce poste n’est pas dans nos registres');
    expect(machine.main).toMatch(/name="workstation"[\s\S]*?Absent de nos registres/);
  });
});
