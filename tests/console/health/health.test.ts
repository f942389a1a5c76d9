import { chromiumOfFile, openWindow } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('the page of the service’s health', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('says what is wrong, since when and what to do, the worst first', async () => {
    const armand = await visit(hall, 'armand');
    const { main } = await armand.get('/sante');
    expect(main).toContain('2 points à traiter.');
    expect(main.indexOf('Horloge')).toBeLessThan(main.indexOf('Sauvegarde'));
    expect(main.indexOf('Sauvegarde')).toBeLessThan(main.indexOf('jetons (issuing)'));
    expect(main).toMatch(/En panne[\s\S]*Corrigez l’heure de la machine/);
    expect(main).toMatch(/Numéro 12, publiée à http:\/\/pki\.example/);
    expect((await armand.get('/sante?lang=en')).main).toContain('2 things need somebody.');
  });

  it('is in the menu of who may see it, and refused to all others', async () => {
    expect((await (await visit(hall, 'armand')).get('/compte')).html).toContain('href="/sante"');
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/compte')).html).not.toContain('href="/sante"');
    expect((await alice.get('/sante')).status).toBe(403);
  });

  it('gives the remedy more of the width than the name of the part', async () => {
    const window = await openWindow(chromium(), hall);
    await window.signIn(hall.loginOf('armand'));
    await window.open('/sante');
    const widths = await window.page
      .locator('main tbody tr:first-child > *')
      .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().width));
    expect(widths[0]).toBeLessThan((widths[1] ?? 0) * 0.7);
    await window.close();
  });
});
