import { mkdirSync } from 'node:fs';
import { type Browser as Chromium, chromium, type Page } from 'playwright-core';
import { LANGUAGES } from '../../src/words/translator.ts';
import { isLong } from '../support/runs/long.ts';
import { PASSWORD } from '../support/world/come-in.ts';
import type { Hall } from './hall.ts';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Chromium for all tests of the file: started before the first, ended after the last. */
export function chromiumOfFile(): () => Chromium {
  let started: Chromium | undefined;
  beforeAll(async () => {
    started = await startChromium();
  });
  afterAll(() => started?.close());
  return () => started as Chromium;
}

export interface Looks {
  language?: 'fr' | 'en';
  scheme?: 'light' | 'dark';
  width?: number;
  script?: boolean;
}

/** A screen by day and a phone in the dark; in a long run both languages, light and dark, at each width. */
export const looksOf = (...widths: number[]): Looks[] =>
  isLong()
    ? LANGUAGES.flatMap((language) =>
        (['light', 'dark'] as const).flatMap((scheme) => widths.map((width) => ({ language, scheme, width }))),
      )
    : [
        { language: 'fr', scheme: 'light', width: 1280 },
        { language: 'en', scheme: 'dark', width: 320 },
      ];

/** Starts Chromium with a fresh profile, once a test file. */
export function startChromium(): Promise<Chromium> {
  // libfaketime keeps Chromium waiting for minutes, and its own date matters to no page
  const env = { ...process.env, LD_PRELOAD: '' };
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS, env });
}

/**
 * A window of its own on the hall: cookies, theme and language are its alone. Everything that a page does wrong by itself is
 * noted: scripts that fail, files that are missing, requests that leave our origin, violations of the content security policy.
 */
export async function openWindow(chromium: Chromium, hall: Pick<Hall, 'url'>, looks: Looks = {}) {
  const { language = 'fr', scheme = 'light', width = 1280, script = true } = looks;
  const context = await chromium.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    javaScriptEnabled: script,
    acceptDownloads: true,
  });
  const wrongs: string[] = [];
  const page = await context.newPage();
  page.setDefaultTimeout(30_000); // ends what hangs; a busy machine draws slowly
  page.on('pageerror', (error) => wrongs.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // the browser's own line on a refused form says nothing that its page does not
    if (message.type() === 'error' && !/the server responded with a status of 4\d\d/.test(message.text())) {
      wrongs.push(`console: ${message.text()}`);
    }
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(hall.url) && !request.url().startsWith('data:'))
      wrongs.push(`leaves: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== 'document') {
      wrongs.push(`${response.status()} ${response.url()}`);
    }
  });
  const open = async (path: string): Promise<void> => {
    await page.goto(hall.url + path);
    // a page that goes on by itself, as the desk does with a token that is plugged in, is looked at where it ends
    if (script) await page.waitForSelector('#handover form[data-ready]', { state: 'detached' });
  };
  return {
    page,
    wrongs,
    open,
    /** Presses the one button or link of that name in the page's main part. */
    press: (name: string | RegExp) =>
      page
        .locator('main')
        .getByText(name, typeof name === 'string' ? { exact: true } : {})
        .first()
        .click(),
    /** The text of the page's main part, spaces made plain. */
    main: async () => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' '),
    signIn: async (login: string): Promise<void> => {
      await open(`/connexion?lang=${language}`);
      await page.fill('[name=login]', login);
      await page.fill('[name=password]', PASSWORD);
      await page.locator('main button[type=submit]').click();
      await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
    },
    /**
     * Nobody is signed in here any more; what it has of style sheets and scripts stays. The page is left first: what it still
     * asked for without a session would be answered with another cookie than that of the next form.
     */
    forget: async (): Promise<void> => {
      await page.goto('about:blank');
      await context.clearCookies();
    },
    close: () => context.close(),
  };
}
export type Window = Awaited<ReturnType<typeof openWindow>>;

/** A picture of the whole page into the folder that JETON_PICTURES names, for people to look at; without it, nothing. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['JETON_PICTURES'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true, timeout: 60_000 });
}
