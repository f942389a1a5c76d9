import { faultsOf } from '../axe.ts';
import { chromiumOfFile, openWindow, shoot } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';

const REQUEST = '/demandes/DEM-1998-00001';

describe('appointments in a browser', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
    await hall.produced(hall.alice, 'PN-1');
    await hall.dual('policy.set', { id: 'appointment.open', value: 2 });
  });
  afterEach(() => hall.close());

  it.each([
    ['fr', 'dark', 320],
    ['en', 'light', 1366],
  ] as const)(
    'are picked and read without a fault, and nothing is wider than the page: %s, %s, %i',
    async (language, scheme, width) => {
      const wrong: string[] = [];
      const look = { language, scheme, width } as const;
      const alice = await openWindow(chromium(), hall, look);
      await alice.signIn(hall.loginOf('alice'));
      const see = async ({ open, page }: typeof alice, path: string, name: string): Promise<void> => {
        await open(path);
        await shoot(page, `appointment-${name}-${language}-${scheme}-${width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) wrong.push(`${path} is ${wide} wide`);
        wrong.push(...(await faultsOf(page, path)));
      };
      await see(alice, REQUEST, 'card');
      await see(alice, `${REQUEST}/rendez-vous`, 'picking');
      await alice.page.locator('[name=startsAt]').first().focus();
      await alice.page.keyboard.press('Space');
      await alice.page.keyboard.press('Enter');
      await alice.page.waitForURL((url) => url.pathname === REQUEST);
      await shoot(alice.page, `appointment-booked-${language}-${scheme}-${width}`);
      const theo = await openWindow(chromium(), hall, look);
      await theo.signIn(hall.loginOf('theo'));
      await see(theo, '/remise', 'desk');
      await see(theo, '/remise/rendez-vous', 'day');
      expect([...wrong, ...alice.wrongs, ...theo.wrongs]).toEqual([]);
      expect(await hall.store.reads.count('appointment', { state: 'booked' })).toBe(1);
    },
    180_000,
  );
});
