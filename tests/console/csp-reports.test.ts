import { pause } from '../../src/within.ts';
import { chromiumOfFile, openWindow } from './browser.ts';
import { openHall } from './hall.ts';

describe('a page that breaks its policy', () => {
  const chromium = chromiumOfFile();

  it('is stopped by the browser, which tells us', async () => {
    const hall = await openHall();
    const window = await openWindow(chromium(), hall);
    await window.open('/aide');
    expect(hall.reports().count).toBe(0);
    await window.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "stolen"';
      document.body.append(script);
    });
    while (hall.reports().count === 0) await pause(20);
    expect(await window.page.title()).not.toBe('stolen');
    await window.close();
    await hall.close();
  });
});
