import { chromiumOfFile, openWindow, shoot } from '../browser.ts';
import { addressIn, openFilledHall } from '../filled-hall.ts';
import { type Hall, type Name, openHall } from '../hall.ts';
import { PAGES } from '../pages.ts';

/** What is cut off where a screen is narrow, or zoomed to 200 %. */
describe('a narrow screen', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
    await hall.activeToken(hall.alice, 'PN-1');
  });
  afterEach(() => hall.close());

  const NARROW: [Name, string][] = [
    ['alice', '/mes-jetons'],
    ['corinne', '/service'],
    ['simon', '/demandes'],
    ['simon', '/pilotage/echeances'],
    ['simon', '/pilotage/semaine'],
  ];
  it('shows a request with its state, and no page is wider than the screen', async () => {
    const window = await openWindow(chromium(), hall);
    const cut: string[] = [];
    for (const [name, path] of NARROW) {
      await window.signIn(hall.loginOf(name));
      for (const width of [320, 683, 768]) {
        await window.page.setViewportSize({ width, height: 900 });
        await window.open(path);
        const furthest = await window.page.evaluate(() =>
          Math.max(
            document.documentElement.scrollWidth,
            ...[...document.querySelectorAll('main .jeton-stacks .fr-badge')].map(
              (b) => b.getBoundingClientRect().right,
            ),
          ),
        );
        if (furthest > width) cut.push(`${path} at ${width}: ${Math.round(furthest)}`);
      }
      await window.forget();
    }
    await window.close();
    expect(cut).toEqual([]);
  });

  it('shows what ends a session without any scrolling', async () => {
    const window = await openWindow(chromium(), hall, { width: 320 });
    await window.signIn(hall.loginOf('alice'));
    await window.open('/compte/acces');
    const end = await window.page.locator('form[action*="/sessions/"] button').first().boundingBox();
    expect(end).not.toBeNull();
    expect(end!.x + end!.width).toBeLessThanOrEqual(320);
    await window.close();
  });

  it('breaks no number of a request, a machine or a token at its hyphen', async () => {
    const window = await openWindow(chromium(), hall, { width: 320 });
    const broken: string[] = [];
    for (const [name, path] of [
      ['alice', '/demandes/DEM-1998-00001'],
      ['alice', '/demandes/nouvelle'],
      ['thomas', '/postes/PN-1'],
      ['aurore', '/journal?jeton=B-0001'],
    ] as const) {
      await window.forget();
      await window.signIn(hall.loginOf(name));
      await window.open(path);
      broken.push(...(await window.page.evaluate(brokenNumbers)).map((text) => `${path}: ${text}`));
    }
    await window.close();
    expect(broken).toEqual([]);
  });

  it('has room for tables of two or three short columns', async () => {
    const window = await openWindow(chromium(), hall, { width: 320 });
    await window.signIn(hall.loginOf('simon'));
    const cut: unknown[] = [];
    for (const path of ['/pilotage', '/pilotage/previsions']) {
      await window.open(path);
      const tables = window.page.locator('.fr-table__content:not(:has(th:nth-child(4)))');
      expect(await tables.count()).toBeGreaterThan(0);
      cut.push(
        ...(await tables.evaluateAll((all) =>
          all
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map((table) => table.querySelector('caption')?.textContent),
        )),
      );
    }
    await window.close();
    expect(cut).toEqual([]);
  });

  it('says of a date what it is, where the heads of columns are left out', async () => {
    const window = await openWindow(chromium(), hall);
    await window.signIn(hall.loginOf('alice'));
    const shown: boolean[] = [];
    for (const width of [320, 683, 768, 769, 1366]) {
      await window.page.setViewportSize({ width, height: 900 });
      await window.open('/mes-jetons');
      shown.push(await window.page.locator('.jeton-stacks td span', { hasText: 'Demandée le' }).isVisible());
    }
    await window.close();
    expect(shown).toEqual([true, true, true, false, false]);
  });

  it('shows whole what became of each line, and what to do about it, on any screen', async () => {
    const window = await openWindow(chromium(), hall);
    const cut: string[] = [];
    const look = async (page: string, sentence: RegExp) => {
      expect(await window.main()).toMatch(sentence);
      for (const width of [1366, 768, 320]) {
        await window.page.setViewportSize({ width, height: 900 });
        const texts = await window.page.evaluate(cutTexts);
        cut.push(...texts.map((text) => `${page} at ${width}: ${text}`));
      }
      await window.page.setViewportSize({ width: 1366, height: 900 });
    };
    const send = async (...lines: string[]) => {
      await window.open('/service/fichier');
      const buffer = Buffer.from(['matricule;motif;poste;priorite', ...lines].join('\n'));
      await window.page.setInputFiles('[name=file]', { name: 'demandes.csv', mimeType: 'text/csv', buffer });
      await window.press('Envoyer les demandes');
      await window.page.waitForSelector('main table');
    };
    await window.signIn(hall.loginOf('corinne'));
    await send('M-BRUNO;première dotation;PN-2;', 'M-NOBODY;première dotation;PN-2;');
    await look('results', /M-NOBODY/);
    await send('M-BRUNO;envie;PN-2;urgente');
    await look('problems', /Format inattendu/);
    await window.forget();
    await window.signIn(hall.loginOf('valerie'));
    await window.open('/approbations');
    const [request] = await hall.reads.find('request', { state: 'submitted' });
    await window.page.locator(`#choice-${request!.number}`).check({ force: true });
    await hall.flow.approval.approve(hall.vincent, {
      requestId: request!.id,
      contentHash: request!.contentHash,
      seenPriority: 0,
    });
    await window.press('Approuver la sélection');
    await window.page.waitForSelector('#notice table');
    await look('outcomes', /Échec/);
    await window.close();
    expect(cut).toEqual([]);
  });

  it('shows a supervisor the whole stock on a usual screen', async () => {
    const window = await openWindow(chromium(), hall, { width: 1366 });
    await window.signIn(hall.loginOf('simon'));
    await window.open('/stock');
    const table = window.page.locator('.jeton-levels .fr-table__content');
    const [wide, room] = await table.evaluate((element) => [element.scrollWidth, element.clientWidth]);
    await window.close();
    expect(wide).toBe(room);
  });
});

