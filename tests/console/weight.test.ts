import type { Browser, Page } from 'playwright-core';
import { addressOf } from '../../src/console/frame/assets.ts';
import { startChromium } from './browser.ts';
import { type Hall, type Name, openHall } from './hall.ts';
import { visit } from './visitor.ts';

/**
 * What a first load may bring over the wire, in octets with headers, and how much of it may be ours, its page included.
 */
const MOST = 100_000;
const OURS_MOST = 40_000;
const FOREIGN = ['dsfr.css', 'icons.css', 'favicon.svg'] as const;

describe('the weight of a first load, over the wire', () => {
  let chromium: Browser;
  let hall: Hall;
  beforeAll(async () => {
    chromium = await startChromium();
  });
  afterAll(() => chromium.close());
  beforeEach(async () => {
    hall = await openHall({ demo: true, secureCookies: false });
  });
  afterEach(() => hall.close());

  /** The home page of somebody who signed in elsewhere, or the page to sign in on, in a browser that keeps nothing yet. */
  const firstLoad = async (name: Name | null) => {
    const context = await chromium.newContext();
    try {
      for (const [cookie, value] of name === null ? [] : (await visit(hall, name)).jar)
        await context.addCookies([{ name: cookie, value, url: hall.url }]);
      return await weigh(await context.newPage(), `${hall.url}/`);
    } finally {
      await context.close();
    }
  };
  const weigh = async (page: Page, url: string) => {
    const foreign = FOREIGN.map((name) => hall.url + addressOf(name));
    const sizes: { url: string; octets: number }[] = [];
    page.on('requestfinished', async (request) => {
      const { responseHeadersSize, responseBodySize } = await request.sizes();
      sizes.push({ url: request.url(), octets: responseHeadersSize + responseBodySize });
    });
    await page.goto(url, { waitUntil: 'networkidle' });
    const of = (some: typeof sizes) => some.reduce((sum, { octets }) => sum + octets, 0);
    return { sizes, whole: of(sizes), ours: of(sizes.filter((size) => !foreign.includes(size.url))) };
  };

  it.each([null, 'alice', 'thomas', 'valerie', 'armand', 'simon', 'odile', 'corinne', 'aurore'] as const)(
    'stays within its bounds for %s',
    async (name) => {
      await hall.activeToken(hall.alice, 'PN-1');
      const { sizes, whole, ours } = await firstLoad(name);
      expect(sizes.map(({ url }) => url)).toEqual(expect.arrayContaining([hall.url + addressOf('dsfr.css')]));
      expect(whole).toBeLessThan(MOST);
      expect(ours).toBeLessThan(OURS_MOST);
    },
  );
});
