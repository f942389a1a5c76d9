import type { Page } from 'playwright-core';
import { dateOf, dayOf } from '../../src/book/rules/calendar/working-days.ts';
import { type Asked, approved, delivered, machinesInService } from './issued.ts';
import { untilWorkingDay } from './leaping-clock.ts';
import { siteOfFile } from './site.ts';

const MORNING = 9;
const WHY = 'Crise (cellule de crise ou opération en cours)';

/** The cells of one column of what is foreseen, by what each row is about. */
const foreseen = async (page: Page, column: number): Promise<string[]> => {
  const rows = await page.getByRole('table', { name: 'Ce qui est prévu' }).locator('tbody tr').all();
  return Promise.all(
    rows.map(
      async (row) => `${await row.locator('th').textContent()}: ${await row.locator('td').nth(column).textContent()}`,
    ),
  );
};

describe('who waits for a token: passed for a reason, told a day, and told why it moves', () => {
  const day = siteOfFile({
    people: ['thomas', 'theo', 'valerie', 'simon', 'alice', 'bruno'],
    blanks: 2,
    ahead: () => untilWorkingDay(MORNING),
  });

  it('reads at each step who decided what, from the approver’s word to the supervisor’s plan', async () => {
    const { site } = day;
    await machinesInService(site, 'PN-1', 'PN-2');
    await delivered(site, { batch: 'L-1', places: [0, 1] });
    const first = { kind: 'first-issue' };
    const hers = await (await site.as('alice')).post<Asked>('/requests', { ...first, workstation: 'PN-1' });
    await approved(site, hers);
    const his = await (await site.as('bruno')).post<Asked>('/requests', { ...first, workstation: 'PN-2' });

    // Valérie raises the priority of the second one, and gives a reason
    const valerie = await day.comeIn('valerie');
    await valerie.signIn();
    await valerie.sees('1 demande à traiter');
    await valerie.link(his.number);
    await valerie.sees('Demandée : Normale. Celle que vous confirmez compte dans la file.');
    await valerie.chooses('Priorité confirmée', 'Crise : 30 jours d’avance');
    await valerie.button('Approuver');
    await valerie.sees('Choisissez un motif qui va avec la priorité choisie.');
    await valerie.chooses('Priorité confirmée', 'Crise : 30 jours d’avance');
    await valerie.chooses('Motif de la priorité', 'Relever : cellule de crise ou opération en cours');
    await valerie.button('Approuver');
    await valerie.sees(`${WHY} ; demandée : Normale`);
    await valerie.leave();

    // everybody reads why: whose it is, who waits behind, who makes it, who audits
    const bruno = await day.comeIn('bruno');
    await bruno.signIn();
    await bruno.sees('Mes jetons');
    await bruno.link(his.number);
    await bruno.sees(`Priorité confirmée : ${WHY}. La demande avance de 30 jours dans la file.`);
    await bruno.sees('Votre demande est la prochaine à produire');
    await bruno.leave();
    const alice = await day.comeIn('alice');
    await alice.signIn();
    await alice.sees('Mes jetons');
    await alice.link(hers.number);
    await alice.sees('1 demande devant vous.');
    await alice.sees(`Parmi elles, 1 a été demandée plus tard et passe avant. Priorité confirmée : ${WHY}.`);
    const thomas = await day.comeIn('thomas');
    await thomas.signIn();
    await thomas.sees('Atelier', 'cellule de crise ou opération en cours');
    await thomas.page.goto(`${site.url}/atelier/chaine`);
    await thomas.sees('Chaîne de production');
    await thomas.button(/^Ouvrir l’établi/);
    await thomas.sees('Branchez un jeton vierge');
    await thomas.page.keyboard.type(his.number);
    await thomas.page.keyboard.press('Enter');
    await thomas.sees('Bruno Béart', 'cellule de crise ou opération en cours');
    await thomas.page.keyboard.press('F2');
    await thomas.page.getByText('Bruno Béart').waitFor({ state: 'detached' });
    await thomas.leave();
    const aurore = await day.comeIn('aurore');
    await aurore.signIn();
    await aurore.sees('Vérifier l’intégrité');
    await aurore.page.goto(`${site.url}/journal?acte=request.approve&demande=${his.number}`);
    await aurore.sees(his.number);
    await aurore.page.locator('main tbody th a').first().click();
    await aurore.sees('L’écriture telle qu’elle est écrite', 'cellule de crise ou opération en cours');
    await aurore.leave();

    // the service tells both a day within a minute
    await site.pass(61);
    const promised = async () =>
      (await (await site.as('alice')).get<{ promise: Told | null }>(`/requests/${hers.id}`)).promise;
    const told = await site.until(promised);
    await alice.page.reload();
    await alice.sees(/^Prêt /, 'elle est tenue dans 85 cas sur 100');

    // Simon tries a closure, reads what it would do, and plans what he tried
    const today = dayOf(site.now());
    const [from, to] = [dateOf(today), dateOf(today + 13)];
    const simon = await day.comeIn('simon');
    await simon.signIn();
    await simon.sees('Pilotage');
    await simon.link('Prévisions, essais et calendrier des techniciens');
    await simon.sees('Et si…');
    await simon.page.getByLabel('Calendrier à essayer : premier jour').fill(from);
    await simon.page.getByLabel('Calendrier à essayer : dernier jour (vide : ce seul jour)').fill(to);
    await simon.types('Techniciens ces jours-là', '0');
    await simon.button('Essayer');
    await simon.sees('Mettre cet essai en œuvre', 'Calendrier à l’essai : 0 technicien du');
    const tried = await foreseen(simon.page, 1);
    expect(tried).not.toEqual(await foreseen(simon.page, 0));
    await simon.button('Planifier cet essai');
    await simon.sees('C’est planifié : les dates annoncées suivront.', 'Fermeture');
    expect(await foreseen(simon.page, 0)).toEqual(tried);
    await simon.leave();

    // a date moves once a day at most: the next morning she is told the new one, and why
    expect(site.mailsTo('alice', /sera prêt plus tard/)).toEqual([]);
    await site.pass(86_400);
    const mail = await site.until(() => site.mailsTo('alice', /sera prêt plus tard/)[0]);
    const reason = 'l’atelier est fermé, ou compte moins de techniciens que prévu';
    expect(site.read(mail)).toContain(hers.number);
    expect(site.read(mail)).toContain(reason);
    const moved = await promised();
    expect(moved).toMatchObject({ reason: 'roster' });
    expect(moved!.from > to && moved!.by > told.by).toBe(true);
    await alice.page.goto(`${site.url}/demandes/${hers.number}`);
    if (new URL(alice.page.url()).pathname.startsWith('/connexion')) await alice.signIn();
    await alice.page.goto(`${site.url}/demandes/${hers.number}`);
    await alice.sees(/^Prêt /, reason);
    await alice.leave();
    await site.check();
  }, 300_000);
});

interface Told {
  from: string;
  by: string;
  reason: string;
}