/** 1366 pixels are a usual screen of the ministry's laptops. */
describe('a usual screen', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openFilledHall();
  });
  afterEach(() => hall.close());

  it('has room for every table of every page, and no form below many rows', async () => {
    const cut: string[] = [];
    const under: string[] = [];
    for (const language of ['fr', 'en'] as const) {
      const window = await openWindow(chromium(), hall, { width: 1366, language });
      for (const [name, paths] of PAGES) {
        if (name === null) continue;
        await window.signIn(hall.loginOf(name));
        for (const path of paths) {
          await window.open(await addressIn(hall, path));
          const wide = await window.page
            .locator('main .fr-table__content')
            .evaluateAll((tables) =>
              tables
                .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
                .map(
                  (table) =>
                    `${table.querySelector('caption')?.textContent}: ${table.scrollWidth} of ${table.clientWidth}`,
                ),
            );
          cut.push(...wide.map((table) => `${path}, ${language}: ${table}`));
          under.push(...(await window.page.evaluate(formsUnder, MANY_ROWS)).map((form) => `${path}: ${form}`));
          await shoot(window.page, `${name}${path.replace(/\W+/g, '-')}-${language}-1366`);
        }
        await window.forget();
      }
      await window.close();
    }
    expect(cut).toEqual([]);
    expect([...new Set(under)]).toEqual([]);
  }, 400_000);
});

/** Whoever has this many rows before them does not look below them for what can be done. */
const MANY_ROWS = 20;
/** Forms that stand below a table of many rows, by where they are sent. */
function formsUnder(many: number): string[] {
  const tables = [...document.querySelectorAll('main table')].filter(
    (table) => table.querySelectorAll('tbody > tr').length >= many,
  );
  return [...document.querySelectorAll('main form')]
    .filter((form) =>
      tables.some(
        (table) =>
          (table.compareDocumentPosition(form) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 && !table.contains(form),
      ),
    )
    .map((form) => `${form.getAttribute('action')} under many rows`);
}

/** Numbers of which a line has only a part. */
function brokenNumbers(): string[] {
  const texts = document.createTreeWalker(document.querySelector('main') as HTMLElement, NodeFilter.SHOW_TEXT);
  const broken: string[] = [];
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
    for (const { 0: number, index } of (node.textContent ?? '').matchAll(/\b(?:DEM|PN|B)-[\dA-Z-]+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + number.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(number);
    }
  return broken;
}

/** Texts of tables of which a part is hidden: only scrolling would show it. */
function cutTexts(): string[] {
  const cut: string[] = [];
  for (const table of document.querySelectorAll('main .fr-table__content')) {
    const texts = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      if (node.parentElement?.closest('td, th') === null) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const right = Math.max(0, ...[...range.getClientRects()].map((rect) => rect.right));
      if (right > Math.min(table.getBoundingClientRect().right, window.innerWidth)) cut.push(node.textContent ?? '');
    }
  }
  return cut;
}
