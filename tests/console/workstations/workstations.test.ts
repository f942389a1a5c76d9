import { machineRequest, signAll, takeOver } from '../../support/world/machines.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const HEAD = 'numero;modele;service;site\n';
const file = (text: string) => ({ name: 'postes.csv', text: HEAD + text });

describe('workstations in the console', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const workstation = async (assetNumber: string) => (await hall.reads.find('workstation', { assetNumber }))[0];

  it('are registered in no other state, whatever a form says', async () => {
    const thomas = await visit(hall, 'thomas');
    expect((await thomas.get('/postes')).main).not.toContain('name="state"');
    const typed = { assetNumber: 'PN-500', model: 'S', service: 'PREF-33', site: 'Pau', state: 'commissioned' };
    expect((await thomas.post('/postes', typed)).status).toBe(422);
    expect(await workstation('PN-500')).toBeUndefined();
  });

  it('say at the field what a number, a serial number and a service are made of, before and after a refusal', async () => {
    const thomas = await visit(hall, 'thomas');
    const hints = [
      /PN-88213\s: lettres sans accent et chiffres, avec \. _ ou - entre eux, sans espace/,
      /5CG1234XYZ\s: lettres sans accent et chiffres, avec \. _ \/ ou - entre eux, sans espace/,
      /DNUM\/SDIT\s: lettres sans accent et chiffres, séparés par - ou \/, sans espace/,
    ];
    const typed = { assetNumber: 'PN 500', serialNumber: '5CG 1', model: 'S', service: 'Préf 33', site: 'Pau' };
    const before = await thomas.get('/postes');
    const refused = await thomas.post('/postes', typed);
    expect(refused.status).toBe(422);
    expect(refused.main.match(/fr-message--error/g)).toHaveLength(3);
    const textOf = (main: string) => main.replace(/<[^>]*>/g, '');
    for (const { main } of [before, refused]) for (const hint of hints) expect(textOf(main)).toMatch(hint);
    const amended = textOf((await thomas.get('/postes/PN-1')).main);
    for (const hint of hints.slice(1)) expect(amended).toMatch(hint);
  });

  it('have a record: given to an agent, corrected, taken back, with who did what when', async () => {
    const thomas = await visit(hall, 'thomas');
    await thomas.get('/postes/PN-1');
    const given = await thomas.act('/postes/PN-1/attribution', { person: 'M-ALICE', reason: 'handed-out' });
    expect(given.main).toContain('Le poste est attribué.');
    expect(given.main).toMatch(/Agent qui l’a.*Alice Agard/s);
    const { serialNumber: _, ...record } = (await workstation('PN-1'))!;
    const typed = { model: record.model, service: record.service, site: 'Pau', image: 'SPAN 25H2' };
    const wrong = await thomas.post('/postes/PN-1/correction', { ...typed, serialNumber: 'Default string' });
    expect(wrong.status).toBe(422);
    const corrected = await thomas.act('/postes/PN-1/correction', { ...typed, serialNumber: '5cg1234xyz' });
    for (const said of ['La fiche est corrigée.', '5CG1234XYZ', 'Site\u202f: Bordeaux → Pau', 'remis à l’agent'])
      expect(corrected.main).toContain(said);
    const alice = await visit(hall, 'alice');
    const own = await alice.get('/postes/PN-1');
    expect(own.main).toContain('5CG1234XYZ');
    expect(own.main).not.toContain('Vie du poste');
    expect((await alice.get('/postes/PN-2')).status).toBe(404);
    const back = await thomas.act('/postes/PN-1/reprise', { reason: 'left-service' });
    expect(back.main).toContain('Plus personne n’a ce poste.');
    expect((await alice.get('/postes/PN-1')).status).toBe(404);
    await thomas.get('/postes/PN-1?lang=en');
    expect((await thomas.get('/postes/PN-1')).main).toContain('Site: Bordeaux → Pau');
  });

  it('are retired by one click and one question, which says who has it and which tokens end', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const thomas = await visit(hall, 'thomas');
    await thomas.act('/postes/PN-1/attribution', { person: 'M-ALICE', reason: 'handed-out' });
    const state = async () => (await hall.reads.find('workstation', { assetNumber: 'PN-1' }))[0]?.state;
    const question = (await thomas.post('/postes/PN-1/etat', { action: 'retire' })).main;
    for (const said of ['Réformer ce poste', 'PN-1', 'Alice Agard', tokenId, 'Actif', 'Révoqué', 'ne revient pas'])
      expect(question).toContain(said);
    expect([await state(), (await hall.reads.get('token', tokenId))?.state]).toEqual(['commissioned', 'active']);
    // what is asked for it ends with it, and its holder reads why
    const { number } = await hall.flow.request.submit(hall.bruno, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
    });
    const asked = (await thomas.post('/postes/PN-1/etat', { action: 'retire' })).main;
    for (const said of [`Demande ${number}`, 'Reçue', 'Annulée']) expect(asked).toContain(said);
    // the others have a way back, and are done at once
    await thomas.act('/postes/PN-1/etat', { action: 'loan' });
    expect(await state()).toBe('loaned');
    const done = await thomas.act('/postes/PN-1/etat', { action: 'retire', _sure: 'yes' });
    expect(done.main.replaceAll(/\s/g, ' ')).toContain('Jetons révoqués : 1 ; demandes annulées : 1.');
    expect([await state(), (await hall.reads.get('token', tokenId))?.state]).toEqual(['retired', 'revoked']);
    const bruno = await visit(hall, 'bruno');
    expect((await bruno.get(`/demandes/${number}`)).main).toContain('le poste est réformé');
    // what cannot be is refused as before
    expect((await thomas.post('/postes/PN-1/etat', { action: 'retire', _sure: 'yes' })).status).toBe(409);
  });

  it('tell of a block what it takes away; the label is printed next to the facts', async () => {
    const thomas = await visit(hall, 'thomas');
    const none = (await thomas.get('/postes/PN-1')).main;
    expect(none).toContain('<p>Aucun jeton, actif ou en cours de remise, n’est lié à ce poste.</p>');
    expect(none).toContain('Imprimer son étiquette');
    expect(none.indexOf('Imprimer son étiquette')).toBeLessThan(none.indexOf('<h2'));
    await hall.activeToken(hall.alice, 'PN-1');
    const { main } = await thomas.get('/postes/PN-1');
    expect(main).toMatch(/fr-alert--warning[\s\S]*?1 jeton, actif ou en cours de remise, sera révoqué aussitôt\./);
    expect(main).toMatch(/Pour le retirer aussi\s: <a href="\/incidents\/signaler">/);
  });

  it('come back from a loan by a question that names the tokens which end', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const thomas = await visit(hall, 'thomas');
    expect((await thomas.get('/postes/PN-1')).main).toContain('aucun agent');
    const lent = (await thomas.act('/postes/PN-1/etat', { action: 'loan' })).main;
    expect(lent).toContain('prêté, sans agent inscrit sur sa fiche');
    expect(lent).not.toContain('aucun agent');
    const question = (await thomas.post('/postes/PN-1/etat', { action: 'giveBack' })).main;
    for (const said of [
      'Mettre fin au prêt de ce poste',
      tokenId,
      'Révoqué',
      'liez-le d’abord à l’autre poste de son porteur',
    ])
      expect(question).toContain(said);
    expect((await hall.reads.get('token', tokenId))?.state).toBe('active');
    const done = await thomas.act('/postes/PN-1/etat', { action: 'giveBack', _sure: 'yes' });
    expect(done.main).toContain('1 jeton révoqué');
    expect((await hall.reads.get('token', tokenId))?.state).toBe('revoked');
    // a request alone is asked about too, and its holder reads why it ended
    await thomas.act('/postes/PN-1/etat', { action: 'loan' });
    const { id, number } = await hall.flow.request.submit(hall.bruno, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
    });
    const asked = (await thomas.post('/postes/PN-1/etat', { action: 'giveBack' })).main;
    for (const said of [`Demande ${number}`, 'Annulée', 'annuler ces demandes']) expect(asked).toContain(said);
    expect((await hall.reads.get('request', id))?.state).toBe('submitted');
    const closed = await thomas.act('/postes/PN-1/etat', { action: 'giveBack', _sure: 'yes' });
    expect(closed.main).toContain('1 demande annulée');
    const bruno = await visit(hall, 'bruno');
    expect((await bruno.get(`/demandes/${number}`)).main).toContain('le prêt du poste a pris fin');
    // where nothing ends nothing is asked
    await thomas.act('/postes/PN-1/etat', { action: 'loan' });
    expect((await thomas.act('/postes/PN-1/etat', { action: 'giveBack' })).main).toContain('En service');
  });

  it('are lent to somebody, and say so once they are back and the record still names them', async () => {
    const thomas = await visit(hall, 'thomas');
    await thomas.get('/postes/PN-1');
    const lent = await thomas.act('/postes/PN-1/etat', { action: 'loan' });
    expect(lent.main).toContain('Attribuez-le maintenant à l’agent qui l’emporte');
    await hall.flow.record.assign(hall.thomas, { workstation: 'PN-1', person: 'M-BRUNO', reason: 'handed-out' });
    await thomas.get('/postes/PN-1');
    const back = await thomas.act('/postes/PN-1/etat', { action: 'giveBack' });
    expect(back.main).toContain('La fiche dit encore qui a ce poste');
    // lent once more by the same person's record: nothing is to be given
    const again = await thomas.act('/postes/PN-1/etat', { action: 'loan' });
    expect(again.main).not.toContain('Attribuez-le maintenant');
  });

  it('say as they are lent that tokens of before the loan end with it', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const thomas = await visit(hall, 'thomas');
    await thomas.get('/postes/PN-1');
    const lent = await thomas.act('/postes/PN-1/etat', { action: 'loan' });
    expect(lent.main).toContain('1 jeton en service est lié à ce poste');
    expect(lent.main).toContain('révoqué au retour');
  });

  it('come back from a loan by a question that warns of tokens in use and of one in the making', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const thomas = await visit(hall, 'thomas');
    const back = (more: object = {}) => ({ action: 'giveBack', ...more });
    await thomas.act('/postes/PN-1/etat', { action: 'loan' });
    const alone = (await thomas.post('/postes/PN-1/etat', back())).main.replaceAll(/\s/g, ' ');
    expect(alone).toContain('Enregistrer le retour, révoquer ces jetons');
    expect(alone).not.toContain('demandes ouvertes');
    const { id, number } = await hall.flow.request.submit(hall.bruno, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
    });
    await hall.approve(id);
    let asked = '';
    hall.plugNext('1');
    hall.beforeSignature(async () => {
      asked = (await thomas.post('/postes/PN-1/etat', back())).main.replaceAll(/\s/g, ' ');
    });
    await hall.flow.production.produce(hall.theo, { requestId: id, slot: '1' });
    for (const said of [
      `Demande ${number}`,
      'En production',
      'liez-le d’abord à l’autre poste de son porteur',
      'un jeton en cours de production est effacé',
      'leurs demandeurs avertis',
      'Enregistrer le retour, révoquer et annuler',
    ])
      expect(asked).toContain(said);
    const done = await thomas.act('/postes/PN-1/etat', back({ _sure: 'yes' }));
    expect(done.main.replaceAll(/\s/g, ' ')).toContain('Jetons révoqués : 2 ; demandes annulées : 1.');
  });

  it('that break in their migration go to repair or are retired from their page, and so are lost ones that nobody found', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const thomas = await visit(hall, 'thomas');
    const begun = (await thomas.act('/postes/PN-1/etat', { action: 'migrate' })).main;
    for (const said of ['Envoyer en réparation', 'Réformer']) expect(begun).toContain(said);
    expect((await thomas.act('/postes/PN-1/etat', { action: 'sendToRepair' })).main).toContain('En réparation');
    expect((await hall.reads.get('token', tokenId))?.state).toBe('active');
    await thomas.act('/postes/perdu', { workstation: 'PN-2', _sure: 'yes' });
    const lost = (await thomas.get('/postes/PN-2')).main;
    expect(lost).toContain('Réformer');
    const gone = await thomas.act('/postes/PN-2/etat', { action: 'retire', _sure: 'yes' });
    expect(gone.main).toContain('Réformé');
    expect(gone.main).not.toContain('Retrouvé');
  });

  it('say on their record where a list is cut to the newest', async () => {
    const { reading } = hall.flow;
    const { workstation: whole } = reading;
    const olga = await visit(hall, 'olga');
    const cuts = async () => (await olga.get('/postes/PN-1')).main.match(/lignes les plus récentes/g)?.length ?? 0;
    expect(await cuts()).toBe(0);
    const cut = { formerTokens: true, certificates: true, incidents: true };
    reading.workstation = async (...of) => ({ ...(await whole(...of)), cut });
    expect(await cuts()).toBe(3);
  });

  it('have each round of their checklist by a name of its own, though the list is the same', async () => {
    for (const _ of ['first repair', 'second repair']) {
      await hall.flow.enrolment.change(hall.thomas, { workstation: 'PN-1', action: 'sendToRepair' });
      await hall.flow.enrolment.change(hall.thomas, { workstation: 'PN-1', action: 'backFromRepair' });
      await signAll(hall.flow, 'commissioning', 'PN-1', [hall.thomas, hall.theo]);
    }
    const { main } = await (await visit(hall, 'thomas')).get('/postes/PN-1');
    const captions = [...main.matchAll(/<caption[^>]*>(Passage[^<]*)</g)].map(([, caption]) => caption);
    expect(captions).toEqual([2, 1].map((n) => `Passage ${n}\u202f: Mise en service, liste version 1`));
  });

  it('are taken over by nobody without the right to it', async () => {
    const valerie = await visit(hall, 'valerie');
    expect((await valerie.get('/postes/reprise')).status).toBe(403);
    expect((await valerie.upload('/postes/reprise', file('PN-601;S;PREF-33;Pau\n'))).status).toBe(403);
  });

  it('have the key of their certificate compared by its fingerprint before it is asked for', async () => {
    await takeOver(hall.flow, [hall.adele, hall.olga], 'PN-7');
    const theo = await visit(hall, 'theo');
    const { request, keySha256 } = machineRequest();
    await theo.get('/postes/PN-7');
    const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${request}\n-----END CERTIFICATE REQUEST-----\n`;
    const compared = await theo.post('/postes/PN-7/certificat', { request: pem });
    expect(compared.status).toBe(200);
    expect(compared.main.replace(/\s/g, '')).toContain(keySha256);
    const path = '/postes/PN-7/certificat/delivrer';
    const unticked = await theo.post(path, { request });
    expect(unticked).toMatchObject({ status: 422, main: expect.stringContaining('elles sont identiques') });
    const other = await theo.post(path, { request: machineRequest().request, keySha256 });
    expect(other).toMatchObject({
      status: 409,
      main: expect.stringContaining('n’est pas celle que vous avez comparée'),
    });
    expect(await hall.reads.count('certificate', { profile: 'workstation' })).toBe(0);
    expect((await theo.act(path, { request, keySha256 })).main).toContain('Le certificat est délivré');
  });
});
