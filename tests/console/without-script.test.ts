import type { Browser } from 'playwright-core';
import { faultsOf } from './axe.ts';
import { openWindow, shoot, startChromium, type Window } from './browser.ts';
import { type Hall, openHall } from './hall.ts';

describe('a browser without scripts', () => {
  let chromium: Browser;
  let hall: Hall;
  let window: Window;
  beforeAll(async () => {
    chromium = await startChromium();
  });
  afterAll(() => chromium.close());
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await window.close();
    await hall.close();
    expect(window.wrongs).toEqual([]);
  });
  const menuButton = () => window.page.getByRole('button', { name: 'Menu', exact: true });
  const navigation = () => window.page.getByRole('navigation', { name: 'Menu principal' });

  it('reaches every page of the menu, and the way out, at 320 pixels and by keyboard alone', async () => {
    window = await openWindow(chromium, hall, { width: 320, script: false });
    await window.signIn(hall.loginOf('thomas'));
    const { page } = window;
    expect(await navigation().isVisible()).toBe(false);
    await menuButton().focus();
    await page.keyboard.press('Enter');
    expect(await navigation().isVisible()).toBe(true);
    const reached: string[] = [];
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    for (let name = ''; name !== 'Aide'; reached.push(name)) {
      await page.keyboard.press('Tab');
      name = await focused();
      // nothing that the menu covers takes the focus
      expect(await page.evaluate(() => document.activeElement?.closest('#modal-menu') !== null)).toBe(true);
    }
    expect(reached).toEqual(expect.arrayContaining(['Fermer', 'English', 'Se déconnecter', 'Atelier', 'Stock']));
    await page.keyboard.press('Escape');
    expect(await navigation().isVisible()).toBe(false);
    expect(await focused()).toBe('Menu');

    await menuButton().click();
    await page.getByRole('button', { name: 'Fermer' }).click();
    expect(await navigation().isVisible()).toBe(false);
    await menuButton().click();
    await shoot(page, 'menu-320');
    await navigation().getByText('Stock').click();
    await page.waitForURL('**/stock');
    await menuButton().click();
    await page.locator('#modal-menu').getByRole('button', { name: 'Se déconnecter' }).click();
    await page.waitForURL('**/connexion');
  });

  it.each([320, 1280])('chooses the theme in a form, and keeps it, at %p pixels', async (width) => {
    window = await openWindow(chromium, hall, { width, script: false, scheme: 'dark' });
    const { page } = window;
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [dark, light] = ['rgb(22, 22, 22)', 'rgb(255, 255, 255)'];
    await window.open('/aide?lang=fr');
    expect(await ground()).toBe(dark); // as the machine says
    const choose = async (theme: string) => {
      await page.getByRole('button', { name: 'Paramètres d’affichage' }).click();
      await shoot(page, `display-${theme}-${width}`.replace(/ /g, '-'));
      await page.getByText(theme).click();
      await page.getByRole('button', { name: 'Appliquer' }).click();
      await page.waitForURL('**/aide?lang=fr');
    };
    await choose('Thème clair');
    expect(await ground()).toBe(light);
    await window.open('/plan-du-site');
    expect(await ground()).toBe(light);
    await window.open('/aide?lang=fr');
    await page.emulateMedia({ colorScheme: 'light' });
    await choose('Thème sombre');
    expect(await ground()).toBe(dark);
    await choose('Système');
    expect(await ground()).toBe(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).toBe(dark);
  });

  it.each(['light', 'dark'] as const)(
    'breaks no rule with the menu open, nor with the settings, in %s',
    async (scheme) => {
      // axe itself is a script
      window = await openWindow(chromium, hall, { width: 320, scheme });
      await window.page.emulateMedia({ reducedMotion: 'reduce' }); // what still fades in has no contrast yet
      await window.signIn(hall.loginOf('thomas'));
      await menuButton().click();
      expect(await faultsOf(window.page, 'menu')).toEqual([]);
      await window.page.keyboard.press('Escape');
      await window.page.getByRole('button', { name: 'Paramètres d’affichage' }).click();
      expect(await faultsOf(window.page, 'display settings')).toEqual([]);
    },
  );
});
