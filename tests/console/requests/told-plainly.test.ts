import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** What an agent reads of their own request, token and loss. */
describe('what an agent is told', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('says of a Nomade credential what happened to it, and nothing of a token', async () => {
    const { id, number } = await hall.flow.request.submit(hall.alice, {
      kind: 'nomade',
      device: { kind: 'ios', name: 'Mon téléphone' },
      priority: 0,
    });
    await hall.approve(id);
    await hall.flow.software.release(hall.thomas, { requestId: id });
    await hall.flow.software.download(hall.alice, { requestId: id, terms: 1, form: 'modern' });
    const { main } = await (await visit(hall, 'alice')).get(`/demandes/${number}`);
    expect(main).toContain('Certificat prêt à télécharger');
    expect(main).toContain('Conditions acceptées, certificat téléchargé');
    for (const words of ['Jeton produit', 'Remis au guichet', 'Expédié', 'Réception confirmée'])
      expect(main).not.toContain(words);
  });

  it('says whether their token was given to them or sent, and what they do first', async () => {
    const { id, number } = await hall.produced(hall.alice, 'PN-1');
    await hall.flow.handover.ship(hall.theo, { requestId: id, slot: '1', trackingNumber: 'LP-123456789FR' });
    const { main } = await (await visit(hall, 'alice')).get(`/demandes/${number}`);
    expect(main).toContain('Expédié');
    expect(main).not.toContain('Remis au guichet');
    expect(main.replaceAll(/\s/g, ' ')).toContain('Acceptez d’abord votre certificat ; vous confirmez ensuite');
    const given = await hall.produced(hall.bruno, 'PN-2');
    expect((await (await visit(hall, 'bruno')).get(`/demandes/${given.number}`)).main).toContain('Remise ou envoi');
    await hall.handOver(given.id);
    const other = await (await visit(hall, 'bruno')).get(`/demandes/${given.number}`);
    expect(other.main).toContain('Remis au guichet');
    expect(other.main).not.toContain('Expédié');
    const stateOf = (page: string) => /fr-stepper__state">[^<]*<\/span>\s*([^<]*)</.exec(page)?.[1];
    expect([main, other.main].map(stateOf)).toEqual(['Expédiée', 'Remise']);
    for (const page of [main, other.main]) expect(page).not.toContain('Remise ou expédiée');
  });

  it('shows a certificate once while its holder reads it, to accept it', async () => {
    const { id, number } = await hall.produced(hall.alice, 'PN-1');
    const alice = await visit(hall, 'alice');
    const details = async () => (await alice.get(`/demandes/${number}`)).main.match(/Détails techniques/g)?.length;
    expect(await details()).toBe(1);
    await hall.flow.handover.challenge(hall.theo, { requestId: id, slot: '1' });
    const { main } = await alice.get(`/demandes/${number}`);
    expect(main).toContain('Lisez et acceptez votre certificat');
    expect(await details()).toBe(1);
    await hall.flow.handover.accept(hall.alice, { requestId: id });
    expect(await details()).toBe(1);
    // its long name may break after a comma alone
    expect(main).toMatch(/CN=[^<]*,<wbr\/?>/);
  });

  it('calls a token a token where its loss is reported, and has a way out that says what it does', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const { main } = await (await visit(hall, 'alice')).get(`/jetons/${tokenId}/perte`);
    expect(main).toContain('Ne rien faire');
    expect(main).toMatch(/Jeton <strong class="jeton-mono">/);
  });

  it('says what an approver asks before all else, and has them answer it first', async () => {
    const of = { kind: 'first-issue', workstation: 'PN-1', priority: 1 } as const;
    const { id, number } = await hall.flow.request.submit(hall.alice, of);
    await hall.flow.approval.askInformation(hall.valerie, { ...(await hall.seen(id)), text: 'Pour quel étage ?' });
    const alice = await visit(hall, 'alice');
    const { main } = await alice.get(`/demandes/${number}`);
    expect(main).toMatch(/Pour quel étage[\s\S]*Votre réponse[\s\S]*name="workstation"[\s\S]*Envoyer la réponse/);
    expect(main).toMatch(/<textarea[^>]*name="comment"[^>]*required/);
    expect(main).not.toContain('Priorité demandée :');
    const answered = await alice.post(`/demandes/${number}/modifier`, {
      contentHash: (await hall.seen(id)).contentHash,
      workstation: 'PN-1',
      deliverySite: 'Paris',
      comment: 'Le deuxième.',
    });
    expect(answered.status).toBe(303);
    await hall.flow.approval.askInformation(hall.valerie, { ...(await hall.seen(id)), text: 'Et le bureau ?' });
    // the answer that is there already is not lost where another one is sent
    expect((await alice.get(`/demandes/${number}`)).main).toMatch(/<textarea[^>]*>\s*Le deuxième\./);
  });

  it('says of a revoked token when it ended, and nothing of how long it would have been valid', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/mes-jetons')).main).toContain('Valide jusqu’au');
    await hall.flow.revocation.reportLoss(hall.alice, { serial: tokenId, reason: 'lost' });
    const { main } = await alice.get('/mes-jetons');
    expect(main).toMatch(/Révoqué le\s+24 novembre 1998/);
    expect(main).not.toContain('Valide jusqu’au');
  });

  it('says of a request whose token or credential is revoked that it is no longer in use', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const asked = { kind: 'nomade', device: { kind: 'ios', name: 'Mon téléphone' }, priority: 0 } as const;
    const { id, number } = await hall.flow.request.submit(hall.alice, asked);
    await hall.approve(id);
    await hall.flow.software.release(hall.thomas, { requestId: id });
    await hall.flow.software.download(hall.alice, { requestId: id, terms: 1, form: 'modern' });
    const alice = await visit(hall, 'alice');
    const { requestId } = (await hall.reads.get('token', tokenId))!;
    const ofToken = (await hall.reads.get('request', requestId!))!.number;
    const stepOf = async (request: string, language = 'fr') =>
      /class="fr-stepper__title">(.*?)<\/h2>/.exec(
        (await alice.get(`/demandes/${request}?lang=${language}`)).main,
      )?.[1];
    for (const one of [ofToken, number]) expect(await stepOf(one)).toContain('Étape 6 sur 6</span> En service');
    const [credential] = await hall.reads.find('certificate', { requestId: id });
    await hall.flow.revocation.reportLoss(hall.alice, { serial: tokenId, reason: 'lost' });
    await hall.flow.revocation.reportLoss(hall.alice, { serial: credential!.id, reason: 'lost' });
    for (const one of [ofToken, number]) {
      expect(await stepOf(one)).toContain('Étape 6 sur 6</span> N’est plus en service');
      expect(await stepOf(one, 'en')).toContain('Step 6 of 6</span> No longer in use');
    }
  });

  it('names no next step of a request whose token was lost on its way', async () => {
    const { id, number } = await hall.produced(hall.alice, 'PN-1');
    await hall.handOver(id);
    const [token] = await hall.reads.find('token', { requestId: id });
    const alice = await visit(hall, 'alice');
    expect((await alice.get(`/demandes/${number}`)).main).toContain('fr-stepper__details');
    await hall.flow.revocation.reportLoss(hall.alice, { serial: token!.id, reason: 'lost' });
    expect((await alice.get(`/demandes/${number}`)).main).not.toContain('fr-stepper__details');
  });

  it('says of what is ready that the token comes, and of what was given what to do', async () => {
    const { id } = await hall.produced(hall.alice, 'PN-1');
    expect((await (await visit(hall, 'alice')).get('/mes-jetons')).main).toMatch(/Votre jeton est prêt\s: il vous/);
    const alice = await visit(hall, 'alice');
    await hall.handOver(id);
    expect((await alice.get('/mes-jetons')).main).toMatch(/Jeton remis ou expédié\s: confirmez sa réception/);
  });

  it('names the workstation of the token that is reported lost', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const { main } = await (await visit(hall, 'alice')).get(`/jetons/${tokenId}/perte`);
    expect(main).toContain('Poste SPAN PN-1');
    // a bag that is stolen holds both
    expect(main).toContain('<a href="/postes/perdu?poste=PN-1">Déclarer le poste PN-1 perdu ou volé</a>');
  });

  /** What the menu marks as the screen that somebody is in. */
  const marked = async (name: 'alice' | 'corinne' | 'thomas' | 'odile' | 'simon', path: string) =>
    /<a[^>]* href="([^"]+)"[^>]* aria-current="page"/.exec((await (await visit(hall, name)).get(path)).html)?.[1];

  it('marks in the menu whose page a request is: of the holder, of the service, of the whole list', async () => {
    const { number } = await hall.flow.request.submit(hall.alice, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
    });
    expect(await marked('alice', `/demandes/${number}`)).toBe('/mes-jetons');
    expect(await marked('corinne', `/demandes/${number}`)).toBe('/service');
    expect(await marked('thomas', `/demandes/${number}`)).toBe('/demandes');
    expect(await marked('alice', '/demandes/nouvelle')).toBe('/mes-jetons');
  });

  it('marks in the menu the screen that deliveries, locations, recalls and incidents belong to', async () => {
    await hall.flow.stock.addLocation(hall.simon, { code: 'PAU', label: 'Coffre', site: 'Pau' });
    for (const path of ['/livraisons', '/emplacements', '/emplacements/PAU'])
      expect([path, await marked('thomas', path)]).toEqual([path, '/stock']);
    const checklists = (['thomas', 'odile'] as const).map((name) => marked(name, '/listes-de-controle'));
    expect(await Promise.all(checklists)).toEqual(['/mise-en-service', '/postes']);
    for (const path of ['/incidents', '/incidents/postes', '/incidents/blocages', '/rappels'])
      expect([path, await marked('odile', path)]).toEqual([path, '/securite']);
    // who has no screen of security comes to recalls from the stock
    expect(await marked('simon', '/rappels')).toBe('/stock');
    // what anybody reports is no page of security
    expect(await marked('odile', '/incidents/signaler')).toBeUndefined();
  });

  it('says what each policy is before another is proposed', async () => {
    const { main } = await (await visit(hall, 'adele')).get('/double-controle');
    expect(main.replaceAll(/\s/g, ' ')).toMatch(
      /<option value="[^"]+"[^>]*>[^<]+ : \d+ aujourd’hui, de \d+ à \d+<\/option>/,
    );
  });
});
