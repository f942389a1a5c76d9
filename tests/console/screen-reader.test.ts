import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumOfFile, openWindow, type Window } from './browser.ts';
import { type Hall, type Name, openHall } from './hall.ts';

const LINE = '/atelier/chaine';

/** The main pages, each by whoever has it for a home or comes for it, and after what; `frame` is what is around all of them. */
const PAGES: [name: string, who: Name | null, path: string, after?: (window: Window, hall: Hall) => Promise<void>][] = [
  ['sign-in', null, '/connexion'],
  ['frame', 'alice', '/aide'],
  ['agent', 'alice', '/mes-jetons'],
  ['request-form', 'alice', '/demandes/nouvelle'],
  [
    'request-refused',
    'alice',
    '/demandes/nouvelle',
    async ({ page, press }) => {
      await page.fill('[name=workstation]', 'PN-OLD');
      await press('Envoyer la demande');
      await page.waitForSelector('#alert');
    },
  ],
  ['request', 'bruno', '/demandes/DEM-1998-00002'],
  ['correspondent', 'corinne', '/service'],
  ['approver', 'valerie', '/approbations'],
  [
    'approver-done',
    'valerie',
    '/approbations',
    async ({ page, press }) => {
      await press(/^Tout sélectionner/);
      await press('Approuver la sélection');
      await page.waitForSelector('#notice');
    },
  ],
  ['technician', 'thomas', '/atelier'],
  ['officer', 'odile', '/securite'],
  ['administrator', 'armand', '/administration'],
  ['health', 'armand', '/sante'],
  ['supervisor', 'simon', '/pilotage'],
  ['auditor', 'aurore', '/journal?demande=DEM-1998-00002'],
  [
    'desk',
    'theo',
    '/remise',
    async ({ open }, hall) => {
      const { number } = await hall.produced(hall.eve, 'PN-3');
      await open(`/remise/${number}`);
    },
  ],
  ['line-places', 'thomas', LINE],
  [
    'line',
    'thomas',
    LINE,
    async ({ page }) => {
      await page.locator(`form[action="${LINE}/ouvrir"] button[type=submit]`).first().click();
      await page.waitForSelector('#line-scan');
    },
  ],
  [
    'locked',
    'thomas',
    LINE,
    async ({ page, open }, hall) => {
      hall.clock.pass(11 * 60_000);
      await open('/stock');
      await page.waitForSelector('[data-locked]');
    },
  ],
];
const FOLDER = join('tests', 'console', 'screen-reader');

/** Without what is another at each start: ids, serial numbers, hashes, keys, and the addresses of links. */
function plain(tree: string): string {
  const indent = (line: string | undefined): number => line?.search(/\S/) ?? -1;
  const lines = tree.split('\n');
  const isAddress = (line: string | undefined): boolean => line?.trim().startsWith('- /url:') === true;
  const kept = lines.flatMap((line, at) => {
    if (isAddress(line)) return [];
    const isAlone = isAddress(lines[at + 1]) && indent(lines[at + 2]) < indent(lines[at + 1]);
    return [isAlone ? line.replace(/:$/, '') : line];
  });
  const text = kept.join('\n').replace(/\b[0-9A-Z]{26}\b/g, '(id)');
  const hashes = text
    .replace(/\b[0-9a-f]{32,64}\b/g, '(hash)')
    .replace(/\b[0-9a-f]{4}( [0-9a-f]{4}){7}\b/g, '(serial)')
    .replace(/[\w+/]{43,}=*/g, '(hash)')
    .replace(/\bPersonne [0-9A-Z]{10}\b/g, 'Personne (code)');
  return `${hashes.replace(/\bjeton-\w{10}\//g, 'jeton-(key)/')}\n`;
}

/**
 * What a screen reader has of the main pages in French: landmarks, headings, names, their order, and the live regions (`alert`,
 * `status`) that it reads out by itself. A change is read by people before it is kept: JETON_WRITE_DOCS=1 writes the files.
 */
describe('a screen reader', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeAll(async () => {
    hall = await openHall();
    await hall.activeToken(hall.alice, 'PN-1');
    hall.clock.pass(1); // of two requests of one moment a list would show either first
    await hall.flow.request.submit(hall.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
  }, 120_000);
  afterAll(() => hall.close());

  it('finds the names, the order and the live regions of the main pages as people agreed to them', async () => {
    const window = await openWindow(chromium(), hall);
    const found: Record<string, string> = {};
    let before: Name | null | undefined;
    for (const [name, who, path, after] of PAGES) {
      if (who !== before) {
        await window.forget();
        if (who !== null) await window.signIn(hall.loginOf(who ?? ''));
        before = who;
      }
      await window.open(who === null ? `${path}?lang=fr` : path);
      await after?.(window, hall);
      const part = name === 'frame' ? 'body' : 'main';
      found[name] = plain(await window.page.locator(part).ariaSnapshot());
    }
    expect(window.wrongs).toEqual([]);
    await window.close();
    for (const [name, tree] of Object.entries(found)) {
      const file = join(FOLDER, `${name}.aria.txt`);
      if (process.env['JETON_WRITE_DOCS'] === '1') writeFileSync(file, tree);
      expect({ name, tree }).toEqual({ name, tree: readFileSync(file, 'utf8') });
    }
  }, 300_000);
});
