import type { Page } from 'playwright-core';

/** What the browser itself saw of its user, kept across pages: an init script. */
export function countGestures(): void {
  const note = (what: string) => {
    const seen = JSON.parse(sessionStorage.getItem('seen') ?? '{}') as Record<string, number>;
    sessionStorage.setItem('seen', JSON.stringify({ ...seen, [what]: (seen[what] ?? 0) + 1 }));
  };
  addEventListener('click', (event) => event.isTrusted && event.detail > 0 && note('click'), true);
  addEventListener(
    'keydown',
    ({ key, isTrusted }) => isTrusted && note(key === 'Enter' ? 'enter' : key.length > 1 ? 'function' : 'character'),
    true,
  );
}

/** How many of each it saw since the script was there. */
export const seenIn = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(() => JSON.parse(sessionStorage.getItem('seen') ?? '{}') as Record<string, number>);
