import { visit } from '../../console/visitor.ts';
import { dayOfFile } from '../somebody.ts';

const CSV = 'matricule;prenom;nom;courriel;service;site\nM-ZOE;Zoé;Zola;zoe@interieur.example;PREF-33;Pau\n';

describe('an administrator: imports people, lets one in, has a role granted, ends sessions, looks after the service', () => {
  const day = dayOfFile();

  it('brings somebody new in with a role that two persons gave', async () => {
    const { hall } = day;
    const armand = await day.comeIn('armand');
    await armand.signIn();
    await armand.sees('Personnes');
    await armand.link('Importer un CSV');
    await armand.sees('Importer des personnes');
    const file = { name: 'gens.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) };
    await armand.page.getByLabel(/^Fichier CSV/).setInputFiles(file);
    await armand.button('Importer');
    await armand.sees('Le fichier est importé', /Ajoutées\s: 1\./);

    await armand.goTo(/^Personnes/);
    await armand.sees('Personnes');
    await armand.types('Rechercher', 'Zola');
    await armand.button('Filtrer');
    await armand.sees('Zoé Zola');
    await armand.link('Zoé Zola');
    await armand.sees('M-ZOE', 'Créer le lien');
    await armand.button('Créer le lien');
    await armand.sees('Lien à usage unique');
    const link = new URL((await armand.page.locator('#link').textContent())?.trim() ?? '');
    expect(await hall.identity.peek(link.hash.slice(1))).toMatchObject({ name: expect.stringContaining('Zoé') });
    await armand.chooses('Rôle', 'Technicien – à confirmer par une autre personne');
    await armand.button('Accorder le rôle');
    await armand.sees('une autre personne le confirme');

    const odile = await day.comeIn('odile');
    await odile.signIn();
    await odile.sees('Sécurité');
    await odile.goTo(/^Double contrôle/);
    await odile.sees('Accorder un rôle', 'Zoé Zola', 'Technicien', 'Armand Aubry');
    await odile.button('Je confirme cet acte');
    await odile.sees('Confirmé et exécuté.');
    await odile.leave();
    const [zoe] = await hall.reads.find('person', { directoryId: 'M-ZOE' });
    expect(await hall.reads.count('grant', { personId: zoe!.id, role: 'technician' })).toBe(1);

    const alice = await visit(hall, 'alice');
    await armand.goTo(/^Personnes/);
    await armand.sees('Personnes');
    await armand.link('Alice Agard');
    await armand.sees('Fermer ses sessions');
    await armand.button('Fermer ses sessions');
    await armand.sees('Fermer ses sessions ?', 'M-ALICE');
    await armand.button('Fermer ses sessions');
    await armand.sees('Les sessions sont fermées.');
    expect((await alice.get('/mes-jetons')).to).toContain('/connexion');

    await armand.goTo('Santé du service');
    await armand.sees('2 points à traiter.', 'En panne', 'À regarder', 'En ordre');
    await armand.leave();
  }, 300_000);
});
