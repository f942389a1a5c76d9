import type { Browser } from 'playwright-core';
import { faultsOf } from '../axe.ts';
import { type Looks, openWindow, shoot, startChromium } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';

const LOOKS: Looks[] = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 320 },
];

describe('the search in a browser without scripts', () => {
  let chromium: Browser;
  let hall: Hall;
  beforeAll(async () => {
    chromium = await startChromium();
  });
  afterAll(() => chromium.close());
  beforeEach(async () => {
    hall = await openHall();
    await hall.activeToken(hall.alice, 'PN-1');
  });
  afterEach(() => hall.close());
  const search = (text: string) => `/recherche?${new URLSearchParams({ q: text })}`;

  it.each(LOOKS)('breaks no rule of accessibility, $scheme at $width pixels', async (looks) => {
    const window = await openWindow(chromium, hall, looks);
    await window.page.emulateMedia({ reducedMotion: 'reduce' });
    await window.signIn(hall.loginOf('thomas'));
    const pages = {
      found: search('ag'),
      many: search('B-0'),
      none: search('zzz'),
      long: search('x'.repeat(100)),
      people: '/personnes?texte=M-',
      sheet: `/personnes/${hall.alice.personId}`,
      token: '/stock/B-0001',
      workstation: '/postes/PN-1',
    };
    const broken: string[] = [];
    for (const [name, path] of Object.entries(pages)) {
      await window.open(path);
      broken.push(...(await faultsOf(window.page, name)));
      await shoot(window.page, `search-${name}-${looks.scheme}-${looks.width}`);
    }
    await window.close();
    expect([...broken, ...window.wrongs]).toEqual([]);
  });

  it('takes a scan in the header of any page, at 1280 pixels', async () => {
    const window = await openWindow(chromium, hall, { script: false });
    await window.signIn(hall.loginOf('thomas'));
    await window.open('/aide');
    const field = window.page.getByRole('searchbox', { name: 'Numéro de demande, de jeton ou de poste' });
    await field.fill('PN-1');
    await field.press('Enter');
    await window.page.waitForURL('**/postes/PN-1');
    await window.close();
  });

  it('opens from a button at 320 pixels, by keyboard alone, and is in the way of nothing before', async () => {
    const window = await openWindow(chromium, hall, { script: false, width: 320, scheme: 'dark' });
    const { page } = window;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await window.signIn(hall.loginOf('thomas'));
    await window.open('/aide');
    const field = page.locator('#search');
    expect(await field.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Rechercher' }).focus();
    await page.keyboard.press('Enter');
    expect(await field.isVisible()).toBe(true);
    await shoot(page, 'search-open-dark-320');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('agard');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/recherche?q=agard');
    expect(await window.main()).toContain('Alice Agard');
    await window.close();
  });

  it('breaks no rule while it is open on a small screen', async () => {
    const window = await openWindow(chromium, hall, { width: 320 });
    await window.page.emulateMedia({ reducedMotion: 'reduce' });
    await window.signIn(hall.loginOf('thomas'));
    await window.open('/aide');
    await window.page.getByRole('button', { name: 'Rechercher' }).click();
    expect(await faultsOf(window.page, 'search')).toEqual([]);
    await window.close();
  });
});
