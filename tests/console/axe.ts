import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { isLong } from '../support/runs/long.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['RGAAv4', 'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds, whether the page is wider than its window, and what it shows although it is hidden. */
export async function faultsOf(page: Page, where: string): Promise<string[]> {
  await page.evaluate(() => {
    for (const d of document.querySelectorAll('details')) d.open = true;
  });
  await page.evaluate(AXE); // through the debugger's door, which the page's policy does not stand in
  const found = await page.evaluate(
    async ({ tags, preload }) => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const { violations } = await axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        resultTypes: ['violations'],
        preload,
      });
      const shown = [...document.querySelectorAll('[hidden]')].filter(
        (one) => getComputedStyle(one).display !== 'none',
      );
      const wider = document.documentElement.scrollWidth - document.documentElement.clientWidth;
      return [
        ...violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`),
        ...(wider > 0 ? [`wider than the window by ${wider} pixels`] : []),
        ...shown.map((one) => `shows what is hidden: ${one.outerHTML.slice(0, 120)}`),
        ...(document.title === '' ? ['no title'] : []),
      ];
    },
    { tags: TAGS, preload: isLong() },
  ); // reading every style sheet again, for one rule, takes most of the time
  return found.map((fault) => `${where} – ${fault}`);
}
