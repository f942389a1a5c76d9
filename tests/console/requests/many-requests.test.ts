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

  it('asks for nothing of a file with a mistake, and names its line', async () => {
    const page = await send('corinne', 'matricule;motif;poste\nM-ALICE;première dotation;PN-1\nM-BRUNO;envie;PN-2\n');
    expect(page.status).toBe(422);
    expect(page.main).toContain('Ligne </span>3</td>');
    expect(await hall.reads.count('request', {})).toBe(0);
  });
});
