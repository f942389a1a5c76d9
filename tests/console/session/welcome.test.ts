import { chromiumOfFile, openWindow, type Window } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';

describe('the page that a one-time link opens', () => {
  const chromium = chromiumOfFile();

  let hall: Hall;
  let window: Window;
  beforeEach(async () => {
    hall = await openHall();
    window = await openWindow(chromium(), hall);
  });
  afterEach(async () => {
    await window.close();
    await hall.close();
  });

  it('keeps the code of the link when the language is switched, and tells no server of it', async () => {
    const asked: string[] = [];
    window.page.on('request', (request) => asked.push(`${request.url()} ${request.headers()['referer'] ?? ''}`));
    await window.open('/bienvenue#one-time_code');
    expect(await window.page.inputValue('#welcome-token')).toBe('one-time_code');
    await window.page.locator('header a[hreflang=en]').first().click();
    await window.page.waitForSelector('html[lang=en]');
    expect(window.page.url()).toBe(`${hall.url}/bienvenue?lang=en`); // and out of the address again
    expect(await window.page.inputValue('#welcome-token')).toBe('one-time_code');
    expect(asked.filter((url) => new URL(url.split(' ')[0] ?? '').search.includes('one-time'))).toEqual([]);
    expect(asked.filter((url) => url.split(' ')[1]?.includes('one-time'))).toEqual([]);
  });
});
