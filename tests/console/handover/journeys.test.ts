import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const NUMBER = 'DEM-1998-00001';
const REQUEST = `/demandes/${NUMBER}`;
const DESK = `/remise/${NUMBER}`;

/** In French, page by page: how it shows that the holder is there, and how the PIN reaches them alone. */
describe('une remise', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  /** Alice's token at Théo's desk, its challenge signed there. */
  const atDesk = async () => {
    const { id } = await hall.produced(hall.alice, 'PN-1');
    const theo = await visit(hall, 'theo');
    expect((await theo.act(`${DESK}/defi`, { slot: '1' })).main).toContain('La clé du jeton est contrôlée');
    return { id, theo };
  };
  const shipped = async () => {
    const { id } = await hall.produced(hall.alice, 'PN-1');
    const theo = await visit(hall, 'theo');
    expect((await theo.act(`${DESK}/expedier`, { slot: '1', trackingNumber: 'LP-1' })).main).toContain('Remise faite');
    return { id, theo };
  };
  /** The code as the mail brings it: four digits and four. */
  const mailed = async (id: string): Promise<string> => {
    const code = (await hall.flow.pickupCodes.issueForMail(id)) ?? '';
    return `${code.slice(0, 4)} ${code.slice(4)}`;
  };
  const printedBy = async (name: 'valerie' | 'odile', id: string): Promise<void> => {
    const visitor = await visit(hall, name);
    const letter = await hall.pinLetter(id);
    expect((await visitor.act(`/courriers/${letter.id}/imprimer`)).main).toContain('Envoyé à l’imprimante.');
    expect((await visitor.act(`/courriers/${letter.id}/confirmer`)).main).toContain('le secret est effacé du service');
  };
  const proofs = async (id: string) => {
    const [row] = await hall.reads.find('handover', { requestId: id, failedAt: null });
    return [row?.acceptanceProof, row?.receiptProof];
  };
  const state = async (id: string) => (await hall.reads.get('request', id))?.state;

  it('au guichet, où le porteur accepte sur son téléphone', async () => {
    const { id, theo } = await atDesk();
    expect((await theo.get(DESK)).main).toContain('sur son téléphone');
    expect((await theo.get(DESK)).main).not.toContain(`${DESK}/accepter`);
    const alice = await visit(hall, 'alice');
    expect((await alice.get(REQUEST)).main).toContain('Lisez et acceptez votre certificat');
    expect((await alice.act(`${REQUEST}/accepter`)).main).toContain('Le certificat est accepté.');
    await printedBy('odile', id);
    expect((await theo.get(DESK)).main).toContain('depuis son propre compte');
    expect((await theo.act(`${DESK}/remis`)).main).toContain('Jeton remis.');
    expect((await alice.act(`${REQUEST}/recu`)).main).toContain('le jeton est actif');
    expect(await proofs(id)).toEqual(['own-factor', 'own-factor']);
  });

  it('au guichet, par le code de retrait, dont le cinquième faux le verrouille', async () => {
    const { id, theo } = await atDesk();
    expect((await theo.get(DESK)).main).toContain('L’agent n’a pas encore de code de retrait');
    await mailed(id);
    for (let tries = 0; tries < 5; tries++)
      await theo.post(`${DESK}/code`, { purpose: 'acceptance', code: '0000 0000' });
    expect((await theo.get(DESK)).main).toContain('Le code de retrait est verrouillé');
    const refused = await theo.post(`${DESK}/code`, { purpose: 'acceptance', code: '0000 0000' });
    expect(refused.main).toContain('Le code de retrait est verrouillé');
    const alice = await visit(hall, 'alice');
    const page = await alice.post(`${REQUEST}/nouveau-code`);
    const [, code = ''] = /jeton-secret--typed">(\d{4} \d{4})</.exec(page.main) ?? [];
    expect((await theo.act(`${DESK}/code`, { purpose: 'acceptance', code })).main).toContain('Le code est juste');
    await printedBy('valerie', id);
    const given = (await theo.act(`${DESK}/remis`)).main;
    // the next label may be scanned here, and what this token still waits for comes first
    expect(given).toMatch(
      /class="fr-btn">Confirmer la réception par le code[\s\S]*Remise suivante[\s\S]*id="scan-number"/,
    );
    await theo.act(`${DESK}/code`, { purpose: 'receipt', code });
    expect(await state(id)).toBe('closed');
    expect(await proofs(id)).toEqual(['pickup-code', 'pickup-code']);
  });

  it('au guichet, devant deux personnes', async () => {
    const { id, theo } = await atDesk();
    const check = { purpose: 'acceptance', document: 'identity-card' };
    const thomas = await visit(hall, 'thomas'); // he produced it
    expect((await thomas.post(`${DESK}/identite`, check)).status).toBe(403);
    expect((await theo.act(`${DESK}/identite`, check)).main).toContain('Contrôle d’identité enregistré.');
    expect(await proofs(id)).toEqual([null, null]);
    expect((await theo.post(`${DESK}/identite`, check)).main).toContain('Une autre personne doit agir.');
    const checked = await theo.get(DESK);
    expect(checked.main).toMatch(/Vous avez contrôlé l’identité à \d\d:\d\d\s: un autre opérateur la contrôle aussi/);
    expect(checked.main).not.toContain(`action="${DESK}/identite"`);
    const valerie = await visit(hall, 'valerie');
    const toCheck = (await valerie.get(REQUEST)).main;
    expect(toCheck).toContain('Carte nationale d’identité');
    expect(toCheck).toMatch(/Théo \S+ a contrôlé l’identité à \d\d:\d\d\s: contrôlez-la aussi avant \d\d:\d\d/);
    await valerie.act(`${REQUEST}/identite`, { ...check, document: 'passport' });
    expect(await proofs(id)).toEqual(['two-persons', null]);
    expect((await theo.get(DESK)).main).toContain('devant deux personnes');
    await printedBy('valerie', id);
    await theo.act(`${DESK}/remis`);
    await theo.act(`${DESK}/identite`, { ...check, purpose: 'receipt' });
    await valerie.act(`${REQUEST}/identite`, { ...check, purpose: 'receipt' });
    expect(await proofs(id)).toEqual(['two-persons', 'two-persons']);
    expect(await state(id)).toBe('closed');
  });

  it('au guichet, et la lettre va à son site plutôt qu’à son adresse', async () => {
    const { id } = await atDesk();
    await hall.accept(id);
    const odile = await visit(hall, 'odile');
    const letter = await hall.pinLetter(id);
    expect((await odile.get('/courriers')).main).toContain('Imprimer avec l’adresse du site');
    expect((await odile.post(`/courriers/${letter.id}/imprimer`, { to: 'elsewhere' })).status).toBe(422);
    await odile.act(`/courriers/${letter.id}/imprimer`, { to: 'site' });
    expect(hall.printed.at(-1)).toMatchObject({ kind: 'pin', address: 'Bordeaux' });
    expect((await odile.get('/courriers')).main).not.toContain('Imprimer avec l’adresse du site');
  });

  it('au guichet, et jamais confirmée : close par la règle, sans preuve, et la page le dit', async () => {
    const { id, theo } = await atDesk();
    await hall.accept(id);
    await theo.act(`${DESK}/remis`);
    hall.clock.advance(31 * 86_400_000);
    expect(await hall.flow.handover.closeByRule()).toBe(1);
    const page = (await (await visit(hall, 'alice')).get(REQUEST)).main;
    expect(page).toContain('Close sans confirmation, 30 jours après la remise');
    expect(page).not.toContain('Réception confirmée');
    expect(await proofs(id)).toEqual(['own-factor', null]);
  });

  it('par colis, et la lettre part à une autre adresse', async () => {
    const { id, theo } = await shipped();
    const corinne = await visit(hall, 'corinne');
    expect((await corinne.act(`${REQUEST}/colis`)).main).toContain('Colis reçu.');
    const alice = await visit(hall, 'alice');
    await alice.act('/compte/adresse', { postalAddress: '' });
    await alice.act(`${REQUEST}/accepter`);
    expect((await alice.act(`${REQUEST}/recu`)).main).toContain('le jeton est actif');
    const valerie = await visit(hall, 'valerie');
    const letter = await hall.pinLetter(id);
    const refused = await valerie.post(`/courriers/${letter.id}/imprimer`);
    expect(refused.main).toContain('Le colis est parti à cette adresse, où la lettre ne va jamais.');
    const kept = await alice.act('/compte/adresse', { postalAddress: '8 rue du Loup, 33000 Bordeaux' });
    expect(kept.main).toContain('Adresse enregistrée.');
    expect((await theo.post(`/courriers/${letter.id}/imprimer`)).status).toBe(403); // he shipped it
    await printedBy('valerie', id);
    expect(hall.printed.at(-1)).toMatchObject({ kind: 'pin', address: '8 rue du Loup, 33000 Bordeaux' });
  });

  it('par colis, et le code PIN est montré une fois à son porteur', async () => {
    const { id } = await shipped();
    const code = await mailed(id);
    const alice = await visit(hall, 'alice');
    await alice.act(`${REQUEST}/accepter`);
    expect((await alice.get(REQUEST)).main).not.toContain('Votre code PIN');
    await alice.act(`${REQUEST}/recu`);
    expect((await alice.get(REQUEST)).main).toContain('Votre code PIN');
    expect((await alice.post(`${REQUEST}/pin`)).main).toContain('Cette session n’a pas de second facteur.');
    const shown = await alice.post(`${REQUEST}/pin`, { code });
    expect(shown.main).toContain(`jeton-secret--typed">${hall.twin.tokens.get('1')?.pin}<`);
    expect((await alice.get(REQUEST)).main).not.toContain('Votre code PIN');
    const valerie = await visit(hall, 'valerie');
    expect((await valerie.get('/courriers')).main).not.toContain('<th scope="row">Lettre du code PIN');
    expect((await valerie.get('/courriers')).main).toContain('Aucune lettre n’attend.');
  });
});
