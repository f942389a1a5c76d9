import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('an inventory in the console', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  const glpi = (...lines: string[]) => ({
    name: 'glpi.csv',
    text: ['"Nom";"Numéro de série";"Modèle";"Lieu";"agent";"Numéro d\'inventaire";"Groupe"', ...lines].join('\n'),
  });

  it('is compared, read line by line, applied as it was read; then the record says so, and the search finds it', async () => {
    const thomas = await visit(hall, 'thomas');
    expect((await thomas.get('/postes/inventaire')).main).toContain('numero;modele;service;site');
    const sent = await thomas.upload(
      '/postes/inventaire',
      glpi(
        '"P1";"5CG0001XYZ";"SPAN 14";"Pau";"M-ALICE";"PN-1";"PREF-33"',
        '"P9";"";"SPAN 15";"Bordeaux";"";"PN-900";"PREF-33"',
      ),
    );
    const page = await thomas.get(sent.to);
    for (const said of [
      'Nouveaux\u202f: 1',
      'Changés\u202f: 1',
      'Colonnes ignorées\u202f: «\u202fNom\u202f»',
      '5CG0001XYZ',
      'Fichier lu en UTF-8.',
    ])
      expect(page.main).toContain(said);
    for (const kind of ['Nouveau', 'Changé']) expect(page.main).toContain(`<td>${kind}</td>`);
    const gone = (await thomas.get(`${sent.to}?constat=gone`)).main;
    expect(gone).toMatch(/PN-2.*Absent du fichier.*connu ici comme «\sEn service\s»/s);
    const csv = (await thomas.get(`${sent.to}/constats.csv`)).html;
    expect(csv).toMatch(/Numéro de série\s: — → 5CG0001XYZ/);
    expect(csv).not.toMatch(/serialNumber|commissioned|holderId/);
    expect((await thomas.get(`${sent.to}?constat=new`)).main).not.toContain('5CG0001XYZ');
    expect((await hall.reads.find('workstation', { assetNumber: 'PN-1' }))[0]?.serialNumber).toBeNull();
    const sha256 = /name="sha256" value="([0-9a-f]{64})"/.exec(page.main)?.[1] ?? '';
    await thomas.get(sent.to);
    const applied = await thomas.post(`${sent.to}/appliquer`, { sha256 });
    await hall.flow.imports.ended(applied.to.split('/')[2] ?? '');
    expect((await thomas.get(applied.to)).main).toContain('Le fichier est importé');
    expect((await thomas.get('/postes/PN-1')).main).toMatch(/5CG0001XYZ.*Alice Agard/s);
    expect((await thomas.get('/postes?texte=5CG0001')).main).toContain('PN-1');
    expect((await thomas.get(sent.to)).status).toBe(404);
  });

  it('names the machine that a file leaves out and that stays in service', async () => {
    const thomas = await visit(hall, 'thomas');
    await thomas.get('/postes/inventaire');
    const text = 'numero;service\nPN-2;PREF-33\n';
    const sent = await thomas.upload('/postes/inventaire', { name: 'parc.csv', text });
    const page = (await thomas.get(sent.to)).main;
    const sha256 = /name="sha256" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? '';
    const retire = /Réformer aussi les postes absents du fichier \((\d+)\)/.exec(page)?.[1] ?? '';
    // it has to be typed once the box is ticked
    expect(page).not.toMatch(/retapez le nombre de postes à réformer[^/]*facultatif/);
    await hall.flow.enrolment.change(hall.theo, { workstation: 'PN-1', action: 'loan' });
    const applied = await thomas.post(`${sent.to}/appliquer`, { sha256, retireAsked: 'on', retire });
    await hall.flow.imports.ended(applied.to.split('/')[2] ?? '');
    expect((await thomas.get(applied.to)).main).toContain('PN-1, absent du fichier');
  });

  it('says among which machines those left out were looked for', async () => {
    const thomas = await visit(hall, 'thomas');
    const told = async (text: string) => {
      await thomas.get('/postes/inventaire');
      return (await thomas.get((await thomas.upload('/postes/inventaire', { name: 'parc.csv', text })).to)).main;
    };
    expect((await thomas.get('/postes/inventaire')).main).toContain('cherchés que dans les services du fichier');
    const services = await told('numero;service\nPN-2;PREF-33\n');
    expect(services).toMatch(/Les absents sont ceux des services que le fichier nomme, et de ses sites s’il en nomme/);
    const sites = await told('numero;site\nPN-2;Bordeaux\n');
    expect(sites).toMatch(/Le fichier ne nomme aucun service\s: les absents sont ceux de ses sites/);
    expect(sites).toMatch(/Réformer aussi les postes absents du fichier \(\d+\)/);
    const neither = await told('numero;image\nPN-2;SPAN 25H2\n');
    expect(neither).toMatch(/Les absents n’ont pas été recherchés\s: le fichier ne nomme ni service ni site/);
    expect(await told('numero;service\nPN-2;PREF-33\n')).not.toContain('recherchés');
  });

  it('shows a heading that nobody knows as a value, shortened, with those that are known', async () => {
    const thomas = await visit(hall, 'thomas');
    await thomas.get('/postes/inventaire');
    const heading = `<b>Prix ${'du jour '.repeat(50)}`;
    const csv = { name: 'prix.csv', text: `numero;modele;service;site;"${heading}"\nPN-77;S;PREF-33;Pau;1\n` };
    const sent = await thomas.upload('/postes/inventaire', csv);
    const page = (await thomas.get(sent.to)).main;
    expect(page).toContain('&lt;b>Prix du jour du jour du jour du jour…');
    expect(page).toMatch(/Colonnes connues\s?: numero, serie, modele, image, service, site, agent/);
  });

  it('with lines that are wrong names each, and is not applied', async () => {
    const thomas = await visit(hall, 'thomas');
    await thomas.get('/postes/inventaire');
    const sent = await thomas.upload('/postes/inventaire', glpi('"P1";"Default string";"S";"Pau";"";"PN-1";"PREF-33"'));
    const page = await thomas.get(sent.to);
    expect(page.main).toContain('Ce n’est pas un numéro de série');
    expect(page.main).not.toContain('Appliquer ces constats');
    expect((await thomas.post(`${sent.to}/appliquer`, { sha256: '0'.repeat(64) })).status).toBe(409);
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/postes/inventaire')).status).toBe(403);
    expect((await alice.get(sent.to)).status).toBe(403);
  });
});
