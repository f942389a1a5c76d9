import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('« Demander par fichier »', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  const send = async (name: 'corinne', csv: string) => {
    const who = await visit(hall, name);
    return who.upload('/service/fichier', { name: 'demandes.csv', text: csv });
  };

  it('is found from the page of a service, and is a correspondent’s', async () => {
    const corinne = await visit(hall, 'corinne');
    expect((await corinne.get('/service')).main).toContain('href="/service/fichier"');
    expect((await corinne.get('/service/fichier')).main).toContain('Demander par fichier');
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/service/fichier')).status).toBe(403);
  });

  it('asks for each row; what was refused stands first, in words, with what to do', async () => {
    const page = await send(
      'corinne',
      'matricule;motif;poste\nM-ALICE;première dotation;PN-1\nM-EVE;première dotation;PN-3\n',
    );
    expect(page.main).toMatch(/1 demande envoyée sur 2/);
    expect(page.main.indexOf('M-EVE')).toBeLessThan(page.main.indexOf('M-ALICE'));
    expect(page.main).toMatch(/href="\/demandes\/DEM-\d{4}-\d{5}"/);
    expect(page.main).not.toContain('out_of_scope');
    expect(await hall.reads.count('request', { holderId: hall.alice.personId })).toBe(1);
  });

  it('tells lines asked for before apart from refused ones, by the lines of the file', async () => {
    const file = ['matricule;motif;poste', 'M-ALICE;première dotation;PN-1', '', 'M-EVE;première dotation;PN-3'];
    await send('corinne', `${file.join('\n')}\n`);
    const page = await send('corinne', `${[...file, 'M-BRUNO;première dotation;PN-2'].join('\n')}\n`);
    const [request] = await hall.reads.find('request', { holderId: hall.alice.personId });
    expect(page.main).toContain('1 demande envoyée sur 3');
    expect(page.main).toContain('1 ligne a déjà une demande ouverte');
    expect(page.main).toContain('1 ligne refusée');
    expect(page.main).toContain(`Déjà ouverte\u202f: <a href="/demandes/${request!.number}">`);
    const lines = [...page.main.matchAll(/Ligne <\/span>(\d+)</g)].map(([, line]) => Number(line));
    expect(lines).toEqual([4, 2, 5]);
    const again = await send('corinne', `${file.slice(0, 2).join('\n')}\n`);
    expect(again.main).toContain('0 demande envoyée sur 1');
    expect(again.main).not.toContain('refusée');
    expect(again.main).toContain('fr-alert--info');
  });

  it('says which words its columns take, those of the screens too, and has a file to begin with', async () => {
    const corinne = await visit(hall, 'corinne');
    const { main } = await corinne.get('/service/fichier');
    expect(main).toContain('<strong>Remplacement\u202f: perdu</strong>');
    expect(main).toContain('perte, perdu, lost');
    expect(main).toContain('matricule ou un poste inconnu n’arrête que sa ligne');
    expect(main).toContain('href="/service/modele.csv"');
    const model = await corinne.get('/service/modele.csv');
    expect(model.headers.get('content-disposition')).toContain('demandes-modele.csv');
    expect(model.html).toBe('matricule;motif;poste;site;priorite;profil;commentaire;appareil;systeme\r\n');
    const heads = model.html.trim();
    const page = await send('corinne', `${heads}\nM-ALICE;Première dotation;PN-1;;;;;;\n`);
    expect(page.main).toContain('1 demande envoyée sur 1');
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/service/modele.csv')).status).toBe(403);
  });

  it('asks for nothing of a file with a mistake, and names its line', async () => {
    const page = await send('corinne', 'matricule;motif;poste\nM-ALICE;première dotation;PN-1\nM-BRUNO;envie;PN-2\n');
    expect(page.status).toBe(422);
    expect(page.main).toContain('Ligne </span>3</td>');
    expect(await hall.reads.count('request', {})).toBe(0);
  });
});
