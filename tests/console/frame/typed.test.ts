import { chromiumOfFile, openWindow, type Window } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';

describe('a form that is half typed', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  let window: Window;
  beforeEach(async () => {
    hall = await openHall();
    window = await openWindow(chromium(), hall, {});
    await window.signIn(hall.loginOf('alice'));
    await window.open('/demandes/nouvelle');
    await window.page.fill('[name=workstation]', 'PN-2');
    await window.page.selectOption('[name=motif]', 'replacement:damaged');
    await window.page.fill('[name=comment]', 'Écran « fêlé »');
  });
  afterEach(async () => {
    await window.close();
    await hall.close();
  });
  const typed = async () => [
    await window.page.inputValue('[name=workstation]'),
    await window.page.inputValue('[name=motif]'),
    await window.page.inputValue('[name=comment]'),
  ];

  const CHANGED = ['PN-2', 'replacement:damaged', 'Écran « fêlé »'];

  it('stays as it is when the theme is changed, and the choice is kept', async () => {
    const { page } = window;
    await page.locator('footer button[popovertarget=display]').click();
    await page.locator('#display label[for$=-dark]').click();
    await page.locator('#display button[type=submit]').click();
    await page.waitForSelector('html[data-fr-theme=dark]');
    expect(await typed()).toEqual(CHANGED);
    await window.open('/compte');
    expect(await page.getAttribute('html', 'data-fr-theme')).toBe('dark');
    expect(window.wrongs).toEqual([]);
  });

  const switchLanguage = () => window.page.locator('.fr-header__tools a[hreflang]').click();
  const english = () => window.page.waitForSelector('html[lang=en]');
  const kept = () => window.page.evaluate('JSON.stringify(sessionStorage)');

  it('goes along when the language is changed, once, and nothing of it stays in the browser', async () => {
    const { page } = window;
    await switchLanguage();
    await english();
    expect(await typed()).toEqual(CHANGED);
    expect(await kept()).toBe('{}');
    await window.open('/demandes/nouvelle');
    expect((await typed())[2]).toBe('');
    expect(window.wrongs).toEqual([]);
    expect(await page.locator('main h1').textContent()).toBe('Ask for a token');
  });

  it('goes along from a page that says what is wrong with it', async () => {
    const { page } = window;
    await page.fill('[name=workstation]', 'PN-UNKNOWN');
    await page.locator('main form:has([name=motif]) button[type=submit]:not([formaction]):visible').last().click();
    await page.waitForSelector('main .fr-alert--error');
    await switchLanguage();
    await english();
    expect(await typed()).toEqual(['PN-UNKNOWN', 'replacement:damaged', 'Écran « fêlé »']);
  });

  it('stays where it is when the page opens in another tab', async () => {
    await window.page.locator('.fr-header__tools a[hreflang]').click({ modifiers: ['ControlOrMeta'] });
    expect(await kept()).toBe('{}');
    expect(await typed()).toEqual(CHANGED);
  });

  it('keeps no secret: a password or code has to be typed again', async () => {
    const { page } = window;
    await window.forget();
    await window.open('/connexion?lang=fr');
    await page.fill('[name=login]', 'alice');
    await page.fill('[name=password]', 'a secret of alice');
    const carried: string[] = [];
    await page.exposeFunction('note', (text: string) => carried.push(text));
    await page.evaluate(`{
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = function (name, text) { note(text); setItem.call(this, name, text); };
    }`);
    await switchLanguage();
    await english();
    expect(await page.inputValue('[name=login]')).toBe('alice');
    expect(await page.inputValue('[name=password]')).toBe('');
    expect(carried).toHaveLength(1);
    expect(carried[0]).toContain('alice');
    expect(carried[0]).not.toContain('secret');
  });

  it('keeps no revocation code that somebody reads out on the telephone', async () => {
    const { page } = window;
    await window.forget();
    await window.signIn(hall.loginOf('odile'));
    await window.open('/securite');
    await page.locator('[name=code]').evaluate((field) => field.closest('details')?.setAttribute('open', ''));
    await page.fill('[name=code]', 'SECRET');
    await switchLanguage();
    await english();
    expect(await page.inputValue('[name=code]')).toBe('');
  });
});
