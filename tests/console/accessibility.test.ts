import type { Browser, Page } from 'playwright-core';
import { faultsOf } from './axe.ts';
import { looksOf, openWindow, shoot, startChromium } from './browser.ts';
import { addressIn, openFilledHall } from './filled-hall.ts';
import type { Hall, Name } from './hall.ts';
import { PAGES } from './pages.ts';

/** 640 CSS pixels are a screen of 1280 at 200 %. */
const LOOKS = looksOf(1280, 640, 320);

describe('every page, by axe-core', () => {
  let chromium: Browser;
  let hall: Hall;
  beforeAll(async () => {
    chromium = await startChromium();
  });
  afterAll(() => chromium.close());
  beforeEach(async () => {
    hall = await openFilledHall();
  });
  afterEach(() => hall.close());

  it.each(LOOKS)(
    'breaks no rule in $language, $scheme, at $width pixels, and does nothing wrong by itself',
    async (looks) => {
      const broken: string[] = [];
      // one after another at the same window: a new one fetches and reads every style sheet anew
      const window = await openWindow(chromium, hall, looks);
      for (const [name, paths] of PAGES) {
        if (name !== null) await window.signIn(hall.loginOf(name));
        else await window.open(`/connexion?lang=${looks.language}`);
        for (const path of paths) {
          await window.open(await addressIn(hall, path));
          broken.push(...(await faultsOf(window.page, `${name} ${path}`)));
          if (looks.language === 'fr') broken.push(...(await typingFaultsOf(window.page, `${name} ${path}`)));
          await shoot(
            window.page,
            `${name}${path.replace(/\W+/g, '-')}-${looks.language}-${looks.scheme}-${looks.width}`,
          );
        }
        broken.push(...(await refusedForms(window, name)));
        await window.forget();
      }
      broken.push(...window.wrongs);
      await window.close();
      expect(broken).toEqual([]);
      expect(hall.reports().count).toBe(0);
    },
    300_000,
  );
});

/** A straight apostrophe between letters, and an ordinary space where French has a narrow one: texts past the catalogues too. */
async function typingFaultsOf(page: Page, where: string): Promise<string[]> {
  const shown = (await page.locator('body').textContent()) ?? '';
  // a name stands as its owner writes it
  const text = shown.replaceAll("L'Hermite", '').replaceAll('\n', ' \u2029 ');
  const faults = [...text.matchAll(/\p{L}'\p{L}|[^\s\u2029] [:;!?»]|« /gu)];
  return faults.map(({ index }) => `${where}: ${text.slice(Math.max(0, index - 20), index + 20)}`);
}

/** Pages with an error on them. */
async function refusedForms(window: Awaited<ReturnType<typeof openWindow>>, name: Name | null): Promise<string[]> {
  if (name === 'corinne') {
    await window.open('/service/demande');
    await window.page.fill('[name=holder]', 'vi');
    await window.page.locator('main button[formaction]').click();
    await window.page.waitForSelector('[type=radio]');
    return faultsOf(window.page, 'people found');
  }
  if (name !== 'alice') return [];
  await window.open('/demandes/nouvelle');
  await window.page.fill('[name=workstation]', 'PN-OLD');
  await window.page.locator('main button[type=submit]').click();
  await window.page.waitForSelector('#alert');
  return faultsOf(window.page, 'a refused request');
}
