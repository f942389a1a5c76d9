import { machine, newMachines } from '../../support/world/machines.ts';
import { follow } from '../followed.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('the page of an import', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  const machines = (count: number, from = 2000) => Array.from({ length: count }, (_, i) => machine(`PN-${from + i}`));

  it('shows how far it is while it runs, and is stopped by whoever began it', async () => {
    const thomas = await visit(hall, 'thomas');
    const theo = await visit(hall, 'theo');
    const alice = await visit(hall, 'alice');
    const { id } = await hall.flow.imports.begin(hall.thomas, 'workstations', newMachines(machines(12_000)));
    const page = await thomas.get(`/imports/${id}`);
    expect(page.html).toMatch(/href="\/postes"[^>]* aria-current="page"/);
    expect(page.main).toContain(`data-refresh="/imports/${id}/etat"`);
    expect(page.main).toMatch(/Lignes traitées\s: \d+ sur 12\s000/);
    expect((await theo.get(`/imports/${id}`)).main).not.toContain('Arrêter l’import');
    expect((await theo.post(`/imports/${id}/arret`)).status).toBe(403);
    expect((await alice.get(`/imports/${id}`)).status).toBe(404);
    const none = await follow(hall, alice, `/imports/${id}/etat`);
    expect(await none.next()).toBeUndefined();
    const watched = await follow(hall, theo, `/imports/${id}/etat`);
    expect(await watched.next()).toContain('id="import"');
    await thomas.get(`/imports/${id}`);
    const stopped = (await thomas.act(`/imports/${id}/arret`)).main;
    expect(stopped).toContain('L’import s’est arrêté');
    await watched.until('L’import s’est arrêté');
    watched.leave();
    expect(stopped).not.toContain('data-refresh');
    const listed = await thomas.get('/postes/inventaire');
    expect(listed.main).toContain(`href="/imports/${id}"`);
    expect(listed.main).toContain('Arrêté');
  });

  it('says that it does not go on where another session holds it, and what to do', async () => {
    const thomas = await visit(hall, 'thomas');
    const { id } = await hall.flow.imports.begin(hall.thomas, 'workstations', newMachines(machines(600)));
    await hall.opened.presence.release(`import ${id}`); // this node lost it: what it had begun ends
    await hall.flow.imports.ended(id);
    await hall.opened.presence.claim(`import ${id}`);
    expect((await thomas.get(`/imports/${id}`)).main).not.toContain('tient cet import');
    hall.clock.advance(60_000);
    const page = await thomas.get(`/imports/${id}`);
    expect(page.main).toContain('Rien n’entre plus depuis une minute');
    expect(page.main).toContain('Une autre session de la base tient cet import');
    await thomas.act(`/imports/${id}/arret`);
    await hall.opened.presence.release(`import ${id}`);
  });

  it('says how fast it goes, why it waits, and why it was stopped', async () => {
    const thomas = await visit(hall, 'thomas');
    const { show } = hall.flow.imports;
    const { id } = await hall.flow.imports.begin(hall.thomas, 'workstations', newMachines(machines(90)));
    await hall.opened.presence.release(`import ${id}`); // this node lost it: what it had begun ends
    await hall.flow.imports.ended(id);
    const shown = async (more: object) => {
      hall.flow.imports.show = async (...asked) => ({ ...(await show(...asked)), ...more });
      return (await thomas.get(`/imports/${id}`)).main;
    };
    expect(await shown({ perSecond: 20, leftMs: 2500 })).toMatch(/20\slignes\spar\sseconde · encore\s3\ssecondes/);
    const waits = await shown({ stalled: 'disk_full' });
    expect(waits).toContain('L’import attend');
    expect(waits).toContain('Le disque du service est presque plein');
    hall.flow.imports.show = show;
    const [grant] = await hall.reads.find('grant', { personId: hall.thomas.personId, role: 'technician' });
    await hall.flow.people.endGrant(hall.adele, { grantId: grant!.id });
    await hall.flow.imports.resume();
    await hall.flow.imports.ended(id);
    const theo = await visit(hall, 'theo'); // who sent it sees it no more
    const stopped = await theo.get(`/imports/${id}`);
    expect(stopped.main).toContain('L’import s’est arrêté');
    expect(stopped.main).toContain('n’en a plus le droit');
  });

  it('says which rows were not imported, in the reader’s language', async () => {
    const theo = await visit(hall, 'theo');
    const { id } = await hall.flow.imports.begin(hall.thomas, 'workstations', newMachines(machines(400)));
    await hall.flow.enrolment.register(hall.theo, machine('PN-2399'));
    await hall.flow.imports.ended(id);
    const french = (await theo.get(`/imports/${id}`)).main;
    expect(french).toContain('Import terminé, sauf 1 ligne<');
    expect(french).not.toContain('Le fichier est importé');
    expect(french).toMatch(/Ligne du fichier <\/span>400<\/td>/);
    expect(french).toContain('href="/postes/inventaire"');
    theo.jar.set('__Host-jeton-lang', 'en');
    const english = (await theo.get(`/imports/${id}`)).main;
    expect(english).toContain('Import finished, except 1 row<');
    expect(english).toContain('>This is there already.</td>');
    expect(english).not.toContain('Duplicate.');
    expect(english).toContain('Added: 399.');
  });
});
