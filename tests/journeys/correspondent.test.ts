import { type Asked, approved, delivered, machinesInService, produced } from './issued.ts';
import { siteOfFile } from './site.ts';

const FILE = [
  'matricule;motif;poste;site;priorite',
  'M-ALICE;première dotation;PN-1;;normale',
  'M-BRUNO;première dotation;PN-2;;continuité',
  'M-EVE;première dotation;PN-3;;',
  'M-NOBODY;première dotation;PN-1;;',
].join('\n');

describe('a correspondent: asks by a file, takes one parcel in, hands its tokens over in one act', () => {
  const day = siteOfFile({ people: ['thomas', 'theo', 'valerie', 'corinne', 'alice', 'bruno', 'eve'], blanks: 2 });

  it('has a result for each line, and two holders with their tokens who never signed in', async () => {
    const { site } = day;
    await machinesInService(site, 'PN-1', 'PN-2', 'PN-3');
    await delivered(site, { batch: 'L-1', places: [0, 1] });
    const corinne = await day.comeIn('corinne');
    const { page } = corinne;
    await corinne.signIn();
    await corinne.sees('Mon service');
    await corinne.link('Par fichier');
    await corinne.sees('Demander par fichier', 'Un agent par ligne');
    const send = async (csv: string): Promise<void> => {
      await page.setInputFiles('[name=file]', { name: 'demandes.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
      await corinne.button('Envoyer les demandes');
    };
    await send(FILE.replace('M-BRUNO;première dotation', 'M-BRUNO;cadeau'));
    await corinne.sees('demandes.csv : 1 erreur', 'Rien n’a été importé');
    await send(FILE);
    await corinne.sees('2 demandes envoyées sur 4', 'Résultat par ligne', 'DEM-');
    const results = await page.locator('table', { hasText: 'Résultat par ligne' }).locator('tbody tr').allInnerTexts();
    expect(results).toEqual([
      expect.stringMatching(/^4\tM-EVE\t.+/),
      expect.stringMatching(/^5\tM-NOBODY\t.+/),
      expect.stringMatching(/^2\tM-ALICE\tDEM-\d+-0000[12]$/),
      expect.stringMatching(/^3\tM-BRUNO\tDEM-\d+-0000[12]$/),
    ]);
    // the same file once more asks for nothing twice
    await send(FILE);
    await corinne.sees('0 demande envoyée sur 4');

    const { items: asked } = await (await site.as('valerie')).get<{ items: Asked[] }>('/requests?state=submitted');
    expect(asked).toHaveLength(2);
    const technician = await site.as('theo');
    for (const request of asked) {
      await approved(site, request);
      await produced(site, request.id);
      await technician.post(`/requests/${request.id}/handover/ship`, { slot: '1', trackingNumber: 'LP-42' });
      site.bench.putAway('1');
    }

    await corinne.goTo('Mon service');
    await corinne.sees('Mon service');
    await corinne.link('Colis du service');
    await corinne.sees('En route', 'LP-42', 'Alice Agard', 'Bruno Béart');
    await corinne.button('J’ai reçu le colis');
    await corinne.sees('2 jetons reçus sur 2 ; les porteurs en sont informés', 'À remettre');

    // both are there, and say the code of their mails; the one of them mistypes
    const codeOf = async (name: string): Promise<string> => {
      // it takes the place of the code that came when the token was ready
      const mail = await site.until(() => site.mailsTo(name, /jeton expédié.*Votre code de retrait/s)[0]);
      return /Votre code de retrait : ([\d ]+)/.exec(site.read(mail))?.[1]?.replace(/\s/g, '') ?? '';
    };
    const codes = { alice: await codeOf('alice'), bruno: await codeOf('bruno') };
    await page.reload();
    const give = async (typed: typeof codes): Promise<void> => {
      for (const [name, holder] of [
        ['alice', 'Alice Agard'],
        ['bruno', 'Bruno Béart'],
      ] as const) {
        const form = page.getByRole('main').getByRole('group', { name: new RegExp(holder) });
        if ((await form.count()) === 0) continue;
        await form.getByLabel('Code de retrait').fill(typed[name]);
        await form.getByLabel('Pièce présentée').selectOption({ label: 'Carte d’agent' });
      }
      await corinne.button('Remettre les jetons');
    };
    await give({ ...codes, bruno: '00000000' });
    await corinne.sees('1 jeton remis sur 2', 'Ce n’est pas le code de retrait de cette demande');
    await give(codes);
    await corinne.sees('1 jeton remis sur 1', 'Aucun colis n’est en route ni à remettre.');
    await corinne.leave();

    const { items: done } = await (await site.as('valerie')).get<{ items: Asked[] }>('/requests?state=closed');
    expect(done).toHaveLength(2);
    const { items: active } = await (await site.as('thomas')).get<{ items: object[] }>('/tokens?state=active');
    expect(active).toHaveLength(2);
    await site.until(() => site.mailsTo('bruno', /votre code de retrait a servi/)[0]);
    await site.check();
  }, 300_000);
});
