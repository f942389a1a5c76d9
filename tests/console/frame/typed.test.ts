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
});
