import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES, type Role } from '../../../src/book/tables/codes.ts';
import { LANGUAGES, translator } from '../../../src/console/frame/translate.ts';
import { GUIDES, type Step, type Task } from '../../../src/console/help/guide.ts';
import { GROUNDS, PICTURE_SIZE, PICTURES, pictureFile } from '../../../src/console/help/pictures.ts';
import { faultsOf } from '../axe.ts';
import { chromiumOfFile, type Looks, openWindow, shoot } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';
import { routesOf } from '../routes.ts';
import { createVisitor, visit } from '../visitor.ts';
import { fillForGuides, openGuided, WHO } from './fill-for-guides.ts';
import { takePicture } from './take-picture.ts';

const FOLDER = join('src', 'console', 'help', 'pictures');
/** All pictures together, in octets; what a reader fetches is those of one guide, in one language, on one ground. */
const MOST = 1_200_000;
const ONE_MOST = 30_000;
const steps = ROLES.flatMap((role) => GUIDES[role].tasks.flatMap((task) => task.steps));
const named = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('the guides', () => {
  it.each(LANGUAGES)('name the controls that they are checked by, in %s', (language) => {
    const t = translator(language);
    const all = ({ controls, later }: Step) => ({ ...controls, ...later });
    for (const one of steps) {
      const { text } = one;
      expect({ text, names: named(t(text)) }).toEqual({ text, names: Object.keys(all(one)).sort() });
    }
    // a control whose own words have something to fill in would be shown with its braces
    for (const key of steps.flatMap((one) => Object.values(all(one)))) expect(t(key)).not.toMatch(/[{}]/);
  });

  it('have the pictures that they show in both languages and on both grounds, of one size, and no others', () => {
    const wanted = PICTURES.flatMap((name) =>
      LANGUAGES.flatMap((language) => GROUNDS.map((ground) => pictureFile(name, language, ground))),
    );
    expect(readdirSync(FOLDER).sort()).toEqual([...wanted].sort());
    expect(new Set(ROLES.flatMap((role) => GUIDES[role].tasks.flatMap(({ picture }) => picture ?? [])))).toEqual(
      new Set(PICTURES),
    );
    const files = wanted.map((name) => readFileSync(join(FOLDER, name)));
    for (const file of files) {
      expect(sizeOf(file)).toEqual(PICTURE_SIZE);
      expect(file.length).toBeLessThan(ONE_MOST);
    }
    expect(files.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(MOST);
  });
});

/** What a WebP says of itself, plain or extended (RFC 9649, 2.5 and 2.7). */
function sizeOf(file: Buffer) {
  const isPlain = file.toString('latin1', 12, 16) === 'VP8 ';
  if (isPlain) return { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff };
  expect(file.toString('latin1', 12, 16)).toBe('VP8X');
  return { width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 };
}

describe('the guides over the pages', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall({ demo: true });
  });
  afterEach(() => hall.close());

  it('speak of pages that there are', () => {
    const routes = routesOf(hall.door).filter(({ method }) => method === 'get');
    expect(routes.map(({ path }) => path)).toEqual(expect.arrayContaining(steps.map(({ page }) => page)));
  });

  /** JETON_WRITE_PICTURES=1 (`npm run pictures`) takes the pictures anew. */
  it('name what their pages have, by its words, in both languages', async () => {
    const missing: string[] = [];
    const addresses = await fillForGuides(hall);
    const addressOf = (role: Role, { title }: Task, page: string) =>
      addresses.get(`${title} ${page}`) ?? addresses.get(`${role} ${page}`) ?? addresses.get(page) ?? page;
    const window = await openWindow(chromium(), hall, { width: PICTURE_SIZE.width });
    for (const role of ROLES) {
      await window.signIn(hall.loginOf(WHO[role] ?? ''));
      for (const language of LANGUAGES) {
        await window.open(`/aide?lang=${language}`);
        for (const task of GUIDES[role].tasks) {
          for (const [index, step] of task.steps.entries()) {
            if (step.page !== task.steps[index - 1]?.page)
              await openGuided(window, step.page, addressOf(role, task, step.page));
            missing.push(...lacking(step, await window.main(), language));
          }
          const { picture } = task;
          if (picture && process.env['JETON_WRITE_PICTURES'] === '1')
            for (const ground of GROUNDS) {
              await window.page.emulateMedia({ colorScheme: ground });
              await takePicture(window.page, task, language, join(FOLDER, pictureFile(picture, language, ground)));
            }
          await window.page.emulateMedia({ colorScheme: 'light' });
        }
      }
      await window.forget();
    }
    await window.close();
    expect([...missing, ...window.wrongs]).toEqual([]);
  }, 300_000);

  const lacking = ({ page, controls }: Step, main: string, language: (typeof LANGUAGES)[number]) => {
    const t = translator(language);
    const words = Object.values(controls).map((key) => t(key).replace(/\s+/g, ' '));
    return words.filter((word) => !main.includes(word)).map((word) => `${page} has no « ${word} »`);
  };

  it('stand behind the help, for each role, and for whoever is not signed in', async () => {
    const eve = await visit(hall, 'eve');
    expect((await eve.get('/aide')).main).toContain('href="/aide/porteur"');
    const own = await eve.get('/aide/porteur');
    expect(own.status).toBe(200);
    expect(own.main).toContain('href="/mes-jetons"');
    expect(own.main).toMatch(/<img[^>]* src="\/ressources\/ask\.fr\.light\.[0-9a-f]{16}\.webp"/);
    expect(own.main).toMatch(
      /<source media="\(prefers-color-scheme: dark\)" srcset="\/ressources\/ask\.fr\.dark\.[0-9a-f]{16}\.webp"/,
    );
    expect(own.main.match(/<img/g)).toHaveLength(
      own.main.match(/loading="lazy" width="960" height="600"/g)?.length ?? 0,
    );
    // who has another role reads how it is done, and is led nowhere
    expect((await eve.get('/aide/technicien')).main).not.toContain('href="/atelier"');
    const stranger = createVisitor(hall);
    for (const role of ROLES as readonly Role[])
      expect((await stranger.get(`/aide/${GUIDES[role].address}`)).status).toBe(200);
    expect((await stranger.get('/aide/roi')).status).toBe(404);
  });

  it('have their pictures on the ground that was chosen, which the system need not say', async () => {
    const stranger = createVisitor(hall);
    await stranger.get('/aide/valideur');
    for (const theme of GROUNDS) {
      await stranger.post('/affichage', { theme, _suite: '/aide/valideur' });
      const { main } = await stranger.get('/aide/valideur');
      expect(main).toMatch(new RegExp(`<img[^>]* src="[^"]+\\.fr\\.${theme}\\.[0-9a-f]{16}\\.webp"`));
      // on paper it is the light one
      const others = [...main.matchAll(/<source[^>]*>/g)].map(([source]) => source);
      expect(others.filter((source) => !/media="print" srcset="[^"]+\.light\./.test(source))).toEqual([]);
      expect(others.length > 0).toBe(theme === 'dark');
    }
  });

  it('have pictures that a browser may keep, as they are', async () => {
    const stranger = createVisitor(hall);
    const [, path = ''] = /<img[^>]* src="([^"]+)"/.exec((await stranger.get('/aide/valideur')).html) ?? [];
    const { status, headers } = await stranger.get(path, { 'accept-encoding': 'br, gzip' });
    expect([status, headers.get('content-type'), headers.get('content-encoding')]).toEqual([200, 'image/webp', null]);
    expect(headers.get('cache-control')).toContain('immutable');
    expect((await stranger.get(path, { 'accept-encoding': 'identity;q=0' })).status).toBe(406);
  });

  it.each<Looks>([
    { language: 'fr', scheme: 'light', width: 1366 },
    { language: 'en', scheme: 'dark', width: 320 },
  ])(
    'break no rule of accessibility, in $language, $scheme, at $width pixels',
    async (looks) => {
      const window = await openWindow(chromium(), hall, looks);
      const broken: string[] = [];
      for (const address of ['', ...ROLES.map((role) => `/${GUIDES[role].address}`)]) {
        await window.open(`/aide${address}?lang=${looks.language}`);
        broken.push(...(await faultsOf(window.page, address)));
        await shoot(window.page, `guide${address.replace('/', '-')}-${looks.language}-${looks.scheme}-${looks.width}`);
      }
      await window.close();
      expect([...broken, ...window.wrongs]).toEqual([]);
    },
    300_000,
  );
});
