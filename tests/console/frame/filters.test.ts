import { chromiumOfFile, openWindow } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';

describe('what stands together on a wide screen', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
    await hall.activeToken(hall.alice, 'PN-1');
  });
  afterEach(() => hall.close());

  it('is the two days of a period, and the button of filters with the link that empties them', async () => {
    const window = await openWindow(chromium(), hall);
    const middles = (...selectors: string[]) =>
      Promise.all(
        selectors.map(async (selector) => {
          const box = await window.page.locator(selector).first().boundingBox();
          if (!box) throw new Error(`${selector} is not shown`);
          return Math.round(box.y + box.height / 2);
        }),
      );
    await window.signIn(hall.loginOf('aurore'));
    await window.open('/journal?par=x');
    const [from, to] = await middles('[name=du]', '[name=au]');
    expect(to).toBe(from);
    for (const [name, page] of [
      ['aurore', '/journal?par=x'],
      ['thomas', '/demandes?etat=closed'],
      ['simon', '/pilotage/previsions?nombre=3'],
    ] as const) {
      await window.forget();
      await window.signIn(hall.loginOf(name));
      await window.open(page);
      const [send, reset, field] = await middles(
        '.jeton-filters__send button',
        '.jeton-filters__send a',
        '.jeton-filters > :nth-last-child(2) :is(input, select, a)',
      );
      expect({ page, reset }).toEqual({ page, reset: send });
      expect(Math.abs(field! - send!)).toBeLessThan(10);
    }
    await window.close();
  });
});
