import { type Hall, type Name, openHall } from '../hall.ts';
import { createVisitor, type Visitor, visit } from '../visitor.ts';

const NUMBER = 'DEM-1998-00001';
const REQUEST = `/demandes/${NUMBER}`;
const DESK = `/remise/${NUMBER}`;
const MINUTE = 60_000;
const FILE =
  'matricule;prenom;nom;courriel;service;site;adresse\n' +
  'M-MARCEL;Marcel;Morin;marcel.morin@interieur.example;PREF-33;Bordeaux;3 quai Louis XVIII, 33000 Bordeaux\n';

/**
 * In French, page by page: an agent who has no account and reads no mail away from the office. A correspondent asks, two
 * persons of whom neither produced the token look at an identity card, and nobody does any step in the holder's name alone.
 */
describe('un agent sans aucun accès', () => {
  let hall: Hall;
  const people = new Map<Name, Visitor>();
  beforeEach(async () => {
    hall = await openHall();
    await everybodySignsIn();
  });
  afterEach(() => hall.close());
  /** His whole way, told in steps: what the one leaves is what the next begins with. */
  const way: [name: string, walk: () => Promise<void>][] = [];
  const step = (name: string, walk: () => Promise<void>): void => void way.push([name, walk]);
  const everybodySignsIn = async (): Promise<void> => {
    for (const name of ['adele', 'corinne', 'valerie', 'thomas', 'theo', 'odile', 'simon'] as const)
      people.set(name, await visit(hall, name));
  };
  const as = (name: Name): Visitor => people.get(name)!;

  const state = async () => (await hall.reads.find('request', { number: NUMBER }))[0]?.state;
  const id = async () => (await hall.reads.find('request', { number: NUMBER }))[0]!.id;
  const proofs = async () => {
    const [row] = await hall.reads.find('handover', { requestId: await id(), failedAt: null });
    return [row?.acceptanceProof, row?.receiptProof];
  };
  const entries = () => hall.opened.lists.entries({}, { limit: 200 });
  /** What a refusal says on its page, and that it changed nothing. */
  async function refused(name: Name, path: string, fields: Record<string, string>, says: string, status?: number) {
    const before = [await state(), await proofs()];
    const page = await as(name).post(path, fields);
    expect(page.to).toBe('');
    expect(page.main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toContain(says);
    if (status !== undefined) expect(page.status).toBe(status);
    expect([await state(), await proofs()]).toEqual(before);
  }
  const card = { purpose: 'acceptance', document: 'identity-card' };
  const receipt = { ...card, purpose: 'receipt' };

  step('est inscrit par un fichier, et ne peut se connecter', async () => {
    const kept = await as('adele').upload('/administration/import', { name: 'agents.csv', text: FILE });
    await hall.flow.imports.ended(kept.to.split('/')[2] ?? '');
    expect((await as('adele').get(kept.to)).main).toContain('Le fichier est importé');
    const marcel = createVisitor(hall);
    const page = await marcel.signIn('M-MARCEL');
    expect(page.to).toBe('');
    expect((await marcel.get('/mes-jetons')).to).toContain('/connexion');
  });

  step('la correspondante demande pour lui, et n’approuve pas ce qu’elle a demandé', async () => {
    await as('corinne').get('/service/demande');
    const fields = {
      holder: 'M-MARCEL',
      motif: 'first-issue',
      workstation: 'PN-1',
      deliverySite: 'Bordeaux',
      priority: '0',
    };
    expect((await as('corinne').act('/service/demande', fields)).main).toContain(`Demande ${NUMBER} envoyée.`);
    const [request] = await hall.reads.find('request', { number: NUMBER });
    await refused(
      'corinne',
      `${REQUEST}/approuver`,
      { contentHash: request!.contentHash, seenPriority: '0' },
      'Aucun de vos rôles ne le permet',
      403,
    );
    await refused(
      'thomas',
      '/atelier/produire',
      { requestId: NUMBER, slot: '1' },
      'cet acte n’est pas possible maintenant',
    );
    await as('valerie').get(REQUEST);
    const approved = await as('valerie').act(`${REQUEST}/approuver`, {
      contentHash: request!.contentHash,
      seenPriority: '0',
    });
    expect(approved.main).toContain('est approuvée.');
    expect(await state()).toBe('approved');
  });

  step('le technicien produit, et la remise attend qu’il soit là', async () => {
    await as('thomas').get('/atelier');
    const made = await as('thomas').act('/atelier/produire', { requestId: NUMBER, slot: '1' });
    expect(made.main).toContain('jeton B-0001 produit');
    expect((await as('theo').act(`${DESK}/defi`, { slot: '1' })).main).toContain('La clé du jeton est contrôlée');
    expect((await as('theo').get(DESK)).main).toContain('L’agent n’a pas encore de code de retrait');
    await refused('theo', `${DESK}/remis`, {}, 'L’agent doit d’abord accepter le certificat.');
    await refused('theo', `${DESK}/code`, { purpose: 'acceptance', code: '0000 0000' }, 'le porteur n’en a pas');
    await refused('corinne', `${REQUEST}/accepter`, {}, 'Aucun de vos rôles ne le permet', 403);
    await refused('corinne', `${REQUEST}/identite`, card, 'Aucun de vos rôles ne le permet', 403);
    await refused('theo', `${DESK}/identite`, receipt, 'cet acte n’est pas possible maintenant');
  });

  step(
    'deux personnes contrôlent son identité : ni le producteur, ni deux fois la même, ni à une heure d’écart',
    async () => {
      await refused('thomas', `${DESK}/identite`, card, 'Une autre personne doit agir', 403);
      expect((await as('theo').act(`${DESK}/identite`, card)).main).toContain('Contrôle d’identité enregistré.');
      await refused('theo', `${DESK}/identite`, card, 'Une autre personne doit agir.');
      await refused('theo', `${DESK}/remis`, {}, 'L’agent doit d’abord accepter le certificat.');
      hall.clock.advance(31 * MINUTE); // the holder went away, and came back
      await everybodySignsIn();
      await as('valerie').get(REQUEST);
      expect((await as('valerie').act(`${REQUEST}/identite`, card)).main).toContain('Contrôle d’identité enregistré.');
      expect(await proofs()).toEqual([null, null]);
      await as('theo').act(`${DESK}/identite`, { ...card, document: 'passport' });
      expect(await proofs()).toEqual(['two-persons', null]);
      expect((await as('theo').get(DESK)).main).toContain('devant deux personnes');
    },
  );

  step('sa lettre est imprimée par qui n’a pas eu le jeton en main', async () => {
    const letter = await hall.pinLetter(await id());
    for (const name of ['thomas', 'theo'] as const)
      await refused(name, `/courriers/${letter.id}/imprimer`, {}, 'Une autre personne doit agir', 403);
    await refused('corinne', `/courriers/${letter.id}/imprimer`, {}, 'Aucun de vos rôles ne le permet', 403);
    await as('odile').get('/courriers');
    expect((await as('odile').act(`/courriers/${letter.id}/imprimer`)).main).toContain('Envoyé à l’imprimante.');
    await as('odile').act(`/courriers/${letter.id}/confirmer`);
    expect(hall.printed.at(-1)).toMatchObject({ kind: 'pin' });
  });

  step('le jeton lui est remis, et les deux mêmes personnes attestent sa réception', async () => {
    await refused('theo', `${DESK}/identite`, receipt, 'cet acte n’est pas possible maintenant');
    expect((await as('theo').act(`${DESK}/remis`)).main).toContain('Jeton remis.');
    await refused('corinne', `${REQUEST}/recu`, {}, 'Aucun de vos rôles ne le permet', 403);
    await refused('thomas', `${DESK}/identite`, receipt, 'Une autre personne doit agir', 403);
    await as('theo').act(`${DESK}/identite`, receipt);
    await as('valerie').act(`${REQUEST}/identite`, receipt);
    expect(await proofs()).toEqual(['two-persons', 'two-persons']);
    expect(await state()).toBe('closed');
    expect((await hall.reads.get('token', 'B-0001'))?.state).toBe('active');
  });

  step('le rapport du jour le compte, le journal nomme le document sans son numéro', async () => {
    const report = (await as('simon').get('/pilotage')).main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(report).toMatch(/1 acceptés? devant deux personnes|acceptés? devant deux personnes 1/);
    const { items } = await entries();
    const done = items.filter(
      ({ action, outcome }) => /^handover\.(accept|confirmReceipt)$/.test(action) && outcome === 'done',
    );
    expect(done.map(({ detail }) => [detail['proof'], detail['document']]).toSorted()).toEqual([
      ['two-persons', 'identity-card'],
      ['two-persons', 'passport'],
    ]);
  });

  step('la correspondante déclare sa perte à sa place, aussitôt révoqué', async () => {
    await as('corinne').get('/jetons/B-0001/perte');
    const lost = await as('corinne').act('/jetons/B-0001/perte', { reason: 'lost' });
    expect(lost.main).toMatch(/B-0001 \([^)]+\) est révoqué/);
    expect((await hall.reads.get('token', 'B-0001'))?.state).toBe('revoked');
    await hall.check();
  });

  it('a son jeton, sans que personne fasse un pas seul à sa place', async () => {
    for (const [name, walk] of way)
      await walk().catch((cause: unknown) => {
        throw new Error(`${name} : ${cause instanceof Error ? cause.message : ''}`, { cause });
      });
  });
});
