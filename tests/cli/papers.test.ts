import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commission } from '../support/world/machines.ts';
import { createService, type Service, terminals } from './terminal.ts';

describe('papers of workstations, from the command line', () => {
  let service: Service;
  let folder: string;
  beforeEach(async () => {
    service = await createService();
    folder = mkdtempSync(join(tmpdir(), 'jeton-papers-'));
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { as } = terminals(() => service);
  const isPdf = (file: string) => readFileSync(file).subarray(0, 5).toString() === '%PDF-';

  it('are saved as PDF into a new file: cards, labels, a sheet whose opening is recorded', async () => {
    const { json } = await as('thomas', 'checklist', 'list', '--json');
    const id = String(json.items.find(({ purpose }) => purpose === 'commissioning')?.['id']);
    expect((await as('thomas', 'checklist', 'list')).out).toContain(id);
    const cards = join(folder, 'cards.pdf');
    expect(await as('thomas', 'checklist', 'cards', id, '--out', cards)).toMatchObject({ code: 0, out: `${cards}\n` });
    expect(isPdf(cards)).toBe(true);

    const labels = join(folder, 'labels.pdf');
    const asked = ['workstation', 'labels', 'PN-1', 'PN-2', '--first', '5', '--out', labels];
    expect((await as('thomas', ...asked)).code).toBe(0);
    expect(isPdf(labels)).toBe(true);
    // what is there is never written over
    const again = await as('thomas', ...asked);
    expect(again.code).not.toBe(0);
    const none = join(folder, 'none.pdf');
    expect((await as('alice', 'workstation', 'labels', 'PN-1', '--out', none)).code).not.toBe(0);
    expect(existsSync(none)).toBe(false);

    const { flow, thomas, theo } = service.world;
    await commission(flow, [thomas, theo], 'PN-90');
    const sheet = join(folder, 'sheet.pdf');
    const saved = await as('thomas', 'workstation', 'sheet', 'PN-90', '--out', sheet);
    expect(saved.err).toBe('');
    expect(isPdf(sheet)).toBe(true);
    const { items } = await service.world.opened.lists.entries({}, { limit: 1 });
    expect(items[0]).toMatchObject({ action: 'commissioning.print', outcome: 'done' });
  });

  it('has the report of an incident too, for whoever may take it away alone', async () => {
    const { flow, thomas } = service.world;
    const { id } = await flow.incident.report(thomas, { kind: 'phishing', person: 'M-ALICE', workstation: 'PN-1' });
    const report = join(folder, 'incident.pdf');
    expect((await as('olga', 'incident', 'sheet', id, '--out', report)).err).toBe('');
    expect(isPdf(report)).toBe(true);
    const { items } = await service.world.opened.lists.entries({}, { limit: 1 });
    expect(items[0]).toMatchObject({ action: 'incident.export', detail: { list: 'incident', incident: id } });
    const none = join(folder, 'no-incident.pdf');
    expect((await as('thomas', 'incident', 'sheet', id, '--out', none)).code).not.toBe(0);
    expect(existsSync(none)).toBe(false);
  });

  it('name the columns of an inventory in the language of whoever reads it', async () => {
    const file = join(folder, 'pn.csv');
    writeFileSync(file, 'numero;serie;modele;service;site\nPN-1;?!;SPAN 99;PREF-59;Lille\n');
    const compared = await as('thomas', '--lang', 'fr', 'import', 'inventory', file);
    expect(compared.err).toMatch(/^rien n’a été importé : corrigez les lignes erronées/m);
    const said = async (language: string) => (await as('thomas', '--lang', language, 'import', 'inventory', file)).out;
    expect(await said('fr')).toMatch(/modèle\s?: .* → SPAN 99|numéro de série/);
    expect(await said('en')).toMatch(/model: .* → SPAN 99|serial number: /);
    expect((await said('fr')) + (await said('en'))).not.toMatch(/serialNumber|assetNumber/);
  });

  it('say where machines that an inventory leaves out were not looked for', async () => {
    const file = join(folder, 'neither.csv');
    writeFileSync(file, 'numero;image\nPN-2;SPAN 25H2\n');
    const said = async (language: string) => (await as('thomas', '--lang', language, 'import', 'inventory', file)).out;
    expect(await said('fr')).toMatch(/les absents n’ont pas été recherchés\s: le fichier ne nomme ni service ni site/);
    expect(await said('en')).toContain('machines left out were not looked for: the file names no service and no site');
  });
});
