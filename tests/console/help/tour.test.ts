import { faultsOf } from '../axe.ts';
import { chromiumOfFile, type Looks, openWindow, shoot } from '../browser.ts';
import { type Hall, type Name, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const TITLE = 'Vos premiers pas';
/** The pages of the tour on a home page, and those of them that are ticked. */
const steps = (main: string) => {
  const [, list = ''] = /jeton-tour[\s\S]*?<ol[^>]*>([\s\S]*?)<\/ol>/.exec(main) ?? [];
  const items = list.split('<li>').slice(1);
  const page = (item: string) => /href="([^"]+)"/.exec(item)?.[1] ?? '';
  return { all: items.map(page), ticked: items.filter((item) => item.includes('fr-badge')).map(page) };
};

describe('the first day of somebody new', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it.each<[Name, string]>([
    ['alice', '/mes-jetons'],
    ['corinne', '/service'],
    ['valerie', '/approbations'],
    ['thomas', '/atelier'],
    ['odile', '/securite'],
    ['aurore', '/journal'],
    ['armand', '/administration'],
    ['simon', '/pilotage'],
  ])('is a short list on their home page, each a page that opens and is ticked then: %s', async (name, home) => {
    const visitor = await visit(hall, name);
    const { all } = steps((await visitor.get(home)).main);
    expect(all.length).toBeGreaterThanOrEqual(3);
    expect(all.length).toBeLessThanOrEqual(6);
    for (const page of all) {
      expect({ page, status: (await visitor.get(page)).status }).toEqual({ page, status: 200 });
      const { main } = await visitor.get(home);
      if (page !== all.at(-1)) expect(steps(main).ticked).toContain(page);
    }
    // all of them seen: it is over
    expect((await visitor.get(home)).main).not.toContain(TITLE);
  });

  it('stands on the home page alone, and is ticked for its own reader', async () => {
    const thomas = await visit(hall, 'thomas');
    expect((await thomas.get('/stock')).main).not.toContain(TITLE);
    await thomas.get('/remise');
    expect(steps((await thomas.get('/atelier')).main).ticked).toEqual(['/atelier', '/remise', '/compte']);
    expect(steps((await (await visit(hall, 'theo')).get('/atelier')).main).ticked).toEqual(['/atelier', '/compte']);
  });

  it('is dismissed for good, and begun again from the help', async () => {
    const alice = await visit(hall, 'alice');
    await alice.get('/mes-jetons');
    const gone = await alice.act('/premiers-pas/terminer');
    expect(gone.main).toContain('C’est noté.');
    expect(gone.main).not.toContain(TITLE);
    expect((await (await visit(hall, 'alice')).get('/mes-jetons')).main).not.toContain(TITLE);
    await alice.get('/aide');
    const again = await alice.act('/premiers-pas/reprendre');
    expect(again.main).toContain(TITLE);
    expect(steps(again.main).ticked).toEqual(['/mes-jetons']);
  });

  it('keeps no page from its reader when nothing can be written', async () => {
    const alice = await visit(hall, 'alice');
    hall.door.flow.firstSteps.open = () => Promise.reject(new Error('the disk is full'));
    expect((await alice.get('/mes-jetons')).status).toBe(200);
    expect(hall.logged.join()).toContain('the disk is full');
  });

  it.each<Looks>([
    { language: 'fr', scheme: 'light', width: 1366 },
    { language: 'en', scheme: 'dark', width: 320 },
  ])('breaks no rule of accessibility, in $language, $scheme, at $width pixels', async (looks) => {
    const window = await openWindow(chromium(), hall, looks);
    await window.signIn(hall.loginOf('thomas'));
    await window.open('/remise');
    await window.open('/atelier');
    expect(await window.page.locator('.jeton-tour li').count()).toBe(6);
    expect([...(await faultsOf(window.page, 'first day')), ...window.wrongs]).toEqual([]);
    await shoot(window.page, `tour-${looks.language}-${looks.scheme}-${looks.width}`);
    await window.close();
  });
});
