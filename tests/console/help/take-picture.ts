import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { type Language, translator } from '../../../src/console/frame/translate.ts';
import type { Task } from '../../../src/console/help/guide.ts';
import { framedIn } from '../../../src/console/help/guide-page.tsx';
import { PICTURE_SIZE } from '../../../src/console/help/pictures.ts';

/** Of 100: letters stay sharp at this. */
const QUALITY = 32;
/** Between the picture's upper edge and the first thing that is framed. */
const ABOVE = 90;

/** A picture of the page that is open, where what its task names is framed; the browser itself writes WebP. */
export async function takePicture(page: Page, task: Task, language: Language, path: string): Promise<void> {
  const t = translator(language);
  const words = framedIn(task).flatMap(({ controls }) => Object.values(controls).map((key) => t(key)));
  const top = await page.evaluate(frame, words);
  const session = await page.context().newCDPSession(page);
  const main = await page.locator('main').evaluate((element) => {
    const { top: from, bottom } = element.getBoundingClientRect();
    return { from: from + scrollY, until: bottom + scrollY };
  });
  const y = Math.max(main.from, Math.min(top - ABOVE, main.until - PICTURE_SIZE.height));
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: QUALITY,
    captureBeyondViewport: true,
    clip: { x: 0, y, ...PICTURE_SIZE, scale: 1 },
  });
  writeFileSync(path, Buffer.from(data, 'base64'));
  await session.detach();
}

/** Frames the smallest thing that has each text, a field with its label; answers where the highest of them is on the page. */
function frame(words: readonly string[]): number {
  const plain = (text: string | null) => (text ?? '').replace(/\s+/g, ' ').trim();
  const holding = (word: string) =>
    [...document.querySelectorAll<HTMLElement>('main *')]
      .filter((element) => plain(element.textContent).includes(plain(word)))
      .reverse() // of those that say the same, the innermost first
      .sort((a, b) => plain(a.textContent).length - plain(b.textContent).length);
  for (const word of words) for (const element of holding(word)) element.closest('details')?.setAttribute('open', '');
  const tops = words.map((word) => {
    const found = holding(word).find((element) => element.checkVisibility({ visibilityProperty: true }));
    if (!found) return Number.POSITIVE_INFINITY;
    const framed = found.closest<HTMLElement>('.fr-input-group, .fr-select-group') ?? found;
    framed.style.outline = '3px solid #ce0500';
    framed.style.outlineOffset = framed.closest('thead') ? '-3px' : '3px';
    return framed.getBoundingClientRect().top + scrollY;
  });
  return Math.min(...tops, document.documentElement.scrollHeight);
}
