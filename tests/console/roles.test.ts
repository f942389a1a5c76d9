import { beginOf, dayOf } from '../../src/book/rules/calendar/working-days.ts';
import { lastDay, moment } from '../../src/console/frame/dates.ts';
import { type Hall, openHall } from './hall.ts';
import { createVisitor, visit } from './visitor.ts';

/** What each role finds and does, page by page. */
describe('the pages of each role', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const menuOf = (html: string) =>
    [...(/<nav class="fr-nav"[\s\S]*?<\/nav>/.exec(html)?.[0] ?? '').matchAll(/href="([^"]+)"/g)].map(
      ([, href]) => href,
    );
  const ask = (who: keyof Hall & ('alice' | 'bruno' | 'eve' | 'valerie'), workstation: string) =>
    hall.flow.request.submit(hall[who], { kind: 'first-issue', workstation, priority: 0 });

  it.each([
    ['alice', '/mes-jetons', ['/mes-jetons', '/aide', '/avis']],
    ['corinne', '/service', ['/service', '/mes-jetons', '/aide', '/avis']],
    [
      'valerie',
      '/approbations',
      [
        ...['/approbations', '/securite', '/courriers', '/departs', '/double-controle', '/pilotage', '/demandes'],
        ...['/mes-jetons', '/aide', '/avis'],
      ],
    ],
    [
      'thomas',
      '/atelier',
      [
        '/atelier',
        '/remise',
        '/securite',
        '/courriers',
        '/double-controle',
        '/pilotage',
        '/demandes',
        '/mise-en-service',
        '/campagnes',
        '/postes',
        '/stock',
        '/mes-jetons',
        '/aide',
        '/avis',
      ],
    ],
    [
      'odile',
      '/securite',
      [
        '/securite',
        '/courriers',
        '/departs',
        '/double-controle',
        '/journal',
        '/revue-des-roles',
        '/pilotage',
        '/demandes',
        '/postes',
        '/stock',
        '/sante',
        '/noeuds',
        '/mes-jetons',
        '/aide',
        '/avis',
      ],
    ],
    [
      'armand',
      '/administration',
      [
        '/administration',
        '/annuaire',
        '/courriels',
        '/double-controle',
        '/revue-des-roles',
        '/pilotage',
        '/postes',
        '/sante',
        '/noeuds',
        '/mes-jetons',
        '/aide',
        '/avis',
      ],
    ],
    ['aurore', '/journal', ['/journal', '/revue-des-roles', '/pilotage', '/sante', '/noeuds', '/aide', '/avis']],
    [
      'simon',
      '/pilotage',
      ['/double-controle', '/pilotage', '/demandes', '/campagnes', '/stock', '/mes-jetons', '/aide', '/avis'],
    ],
  ] as const)('%s begins at %s and sees no more in the menu than their roles may', async (name, home, menu) => {
    const visitor = await visit(hall, name);
    expect((await visitor.get('/')).to).toBe(home);
    const { status, html } = await visitor.get(home);
    expect(status).toBe(200);
    expect(menuOf(html)).toEqual(menu);
  });

  it('refuses a page of another role, in words, and leaves the refusal in the journal where the flow does', async () => {
    const alice = await visit(hall, 'alice');
    for (const path of [
      '/atelier',
      '/approbations',
      '/journal',
      '/administration',
      '/stock',
      '/securite',
      '/double-controle',
      '/pilotage',
      '/courriers',
      '/departs',
      '/annuaire',
      '/courriels',
    ]) {
      const { status, main } = await alice.get(path);
      expect({ path, status }).toEqual({ path, status: 403 });
      expect(main).toContain('Aucun de vos rôles ne le permet.');
    }
    await ask('eve', 'PN-1');
    expect((await alice.get('/demandes/DEM-1998-00001')).status).toBe(404);
  });

  describe('an agent', () => {
    it('asks for a nomade credential without a workstation, and downloads it once', async () => {
      const alice = await visit(hall, 'alice');
      const sent = await alice.act('/demandes/nouvelle', {
        motif: 'nomade',
        workstation: 'PN-1',
        deliverySite: 'Bordeaux',
        deviceKind: 'ios',
        deviceName: 'Mon iPhone',
      });
      expect(sent.main).toContain('Demande DEM-1998-00001 envoyée.');
      const [request] = await hall.reads.find('request', {});
      expect(request).toMatchObject({ kind: 'nomade', workstationId: null });
      await hall.approve(request?.id ?? '');
      const thomas = await visit(hall, 'thomas');
      const released = await thomas.act('/atelier/nomade', { requestId: 'DEM-1998-00001' });
      expect(released.main).toContain('DEM-1998-00001\u202f: certificat Nomade délivré.');
      const ready = (await alice.get('/demandes/DEM-1998-00001')).main;
      expect(ready).toContain('Télécharger le certificat Nomade');
      expect(ready).toContain('Mon iPhone (iOS)');
      expect(ready).toContain('Installer le certificat sur iOS');
      expect(ready).toContain('Conditions d’usage (version 1)');
      const path = '/demandes/DEM-1998-00001/telecharger';
      expect((await alice.post(path, { form: 'modern' })).status).toBe(422); // nothing was agreed to
      const file = await alice.post(path, { form: 'modern', terms: '1' });
      expect(file.headers.get('content-disposition')).toContain('DEM-1998-00001.p12');
      expect([file.headers.get('content-type'), file.html]).toEqual(['application/x-pkcs12', 'a PKCS#12 file']);
      const [{ id: serial } = { id: '' }] = await hall.reads.find('certificate', { holderId: hall.alice.personId });
      const revoke = (await alice.get(`/jetons/${serial}/perte`)).main;
      expect(revoke).toContain('Mon iPhone');
      expect(revoke).toContain('Je ne m’en sers plus, ou je retire mon accord');
      const lost = await alice.act(`/jetons/${serial}/perte`, { reason: 'lost' });
      const again = `/demandes/nouvelle?motif=nomade&amp;appareil=${request?.deviceId}`;
      expect(lost.main).toContain(`href="${again}"`); // for the same device
      const form = (await alice.get(again.replace('&amp;', '&'))).main;
      expect(form).toMatch(/name="deviceName"[^>]*value="Mon iPhone"|value="Mon iPhone"[^>]*name="deviceName"/);
      expect(form).not.toContain('name="workstation"');
      const twice = await alice.post(path, { form: 'modern', terms: '1' });
      expect(twice).toMatchObject({ status: 409, main: expect.stringContaining('C’est déjà fait.') });
    });

    it('gives a nomade credential up in two clicks', async () => {
      const alice = await visit(hall, 'alice');
      const device = { kind: 'windows', name: 'PC de la maison' } as const;
      const { id: requestId } = await hall.flow.request.submit(hall.alice, { kind: 'nomade', device, priority: 0 });
      await hall.approve(requestId);
      const { certificateId } = await hall.flow.software.release(hall.thomas, { requestId });
      await hall.flow.software.download(hall.alice, { requestId, terms: 1, form: 'modern' });
      const mine = (await alice.get('/mes-jetons')).main;
      expect(mine).toContain('PC de la maison');
      expect(mine).toContain(`href="/jetons/${certificateId}/perte"`);
      const done = await alice.act(`/jetons/${certificateId}/perte`, { reason: 'given-up' });
      expect(done.main).toContain('Le certificat Nomade est révoqué');
      expect(await hall.reads.get('certificate', certificateId)).toMatchObject({ revocationReason: 'given-up' });
    });

    it('reads in French what stands against a request, and finds the form as it was', async () => {
      await ask('alice', 'PN-1');
      const alice = await visit(hall, 'alice');
      await alice.get('/demandes/nouvelle');
      const twice = await alice.post('/demandes/nouvelle', {
        motif: 'replacement:lost',
        workstation: 'pn-1',
        deliverySite: 'Pau',
        comment: 'Vite',
      });
      expect(twice.status).toBe(409);
      expect(twice.main).toContain(
        'La demande DEM-1998-00001 est déjà ouverte pour le même porteur et le même poste ou appareil.',
      );
      expect(twice.main).toContain('value="Pau"');
      expect(twice.main).toContain('<option value="replacement:lost" selected');
      expect(twice.main).toContain('>Vite</textarea>');
      const retired = await alice.post('/demandes/nouvelle', {
        motif: 'first-issue',
        workstation: 'PN-OLD',
        deliverySite: 'Pau',
      });
      expect(retired.main).toContain('Ce poste est «\u202fRéformé\u202f»');
      const unknown = await alice.post('/demandes/nouvelle', {
        motif: 'first-issue',
        workstation: 'PN-77',
        deliverySite: 'Pau',
      });
      expect(unknown).toMatchObject({
        status: 404,
        main: expect.stringContaining('Ce poste n’est pas dans nos registres.'),
      });
      expect(unknown.main).not.toContain('matricule');
      const missing = await alice.post('/demandes/nouvelle', {
        motif: 'first-issue',
        workstation: '',
        deliverySite: 'Pau',
      });
      expect(missing).toMatchObject({ status: 422, main: expect.stringContaining('Renseignez ce champ.') });
    });

    it('answers a question, amends and withdraws', async () => {
      const request = await ask('alice', 'PN-1');
      await hall.flow.approval.askInformation(hall.valerie, {
        requestId: request.id,
        contentHash: request.contentHash,
        text: 'Quel <étage> ?',
      });
      const alice = await visit(hall, 'alice');
      const asked = await alice.get('/demandes/DEM-1998-00001');
      expect(asked.main).toContain('Quel &lt;étage> ?');
      const amended = await alice.act('/demandes/DEM-1998-00001/modifier', {
        contentHash: request.contentHash,
        workstation: 'pn-2',
        deliverySite: 'Pau',
        comment: 'Troisième',
      });
      expect(amended.main).toContain('Réponse envoyée au valideur');
      expect(amended.main).not.toContain('est modifiée');
      expect(amended.main).toContain('Troisième');
      const withdrawn = await alice.act('/demandes/DEM-1998-00001/retirer', { _sure: 'yes' });
      expect(withdrawn.main).toContain('est annulée');
      expect((await hall.reads.get('request', request.id))?.state).toBe('withdrawn');
    });

    it('accepts the certificate of a shipment before confirming its receipt', async () => {
      const request = await hall.produced(hall.alice, 'PN-1');
      await hall.flow.handover.ship(hall.theo, { requestId: request.id, slot: '1', trackingNumber: 'LP-42' });
      const alice = await visit(hall, 'alice');
      const shown = await alice.get('/demandes/DEM-1998-00001');
      expect(shown.main).toContain('<strong>Alice Agard</strong>');
      expect(shown.main).toContain('Acceptez d’abord votre certificat');
      const early = await alice.post('/demandes/DEM-1998-00001/recu');
      expect(early).toMatchObject({
        status: 409,
        main: expect.stringContaining('Le porteur doit d’abord accepter le certificat.'),
      });
      expect((await alice.act('/demandes/DEM-1998-00001/accepter')).main).toContain('Le certificat est accepté.');
      expect((await alice.act('/demandes/DEM-1998-00001/recu')).main).toContain('le jeton est actif');
    });
  });

  it('asks nobody to confirm a token that was lost on its way, and lets the workshop make it again', async () => {
    const request = await hall.produced(hall.alice, 'PN-1');
    await hall.handOver(request.id);
    const [token] = await hall.reads.find('token', { requestId: request.id });
    await hall.flow.revocation.reportLoss(hall.alice, { serial: token?.id ?? '', reason: 'lost' });
    const path = `/demandes/${request.number}`;
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/mes-jetons')).main).not.toContain('confirmez sa réception');
    const hers = (await alice.get(path)).main;
    expect(hers).toContain('Il n’y a plus rien à confirmer.');
    expect(hers).not.toContain(`${path}/recu`);
    expect(hers).not.toContain('code de retrait');
    const theo = await visit(hall, 'theo');
    const desk = (await theo.get(`/remise/${request.number}`)).main;
    expect(desk).toContain('ne sert plus');
    expect(desk).toContain(`/remise/${request.number}/recommencer`);
    expect((await theo.get(path)).main).toContain('L’atelier peut le refaire');
  });

  it('lets a correspondent ask for others of the service, receive a parcel, take the code on the spot, and report a loss', async () => {
    const corinne = await visit(hall, 'corinne');
    const form = await corinne.get('/service/demande');
    expect(form.main).toContain('value="M-ALICE"');
    expect(form.main).not.toContain('M-EVE');
    const foreign = await corinne.post('/service/demande', {
      holder: 'M-EVE',
      motif: 'first-issue',
      workstation: 'PN-1',
      priority: '0',
    });
    expect(foreign).toMatchObject({ status: 403, main: expect.stringContaining('hors de votre périmètre') });
    await corinne.act('/service/demande', {
      holder: 'M-ALICE',
      motif: 'first-issue',
      workstation: 'PN-1',
      priority: '1',
    });
    const [request] = await hall.reads.find('request', {});
    expect(request).toMatchObject({
      askerId: hall.corinne.personId,
      holderId: hall.alice.personId,
      priority: 1,
      deliverySite: 'Bordeaux',
    });
    await hall.approve(request?.id ?? '');
    await hall.flow.production.produce(hall.thomas, { requestId: request?.id ?? '', slot: '1' });
    await hall.flow.handover.ship(hall.theo, { requestId: request?.id ?? '', slot: '1', trackingNumber: 'LP-1' });
    const path = '/demandes/DEM-1998-00001';
    expect((await corinne.get(path)).main).toContain('Confirmez seulement si ce jeton est dans le colis.');
    expect((await corinne.post(`${path}/accepter`)).status).toBe(403);
    expect((await corinne.act(`${path}/colis`)).main).toContain('Colis reçu.');
    expect((await corinne.post(`${path}/recu`)).status).toBe(403);
    // Alice is there, and says the code of her mail
    const code = (await hall.flow.pickupCodes.issueForMail(request?.id ?? '')) ?? '';
    const wrong = await corinne.post(`${path}/code`, { purpose: 'acceptance', code: '0000 0000' });
    expect(wrong.main).toContain('Ce n’est pas le code de retrait de cette demande.');
    expect((await corinne.act(`${path}/code`, { purpose: 'acceptance', code })).main).toContain('Le code est juste');
    await corinne.act(`${path}/code`, { purpose: 'receipt', code: `${code.slice(0, 4)} ${code.slice(4)}` });
    expect((await hall.reads.get('request', request?.id ?? ''))?.state).toBe('closed');
    const lost = await corinne.act('/jetons/B-0001/perte', { reason: 'lost' });
    expect(lost.main).toContain('B-0001 (Alice Agard) est révoqué');
    // another one is asked for its holder, not for herself
    const another = '/service/demande?agent=M-ALICE&amp;poste=PN-1&amp;motif=replacement%3Alost';
    expect(lost.main).toContain(`href="${another}"`);
  });

  describe('an approver', () => {
    it('finds anomalies on top and out of "select all", and cannot tick an own request', async () => {
      await hall.activeToken(hall.alice, 'PN-1');
      await ask('bruno', 'PN-2');
      await ask('alice', 'PN-3');
      await ask('valerie', 'PN-1');
      const valerie = await visit(hall, 'valerie');
      const { main } = await valerie.get('/approbations?tous=1');
      const rows = [...main.matchAll(/<input type="checkbox"[^>]*>/g)].map(([box]) => ({
        number: /id="choice-(DEM-\d+-\d+)"/.exec(box)?.[1],
        checked: / checked/.test(box),
        disabled: / disabled/.test(box),
      }));
      expect(rows).toEqual([
        { number: 'DEM-1998-00003', checked: false, disabled: false },
        { number: 'DEM-1998-00002', checked: true, disabled: false },
        { number: 'DEM-1998-00004', checked: false, disabled: true },
      ]);
      expect(main).toContain('Jeton actif ailleurs');
      expect(main).toContain('Tout désélectionner');
    });

    it('keeps the filters in the address, over an approval too', async () => {
      await ask('alice', 'PN-1');
      await ask('eve', 'PN-3');
      const valerie = await visit(hall, 'valerie');
      const one = await valerie.get('/approbations?service=PREF-59&motif=first-issue');
      expect(one.main).toContain('DEM-1998-00002');
      expect(one.main).not.toContain('DEM-1998-00001');
      const choice = /value="(DEM-1998-00002 [^"]+)"/.exec(one.main)?.[1] ?? '';
      expect((await valerie.post('/approbations?service=PREF-59&motif=first-issue', { choice })).to).toMatch(
        /^\/approbations\?service=PREF-59&motif=first-issue&info=/,
      );
      hall.clock.advance(2 * 86_400_000);
      await valerie.signIn('M-VALERIE');
      expect((await valerie.get('/approbations?anciennete=3')).main).toContain('0 demande à traiter');
    });

    it('has a result a row: some may fail, the others stand', async () => {
      const [first] = [await ask('alice', 'PN-1'), await ask('bruno', 'PN-2')];
      const valerie = await visit(hall, 'valerie');
      const { main } = await valerie.get('/approbations');
      const choice = [...main.matchAll(/name="choice" value="([^"]+)"/g)].map(([, value]) => value ?? '');
      await hall.flow.request.amend(hall.alice, { ...(await hall.seen(first?.id ?? '')), comment: 'Autre chose' });
      const done = await valerie.act('/approbations', { choice });
      expect(done.main).toContain('1 demande approuvée sur 2');
      // of the act, which failed: « Refusé » would be read of the request
      expect(done.main).toContain('<span class="fr-badge fr-badge--error fr-badge--sm">Échec</span>');
      expect(done.main).toContain('Le contenu a changé depuis que vous l');
      expect((await hall.reads.find('request', {})).map((r) => r.state).sort()).toEqual(['approved', 'submitted']);
      const back = await valerie.act('/approbations/DEM-1998-00002/reprendre');
      expect(back.main).toContain('L’approbation de DEM-1998-00002 est retirée.');
    });

    it('refuses what is ticked with one reason, and asks for it where it is missing', async () => {
      const [first] = [await ask('alice', 'PN-1'), await ask('bruno', 'PN-2')];
      const valerie = await visit(hall, 'valerie');
      const { main } = await valerie.get('/approbations');
      expect(main).not.toMatch(/Motif du refus, ou question<span class="jeton-optional"/);
      const choice = [...main.matchAll(/name="choice" value="([^"]+)"/g)].map(([, value]) => value ?? '');
      const none = await valerie.post('/approbations/refuser', { choice, text: ' ' });
      expect(none.status).toBe(422);
      expect(none.main).toMatch(/<details class="jeton-details" open><summary>Refuser la sélection/);
      expect([...none.main.matchAll(/name="choice"[^>]* checked/g)]).toHaveLength(2);
      await hall.flow.request.withdraw(hall.alice, { requestId: first?.id ?? '' });
      const done = await valerie.act('/approbations/refuser', { choice, text: 'Le stock est vide' });
      expect(done.main).toContain('1 demande refusée sur 2');
      expect((await hall.reads.find('request', {})).map((r) => r.state).sort()).toEqual(['rejected', 'withdrawn']);
    });

    it('gives a reason to refuse, and reads again what was typed when there is none', async () => {
      const { contentHash, id } = await ask('alice', 'PN-1');
      const valerie = await visit(hall, 'valerie');
      await valerie.get('/demandes/DEM-1998-00001');
      const none = await valerie.post('/demandes/DEM-1998-00001/refuser', { contentHash, text: ' ' });
      expect(none.status).toBe(422);
      expect(none.main).toMatch(/<details class="jeton-details" open><summary>Refuser/);
      const refusal = { contentHash, text: 'Poste inconnu du service' };
      await hall.flow.request.amend(hall.alice, { ...(await hall.seen(id)), comment: 'PN-1 est bien à nous' });
      const stale = await valerie.post('/demandes/DEM-1998-00001/refuser', refusal);
      expect(stale.status).toBe(409);
      expect(stale.main).toContain('Poste inconnu du service'); // what was typed stays, the new content is offered
      const [, now = ''] = /name="contentHash" value="([^"]+)"/.exec(stale.main) ?? [];
      expect(now).not.toBe(contentHash);
      expect((await valerie.act('/demandes/DEM-1998-00001/refuser', { ...refusal, contentHash: now })).main).toContain(
        'Poste inconnu du service',
      );
    });
  });

  describe('a technician', () => {
    it('is told in full width what is wrong with a plugged token, and nothing is written', async () => {
      const request = await ask('alice', 'PN-1');
      await hall.approve(request.id);
      hall.twin.plug('1', { serial: 'FOREIGN-1', soPin: 'x' });
      const thomas = await visit(hall, 'thomas');
      expect((await thomas.get('/atelier')).main).toContain('Pas dans notre stock');
      const refused = await thomas.post('/atelier/produire', { requestId: 'DEM-1998-00001', slot: '1' });
      expect(refused.status).toBe(409);
      expect(refused.main).toContain('Ce jeton n’est pas dans notre stock.');
      expect(refused.main).toContain('Rien n’a été écrit.');
      expect(refused.main).toContain('Lu\u202f: «\u202fDEM-1998-00001\u202f».');
      expect((await hall.reads.get('request', request.id))?.state).toBe('approved');
    });

    it('cannot print the letter of a token they made or have in hand; an approver can, and then it is gone', async () => {
      const request = await hall.produced(hall.alice, 'PN-1');
      await hall.flow.handover.challenge(hall.theo, { requestId: request.id, slot: '1' });
      await hall.accept(request.id);
      const letter = await hall.pinLetter(request.id);
      const thomas = await visit(hall, 'thomas');
      expect((await thomas.get('/courriers')).main).toContain('imprime sa lettre');
      const own = await thomas.post(`/courriers/${letter.id}/imprimer`);
      expect(own).toMatchObject({ status: 403, main: expect.stringContaining('Une autre personne doit agir.') });
      const theo = await visit(hall, 'theo'); // he has the token in hand
      expect((await theo.post(`/courriers/${letter.id}/imprimer`)).status).toBe(403);
      const valerie = await visit(hall, 'valerie');
      expect((await valerie.act(`/courriers/${letter.id}/imprimer`)).main).toContain('Envoyé à l’imprimante.');
      expect((await valerie.act(`/courriers/${letter.id}/confirmer`)).main).toContain(
        'le secret est effacé du service',
      );
      expect(await hall.store.secret(letter.secretId ?? '')).toBeUndefined();
    });

    it('ships a token with its tracking number, and repeats a production', async () => {
      await hall.produced(hall.alice, 'PN-1');
      const theo = await visit(hall, 'theo');
      const path = '/remise/DEM-1998-00001';
      expect((await theo.act(`${path}/expedier`, { slot: '1', trackingNumber: 'LP-42' })).main).toContain(
        'Jeton expédié sous le numéro LP-42.',
      );
      const asked = await theo.post(`${path}/recommencer`, { reason: 'lost-in-transit' });
      for (const text of ['Révoquer ce jeton et recommencer', 'Alice Agard', 'B-0001', 'jeton-btn--danger'])
        expect(asked.main).toContain(text);
      expect(asked.main).toMatch(/Remis.*→.*<strong>Révoqué<\/strong>/s);
      expect((await hall.reads.get('token', 'B-0001'))!.state).toBe('handed_over');
      const again = { reason: 'lost-in-transit', _sure: 'yes' };
      expect((await theo.act(`${path}/recommencer`, again)).main).toContain('sera produite à nouveau');
      expect((await hall.reads.find('token', { id: 'B-0001' }))[0]?.state).toBe('revoked');
    });

    it('signs a checklist item by item, whose last puts into service; loses a workstation and its tokens', async () => {
      const [thomas, theo] = [await visit(hall, 'thomas'), await visit(hall, 'theo')];
      await thomas.get('/postes/pn-new');
      const items = ['disk-encryption', 'local-firewall', 'vpn-profile', 'privacy-filter'];
      const some = await thomas.act('/postes/PN-NEW/pointer', { item: items });
      expect(some.main).toContain('4 points signés.');
      // he imported it
      const left = await thomas.get('/postes/PN-NEW');
      expect(left.main).toContain('un autre technicien signe le dernier point, qui le met en service');
      expect(left.main).not.toContain('name="value.image-version"');
      const image = { 'value.image-version': 'SPAN-2026.3' };
      const refused = await thomas.post('/postes/PN-NEW/pointer', image);
      expect(refused).toMatchObject({ status: 403, main: expect.stringContaining('Vous avez fait entrer ce poste.') });
      const done = await theo.act('/postes/PN-NEW/pointer', image);
      for (const text of ['le poste est en service', 'par sa liste de contrôle']) expect(done.main).toContain(text);
      expect((await thomas.post('/postes/PN-NEW/etat', { action: 'commission' })).status).toBe(422);
      await hall.activeToken(hall.alice, 'PN-1');
      expect((await thomas.post('/postes/PN-1/etat', { action: 'lose' })).status).toBe(422);
      expect((await thomas.get('/postes/PN-1')).main).toContain('href="/postes/perdu?poste=PN-1"');
      const lost = await thomas.act('/postes/perdu', { workstation: 'PN-1', _sure: 'yes' });
      expect(lost.main).toContain('Le poste PN-1 est déclaré perdu');
    });

    it('takes in a delivery, sees the equation hold, scraps a token; what is wrong is kept to be corrected', async () => {
      const thomas = await visit(hall, 'thomas');
      await thomas.get('/stock');
      const wrong = await thomas.post('/stock', { reference: 'BL-2', model: 'X', soPins: 'SERIAL-ONLY' });
      expect(wrong).toMatchObject({ status: 422, main: expect.stringContaining('>SERIAL-ONLY</textarea>') });
      const done = await thomas.act('/stock', {
        reference: 'BL-2',
        model: 'X',
        soPins: 'S-1;12345678\r\n S-2 ; 87654321 \r\n\r\n',
      });
      expect(done.main).toContain('2 jetons entrés en stock.');
      expect(done.main).toContain('Juste');
      expect(done.main).not.toContain('87654321');
      for (const [action, becomes] of [
        ['miss', 'Manquant'],
        ['scrap', 'Au rebut'],
      ]) {
        const asked = await thomas.post('/stock/S-1', { action: action!, _from: 'list' });
        expect(asked.main).toMatch(
          new RegExp(`S-1[\\s\\S]*En stock[\\s\\S]*<strong>${becomes}</strong>[\\s\\S]*Porteur`),
        );
        expect((await hall.reads.get('token', 'S-1'))!.state).toBe('in_stock');
      }
      const scrapped = await thomas.post('/stock/S-1', { action: 'scrap', _from: 'list', _sure: 'yes' });
      expect(scrapped.to).toMatch(/^\/stock\?/); // back to the list that it came from
      expect((await thomas.get(scrapped.to)).main).toContain('Jeton S-1 mis à jour.');
    });

    it('registers one workstation and imports others, with the lines that are wrong', async () => {
      const thomas = await visit(hall, 'thomas');
      const one = await thomas.act('/postes', {
        assetNumber: 'pn-500',
        model: 'SPAN 14',
        service: 'pref-33',
        site: 'Pau',
      });
      expect(one.main.replace(/<[^>]*>/g, '')).toContain('Poste SPAN PN-500');
      const heading = 'numero;modele;service;site\n';
      await thomas.get('/postes/inventaire');
      const wrong = await thomas.upload('/postes/inventaire', {
        name: 'postes.csv',
        text: `${heading}PN-501;S;pref 33;Pau\n`,
      });
      const { main } = await thomas.get(wrong.to);
      expect(main).toContain('Le fichier a des lignes erronées');
      expect(main).not.toContain('/appliquer');
      const fine = await thomas.upload('/postes/inventaire', {
        name: 'p.csv',
        text: `${heading}PN-501;S;PREF-33;Pau\nPN-502;S;PREF-33;Pau\n`,
      });
      expect((await thomas.get(fine.to)).main).toContain('/appliquer');
      expect((await thomas.upload('/postes/inventaire', { name: '', text: '' })).status).toBe(422);
    });
  });

  it('lets a security officer revoke by number, by dictated code, and read both sides of a proposal', async () => {
    const first = await hall.activeToken(hall.alice, 'PN-1');
    const paper = hall.printed.find((p) => p.kind === 'pin');
    const odile = await visit(hall, 'odile');
    await odile.get('/securite');
    const wrong = await odile.post('/securite/telephone', { serial: first.tokenId, code: 'aaaa-bbbb-cccc' });
    expect(wrong).toMatchObject({
      status: 403,
      main: expect.stringContaining('Ce numéro de série et ce code ne correspondent pas'),
    });
    const code = (paper && 'revocationCode' in paper ? paper.revocationCode : '') ?? '';
    expect((await odile.act('/securite/telephone', { serial: first.tokenId, code: code.toLowerCase() })).main).toMatch(
      /\(Alice \S+\) est révoqué/,
    );
    const again = await odile.post('/securite/revoquer', { serial: first.tokenId, reason: 'other' });
    expect(again).toMatchObject({ status: 409, main: expect.stringContaining('C’est déjà fait.') });
    const unknown = await odile.post('/securite/revoquer', { serial: 'NOBODY', reason: 'other' });
    expect(unknown).toMatchObject({ status: 404, main: expect.stringContaining('Aucun jeton ni certificat') });
  });

  it('has two persons begin surge mode, which every page says, and release an SO-PIN to the one who asked', async () => {
    const [armand, odile, theo] = [await visit(hall, 'armand'), await visit(hall, 'odile'), await visit(hall, 'theo')];
    const confirm = async () => {
      const path = /\/double-controle\/(\w+)\/confirmer/.exec((await odile.get('/double-controle')).main)?.[0] ?? '';
      const [proposal] = await hall.reads.find('proposal', { state: 'proposed' });
      return odile.act(path, { argsHash: proposal?.argsHash ?? '' });
    };
    await armand.get('/double-controle');
    const unsaid = await armand.act('/double-controle/proposer', { act: 'surge.start', hours: '4' });
    expect(unsaid.status).toBe(422);
    await armand.act('/double-controle/proposer', { act: 'surge.start', hours: '4', reason: 'crisis' });
    await confirm();
    expect((await theo.get('/atelier')).html).toMatch(/Forte activité jusqu’au [^(]*\(crise\)/);
    await odile.get('/double-controle');
    expect((await odile.act('/double-controle/forte-activite/terminer')).html).toContain(
      'La période de forte activité a pris fin',
    );
    expect((await theo.get('/atelier')).html).not.toContain('Forte activité jusqu');

    await theo.get('/double-controle');
    await theo.act('/double-controle/proposer', { act: 'token.releaseSoPin', serial: 'B-0005' });
    await confirm();
    expect((await odile.get('/double-controle')).main).not.toContain('/reveler');
    const path = /\/double-controle\/(\w+)\/reveler/.exec((await theo.get('/double-controle')).main)?.[0] ?? '';
    const shown = await theo.post(path);
    expect(shown).toMatchObject({ status: 200, main: expect.stringContaining('sopin-5-factory') });
    expect(shown.headers.get('cache-control')).toContain('no-store');
    expect(shown.headers.get('refresh')).toContain('/double-controle');
    expect((await theo.post(path)).main).not.toContain('sopin-5');
  });

  it('offers to confirm a deputy to whoever may: others read whose turn it is, and until which day', async () => {
    const validUntil = beginOf(dayOf(hall.clock.now()) + 11);
    await hall.flow.deputies.name(hall.valerie, { deputy: 'M-EVE', validUntil });
    const { main } = await (await visit(hall, 'armand')).get('/double-controle');
    expect(main).not.toContain('Je confirme cet acte');
    expect(main).toContain('Je refuse cet acte');
    expect(main).toMatch(/À confirmer par une personne qui a le rôle\s: Responsable sécurité\./);
    const odile = await (await visit(hall, 'odile')).get('/double-controle');
    expect(odile.main).toContain('Je confirme cet acte');
    expect(odile.main).toContain(lastDay('fr', validUntil));
    expect(odile.main).not.toContain(moment('fr', validUntil));
  });

  it('has two persons grant an operator role: proposed by one, read and confirmed by another', async () => {
    const armand = await visit(hall, 'armand');
    const [eve] = await hall.reads.find('person', { directoryId: 'M-EVE' });
    const path = `/administration/personnes/${eve?.id}`;
    // a role over all services is asked for by name
    expect((await armand.get(path)).main).toMatch(new RegExp(`name="scope" value="${eve?.service}"`));
    expect((await armand.act(`${path}/accorder`, { role: 'technician', scope: '*' })).main).toContain(
      'une autre personne le confirme',
    );
    expect((await armand.get('/double-controle')).main).not.toContain('Je confirme cet acte');
    const odile = await visit(hall, 'odile');
    const shown = await odile.get('/double-controle');
    for (const fact of ["Ève L'Hermite", 'Technicien', 'Armand Aubry']) expect(shown.main).toContain(fact);
    const action = /\/double-controle\/(\w+)\/confirmer/.exec(shown.main)?.[0] ?? '';
    const argsHash = /name="argsHash" value="([^"]+)"/.exec(shown.main)?.[1] ?? '';
    const other = await odile.post(action, { argsHash: 'f'.repeat(64) });
    expect(other).toMatchObject({ status: 409, main: expect.stringContaining('Le contenu a changé') });
    expect((await odile.act(action, { argsHash })).main).toContain('Confirmé et exécuté.');
    expect((await hall.reads.find('grant', { personId: eve?.id ?? '' })).map((g) => g.role).sort()).toEqual([
      'agent',
      'technician',
    ]);
    const rule = { id: 'approvals:renewal', value: '2' };
    const askedOf = (await odile.post('/double-controle', rule)).main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(askedOf).toMatch(/Proposer cette règle \?.* 1 → devient 2 /);
    expect(await hall.reads.count('proposal', { act: 'policy.set' })).toBe(0);
    const policy = await odile.act('/double-controle', { ...rule, _sure: 'yes' });
    expect(policy.main).toContain('Une autre personne doit confirmer.');
    const cancel = /\/double-controle\/(\w+)\/annuler/.exec(policy.main)?.[0] ?? '';
    expect((await odile.act(cancel)).main).toContain('Proposition retirée.');
  });

  it('lets an administrator import, invite by a link shown once, grant with dates, end and disable', async () => {
    const armand = await visit(hall, 'armand');
    const csv = 'matricule;prenom;nom;courriel;service;site\nM-ZOE;Zoé;Zola;zoe@interieur.example;PREF-33;Pau\n';
    const imported = await armand.upload('/administration/import', { name: 'gens.csv', text: csv });
    await hall.flow.imports.ended(imported.to.split('/')[2] ?? '');
    expect((await armand.get(imported.to)).main).toMatch(/Ajoutées\s: 1\./);
    const found = await armand.get('/administration?texte=Zola');
    const path = /\/administration\/personnes\/\w+/.exec(found.main)?.[0] ?? '';
    const invited = await armand.post(`${path}/inviter`);
    const link = new URL(/id="link">([^<]+)</.exec(invited.main)?.[1]?.trim() ?? '');
    expect([link.pathname, link.search]).toEqual(['/bienvenue', '']);
    expect(await hall.identity.peek(link.hash.slice(1))).toMatchObject({ name: expect.stringContaining('Zoé') });
    expect((await armand.get(path)).main).not.toContain(link.hash.slice(1));
    const past = await armand.post(`${path}/accorder`, {
      role: 'correspondent',
      scope: 'PREF-33',
      validUntil: '1998-01-01',
    });
    expect(past.status).toBe(422);
    await armand.act(`${path}/accorder`, { role: 'correspondent', scope: 'PREF-33', validUntil: '1999-01-31' });
    const grants = await hall.reads.find('grant', { personId: path.split('/').at(-1) ?? '', role: 'correspondent' });
    expect(grants[0]).toMatchObject({ scope: 'PREF-33', validUntil: Date.UTC(1999, 0, 31, 23) });
    expect((await armand.get(path)).main).toContain('31 janvier 1999'); // the last day, as it was asked for
    const grantId = grants[0]?.id ?? '';
    const asked = await armand.post(`${path}/retirer`, { grantId });
    expect(asked.main).toMatch(/Retirer ce rôle\s\?/);
    const facts = asked.main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(facts).toContain('Rôle retiré Correspondant (PREF-33)');
    expect(facts).toContain('Jusqu’au 31 janvier 1999');
    expect(facts).toMatch(
      /Agent \(porteur\) \([^)]*\), Correspondant \(PREF-33\) → devient Agent \(porteur\) \([^)]*\)/,
    );
    expect(await hall.reads.get('grant', grantId)).toMatchObject({ revokedAt: null });
    expect((await armand.act(`${path}/retirer`, { grantId, _sure: 'yes' })).main).toContain('Rôle retiré.');
    expect((await armand.post(`${path}/desactiver`)).main).toMatch(/Invité.*→.*<strong>Désactivé<\/strong>/s);
    expect((await armand.act(`${path}/desactiver`, { _sure: 'yes' })).main).toContain(
      'Compte désactivé, sessions closes.',
    );
    const own = await armand.get(`/administration/personnes/${hall.armand.personId}`);
    expect(own.main).toContain('C’est vous');
    expect(own.main).not.toContain('Désactiver');
  });

  it('ends the sessions of a disabled person at once', async () => {
    const [armand, alice] = [await visit(hall, 'armand'), await visit(hall, 'alice')];
    await armand.act(`/administration/personnes/${hall.alice.personId}/desactiver`, { _sure: 'yes' });
    expect((await alice.get('/mes-jetons')).to).toContain('/connexion');
  });

  it('asks before everybody’s sessions are ended, and keeps the one that ends them', async () => {
    const [armand, alice] = [await visit(hall, 'armand'), await visit(hall, 'alice')];
    await armand.get('/administration');
    const asked = (await armand.post('/administration/sessions')).main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(asked).toMatch(
      /Fermer toutes les sessions \?.*Personnes connectées Toutes, sauf vous → devient déconnectées/,
    );
    expect((await alice.get('/mes-jetons')).status).toBe(200);
    await armand.act('/administration/sessions', { _sure: 'yes' });
    expect((await alice.get('/mes-jetons')).to).toContain('/connexion');
    expect((await armand.get('/administration')).status).toBe(200);
  });

  it('lets an auditor search, verify and export in two clicks', async () => {
    await ask('alice', 'PN-1');
    const aurore = await visit(hall, 'aurore');
    const found = await aurore.get('/journal?acte=request.submit');
    expect(found.main.match(/<th scope="row">/g)).toHaveLength(1);
    expect((await aurore.act('/journal/verifier')).main).toMatch(/écritures, racine \S{16}…, signature valide/);
    await aurore.get('/journal');
    const exported = await aurore.post('/journal/exporter');
    expect(exported.headers.get('content-type')).toBe('application/zip');
    expect(exported.headers.get('content-disposition')).toMatch(/filename=journal-\S+\.zip/);
    expect(exported.html.startsWith('PK')).toBe(true);
  });

  it('shows a supervisor the day with its queue, and any other day', async () => {
    const request = await ask('alice', 'PN-1');
    await hall.approve(request.id);
    const simon = await visit(hall, 'simon');
    const today = await simon.get('/pilotage');
    expect(today.main).toContain('Pilotage du 24 novembre 1998');
    expect(today.main).toContain('DEM-1998-00001');
    expect(today.main).toContain('<svg');
    expect((await simon.get('/pilotage?date=1998-11-23')).main).toContain('Pilotage du 23 novembre 1998');
    const csv = await simon.get('/pilotage.csv?date=1998-11-23');
    expect(csv.headers.get('content-disposition')).toContain('jeton-1998-11-23.csv');
    const pdf = await simon.get('/pilotage.pdf');
    expect(pdf.headers.get('content-type')).toContain('application/pdf');
    expect(pdf.html.startsWith('%PDF')).toBe(true);
    const json = JSON.parse((await simon.get('/pilotage.json')).html);
    expect(json).toMatchObject({ date: '1998-11-24', received: 1, approved: 1 });
    expect((await simon.get('/pilotage?date=2099-01-01')).status).toBe(422);
  });

  it('compares a day with the one before, and shows a technician their own count alone', async () => {
    await hall.produced(hall.alice, 'PN-1');
    hall.clock.pass(24 * 3_600_000);
    await hall.door.reports.daily('1998-11-24');
    const { main } = await (await visit(hall, 'simon')).get('/pilotage');
    expect(main).toContain('0 jeton produit aujourd’hui');
    expect(main).toContain('La veille\u202f: 1.');
    const day = (await (await visit(hall, 'simon')).get('/pilotage?date=1998-11-24')).main;
    expect(day).toContain('Thomas');
    const of = async (who: 'simon' | 'thomas' | 'theo') =>
      JSON.parse((await (await visit(hall, who)).get('/pilotage.json?date=1998-11-24')).html).producers;
    expect(await of('simon')).toEqual([{ name: hall.thomas.personId, count: 1 }]);
    expect(await of('thomas')).toEqual([{ name: hall.thomas.personId, count: 1 }]);
    expect(await of('theo')).toEqual([]);
    await hall.dual('policy.set', { id: 'report.perTechnician', value: 2 });
    expect(await of('simon')).toEqual([]);
    expect(await of('thomas')).toHaveLength(1);
    await hall.dual('policy.set', { id: 'report.crisis', value: 60 });
    expect(JSON.parse((await (await visit(hall, 'simon')).get('/pilotage.json')).html).against).toEqual({
      low: 25,
      high: 30,
      surge: 60,
    });
  });

  it('says everything in English too', async () => {
    await ask('alice', 'PN-1');
    const valerie = await visit(hall, 'valerie');
    const { html } = await valerie.get('/approbations?lang=en');
    expect(html).toContain('<html lang="en"');
    for (const text of ['Approvals', '1 request to decide', 'Sign out', 'Evaluation version.'])
      expect(html).toContain(text);
    const refused = await createVisitor(hall).get('/nowhere?lang=en');
    expect(refused.html).toContain('<h1>Page not found.</h1>');
    expect(refused.html).toContain('Check the address, or go back to home.');
    expect(refused.html).not.toContain('not_found');
  });
});
