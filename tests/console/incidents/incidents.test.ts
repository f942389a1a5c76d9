import { nomadeOf } from '../../support/world/nomade.ts';
import { follow } from '../followed.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** In French, page by page, without JavaScript. */
describe('un hameçonnage, du signalement à la clôture', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });

  it('nomme dans son fichier le jeton révoqué à part, et annonce un nouveau jeton là seulement où l’un est révoqué', async () => {
    const { tokenId: serial } = await hall.activeToken(hall.alice, 'PN-1');
    const asked = { kind: 'phishing', person: 'M-ALICE', workstation: 'PN-1' } as const;
    const { id } = await hall.flow.incident.report(hall.thomas, asked);
    const odile = await visit(hall, 'odile');
    const after = 'avant d’avoir un nouveau jeton';
    expect((await odile.get(`/incidents/${id}`)).main).toContain(after);
    await hall.flow.revocation.revoke(hall.odile, { serial, reason: 'incident' });
    const { main } = await odile.get(`/incidents/${id}`);
    expect(main).toContain('Cela ne peut pas être annulé. Une page');
    expect(main).not.toContain(after);
    const file = (await odile.post(`/incidents/${id}.csv`)).html.trim().split('\r\n');
    expect(file.filter((line) => line.includes(`;Jeton révoqué;${serial};`))).toHaveLength(1);
  });

  it('est signalé par qui le rencontre, bloqué d’un geste, raconté, puis clos', async () => {
    const { tokenId, certificateId } = await hall.activeToken(hall.alice, 'PN-1');
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/mes-jetons')).main).toContain('href="/incidents/signaler"');
    expect((await alice.get('/aide')).main).toContain('href="/incidents/signaler"');
    const form = (await alice.get('/incidents/signaler')).main;
    expect(form).toMatch(/value="PN-1"[^>]* checked|checked[^>]* value="PN-1"/);
    expect(form).not.toMatch(/<input[^>]*name="kind"[^>]* checked/); // what happened is the agent's to say
    expect(form).not.toContain('name="person"');
    const chosen = { kind: 'phishing', machine: 'PN-1' };
    const told = (await alice.act('/incidents/signaler', chosen)).html;
    for (const said of ['L’incident est signalé', 'éteignez pas le poste', 'Coupez le réseau', '(RSSI)'])
      expect(told).toContain(said);
    await alice.get('/incidents/signaler');
    expect((await alice.act('/incidents/signaler', chosen)).html).toContain('déjà signalé');

    const [incident] = await hall.reads.find('incident', {});
    const path = `/incidents/${incident?.id}`;
    expect((await alice.get(path)).status).toBe(403);
    const odile = await visit(hall, 'odile');
    const open = (await odile.get('/securite')).main;
    for (const said of ['Incidents ouverts', 'Hameçonnage', 'Alice', 'PN-1']) expect(open).toContain(said);
    const question = await odile.post(`${path}/bloquer`, { reason: 'phishing' });
    for (const said of ['Bloquer et révoquer ce qui suit', 'M-ALICE', 'PN-1']) expect(question.main).toContain(said);
    expect((await hall.reads.get('token', tokenId))?.state).toBe('active');
    const published = hall.ca.crl('issuing')?.number ?? 0;
    const blocked = await odile.act(`${path}/bloquer`, { reason: 'phishing', _sure: 'yes' });
    expect(blocked.main.replace(/\s/g, ' ')).toContain('Jetons révoqués : 1');
    expect(blocked.main).toContain('Qui a fait quoi');
    expect((await hall.reads.get('token', tokenId))?.state).toBe('revoked');
    // what CRL and OCSP say
    const issuerId = (await hall.reads.get('certificate', certificateId))?.issuerId ?? '';
    const listed = await hall.opened.status.revoked(issuerId, { after: -1, notAfter: 0, limit: 50 });
    expect(JSON.stringify(listed)).toContain(certificateId);
    expect(hall.ca.crl('issuing')?.number).toBe(published + 1);
    const report = (await odile.get(path)).main.split('Ce qui a été bloqué').at(-1) ?? '';
    for (const said of ['Poste bloqué', 'PN-1', 'Jeton révoqué', tokenId, 'Alice', 'Odile'])
      expect(report).toContain(said);
    for (const said of ['Retour du poste', 'Le poste n’est pas revenu.']) expect(report).toContain(said);
    const file = (await odile.post(`${path}.csv`)).html.trim().split('\r\n');
    expect(file[0]).toBe('Quand (UTC);Par;Acte;Issue;Quoi;Numéro;Personne;Service;Motif');
    expect(file.filter((line) => /;Poste bloqué;PN-1;/.test(line))).toHaveLength(1);
    expect(file.filter((line) => line.includes(`;Jeton révoqué;${tokenId};Alice Agard`))).toHaveLength(1);
    const paper = await odile.post(`${path}.pdf`);
    expect(paper).toMatchObject({ status: 200, html: expect.stringMatching(/^%PDF-/) });
    expect((await alice.post(`${path}.pdf`)).status).toBe(403);
    const kept = (await hall.opened.lists.entries({ action: 'incident.export' }, { limit: 9 })).items;
    const exported = { outcome: 'done', detail: { list: 'incident', incident: incident?.id, text: false } };
    expect(kept.filter(({ outcome }) => outcome === 'done')).toMatchObject([exported, exported]);
    expect((await alice.post(`${path}.csv`)).status).toBe(403);
    expect((await odile.act(`${path}/clore`, { outcome: 'blocked' })).html).toContain('L’incident est clos');
    expect((await odile.get('/incidents')).main).toContain(path);
    await hall.flow.enrolment.change(hall.thomas, { workstation: 'PN-1', action: 'takeBackCleaned' });
    const back = (await odile.get(path)).main.split('Retour du poste').at(-1) ?? '';
    for (const said of ['Reprendre un poste bloqué, une fois nettoyé', 'Thomas', '/journal/'])
      expect(back).toContain(said);
  });

  it('mène de la page du poste à son blocage, et dit ce qu’un technicien a déjà bloqué', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const { id } = await hall.flow.incident.report(hall.alice, { kind: 'ransomware', workstation: 'PN-1' });
    const odile = await visit(hall, 'odile');
    const hers = (await odile.get('/postes/PN-1')).main;
    expect(hers).toContain('Un incident est ouvert sur ce poste');
    expect(hers).toMatch(new RegExp(`<a[^>]* href="/incidents/${id}"[^>]*>Incident ouvert \\(Rançongiciel, `));
    expect(hers).not.toContain('>Bloquer le poste<');
    const thomas = await visit(hall, 'thomas');
    const his = (await thomas.get('/postes/PN-1')).main;
    expect(his).toContain('Bloquer le poste laisse en service ce que son porteur a ailleurs');
    expect(his).not.toContain(id);
    await thomas.act('/postes/PN-1/etat', { action: 'block' });
    const told = (await odile.get(`/incidents/${id}`)).main;
    expect(told).not.toContain(`/incidents/${id}/bloquer`);
    const taken = told.split('Ce qui a été bloqué').at(-1) ?? '';
    for (const said of ['Poste bloqué', 'PN-1', tokenId, 'Thomas']) expect(taken).toContain(said);
    const file = (await odile.post(`/incidents/${id}.csv`)).html;
    for (const said of [';Poste bloqué;PN-1;', `;Jeton révoqué;${tokenId};Alice Agard`]) expect(file).toContain(said);
    expect((await odile.get('/incidents/blocages')).main).toContain(tokenId);
    await odile.get(`/incidents/${id}`);
    expect((await odile.act(`/incidents/${id}/clore`, { outcome: 'blocked' })).html).toContain('L’incident est clos');
  });

  it('garde le geste de bloquer tant que la personne a encore quelque chose en service', async () => {
    await nomadeOf(hall, hall.alice);
    const { id } = await hall.flow.incident.report(hall.thomas, {
      ...{ kind: 'ransomware', person: 'M-ALICE', workstation: 'PN-1' },
    });
    await hall.flow.enrolment.change(hall.thomas, { workstation: 'PN-1', action: 'block' });
    const odile = await visit(hall, 'odile');
    const open = (await odile.get('/securite')).main;
    for (const act of ['bloquer', 'clore']) expect(open).toContain(`/incidents/${id}/${act}`);
    await hall.flow.incident.block(hall.odile, { incidentId: id });
    const after = (await odile.get('/securite')).main;
    expect(after).not.toContain(`/incidents/${id}/bloquer`);
    expect(after).toContain(`/incidents/${id}/clore`);
  });

  it('touche un service : compté avant, puis un résultat par poste', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const odile = await visit(hall, 'odile');
    expect((await odile.get('/incidents/postes')).main).toContain(
      'Bloquer plusieurs postes, plusieurs personnes ou un service',
    );
    const list = { workstations: 'PN-1\npn-2, PN-NONE', reason: 'ransomware' };
    const asked = await odile.post('/incidents/postes', list);
    for (const said of ['Postes bloqués', 'PN-NONE', 'Ces postes sont bloqués']) expect(asked.main).toContain(said);
    const done = await odile.post('/incidents/postes', { ...list, _sure: 'yes' });
    for (const said of ['PN-1', 'PN-2', 'PN-NONE', 'Résultat']) expect(done.main).toContain(said);
    const machines = await hall.reads.find('workstation', { assetNumber: ['PN-1', 'PN-2'] });
    expect(machines.map(({ state }) => state)).toEqual(['blocked', 'blocked']);
    // the machine's life says why, in words
    const life = (await (await visit(hall, 'thomas')).get('/postes/PN-2')).main.split('Vie du poste').at(-1) ?? '';
    expect(life).toContain('> Rançongiciel<');
    expect(life).not.toContain('ransomware');
    expect((await odile.post('/incidents/postes', { reason: 'ransomware' })).status).toBe(422);
    expect((await (await visit(hall, 'thomas')).get('/incidents/postes')).status).toBe(403);
  });

  it('nomme le service à bloquer, et refuse un code sous lequel il n’y a rien', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const odile = await visit(hall, 'odile');
    await odile.get('/incidents/postes');
    const wrong = { service: 'PREF33', reason: 'phishing' };
    for (const sure of [{}, { _sure: 'yes' }]) {
      const refused = await odile.post('/incidents/postes', { ...wrong, ...sure });
      expect(refused.status).toBe(422);
      expect(refused.main).toContain('Rien à bloquer sous ce code de service');
      expect(refused.main).toContain('value="PREF33"');
    }
    const right = { ...wrong, service: 'PREF-33' };
    const asked = (await odile.post('/incidents/postes', right)).main;
    expect(asked).toMatch(/Service, avec ceux qui en dépendent<[^<]*<[^>]*>\s*PREF-33/);
    const done = (await odile.post('/incidents/postes', { ...right, _sure: 'yes' })).main.replace(/\s/g, ' ');
    const machines = await hall.reads.count('workstation', { state: 'blocked' });
    expect(done).toContain(
      `Bloqués : ${machines} sur ${machines}. Jetons révoqués : 1 ; certificats Nomade révoqués : 0.`,
    );
    // a known service of which nothing is left
    expect((await odile.post('/incidents/postes', right)).main).toMatch(/Postes bloqués<[^<]*<[^>]*>\s*0\s*</);
  });

  it('touche le poste que l’on a, même sans jeton : il est proposé, et signalé', async () => {
    await hall.flow.record.assign(hall.thomas, { workstation: 'PN-2', person: 'M-ALICE', reason: 'handed-out' });
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/incidents/signaler')).main).toMatch(
      /value="PN-2"[^>]* checked|checked[^>]* value="PN-2"/,
    );
    const told = await alice.act('/incidents/signaler', { kind: 'ransomware', machine: 'PN-2' });
    expect(told.html).toContain('L’incident est signalé');
    const [machine] = await hall.reads.find('workstation', { assetNumber: 'PN-2' });
    expect(await hall.reads.find('incident', {})).toMatchObject([{ workstationId: machine?.id }]);
  });

  it('touche des personnes : nommées avant, puis un résultat pour chacune', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const odile = await visit(hall, 'odile');
    const list = { people: 'M-ALICE\nM-PERSONNE', reason: 'phishing' };
    const asked = await odile.post('/incidents/postes', list);
    for (const said of ['Personnes touchées sans l’un de ces postes', '(M-ALICE)', 'M-PERSONNE'])
      expect(asked.main).toContain(said);
    expect((await hall.reads.get('token', tokenId))?.state).toBe('active');
    const done = await odile.post('/incidents/postes', { ...list, _sure: 'yes' });
    for (const said of ['M-ALICE', 'M-PERSONNE', 'Résultat']) expect(done.main).toContain(said);
    // and found again later
    expect(done.main).toContain('href="/incidents/blocages"');
    const again = (await odile.get('/incidents/blocages')).main;
    expect(again).toContain('href="/incidents/postes"');
    for (const said of ['Jeton révoqué', tokenId, 'Alice', 'PREF-33', 'Hameçonnage', 'Odile', '/journal/'])
      expect(again).toContain(said);
    const file = (await odile.post('/incidents/blocages.csv')).html.replace('\ufeff', '').trim().split('\r\n');
    expect(file[0]).toBe('Quand (UTC);Par;Quoi;Numéro;Personne;Service;Motif');
    const said = `;Jeton révoqué;${tokenId};Alice Agard;PREF-33;Hameçonnage`;
    expect(file.filter((line) => line.endsWith(said))).toHaveLength(1);
    const [taken] = (await hall.opened.lists.entries({ action: 'incident.export' }, { limit: 1 })).items;
    expect(taken).toMatchObject({ outcome: 'done', detail: { list: 'blocks', text: false } });
    const thomas = await visit(hall, 'thomas');
    expect((await thomas.get('/incidents/blocages')).status).toBe(403);
    expect((await thomas.post('/incidents/blocages.csv')).status).toBe(403);
    expect((await hall.reads.get('token', tokenId))?.state).toBe('revoked');
  });

  it('vient sur la page ouverte d’un responsable sécurité dès qu’il est signalé, et sur nulle autre', async () => {
    const odile = await visit(hall, 'odile');
    expect((await odile.get('/securite')).main).toContain('data-refresh="/securite/etat"');
    const state = await follow(hall, odile, '/securite/etat');
    expect(await state.next()).toContain('Aucun incident ouvert');
    const { id } = await hall.flow.incident.report(hall.alice, { kind: 'ransomware' });
    expect(await state.until('Rançongiciel')).toContain(`/incidents/${id}/bloquer`);
    state.leave();
    const none = await follow(hall, await visit(hall, 'thomas'), '/securite/etat');
    await none.ended();
    expect(none.events).toEqual(['over']);
  });

  it('d’un collègue est signalé par son correspondant', async () => {
    const corinne = await visit(hall, 'corinne');
    expect((await corinne.get('/incidents/signaler')).main).toContain('name="person"');
    await corinne.act('/incidents/signaler', { kind: 'other', person: 'M-BRUNO' });
    const [incident] = await hall.reads.find('incident', {});
    expect(incident).toMatchObject({ personId: hall.bruno.personId, reporterId: hall.corinne.personId });
  });

  it('dit quand son histoire est plus longue que ce qui en est montré', async () => {
    const { id } = await hall.flow.incident.report(hall.alice, { kind: 'phishing' });
    const odile = await visit(hall, 'odile');
    const cut = /Seules les \d+ lignes les plus récentes sont montrées\./;
    expect((await odile.get(`/incidents/${id}`)).main).not.toMatch(cut);
    const { entries } = hall.opened.lists;
    hall.opened.lists.entries = async (filter, page) =>
      filter.fromEntry === undefined ? { ...(await entries(filter, page)), next: 'older' } : entries(filter, page);
    const page = (await odile.get(`/incidents/${id}`)).main;
    expect(page).toContain('Seules les 1 lignes les plus récentes sont montrées.');
    expect(page).toContain('<a href="/journal">Lire les autres dans le journal</a>');
  });

  it('ancien garde ses gestes, si nombreux que soient les incidents ouverts après lui', async () => {
    const people = await hall.reads.find('person', {}, { limit: 18 });
    const machines = await hall.reads.find('workstation', {}, { limit: 4 });
    const first = await hall.flow.incident.report(hall.alice, { kind: 'phishing' });
    hall.clock.advance(1000);
    for (const { directoryId } of people)
      for (const { assetNumber } of machines)
        await hall.flow.incident.report(hall.thomas, {
          kind: 'phishing',
          person: directoryId ?? '',
          workstation: assetNumber,
        });
    expect(people.length * machines.length).toBeGreaterThan(50);
    const odile = await visit(hall, 'odile');
    const path = `/incidents/${first.id}/bloquer`;
    const page = (await odile.get('/securite')).main;
    expect(page).not.toContain(path);
    const next = /href="(\/securite\?suite=[^"]+)"[^>]*>\s*Page suivante/.exec(page)?.[1] ?? '';
    expect((await odile.get(next)).main).toContain(path);
  });
});
