import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rules } from '../../../src/book/judge/replay.ts';
import { unpack } from '../../../src/cli/unpack.ts';
import { verifyExport } from '../../../src/journal/verify.ts';
import { dayOfFile } from '../somebody.ts';
import { keyboardOf, signInByKeys } from './keyboard.ts';

describe('an auditor: finds somebody and a number, reads a life, verifies, and takes an export away', () => {
  const day = dayOfFile();
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-auditor-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('ends with a folder that the verifier accepts by the key of the console', async () => {
    const { hall } = day;
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const aurore = await day.comeIn('aurore');
    await aurore.signIn();
    await aurore.sees('Vérifier l’intégrité');

    await aurore.types('Numéro, série, personne ou acte', 'Agard');
    await aurore.button('Filtrer');
    await aurore.sees('Aucune écriture ne correspond.'); // who audits sees no names
    await aurore.types('Numéro, série, personne ou acte', tokenId);
    await aurore.button('Filtrer');
    await aurore.sees(tokenId);
    await aurore.page.getByRole('table').getByRole('link', { name: tokenId }).first().click();
    await aurore.sees(/Tout ce que le journal dit du jeton/);
    await aurore.page.locator('main tbody th a').first().click();
    await aurore.sees('L’écriture telle qu’elle est écrite');

    await aurore.goTo('Journal');
    await aurore.sees('Vérifier maintenant');
    await aurore.button('Vérifier maintenant');
    await aurore.sees(/écritures, racine \S{16}…, signature valide/);
    const vkey = await aurore.page.getByText(/^[^\s+]+\+[0-9a-f]{8}\+\S+$/).textContent();

    const coming = aurore.page.waitForEvent('download');
    await aurore.button('Exporter');
    const [file, to] = [join(folder, 'journal.zip'), join(folder, 'journal')];
    await (await coming).saveAs(file);
    mkdirSync(to);
    await unpack(file, to);
    const verdict = await verifyExport(to, { vkey: vkey ?? '', rules });
    expect(verdict).toMatchObject({ keyFrom: 'caller', ranged: false });
    expect(verdict.size).toBeGreaterThan(10);
    await aurore.leave();
  }, 300_000);

  it('verifies, searches and reads an entry with the keyboard alone', async () => {
    const { hall } = day;
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const aurore = await day.comeIn('aurore');
    const keys = keyboardOf(aurore.page);
    await signInByKeys(aurore, keys);
    await aurore.sees('Vérifier l’intégrité');
    await keys.skip();
    await keys.enter('Vérifier maintenant');
    await aurore.sees(/écritures, racine \S{16}…, signature valide/);
    await keys.skip();
    await keys.tabTo('Numéro, série, personne ou acte');
    await aurore.page.keyboard.type(tokenId);
    await keys.enter('Filtrer');
    await aurore.sees(tokenId);
    await keys.skip();
    await keys.enter(/^\d+$/);
    await aurore.sees('L’écriture telle qu’elle est écrite');
    expect(keys.lost).toEqual([]);
    await aurore.leave();
  }, 300_000);
});
