import { untilWorkingDay } from './leaping-clock.ts';
import { siteOfFile } from './site.ts';

const MODEL = 'SafeNet eToken 5110';
const SERIALS = Array.from({ length: 5 }, (_, i) => `A00000000000000${i + 1}`);
/** A serial number as a question shows it, to be read aloud. */
const grouped = (serial: string): string => serial.replace(/(.{4})(?=.)/g, '$1 ');
const [FIRST = '', SECOND = '', THIRD = ''] = SERIALS;
const MORNING = 10;

describe('the stock: delivered, moved, counted, scrapped, and in balance in the evening', () => {
  const day = siteOfFile({ people: ['thomas', 'theo', 'simon'], ahead: () => untilWorkingDay(MORNING) });

  it('is what two technicians and a supervisor say of it', async () => {
    const { site } = day;
    const simon = await day.comeIn('simon');
    await simon.signIn();
    await simon.sees('Pilotage');
    await simon.goTo('Stock');
    await simon.sees('Aucun jeton n’a été reçu.');
    await simon.link('Emplacements, transferts et inventaires');
    for (const [code, name, where] of [
      ['PARIS-COFFRE-1', 'Coffre de l’atelier', 'Paris'],
      ['LYON-COFFRE-1', 'Coffre de Lyon', 'Lyon'],
    ] as const) {
      await simon.page.getByText('Enregistrer un emplacement').click();
      await simon.types('Code', code);
      await simon.types('Nom', name);
      await simon.types('Site', where);
      if (where === 'Paris') await simon.types('Seuil de vierges par modèle', '4');
      await simon.button('Enregistrer');
      await simon.sees(`L’emplacement ${code} est enregistré.`);
    }

    const thomas = await day.comeIn('thomas');
    await thomas.signIn();
    await thomas.sees('Atelier');
    await thomas.goTo('Stock');
    await thomas.sees('Aucun jeton ne correspond.');
    await thomas.page.getByText('Réceptionner une livraison').click();
    await thomas.types('Bon de livraison', 'BL-2026-118');
    await thomas.types('Modèle', MODEL);
    await thomas.types('Micrologiciel', '1.2.8');
    await thomas.types('Lot', 'L-77');
    await thomas.chooses('Emplacement', 'PARIS-COFFRE-1 – Coffre de l’atelier');
    await thomas.types(/^Jetons livrés/, SERIALS.map((serial) => `${serial};usine-${serial.slice(-2)}`).join('\n'));
    await thomas.button('Réceptionner');
    await thomas.sees('5 jetons entrés en stock.', 'L-77', '1.2.8');

    // two of them leave for Lyon: one arrives, one never left
    await thomas.link('Emplacements, transferts et inventaires');
    await thomas.sees('Déplacer des jetons');
    await thomas.page.getByText('Déplacer des jetons').click();
    await thomas.chooses('Vers', 'LYON-COFFRE-1 – Coffre de Lyon');
    await thomas.types('Numéros de série', `${FIRST}\n${SECOND}`);
    await thomas.button('Déplacer');
    await thomas.sees('2 jetons sont en route vers LYON-COFFRE-1.', 'quelqu’un d’autre le reçoit');
    const transfer = thomas.page.url();
    const theo = await day.comeIn('theo');
    await theo.signIn();
    await theo.sees('Atelier');
    await theo.page.goto(transfer);
    await theo.sees('Recevoir ce qui est là');
    await theo.types('Numéros de série', FIRST);
    await theo.button('Recevoir');
    await theo.sees('C’est noté : 1 jeton est encore en route.');
    await thomas.page.reload();
    await thomas.types('Numéros de série', SECOND);
    await thomas.button('Remettre à leur place');
    await thomas.sees('C’est noté : il ne reste rien en route.');

    // Théo counts and misses one, Thomas says where it is: they are not one person
    await theo.page.goto(`${site.url}/emplacements/PARIS-COFFRE-1`);
    await theo.page.getByText('Compter cet emplacement').click();
    await theo.types('Numéros de série', [SECOND, ...SERIALS.slice(3), FIRST].join('\n'));
    await theo.button('Comparer au registre');
    await theo.sees('Enregistrer cet inventaire ?', 'Attendu, pas vu', 'Vu, pas attendu');
    await theo.button('Enregistrer l’inventaire');
    const own = 'Vous avez compté : un autre technicien dit qu’il est là.';
    await theo.sees('Écarts à expliquer : 2.', 'Attendu, pas vu', 'Vu, pas attendu', own);
    await theo.button('Il appartient à un autre emplacement');
    await theo.sees('L’écart est expliqué.');
    await thomas.page.goto(`${site.url}/emplacements/PARIS-COFFRE-1`);
    await thomas.button('Il est bien ici');
    await thomas.sees('L’écart est expliqué.', 'Aucun écart n’est ouvert.', 'Théo Thuillier');

    // one is scrapped, and destroyed by two
    await thomas.page.goto(`${site.url}/stock/${THIRD}`);
    await thomas.button('Mettre au rebut');
    await thomas.sees('Mettre ce jeton au rebut ?', grouped(THIRD), 'En stock', 'Au rebut');
    await thomas.button('Mettre au rebut');
    await thomas.sees(`Jeton ${THIRD} mis à jour.`, 'BL-2026-118', 'PARIS-COFFRE-1');
    await thomas.button('Proposer la destruction');
    await thomas.sees('Proposer la destruction de ce jeton ?', grouped(THIRD));
    await thomas.button('Proposer la destruction');
    await thomas.sees('Proposé. Une autre personne doit confirmer dans les 15 minutes');
    const officer = await site.as('officer');
    const { items: waiting } = await officer.get<{ items: { id: string; argsHash: string }[] }>('/proposals');
    expect(waiting).toHaveLength(1);
    for (const { id, argsHash } of waiting) await officer.post(`/proposals/${id}/confirm`, { argsHash });
    await theo.page.goto(`${site.url}/stock/${THIRD}`);
    await theo.sees('Imprimer à nouveau le procès-verbal');
    await theo.leave();

    // three blanks are left where four should be: it is written to whoever orders and to whoever moves
    expect(site.mailsTo('simon', /Stock bas/)).toEqual([]);
    await site.pass(301);
    await site.until(() => site.mailsTo('simon', /Stock bas à PARIS-COFFRE-1 : 3 SafeNet/)[0]);
    await site.until(() => site.mailsTo('thomas', /Le seuil est de 4/)[0]);
    await thomas.page.goto(`${site.url}/stock`);
    await thomas.sees('Bas', 'Juste');
    await thomas.leave();

    // nobody did anything for nine hours: the session is over
    await site.pass(9 * 3600);
    await simon.signIn();
    await simon.goTo('Pilotage');
    await site.until(async () => {
      await simon.page.reload();
      return (await simon.main()).includes('Stock compté le soir');
    });
    await simon.sees('Stock compté le soir');
    const evening = simon.page.locator('table', { hasText: 'LYON-COFFRE-1' }).first();
    expect((await evening.locator('tbody tr').allInnerTexts()).map((row) => row.split(/\t/))).toEqual([
      ['LYON-COFFRE-1', MODEL, '0', '+1', '1', '0', '0', '0', '0', '0', '0'],
      ['PARIS-COFFRE-1', MODEL, '5', '-1', '3', '0', '0', '0', '0', '0', '1'],
    ]);
    await simon.leave();
    await site.check();
  }, 300_000);
});
