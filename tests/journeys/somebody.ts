import type { Browser, Page } from 'playwright-core';
import { faultsOf } from '../console/axe.ts';
import { chromiumOfFile, openWindow } from '../console/browser.ts';
import { type Hall, type Name, openHall } from '../console/hall.ts';
import { plugKey, registerKey } from '../console/passkey.ts';
import { checkEnd } from './ended.ts';

/** What axe opens to look into it is closed again: the journey goes on from the page as it was. */
async function faultsHere(page: Page, where: string): Promise<string[]> {
  const folded = () => page.locator('details:not([open])').elementHandles();
  const before = await folded();
  const faults = await faultsOf(page, where);
  for (const one of before) await one.evaluate((element) => (element as Element).removeAttribute('open'));
  return faults;
}

/** Where somebody comes in: a hall, or the program itself. */
type Place = Pick<Hall, 'url' | 'loginOf'> & { reports(): { count: number } };

/**
 * Somebody of the ministry at their own window, in French, who came in by their passkey. Every page that they pass is noted,
 * and `leave` holds that axe looked at each and found nothing, that no script failed and that no policy was broken.
 */
export async function comeIn(chromium: Browser, hall: Place, name: string) {
  const window = await openWindow(chromium, hall);
  const { page } = window;
  await plugKey(window);
  await registerKey(window, hall, name);
  await page.locator('form[action="/deconnexion"] button').first().click();
  await page.waitForURL('**/connexion');

  const [passed, looked] = [new Set<string>(), new Set<string>()];
  const faults: string[] = [];
  page.on('load', () => passed.add(new URL(page.url()).pathname));

  /** The page as it stands, once it says so. */
  const sees = async (...texts: (string | RegExp)[]): Promise<void> => {
    for (const text of texts) {
      const found = page.locator('main').getByText(text).first();
      await found.waitFor().catch(async () => {
        throw new Error(`${page.url()} never said « ${text} »: ${(await window.main()).slice(0, 2_000)}`);
      });
    }
    const { pathname } = new URL(page.url());
    faults.push(...(await faultsHere(page, `${name} ${pathname}`)));
    looked.add(pathname);
  };

  return {
    ...window,
    sees,
    /** From the page of the sign-in, with a mouse. */
    signIn: async (): Promise<void> => {
      await page.reload();
      await sees('Se connecter');
      await window.press('Se connecter avec une clé d’accès');
      await page.waitForURL('**/connexion/cle?**');
      await sees('Se connecter avec une clé d’accès');
      await page.getByRole('main').getByRole('button', { name: 'Se connecter avec une clé d’accès' }).click();
      await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
    },
    /** An entry of the menu. */
    goTo: (entry: string | RegExp): Promise<void> =>
      page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: entry }).click(),
    button: (text: string | RegExp): Promise<void> =>
      page.getByRole('main').getByRole('button', { name: text }).first().click(),
    link: (text: string | RegExp): Promise<void> =>
      page.getByRole('main').getByRole('link', { name: text }).first().click(),
    /** Clicks into a field by its label and types; what stood there is written over. */
    types: async (label: string | RegExp, text: string): Promise<void> => {
      const field = page.getByRole('main').getByLabel(label).and(page.locator('input, textarea')).first();
      await field.click({ clickCount: 3 });
      await page.keyboard.type(text);
    },
    chooses: async (label: string | RegExp, option: string): Promise<void> => {
      await page.getByRole('main').getByRole('combobox', { name: label }).first().selectOption({ label: option });
    },
    leave: async (): Promise<void> => {
      const told = {
        faults,
        wrongs: window.wrongs,
        reports: hall.reports().count,
        unseen: [...passed].filter((path) => !looked.has(path)),
      };
      await window.close();
      expect(told).toEqual({ faults: [], wrongs: [], reports: 0, unseen: [] });
    },
  };
}
export type Somebody = Awaited<ReturnType<typeof comeIn>>;

/** A hall for the tests of one file, and people who come in there; what holds at the end of a journey is looked at after each. */
export function dayOfFile(options: Parameters<typeof openHall>[0] = {}) {
  const chromium = chromiumOfFile();
  let opened: Hall | undefined;
  beforeEach(async () => {
    opened = await openHall({ passkeyNeed: 'operators', ...options });
  });
  afterEach(async () => {
    try {
      if (opened) await checkEnd(opened);
    } finally {
      await opened?.close();
    }
  }, 60_000);
  const day = {
    get hall(): Hall {
      if (!opened) throw new Error('a hall stands only while a test runs');
      return opened;
    },
    comeIn: (name: Name & string): Promise<Somebody> => comeIn(chromium(), day.hall, name),
  };
  return day;
}
