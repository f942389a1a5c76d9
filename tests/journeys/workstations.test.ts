import { readFileSync } from 'node:fs';
import { FIRST_CHECKLISTS } from '../../src/book/rules/workstation/checklists.ts';
import { pdftotext } from '../post/papers.ts';
import { delivered, inUse, machinesInService } from './issued.ts';
import { siteOfFile } from './site.ts';
import type { Somebody } from './somebody.ts';

const HEAD = 'numero;serie;modele;image;service;site;agent';
const FIRST = [
  HEAD,
  'PN-1;5CG0000001;SPAN 14;;PREF-33;Bordeaux;M-ALICE',
  'PN-2;5CG0000002;SPAN 14;;PREF-33;Bordeaux;',
  'PN-3;5CG0000003;SPAN 14;;PREF-33;Bordeaux;',
].join('\n');
const NEXT = [
  HEAD,
  'PN-1;5CG0000001;SPAN 14;;PREF-33;Mérignac;M-ALICE',
  'PN-2;5CG0000002;SPAN 14;;PREF-33;Bordeaux;',
  'PN-4;5CG0000004;SPAN 15;;PREF-33;Bordeaux;',
];
const IMAGE = 'SPAN-2026.3';

describe('a workstation: inventoried, put into service, lent, repaired, retired', () => {
  const day = siteOfFile({ people: ['thomas', 'theo', 'valerie', 'vincent', 'alice'], blanks: 2 });

  it('has its whole life on its sheet, and no token outlives it', async () => {
    const { site } = day;
    const theo = await day.comeIn('theo');
    await theo.signIn();
    await theo.sees('Atelier');
    const compare = async (...lines: string[]): Promise<void> => {
      await theo.goTo('Postes SPAN');
      await theo.link('Comparer un inventaire');
      await theo.sees('Rien n’est écrit avant votre accord');
      const file = { name: 'glpi.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
      await theo.page.setInputFiles('[name=file]', file);
      await theo.button('Comparer');
      await theo.sees('Constats, ligne par ligne');
    };
    const apply = async (says: string): Promise<void> => {
      await theo.button('Appliquer ces constats');
      await theo.sees('Le fichier est importé', says);
    };
    await compare(FIRST);
    await theo.sees('Nouveaux : 3');
    await apply('Ajoutées : 3.');
    await compare(...NEXT, 'PN-5;5CG0000003;SPAN 15;;PREF-33;Bordeaux;', 'PN-6;;SPAN 15;;PREF-33;Bordeaux;M-NOBODY');
    await theo.sees(
      'Nouveaux : 1',
      'Changés : 1',
      'Absents du fichier : 1',
      'Erreurs : 2',
      'Le fichier a des lignes erronées',
    );
    const found = await theo.page.locator('table tbody tr').allInnerTexts();
    expect(found.map((row) => row.split('\t').slice(0, 3))).toEqual([
      ['2', 'Changé', 'PN-1'],
      ['4', 'Nouveau', 'PN-4'],
      ['5', 'Erreur', 'PN-5'],
      ['6', 'Erreur', 'PN-6'],
      ['—', 'Absent du fichier', 'PN-3'],
    ]);
    await compare(...NEXT);
    await apply('Ajoutées : 1. Mises à jour : 1.');

    // the box of the search finds it by what is on the label, by its maker's serial, and by whoever has it
    const search = async (text: string): Promise<void> => {
      const box = theo.page.getByRole('search').getByRole('searchbox').first();
      await box.fill(text);
      await box.press('Enter');
    };
    for (const typed of ['pn-1', '5cg0000001']) {
      await theo.goTo('Postes SPAN');
      await theo.sees('Comparer un inventaire');
      await search(typed);
      await theo.page.waitForURL('**/postes/PN-1');
      await theo.sees('Vie du poste');
    }
    await search('Agard');
    await theo.sees('Recherche : Agard', 'PN-1');

    // at the bench: every item by its card, the last of them by another technician than whoever brought it in
    const { code: last = '' } = FIRST_CHECKLISTS.commissioning.find(({ value }) => value?.kind === 'image') ?? {};
    const others = FIRST_CHECKLISTS.commissioning.flatMap(({ code, value }) => (value ? [] : [code]));
    await theo.goTo('Mise en service');
    await theo.sees('Scannez l’étiquette du poste');
    await scan(theo, 'PN-1');
    await theo.sees('Carte d’un point, carte OK, ou poste suivant');
    for (const code of others) await scan(theo, code);
    await scan(theo, 'OK');
    await theo.sees(`${others.length} points signés.`, 'un autre technicien signe le dernier point');
    const thomas = await day.comeIn('thomas');
    await thomas.signIn();
    await thomas.sees('Atelier');
    await thomas.goTo('Mise en service');
    await thomas.sees('Étiquette du poste');
    await scan(thomas, 'PN-1');
    await thomas.sees('Version de l’image système');
    await scan(thomas, `${last}=${IMAGE}`);
    await scan(thomas, 'OK');
    await thomas.sees('Tous les points requis sont signés : le poste est en service.');

    const pdf = async (button: string): Promise<string> => {
      const coming = thomas.page.waitForEvent('download');
      await thomas.button(button);
      return pdftotext(readFileSync(await (await coming).path())).replace(/\s+/g, ' ');
    };
    await thomas.link('Page du poste');
    await thomas.sees('En service', '5CG0000001', 'Alice Agard', IMAGE, 'Vie du poste');
    const sheet = await pdf('Fiche à signer (PDF)');
    for (const said of ['PN-1', '5CG0000001', IMAGE, 'Théo Thuillier', 'Thomas Tissier']) expect(sheet).toContain(said);
    await thomas.goTo('Postes SPAN');
    await thomas.sees('Postes SPAN');
    await thomas.link('Étiquettes de postes');
    await thomas.sees('Planches A4 de 24 étiquettes');
    const labels = await pdf('Ouvrir le PDF');
    for (const number of ['PN-1', 'PN-2', 'PN-3', 'PN-4']) expect(labels).toContain(number);

    // its token stays in use while it is in repair, and ends with it
    await delivered(site, { batch: 'L-1', places: [0, 1] });
    const { tokenId } = await inUse(site, 'alice', 'PN-1');
    const stateOf = async (): Promise<string> => {
      const { token } = await (await site.as('thomas')).get<{ token: { state: string } }>(`/tokens/${tokenId}`);
      return token.state;
    };
    for (const [button, state, token] of [
      ['Envoyer en réparation', 'En réparation', 'active'],
      ['Revenu de réparation (liste à refaire)', 'Enregistré', 'active'],
    ] as const) {
      await thomas.page.goto(`${site.url}/postes/PN-1`);
      await thomas.button(button);
      await thomas.sees('L’état du poste a changé.', state);
      expect([button, await stateOf()]).toEqual([button, token]);
    }
    await thomas.sees('Réformer le poste révoque aussitôt 1 jeton, actif ou en cours de remise.');
    await thomas.button('Réformer');
    await thomas.sees('Réformer ce poste ?', 'Alice Agard', 'Un poste réformé ne revient pas en service.');
    expect(await stateOf()).toBe('active');
    await thomas.button('Réformer');
    await thomas.sees('L’état du poste a changé ; 1 jeton révoqué.', 'Réformé', 'Révoqué');
    expect(await stateOf()).toBe('revoked');
    await site.until(() => site.mailsTo('alice', /poste SPAN réformé/)[0]);
    const life = await thomas.page.getByRole('table', { name: 'Vie du poste' }).locator('tbody tr').allInnerTexts();
    expect(life.join(' ').replace(/\s+/g, ' ')).toMatch(/Réformer.*réparation.*signer.*Mérignac.*5CG0000001/i);

    // her next machine is exchanged too, and her token goes with her: Valérie looks at her passport first, Thomas binds it
    await machinesInService(site, 'PN-8', 'PN-9');
    const next = await inUse(site, 'alice', 'PN-8');
    await thomas.page.goto(`${site.url}/stock/${next.tokenId}`);
    await thomas.sees('Lier à un autre poste', 'Le porteur n’a aucun autre poste en service');
    const desk = await site.as('theo');
    await desk.post('/workstations/PN-9/holder', { person: 'M-ALICE', reason: 'replacement' });
    const checked = { workstation: 'PN-9', document: 'passport' };
    await (await site.as('valerie')).post(`/tokens/${next.tokenId}/holder`, checked);
    await thomas.page.reload();
    await thomas.chooses('Pièce présentée', 'Passeport');
    await thomas.button('lier le jeton à ce poste');
    await thomas.sees('Le jeton est lié à cet autre poste.', 'PN-9');
    await site.until(() => site.mailsTo('alice', /lié au poste SPAN PN-9|lié au poste PN-9/)[0]);
    await thomas.page.goto(`${site.url}/postes/PN-9`);
    await thomas.sees('Lier à un autre poste un jeton en service', 'PN-8 → PN-9');

    // that one is lent: what is bound to it still as it comes back ends, and its holder is told
    const lent = async (): Promise<string> => {
      const { token } = await (await site.as('thomas')).get<{ token: { state: string } }>(`/tokens/${next.tokenId}`);
      return token.state;
    };
    await thomas.button('Prêter');
    await thomas.sees('1 jeton en service est lié à ce poste : il sera révoqué au retour du prêt', 'Prêté');
    expect(await lent()).toBe('active');
    await thomas.button('Enregistrer le retour');
    await thomas.sees('Mettre fin au prêt de ce poste ?', 'liez-le d’abord à l’autre poste de son porteur');
    expect(await lent()).toBe('active');
    await thomas.button('Enregistrer le retour');
    await thomas.sees('Le retour est enregistré. Jetons révoqués : 1', 'En service');
    expect(await lent()).toBe('revoked');
    await site.until(() => site.mailsTo('alice', /prêt du poste SPAN terminé/)[0]);
    await thomas.leave();
    await theo.leave();
    await site.check();
  }, 300_000);
});

/** A scanner at the bench types, the Enter key after it. */
async function scan({ page }: Somebody, code: string): Promise<void> {
  await page.locator('[name=scan]:focus').waitFor();
  const next = page.waitForNavigation();
  await page.keyboard.type(`${code}\n`);
  await next;
}
