import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const HEAD = 'numero;modele;service;site\n';
const file = (text: string) => ({ name: 'postes.csv', text: HEAD + text });

describe('workstations that are in service already', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  const workstation = async (assetNumber: string) => (await hall.reads.find('workstation', { assetNumber }))[0];

  it('are taken over by two, who read every line, and stay so in sight', async () => {
    const [adele, odile] = [await visit(hall, 'adele'), await visit(hall, 'odile')];
    await adele.get('/postes/reprise');
    const wrong = await adele.upload('/postes/reprise', file('PN-601;S;pref 33;Pau\n'));
    expect(wrong).toMatchObject({ status: 422, main: expect.stringContaining('Format inattendu') });
    const asked = await adele.upload(
      '/postes/reprise',
      file('PN-601;SPAN 14;PREF-33;Pau\nPN-602;SPAN 15;DNUM;Paris\n'),
    );
    expect((await adele.get(asked.to)).main).toContain('une seconde personne la confirme');
    expect(await workstation('PN-601')).toBeUndefined();
    const { main } = await odile.get('/double-controle');
    for (const line of ['PN-601', 'SPAN 14, PREF-33, Pau', 'PN-602', 'SPAN 15, DNUM, Paris'])
      expect(main).toContain(line);
    const [proposal] = await hall.reads.find('proposal', { state: 'proposed' });
    const { id, argsHash } = proposal!;
    expect((await odile.act(`/double-controle/${id}/confirmer`, { argsHash })).main).toContain('Confirmé et exécuté.');
    expect((await odile.get('/postes/PN-602')).main).toContain('repris par deux personnes');
    const again = await adele.upload('/postes/reprise', file('PN-601;SPAN 14;PREF-33;Pau\n'));
    expect(again.status).toBe(409);
    for (const said of [
      'Le poste PN-601 est déjà connu.',
      'Retirez-le de la liste\u202f: un poste n’est enregistré qu’une fois.',
    ])
      expect(again.main).toContain(said);
    await adele.get('/postes/reprise?lang=en');
    const english = await adele.upload('/postes/reprise', file('PN-601;SPAN 14;PREF-33;Pau\n'));
    for (const said of [
      'Workstation PN-601 is registered already.',
      'Take it off the list: a workstation is registered only once.',
    ])
      expect(english.main).toContain(said);
  });

  it('come in with the agent who has each, whom both read by name', async () => {
    const [adele, odile] = [await visit(hall, 'adele'), await visit(hall, 'odile')];
    const had = (holder: string) => ({
      name: 'postes.csv',
      text: `numero;modele;service;site;agent\nPN-603;SPAN 14;PREF-33;Pau;${holder}\n`,
    });
    await adele.get('/postes/reprise');
    const refused = await adele.upload('/postes/reprise', had('M-NOBODY'));
    expect(refused).toMatchObject({ status: 404, main: expect.stringContaining('Postes dont l’agent n’est pas') });
    expect(refused.main).toContain('PN-603');
    await adele.upload('/postes/reprise', had('M-ALICE'));
    for (const page of [await odile.get('/double-controle'), await adele.get('/double-controle')])
      expect(page.main).toContain('SPAN 14, PREF-33, Pau, agent\u202f: Alice Agard (M-ALICE)');
    const [proposal] = await hall.reads.find('proposal', { state: 'proposed' });
    await odile.act(`/double-controle/${proposal!.id}/confirmer`, { argsHash: proposal!.argsHash });
    expect(await workstation('PN-603')).toMatchObject({ state: 'commissioned', cameIn: 'taken-over' });
    expect((await adele.get('/postes/PN-603')).main).toContain('Alice Agard');
  });

  it('are sent from GLPI, and the page says which columns said nothing', async () => {
    const adele = await visit(hall, 'adele');
    const glpi = {
      name: 'glpi.csv',
      text: 'numero;modele;service;site;Utilisateur\nPN-605;SPAN 14;PREF-33;Pau;aagard\n',
    };
    await adele.get('/postes/reprise');
    const asked = await adele.upload('/postes/reprise', glpi);
    const said = (await adele.get(asked.to)).main.replaceAll(/\s/g, ' ');
    for (const words of ['Colonnes ignorées : Utilisateur.', 'nommez la colonne « agent »'])
      expect(said).toContain(words);
    await adele.get('/postes/reprise');
    const wrong = await adele.upload('/postes/reprise', { ...glpi, text: `${glpi.text}PN 6;S;PREF-33;Pau;x\n` });
    expect(wrong.main.replaceAll(/\s/g, ' ')).toContain('Colonnes ignorées : Utilisateur.');
  });

  it('are taken over one by one by a form too, by two persons as of a file', async () => {
    const [adele, odile] = [await visit(hall, 'adele'), await visit(hall, 'odile')];
    const one = {
      assetNumber: 'pn-606',
      serialNumber: '',
      model: 'SPAN 14',
      image: '',
      service: 'PREF-33',
      site: 'Pau',
    };
    const { main: form } = await adele.get('/postes/reprise');
    expect(form).toContain('Reprendre un seul poste');
    // the file is the page's main act, and both say what they propose
    expect(form).toMatch(/class="fr-btn">Proposer la reprise du fichier</);
    expect(form).toMatch(/class="fr-btn fr-btn--secondary">Proposer la reprise</);
    const wrong = await adele.post('/postes/reprise/poste', { ...one, service: 'pref 33', holder: '' });
    expect(wrong.status).toBe(422);
    for (const kept of ['value="pn-606"', 'value="SPAN 14"']) expect(wrong.main).toContain(kept);
    const nobody = await adele.post('/postes/reprise/poste', { ...one, holder: 'M-NOBODY' });
    expect(nobody).toMatchObject({ status: 404, main: expect.stringContaining('Postes dont l’agent n’est pas') });
    expect(await hall.reads.count('proposal', { state: 'proposed' })).toBe(0);
    const asked = await adele.act('/postes/reprise/poste', { ...one, holder: 'M-ALICE' });
    expect(asked.main).toContain('une seconde personne la confirme');
    expect(await workstation('PN-606')).toBeUndefined();
    const { main } = await odile.get('/double-controle');
    for (const said of ['PN-606', 'SPAN 14, PREF-33, Pau', 'Alice Agard']) expect(main).toContain(said);
    const [proposal] = await hall.reads.find('proposal', { state: 'proposed' });
    const { id, argsHash } = proposal!;
    await odile.act(`/double-controle/${id}/confirmer`, { argsHash });
    expect(await workstation('PN-606')).toMatchObject({
      state: 'commissioned',
      cameIn: 'taken-over',
      holderId: hall.alice.personId,
    });
    expect((await (await visit(hall, 'valerie')).post('/postes/reprise/poste', { ...one })).status).toBe(403);
  });
});
