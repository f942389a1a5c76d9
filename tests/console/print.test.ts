import { mkdirSync, writeFileSync } from 'node:fs';
import { chromiumOfFile, openWindow } from './browser.ts';
import { type Hall, type Name, openHall } from './hall.ts';

/** What people print: lists, sheets, a request, a guide. */
const PAGES: [Name, string[]][] = [
  ['thomas', ['/stock', '/postes', '/postes/PN-1', '/demandes', '/atelier']],
  ['valerie', ['/approbations', '/demandes/DEM-1998-00002']],
  ['odile', ['/double-controle', '/securite']],
  ['aurore', ['/journal', '/aide/auditeur']],
  ['armand', ['/administration', '/sante']],
  ['simon', ['/pilotage', '/pilotage/previsions', '/pilotage/tendances']],
];
/** A4 within its margins, in CSS pixels. */
const PAPER = 680;

describe('a page on paper', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall({ demo: true });
    await hall.activeToken(hall.alice, 'PN-1');
    await hall.flow.request.submit(hall.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 1 });
  });
  afterEach(() => hall.close());

  it('has no menu, no button and no address, cuts no table, and is dark on white whatever the screen is', async () => {
    const window = await openWindow(chromium(), hall, { scheme: 'dark', width: PAPER });
    const wrong: unknown[] = [];
    for (const [name, paths] of PAGES) {
      await window.signIn(hall.loginOf(name ?? ''));
      for (const path of paths) {
        await window.open(path);
        await window.page.emulateMedia({ media: 'print' });
        await window.page.evaluate(
          () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
        );
        const found = await window.page.evaluate(onPaper);
        const age = window.page.locator('.jeton-printed');
        if (!(await age.isVisible()) || !(await age.textContent())?.includes('1998')) wrong.push(`${path}: has no day`);
        wrong.push(...found.map((what) => `${path}: ${what}`));
        await print(path.replace(/\W+/g, '-'), () => window.page.pdf({ preferCSSPageSize: true }));
        await window.page.emulateMedia({ media: 'screen' });
        if (await age.isVisible()) wrong.push(`${path}: says on the screen when it was opened`);
      }
      await window.forget();
    }
    expect(wrong).toEqual([]);
    // what is empty says so on paper too
    await window.signIn(hall.loginOf('valerie'));
    await window.open('/approbations?service=PREF-59');
    await window.page.emulateMedia({ media: 'print' });
    expect(await window.page.locator('main .jeton-empty').first().isVisible()).toBe(true);
    await window.close();
  }, 240_000);
});

/** What should not be on paper as the page is laid out now. */
function onPaper(): string[] {
  const shown = (selector: string) =>
    [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility());
  const pressed = shown('button, nav, .fr-btn, footer, .fr-skiplinks').map(
    (element) => `shows ${element.outerHTML.slice(0, 80)}`,
  );
  // what is asked for and not told: a form on paper is filled in by nobody
  const asked = shown('main input, main select, main textarea').map(
    (element) => `shows a field: ${element.outerHTML.slice(0, 80)}`,
  );
  const wide = shown('main table, main svg')
    .filter((table) => table.getBoundingClientRect().right > innerWidth + 1)
    .map((table) => `a table of ${Math.round(table.getBoundingClientRect().right)} pixels`);
  // letters one below another are no heading
  const broken = shown('main .jeton-table thead th').filter((head) => {
    const range = document.createRange();
    // of the words alone: a chart's sign stands above its word
    const words = [...head.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const tops = words.flatMap((text) => {
      range.selectNode(text);
      return [...range.getClientRects()].map(({ top }) => Math.round(top));
    });
    const lines = new Set(tops).size;
    return lines > (head.textContent ?? '').trim().split(/\s+/).length;
  });
  // what is kept together and is longer than a page, 950 pixels, leaves the rest of a page empty before it
  const kept = shown('main *').filter(
    (element) => getComputedStyle(element).breakInside === 'avoid' && element.getBoundingClientRect().height > 950,
  );
  const dark = shown('main img').filter((picture) => /\.dark\./.test((picture as HTMLImageElement).currentSrc));
  const acts = shown('main thead th').filter((head) => head.textContent?.trim() === 'Action');
  const isLight = (colour: string): boolean => {
    const [red = 0, green = 0, blue = 0] = colour.match(/\d+/g)?.map(Number) ?? [];
    return red * 0.2 + green * 0.7 + blue * 0.1 > 140;
  };
  const light = [
    ...shown('.fr-logo, .fr-header__service p, main :is(h1, td, th, p, .jeton-chart__bars)').filter((element) =>
      isLight(getComputedStyle(element).color),
    ),
    ...shown('main .jeton-history li').filter((element) => isLight(getComputedStyle(element).borderLeftColor)),
    ...shown('main .fr-alert').filter(
      (element) => getComputedStyle(element).getPropertyValue('--error-425-625') !== '#ce0500',
    ),
  ];
  // the motto below the arms is a picture of two: its white half is for dark screens
  const motto = shown('.fr-header .fr-logo').filter(
    (element) => !getComputedStyle(element, '::after').backgroundPosition.startsWith('0'),
  );
  const cut = shown('main pre').filter((text) => text.scrollWidth > text.clientWidth);
  const numbers = shown('main ol:not(.fr-raw-list) > li').filter((item) => item.getBoundingClientRect().left < 30);
  const large = shown('main td :is(.jeton-small, .fr-text--sm, p)').filter(
    (line) => Number.parseFloat(getComputedStyle(line).fontSize) > 12,
  );
  const long = shown('main').filter((main) => getComputedStyle(main).paddingBottom !== '0px');
  const addresses = shown('main a').filter((link) => getComputedStyle(link, '::after').content.includes('http'));
  const seen = (element: Element): Element[] => [...element.children].filter((child) => child.checkVisibility());
  const bare = shown('main section').filter((section) => seen(section).every((child) => /^H[23]$/.test(child.tagName)));
  const asking = shown('main section:has(> .jeton-actions):not(:has(dl, table))').filter((section) =>
    [...section.querySelectorAll(':scope > .jeton-actions')].every((acts) => seen(acts).length === 0),
  );
  return [
    ...pressed,
    ...bare.map((section) => `a heading with nothing below it: ${section.textContent}`),
    ...asking.map((section) => `what is only pressed: ${section.textContent}`),
    ...asked,
    ...wide,
    ...broken.map((head) => `a heading of letters: ${head.textContent}`),
    ...kept.map((element) => `is kept together: ${element.className}`),
    ...dark.map((picture) => `a dark picture: ${(picture as HTMLImageElement).alt}`),
    ...acts.map(() => 'a column of what is pressed'),
    ...light.map((element) => `is light: ${element.textContent?.slice(0, 40)}`),
    ...motto.map(() => 'a white motto'),
    ...cut.map((text) => `is cut: ${text.textContent?.slice(0, 40)}`),
    ...numbers.map((item) => `has its number outside of the margin: ${item.textContent?.slice(0, 40)}`),
    ...large.map((line) => `is larger than its row: ${line.textContent?.slice(0, 40)}`),
    ...long.map(() => 'an empty end, which may be a page of its own'),
    ...addresses.map((element) => `prints an address: ${element.textContent}`),
  ];
}

/** A printed page into the folder that JETON_PICTURES names, for people to look at; without it, nothing. */
async function print(name: string, paper: () => Promise<Buffer>): Promise<void> {
  const folder = process.env['JETON_PICTURES'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/paper${name}.pdf`, await paper());
}
