import { machine, takeOver } from '../../support/world/machines.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** A token's page: what it is and what can be done with it next, through its whole life. */
describe('the page of one token', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const proposal = async () => (await hall.reads.find('proposal', { state: 'proposed' }))[0]!;

  it('of a blank one: its delivery, that nobody held it, and where to produce', async () => {
    const thomas = await visit(hall, 'thomas');
    const { main } = await thomas.get('/stock/B-0001');
    for (const said of [
      'Jeton B-0001',
      'BL-1',
      'Poste 1',
      'Ce jeton n’a encore été attribué à personne.',
      'produisez à l’atelier',
    ])
      expect(main).toContain(said);
    expect((await thomas.get('/stock')).main).toContain('href="/stock/B-0001"');
    const { deliveryId } = (await hall.reads.get('token', 'B-0001'))!;
    expect(main).toMatch(new RegExp(`<a href="/stock\\?livraison=${deliveryId}">BL-1, le \\d+`));
    expect(main.replaceAll(`livraison=${deliveryId}`, '')).not.toContain(deliveryId);
    const ofIt = (await thomas.get(`/stock?livraison=${deliveryId}`)).main;
    expect(ofIt).toMatch(new RegExp(`<option [^>]*value="${deliveryId}"[^>]*>BL-1, le \\d+`));
    expect((await thomas.get('/stock/NOBODY')).status).toBe(404);
  });

  it('of one in use leads its holder to the report of its loss, and nobody who may not report it', async () => {
    const { tokenId } = await hall.activeToken(hall.theo, 'PN-1');
    const pageOf = async (name: 'theo' | 'thomas') => (await (await visit(hall, name)).get(`/stock/${tokenId}`)).main;
    const link = `href="/jetons/${tokenId}/perte"`;
    expect(await pageOf('theo')).toContain(link);
    expect(await pageOf('thomas')).not.toContain(link);
  });

  it('of one in use: a new PIN is proposed where it is plugged, an officer confirms, a letter waits', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    await hall.dual('policy.set', { id: 'dual.confirmMinutes', value: 5 });
    const theo = await visit(hall, 'theo');
    const page = await theo.get(`/stock/${tokenId}`);
    for (const said of ['Alice Agard', 'PN-1', 'Proposer un nouveau code PIN', 'Numéro de certificat'])
      expect(page.main).toContain(said);
    // a way to its machine, a number in groups, and no title under which there is nothing to press
    expect(page.main.match(/<a href="\/postes\/PN-1">PN-1<\/a>/g)).toHaveLength(2);
    expect(page.main).toMatch(/<td class="jeton-mono">(?:[\dA-F]{4} )+[\dA-F]{1,4}<\/td>/i);
    expect(page.main).not.toContain('Renouveler');
    expect((await (await visit(hall, 'simon')).get(`/stock/${tokenId}`)).main).not.toContain('href="/postes/PN-1"');
    expect(page.main).not.toContain('15 minutes');
    expect(page.main).not.toContain('Effacer ce jeton');
    const done = await theo.act(`/stock/${tokenId}/debloquer`, { slot: '1' });
    expect(done.main).toContain('Proposé. Une autre personne doit confirmer dans les 5 minutes');
    expect(done.main).toContain('proposé par Théo Thuillier');
    const odile = await visit(hall, 'odile');
    expect((await odile.get('/double-controle')).main).toContain(tokenId);
    const { id, argsHash } = await proposal();
    expect((await odile.act(`/double-controle/${id}/confirmer`, { argsHash })).main).toContain('Confirmé et exécuté.');
    expect(await hall.reads.find('letter', { tokenId, kind: 'pin', state: 'waiting' })).toHaveLength(1);
  });

  it('of one whose holder has another machine: an approver looks at a document on the request, a technician binds it here', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const { number } = (await hall.reads.find('request', { holderId: hall.alice.personId }))[0]!;
    const theo = await visit(hall, 'theo');
    expect((await theo.get(`/stock/${tokenId}`)).main).toContain('Le porteur n’a aucun autre poste en service');
    await hall.flow.record.assign(hall.theo, { workstation: 'PN-2', person: 'M-ALICE', reason: 'replacement' });
    const before = await theo.get(`/stock/${tokenId}`);
    expect(before.main).toContain('Contrôler l’identité, premier contrôle sur deux');
    expect(before.main).not.toContain('lier le jeton à ce poste');
    // one machine alone needs no choice; a document does
    expect(before.main).toMatch(/name="workstation"[^>]*>\s*<option value="PN-2"/);
    expect(before.main).toMatch(/name="document"[^>]*>\s*<option value selected/);
    const shown = { workstation: 'PN-2', document: 'passport' };
    const early = await theo.act(`/stock/${tokenId}/poste`, shown);
    expect(early.main).toContain('Personne d’autre n’a contrôlé l’identité du porteur pour le poste PN-2');
    expect(early.main).toContain('Faites-la contrôler par un autre opérateur');
    const valerie = await visit(hall, 'valerie');
    expect((await valerie.get(`/demandes/${number}`)).main).toContain('Lier à un autre poste');
    const checked = await valerie.act(`/demandes/${number}/controle`, { serial: tokenId, ...shown });
    expect(checked.main).toContain('Contrôle enregistré. Un technicien contrôle aussi l’identité');
    expect(checked.main).toMatch(/Vous avez contrôlé son identité pour le poste PN-2 à \d\d:\d\d/);
    expect((await theo.get(`/stock/${tokenId}`)).main).toContain('lier le jeton à ce poste');
    const done = await theo.act(`/stock/${tokenId}/poste`, shown);
    expect(done.main).toContain('Le jeton est lié à cet autre poste.');
    expect(done.main).toContain('PN-2');
    const odile = await visit(hall, 'odile');
    const machine = await odile.get('/postes/PN-2');
    expect(machine.main).toContain('Lier à un autre poste un jeton en service');
    expect(machine.main).toMatch(/PN-1 → PN-2/);
    expect(machine.main).toContain(`href="/stock/${tokenId}"`);
  });

  it('of one whose holder has many machines: any is looked for, by whoever checks and by whoever binds', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const { number } = (await hall.reads.find('request', { holderId: hall.alice.personId }))[0]!;
    const numbers = Array.from({ length: 55 }, (_, n) => `ZN-${100 + n}`);
    await takeOver(hall.flow, [hall.adele, hall.olga], ...numbers.map(machine));
    for (const workstation of numbers)
      await hall.flow.record.assign(hall.theo, { workstation, person: 'M-ALICE', reason: 'handed-out' });
    const valerie = await visit(hall, 'valerie');
    const all = (await valerie.get(`/demandes/${number}`)).main;
    expect(all).toContain('Le porteur a d’autres postes en service que ceux du choix');
    expect(all).toMatch(new RegExp(`<form method="get" action="/demandes/${number}"`));
    expect(all).not.toContain('value="ZN-154"');
    expect(all).toMatch(/name="workstation"[^>]*>\s*<option value selected/);
    const found = (await valerie.get(`/demandes/${number}?poste=154`)).main;
    expect(found).toContain('<option value="ZN-154"');
    const to = `/demandes/${number}/controle?poste=154`;
    expect(found).toContain(`action="${to}"`);
    const shown = { workstation: 'ZN-154', document: 'passport' };
    const wrong = await valerie.post(to, { serial: tokenId, ...shown, document: 'none' });
    expect([wrong.status, wrong.main.includes('<option value="ZN-154" selected')]).toEqual([422, true]);
    expect(wrong.main).toMatch(new RegExp(`<form method="get" action="/demandes/${number}"`));
    expect((await valerie.act(to, { serial: tokenId, ...shown })).main).toContain('Contrôle enregistré');
    const theo = await visit(hall, 'theo');
    expect((await theo.get(`/stock/${tokenId}?poste=none`)).main).toContain('Revenir au choix de tous les postes');
    expect((await theo.get(`/stock/${tokenId}?poste=154`)).main).toContain(
      `data-refresh="/stock/${tokenId}/etat?poste=154"`,
    );
    // the machine that somebody checked is shown whatever is looked for, and is no find
    const none = 'Aucun autre poste en service du porteur n’a ce numéro ni ce numéro de série.';
    const missed = (await theo.get(`/stock/${tokenId}?poste=none`)).main;
    expect([missed.includes('<option value="ZN-154"'), missed.includes(none)]).toEqual([true, true]);
    expect((await theo.get(`/stock/${tokenId}?poste=154`)).main).not.toContain(none);
    expect((await theo.get(`/stock/${tokenId}`)).main).not.toContain(none);
    const bound = await theo.act(`/stock/${tokenId}/poste`, shown);
    expect(bound.main).toContain('Le jeton est lié à cet autre poste.');
  });

  it('of one in use, for whoever produced it: who checks first, and where', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    await hall.flow.record.assign(hall.theo, { workstation: 'PN-2', person: 'M-ALICE', reason: 'replacement' });
    const { number } = (await hall.reads.find('request', { holderId: hall.alice.personId }))[0]!;
    const thomas = await visit(hall, 'thomas');
    const { main } = await thomas.get(`/stock/${tokenId}`);
    expect(main).toContain('un autre opérateur contrôle d’abord l’identité');
    expect(main).toContain(`href="/demandes/${number}"`);
    expect(main).not.toContain('Contrôler l’identité, premier contrôle sur deux');
    await hall.flow.rebinding.check(hall.vincent, { serial: tokenId, workstation: 'PN-2', document: 'passport' });
    const then = await thomas.get(`/stock/${tokenId}`);
    expect(then.main).toContain('lier le jeton à ce poste');
    expect(then.main).not.toContain('un autre opérateur contrôle d’abord');
  });

  it('of one in use, for whoever may not bind it: no form of that', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    await hall.flow.record.assign(hall.theo, { workstation: 'PN-2', person: 'M-ALICE', reason: 'replacement' });
    await hall.flow.rebinding.check(hall.vincent, { serial: tokenId, workstation: 'PN-2', document: 'passport' });
    const odile = await visit(hall, 'odile');
    const { main } = await odile.get(`/stock/${tokenId}`);
    expect(main).toContain('Contrôler l’identité, premier contrôle sur deux');
    expect(main).not.toContain('lier le jeton à ce poste');
    const alice = await visit(hall, 'alice');
    const { number } = (await hall.reads.find('request', { holderId: hall.alice.personId }))[0]!;
    expect((await alice.get(`/demandes/${number}`)).main).not.toContain('Lier à un autre poste');
  });

  it('of a scrapped one that is lost and found again: it says both, and never offers to wipe it', async () => {
    await hall.flow.stock.change(hall.thomas, { serial: 'B-0002', action: 'scrap' });
    const theo = await visit(hall, 'theo');
    const lost = await theo.act('/stock/B-0002', { action: 'miss', _sure: 'yes' });
    expect(lost.main).toContain('Au rebut, manquant');
    expect(lost.main).toContain('Déclarer retrouvé');
    const found = await theo.act('/stock/B-0002', { action: 'find' });
    expect(found.main).toContain('Au rebut');
    expect(found.main).not.toContain('Au rebut, manquant');
    expect(found.main).not.toContain('Effacer ce jeton');
  });

  it('of one in use that is not plugged: what to do first', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    hall.twin.unplug('1');
    const theo = await visit(hall, 'theo');
    const { main } = await theo.get(`/stock/${tokenId}`);
    expect(main).toContain('la page le voit aussitôt. Sinon, rechargez-la.');
    expect(main).not.toContain('Proposer un nouveau code PIN');
  });

  it('of one that is to be renewed: the approved renewal is produced from here', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const renewal = await hall.flow.request.submit(hall.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
    await hall.approve(renewal.id);
    const thomas = await visit(hall, 'thomas');
    const { main } = await thomas.get(`/stock/${tokenId}`);
    expect(main).toContain(`/atelier?demande=${renewal.number}`);
  });

  it('of a returned one: every holder stands there before it is wiped, and after', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    await hall.flow.revocation.revoke(hall.odile, { serial: tokenId, reason: 'left-service' });
    const theo = await visit(hall, 'theo');
    expect((await theo.act(`/stock/${tokenId}`, { action: 'return' })).main).toContain('mis à jour');
    const before = await theo.get(`/stock/${tokenId}`);
    expect(before.main).toContain('Effacer ce jeton et le remettre en stock');
    expect(before.main).toMatch(/<th scope="row"><a href="\/personnes\/\w+">Alice Agard<\/a><\/th>/);
    const after = await theo.act(`/stock/${tokenId}/recycler`, { slot: '1' });
    expect(after.main).toMatch(/effacé\s: il est en stock\./);
    expect(after.main).toMatch(/<th scope="row"><a href="\/personnes\/\w+">Alice Agard<\/a><\/th>/);
    expect(hall.twin.tokens.get('1')).toMatchObject({ label: 'BLANK', keys: null });
  });

  it('of a revoked one: when and why, and what whoever may destroy it waits for', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    await hall.flow.revocation.revoke(hall.odile, { serial: tokenId, reason: 'left-service' });
    const pageOf = async (name: 'odile' | 'simon', serial = tokenId) =>
      (await (await visit(hall, name)).get(`/stock/${serial}`)).main;
    const revoked = await pageOf('odile');
    expect(revoked).toMatch(/<dt>Révoqué le<\/dt><dd>[^<]*\d\d:\d\d/);
    expect(revoked).toMatch(/<dt>Motif de révocation<\/dt><dd>L’agent a quitté le service/);
    expect(revoked).toMatch(/<br\/><span class="jeton-small">L’agent a quitté le service<\/span><\/td>/);
    expect(revoked).toContain('un technicien enregistre d’abord son retour');
    expect(revoked).not.toContain('voyez un technicien');
    expect(await pageOf('odile', 'B-0002')).toContain('Une fois au rebut, vous pourrez en proposer la destruction.');
    expect(await pageOf('simon')).toContain('voyez un technicien ou le responsable sécurité');
    expect(await pageOf('simon', 'B-0002')).not.toContain('Révoqué le');
    await hall.flow.stock.change(hall.theo, { serial: 'B-0002', action: 'miss' });
    expect(await pageOf('odile', 'B-0002')).toContain('s’il est retrouvé, un technicien le déclare');
  });

  it('of one that was set aside: it is wiped from the workshop, the stock or its page, and is a blank again', async () => {
    const { number } = await hall.setAside();
    const theo = await visit(hall, 'theo');
    const { serial } = hall.twin.tokens.get('1')!;
    for (const path of ['/atelier', '/stock', `/stock/${serial}`]) {
      const { main } = await theo.get(path);
      expect(main).toContain('À vérifier');
      expect(main).toContain('Effacer et remettre en stock');
    }
    expect((await theo.get('/atelier')).main).not.toContain('<option value="1"');
    const refused = await theo.act('/atelier/produire', { requestId: number, slot: '1' });
    expect(refused.main).toMatch(/n’est pas vierge\s: il est «\sÀ vérifier\s»/);
    await theo.get('/atelier');
    const done = await theo.act(`/stock/${serial}/verifier`, { slot: '1', _from: 'workshop' });
    expect(done.main).toMatch(/effacé\s: il est en stock\./);
    expect(done.main).not.toContain('À vérifier');
    expect((await theo.act('/atelier/produire', { requestId: number, slot: '1' })).main).toContain(
      'étiquette imprimée',
    );
  });

  it('of one that was set aside and refuses its SO-PINs: it is scrapped, and the page says so', async () => {
    await hall.setAside();
    const device = hall.twin.tokens.get('1')!;
    device.soPin = 'nobody knows';
    const theo = await visit(hall, 'theo');
    await theo.get('/stock');
    const done = await theo.act(`/stock/${device.serial}/verifier`, { slot: '1', _from: 'list' });
    expect(done.main).toContain('a refusé ses SO-PIN');
    expect(await hall.reads.get('token', device.serial)).toMatchObject({ state: 'scrapped' });
  });

  it('of one that was set aside and sits nowhere: what to do first', async () => {
    await hall.setAside();
    hall.twin.unplug('1');
    const theo = await visit(hall, 'theo');
    for (const path of ['/stock', '/stock/B-0001']) {
      const { main } = await theo.get(path);
      expect(main).toContain('la page le voit aussitôt. Sinon, rechargez-la.');
      expect(main).not.toContain('Effacer et remettre en stock');
    }
  });

  it('of a scrapped one: two persons destroy it, the report bears both names and prints again', async () => {
    await hall.flow.stock.change(hall.thomas, { serial: 'B-0002', action: 'scrap' });
    const theo = await visit(hall, 'theo');
    await theo.get('/stock/B-0002');
    const asked = await theo.post('/stock/B-0002/detruire');
    expect(asked.main).toMatch(/Proposer la destruction de ce jeton[\s\S]*B-0002[\s\S]*<strong>Détruit<\/strong>/);
    expect(await hall.reads.count('proposal', { act: 'token.destroy' })).toBe(0);
    await theo.act('/stock/B-0002/detruire', { _sure: 'yes' });
    const odile = await visit(hall, 'odile');
    await odile.get('/double-controle');
    const { id, argsHash } = await proposal();
    await odile.act(`/double-controle/${id}/confirmer`, { argsHash });
    const report = { kind: 'destruction-report', proposer: 'Théo Thuillier', confirmer: 'Odile Ory' };
    expect(hall.printed).toEqual([expect.objectContaining(report)]);
    expect((await theo.act('/stock/B-0002/proces-verbal')).main).toContain('Procès-verbal envoyé');
    expect(hall.printed).toHaveLength(2);
  });

  it('is not for agents', async () => {
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/stock/B-0001')).status).toBe(403);
  });
});

describe('the papers of a request', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('print from its page: the work order before production, the sheet after the hand-over', async () => {
    const request = await hall.flow.request.submit(hall.alice, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
    });
    await hall.approve(request.id);
    const thomas = await visit(hall, 'thomas');
    const page = `/demandes/${request.number}`;
    expect((await thomas.get(page)).main).toContain('Imprimer la fiche de production');
    expect((await thomas.act(`${page}/papiers`, { paper: 'work-order' })).main).toContain('document envoyé');
    expect(hall.printed.at(-1)).toMatchObject({ kind: 'work-order' });
    await hall.flow.production.produce(hall.thomas, { requestId: request.id, slot: '1' });
    await hall.handOver(request.id);
    expect((await thomas.get(page)).main).toContain('Imprimer à nouveau le procès-verbal de remise');
    await thomas.act(`${page}/papiers`, { paper: 'handover-sheet' });
    expect(hall.printed.at(-1)).toMatchObject({ kind: 'handover-sheet' });
  });
});
