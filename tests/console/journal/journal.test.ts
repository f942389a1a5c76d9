import { hash } from 'node:crypto';
import { dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { parseCheckpoint } from '../../../src/journal/checkpoint.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const rows = (main: string) => main.split('<tbody>')[1]?.split('</tbody>')[0]?.split('<tr>').slice(1) ?? [];
const plain = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

/** What an auditor reads of the journal: words and numbers, and names where the book's sentences give them. */
describe('the journal in the console', () => {
  let hall: Hall;
  let request: { id: string; number: string };
  beforeEach(async () => {
    hall = await openHall();
    request = await hall.produced(hall.alice, 'PN-1');
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });

  it('says acts in words with their names, when in Paris and in UTC, on what by its number', async () => {
    const aurore = await visit(hall, 'aurore');
    const { main } = await aurore.get('/journal?acte=production.seal');
    const [row = ''] = rows(main);
    expect(plain(row)).toMatch(/Sceller la production d’un jeton\s: le certificat est bon production\.seal/);
    expect(row).toMatch(
      /<time datetime="1998-11-24T[\d:.]+Z" title="1998-11-24 [\d:.]+ UTC">24 nov. 1998, \d\d:\d\d:\d\d</,
    );
    expect(plain(row)).toContain(`Demande ${request.number}`);
    expect(row).toContain(`href="/journal?demande=${request.number}"`);
    expect(row).toContain(`title="request:${request.id}"`);
    expect(main).not.toContain('&quot;changes&quot;');
    expect(plain((await aurore.get('/journal?acte=production.seal&lang=en')).main)).toContain('Request DEM-');
  });

  it('calls people by a code that stays where the reader may not read them, by name where they may', async () => {
    const code = `Personne ${hall.alice.personId.slice(0, 10)}`;
    const aurore = await visit(hall, 'aurore');
    const { main } = await aurore.get('/journal?acte=request.submit');
    expect(plain(main)).toContain(`${code} Agent (porteur)`);
    expect(main).toContain(`title="person:${hall.alice.personId}"`);
    expect((await aurore.get(`/journal?personne=${hall.alice.personId}`)).main).toContain(
      `Tout ce que le journal dit de\u202f: ${code}`,
    );
    expect(main).not.toContain('Agard');
    const odile = await visit(hall, 'odile');
    expect((await odile.get('/journal?acte=request.submit')).main).not.toContain('Agard');
    await hall.dual('role.grant', { personId: hall.odile.personId, role: 'technician', scope: '*' });
    expect((await odile.get('/journal?acte=request.submit')).main).toContain('Alice Agard');
    expect(plain((await odile.get('/journal?texte=agard')).main)).toContain('request.submit');
  });

  it('is searched by number, serial, words of an act, and name where the reader may see it', async () => {
    const aurore = await visit(hall, 'aurore');
    const found = async (text: string) => rows((await aurore.get(`/journal?texte=${encodeURIComponent(text)}`)).main);
    expect(plain((await found(request.number.toLowerCase())).join())).toContain('Approuver la demande');
    expect(plain((await found('B-0001')).join())).toContain('Jeton B-0001');
    expect(plain((await found('PN-1')).join())).toContain('Poste PN-1');
    const [certificate] = await hall.reads.find('certificate', { requestId: request.id });
    const serial = certificate!.id.replace(/(.{4})(?=.)/g, '$1 '); // as pages show it
    expect(plain((await found(serial)).join())).toContain(`Demande ${request.number}`);
    expect(plain((await found(certificate!.id.toUpperCase())).join())).toContain(`Demande ${request.number}`);
    expect(await found('demander un jeton')).toHaveLength(1);
    expect((await found(`Personne ${hall.alice.personId.slice(0, 10)}`)).length).toBeGreaterThan(0);
    expect(await found('Agard')).toEqual([]);
    expect(await found('\0%')).toEqual([]);
    const nothing = await aurore.get('/journal?texte=Agard');
    expect(plain(nothing.main)).toMatch(/Aucune écriture ne correspond/);
    expect(nothing.main).toContain('href="/journal?texte=Agard&amp;partout=1"');
    expect(rows((await aurore.get('/journal?texte=B-0001&partout=1')).main).length).toBeGreaterThan(0);
  });

  it('tells the whole life of a request, a token, a person or a workstation, and of nothing that there is not', async () => {
    const aurore = await visit(hall, 'aurore');
    const life = async (of: string) => plain((await aurore.get(`/journal?${of}`)).main);
    for (const text of [
      `Tout ce que le journal dit de la demande ${request.number}`,
      'request.submit',
      'certificate.issue',
    ])
      expect(await life(`demande=${request.number}`)).toContain(text);
    expect(await life('jeton=B-0001')).toMatch(
      /Tout ce que le journal dit du jeton B-0001.*production\.seal.*token\.receive/,
    );
    expect(await life('poste=PN-1')).toMatch(/Tout ce que le journal dit du poste PN-1.*workstation\.takeOver/);
    const person = await life(`personne=${hall.alice.personId}`);
    expect(person).toMatch(/request\.approve.*request\.submit/);
    const before = await hall.opened.journal.size();
    expect((await aurore.get('/journal?personne=Agard')).status).toBe(404);
    expect(await hall.opened.journal.size()).toBe(before);
  });

  it('says in the life of a token which other one an entry is of, where its request had two', async () => {
    await hall.flow.handover.repeat(hall.theo, { requestId: request.id, reason: 'dead-on-arrival' });
    hall.plugNext('1');
    const { tokenId } = await hall.flow.production.produce(hall.thomas, { requestId: request.id, slot: '1' });
    const aurore = await visit(hall, 'aurore');
    const sealed = async (of: string) => rows((await aurore.get(`/journal?${of}&acte=production.seal`)).main);
    const [newer = '', older = ''] = await sealed('jeton=B-0001');
    expect(newer).toContain(`href="/journal?jeton=${tokenId}"`);
    expect(plain(newer)).toContain(`Demande ${request.number} Jeton ${tokenId}`);
    expect(plain(older)).toContain(`Demande ${request.number}`);
    expect(older).not.toContain('?jeton=');
    for (const row of await sealed(`demande=${request.number}`)) expect(row).not.toContain('?jeton=');
  });

  it('hides what only looked at the journal, says how much, and shows it when asked', async () => {
    const aurore = await visit(hall, 'aurore');
    await aurore.get('/journal');
    const again = await aurore.get('/journal');
    expect(plain(again.main)).toMatch(
      /2 écritures ne sont pas montrées : elles disent seulement que quelqu’un a lu le journal\. Elles y restent/,
    );
    expect(again.main).not.toContain('journal.read<');
    expect(again.main).toContain('href="/journal?consultations=1"');
    expect((await aurore.get('/journal?consultations=1')).main).toContain('journal.read<');
    expect((await (await visit(hall, 'alice')).get('/journal')).status).toBe(403);
    const refused = (await aurore.get('/journal')).main;
    expect(plain(refused)).toMatch(/Chercher dans le journal Refusé aucun de ses rôles ne le permet/);
  });

  it('shows the last signed checkpoint, and signs one that has this very reading in it when asked to', async () => {
    const aurore = await visit(hall, 'aurore');
    const read = async (): Promise<number> => {
      await aurore.get('/journal');
      const { items } = await hall.opened.lists.entries({ action: 'journal.read' }, { limit: 1 });
      return items[0]!.seq;
    };
    const shown = async (): Promise<number> => {
      const { main } = await aurore.get('/journal');
      const [note = ''] = /(?<=<pre[^>]*>)[^<]*\n\d+\n[^<]*/.exec(main) ?? [];
      const { size } = parseCheckpoint(note);
      // entries are numbered from 0 on
      expect(plain(main)).toContain(`Il couvre les écritures n° 0 à ${size - 1}.`);
      return size;
    };
    const before = await shown();
    const seq = await read();
    expect(await shown()).toBe(before); // a visit signs nothing
    await aurore.post('/journal/point-de-controle', {});
    expect(await shown()).toBeGreaterThan(seq);
  });

  it('has a page for each entry: in words, as it is written, with its hash, and every reading of it is kept', async () => {
    const aurore = await visit(hall, 'aurore');
    const list = await aurore.get('/journal?acte=request.submit');
    const [, seq = ''] = /href="\/journal\/(\d+)"/.exec(list.main) ?? [];
    const { main } = await aurore.get(`/journal/${seq}`);
    let line = '';
    for await (const page of hall.opened.journal.lines(Number(seq), Number(seq) + 1)) line = page[0] ?? '';
    for (const text of [`Écriture n° ${seq}`, 'Demander un jeton', 'création', 'donnée personnelle', 'journal.ndjson'])
      expect(plain(main)).toContain(text);
    expect(main).toContain('&quot;changes&quot;');
    expect(main).toContain(hash('sha256', `\0${line}`));
    expect(line).toContain(`"seq":${seq},"subject"`); // what the page has people look for
    expect(main).not.toContain('Agard');
    const { items } = await hall.opened.lists.entries({ action: 'journal.read' }, { limit: 1 });
    expect(items[0]?.detail).toEqual({ entry: Number(seq), text: false });
    const reading = plain((await aurore.get(`/journal/${items[0]?.seq}`)).main);
    expect(reading).toMatch(/Écriture lue .*Recherche par texte/);
    for (const path of ['/journal/999999', '/journal/x', '/journal/1e3', '/journal/9999999999999999'])
      expect((await aurore.get(path)).status).toBe(404);
  });

  it('says of a proposal that its proposer withdrew it, or that another person refused it', async () => {
    const aurore = await visit(hall, 'aurore');
    const endedBy = async (who: typeof hall.adele): Promise<[entry: string, list: string, file: string]> => {
      const args = { until: hall.clock.now() + 3_600_000, reason: 'demand' } as const;
      const { id: proposalId } = await hall.flow.dualControl.propose(hall.adele, { act: 'surge.start', args });
      await hall.flow.dualControl.cancel(who, { proposalId });
      const { items } = await hall.opened.lists.entries({ action: 'dualControl.cancel' }, { limit: 1 });
      const list = plain(rows((await aurore.get('/journal?acte=dualControl.cancel')).main)[0] ?? '');
      const [, line = ''] = (await aurore.post('/journal.csv?acte=dualControl.cancel')).html.split('\r\n');
      return [plain((await aurore.get(`/journal/${items[0]!.seq}`)).main), list, line];
    };
    for (const page of await endedBy(hall.adele)) {
      expect(page).toContain('Retirer une proposition');
      expect(page).not.toContain('Refuser une proposition');
    }
    for (const page of await endedBy(hall.odile)) {
      expect(page).toContain('Refuser une proposition');
      expect(page).not.toContain('Retirer une proposition');
    }
    const { main } = await aurore.get('/journal?acte=dualControl.cancel&lang=en');
    expect(plain(main)).toContain('Only: Take a proposal away / Refuse a proposal');
  });

  it('says of a revocation code that did not fit that it did not, not that a role is missing', async () => {
    const odile = await visit(hall, 'odile');
    const { tokenId } = await hall.activeToken(hall.bruno, 'PN-2');
    const refused = await odile.post('/securite/telephone', { serial: tokenId, code: '0000 0000 0000' });
    expect(refused.main).toContain('Faites relire l’un et l’autre');
    const { main } = await (await visit(hall, 'aurore')).get(`/journal?jeton=${tokenId}`);
    const [row = ''] = rows(main);
    expect(row).toContain('numéro et code ne correspondent pas');
  });

  it('names what an act says as people call it, never by a name of the program', async () => {
    await hall.dual('role.grant', { personId: hall.odile.personId, role: 'technician', scope: '*' });
    const aurore = await visit(hall, 'aurore');
    const { items } = await hall.opened.lists.entries({ action: 'dualControl.confirm' }, { limit: 1 });
    const { main } = await aurore.get(`/journal/${items[0]?.seq}`);
    expect(main).toContain('<dt>Empreinte de la proposition</dt>');
    expect(main).not.toContain('`');
    expect(plain(main)).toMatch(/Rôle Technicien Périmètre Tous les services/);
  });

  it('says of late dates how many, since when, and when none was late any more', async () => {
    const asked = { kind: 'first-issue', workstation: 'PN-2', priority: 0 } as const;
    const { id: requestId } = await hall.flow.request.submit(hall.bruno, asked);
    const today = dayOf(hall.clock.now());
    const days = { fromDay: today, midDay: today + 60, byDay: today + 60 };
    await hall.flow.promises.announce([{ requestId, ...days, reach: 'near', ahead: 0, blankDay: null }]);
    await hall.flow.serviceLevel.watch();
    hall.clock.advance(3_600_000);
    await hall.flow.request.withdraw(hall.bruno, { requestId });
    await hall.flow.serviceLevel.watch();
    const aurore = await visit(hall, 'aurore');
    const read = async (act: string, language: string) => {
      const { items } = await hall.opened.lists.entries({ action: act }, { limit: 1 });
      return plain((await aurore.get(`/journal/${items[0]?.seq}?lang=${language}`)).main);
    };
    expect(await read('promise.late', 'fr')).toMatch(
      /1 demande promise au-delà du délai de service, pour le [^:]+ : constaté le 24 nov\. 1998, \d\d:\d\d/,
    );
    expect(await read('promise.kept', 'fr')).toMatch(
      /Plus aucune au-delà du délai de service : il y en avait 1, du 24 nov\. 1998, \d\d:\d\d:\d\d au 24 nov\. 1998/,
    );
    expect(await read('promise.kept', 'en')).toMatch(
      /None later than the service level any more: there was 1, from .* to /,
    );
  });

  it('says to whoever sees no names that none is found, and by what a person is', async () => {
    const { main } = await (await visit(hall, 'aurore')).get('/journal');
    expect(plain(main)).toContain('Une personne se cherche par son code, jamais par son nom');
    await hall.dual('role.grant', { personId: hall.odile.personId, role: 'technician', scope: '*' });
    const seen = await (await visit(hall, 'odile')).get('/journal');
    expect(plain(seen.main)).toContain('Un nom est cherché parmi les personnes que vous pouvez voir');
  });

  it('is searched by an act, chosen by its words, and by whoever did it, and all that is emptied at once', async () => {
    const aurore = await visit(hall, 'aurore');
    const before = await aurore.get('/journal');
    expect(before.main).not.toContain('id="filter-acte"');
    expect(before.main).toMatch(/<a class="fr-link" href="\/journal\?actes=1">Plus de critères\u202f: acte, lectures/);
    const { main } = await aurore.get('/journal?actes=1');
    expect(main).not.toContain('Effacer les filtres');
    const acts = /<select class="fr-select" id="filter-acte"[\s\S]*?<\/select>/.exec(main)?.[0] ?? '';
    expect(acts).toMatch(
      /<optgroup label="Demande et approbation">.*<option value="request.submit">Demander un jeton/s,
    );
    expect(acts).toMatch(/<optgroup label="Droits refusés">.*<option value="person.read"/s);
    expect(acts).not.toMatch(/<option value="([^"]*)"[^>]*>\1</); // each has words
    const values = [...acts.matchAll(/<option value="([^"]*)"/g)].map(([, value]) => value);
    expect(new Set(values).size).toBe(values.length);
    const code = hall.thomas.personId.slice(0, 10);
    const found = await aurore.get(`/journal?acte=production.seal&par=${code}&acteur=&issue=`);
    expect(rows(found.main)).toHaveLength(1);
    expect(found.main).toContain('<option value="production.seal" selected');
    expect(found.main).toContain(`name="par" value="${code}"`);
    expect(found.main).toMatch(/<a class="fr-link" href="\/journal">Effacer les filtres/);
    expect(rows((await aurore.get(`/journal?acte=request.submit&par=${code}`)).main)).toEqual([]);
    const service = await aurore.get('/journal?acteur=system');
    expect(service.main).toContain('<option value="system" selected');
    expect(rows(service.main).every((row) => plain(row).includes('Automatique'))).toBe(true);
    const nobody = await aurore.get('/journal?par=Agard');
    expect(nobody.main).toContain('Personne n’a ce code.');
    expect(nobody.main).toContain('aria-invalid="true" aria-describedby="filter-par-messages"');
    expect(nobody.main).toContain('corrigez le champ signalé');
    // a life keeps its act and its person, and empties with them
    const life = await aurore.get(`/journal?demande=${request.number}&par=${code}`);
    expect(rows(life.main).length).toBeGreaterThan(0);
    expect(life.main).toContain(`name="par" value="${code}"`);
  });

  it('finds who acted by name or number, offers each of several, and speaks of codes alone where there are no names', async () => {
    await hall.dual('role.grant', { personId: hall.odile.personId, role: 'technician', scope: '*' });
    const odile = await visit(hall, 'odile');
    const code = `Personne ${hall.alice.personId.slice(0, 10)}`;
    for (const par of ['agard', 'M-ALICE', hall.alice.personId.slice(0, 10)]) {
      const { main } = await odile.get(`/journal?par=${par}&acte=request.submit`);
      expect(rows(main)).toHaveLength(1);
      expect(plain(main)).toMatch(new RegExp(`Fait par\\s: Alice Agard ${code}`));
      expect(main).toContain(`href="/journal?acte=request.submit&amp;par=${hall.alice.personId}"`);
    }
    const several = await odile.get('/journal?par=V');
    expect(plain(several.main)).toMatch(/Fait par l’une de ces \d+ personnes/);
    expect(several.main).toContain(`href="/journal?par=${hall.vera.personId}"`);
    const nobody = await odile.get('/journal?par=zzz');
    expect(nobody.main).toContain('Personne n’est trouvé sous ce nom, ce matricule ou ce code.');
    expect(plain(nobody.main)).toContain('Le nom d’une personne ou un numéro mène à tout');
    const aurore = await (await visit(hall, 'aurore')).get('/journal');
    expect(plain(aurore.main)).toContain('Le code d’une personne ou un numéro mène à ce que le journal en dit');
    expect(aurore.main).not.toContain('Le nom d’une personne');
  });

  it('marks dates that are the wrong way round, and says beside the export that no filter narrows it', async () => {
    const aurore = await visit(hall, 'aurore');
    const turned = await aurore.get('/journal?du=1998-11-24&au=1998-11-23');
    expect(turned.main).toMatch(/id="filter-du"[^>]*aria-invalid="true" aria-describedby="filter-du-messages"/);
    expect(turned.main).toContain('Cette date vient après celle de');
    expect(plain(turned.main)).toContain('corrigez le champ signalé');
    const inOrder = await aurore.get('/journal?du=1998-11-24&au=1998-11-24');
    expect(inOrder.main).not.toContain('aria-invalid');
    expect(rows(inOrder.main).length).toBeGreaterThan(0);
    expect(inOrder.main).toContain('Les filtres ci-dessous n’y changent rien');
    expect((await aurore.get('/journal')).main).not.toContain('Les filtres ci-dessous');
  });

  it('keeps no name of who did it: a view leaves it out, and a file says only that something was typed', async () => {
    const aurore = await visit(hall, 'aurore');
    const kept = await aurore.act('/vues', { list: 'journal', name: 'Qui', par: 'Agard', acteur: 'system' });
    expect(kept.main).toContain('href="/journal?acteur=system"');
    expect(kept.main).not.toContain('Agard');
    await aurore.get('/journal?par=Agard');
    await aurore.post('/journal.csv?par=Agard&acte=request.submit');
    const { items } = await hall.opened.lists.entries({ action: 'entry.export' }, { limit: 1 });
    expect(items[0]?.detail).toEqual({ list: 'entries', action: 'request.submit', text: true });
  });

  it('is taken away as a file of what was found: one entry that says so, without names that its reader may not see', async () => {
    const aurore = await visit(hall, 'aurore');
    expect((await aurore.get('/journal?acte=request.submit')).main).toContain(
      'action="/journal.csv?acte=request.submit"',
    );
    const before = await hall.opened.journal.size();
    const file = await aurore.post('/journal.csv?acte=request.submit&texte=PN-1');
    expect(file.headers.get('content-type')).toContain('text/csv');
    const [head = '', line = '', ...rest] = file.html.replace('\uFEFF', '').trim().split('\r\n');
    expect(head).toContain('Motif du refus');
    expect(line).toContain('request.submit');
    expect(line).toContain(`Personne ${hall.alice.personId.slice(0, 10)}`);
    expect(line).toContain(`request:${request.id}`);
    expect(rest).toEqual([]);
    expect(file.html).not.toContain('Agard');
    const { items } = await hall.opened.lists.entries({}, { limit: 1 });
    expect(items[0]).toMatchObject({
      action: 'entry.export',
      subject: 'list',
      outcome: 'done',
      detail: { list: 'entries', action: 'request.submit', text: true },
    });
    expect(await hall.opened.journal.size()).toBe(before + 2); // and what was asked for, as of whoever reads it on the screen
    const thomas = await visit(hall, 'thomas');
    expect((await thomas.post('/journal.csv')).status).toBe(403);
  });

  it('is kept as a view of choices, never of a name', async () => {
    const aurore = await visit(hall, 'aurore');
    expect((await aurore.get('/journal?issue=refused&texte=Agard')).main).toContain('Garder cette vue');
    const fields = { list: 'journal', name: 'Refus', issue: 'refused', texte: 'Agard', acte: 'no.act' };
    const kept = await aurore.act('/vues', fields);
    expect(kept.main).toContain('href="/journal?issue=refused"');
    expect(kept.main).not.toContain('Agard');
    const dates = { issue: 'refused', du: '1998-11-23', au: '1998-11-24' };
    const { main } = await aurore.get(`/journal?${new URLSearchParams(dates)}`);
    expect(main).toContain('Garde l’issue, les dates et les autres critères choisis');
    const dated = await aurore.act('/vues', { list: 'journal', name: 'Deux jours', ...dates });
    expect(dated.main).toContain('href="/journal?issue=refused&amp;du=1998-11-23&amp;au=1998-11-24"');
    const none = await aurore.act('/vues', { list: 'journal', name: 'Aucun', issue: 'done', du: '1998-02-30' });
    expect(none.main).toContain('href="/journal?issue=done"');
  });
});
