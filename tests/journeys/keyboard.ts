import type { Page } from 'playwright-core';

interface Stop {
  name: string;
  /** Its place in the document. */
  place: number;
  visible: boolean;
}

/** What has the keyboard, by the name that its label or text gives it. */
const stopAt = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const label = (element as HTMLInputElement).labels?.[0];
    const text = label?.textContent || element.getAttribute('aria-label') || element.textContent || element.title;
    const marked = [element, ...(label ? [label] : [])].some((one) =>
      [undefined, '::before', '::after'].some((part) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(one, part);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
      }),
    );
    const { top, bottom, width, height } = (label ?? element).getBoundingClientRect();
    const inWindow = width > 1 && height > 1 && bottom > 0 && top < innerHeight;
    return {
      name: text.replace(/\s+/g, ' ').trim(),
      place: [...document.querySelectorAll('*')].indexOf(element),
      visible: marked && inWindow,
    };
  });

/**
 * A person with a keyboard and no mouse. Each stop of the Tab key has to be seen and to stand after the one before: what cannot
 * is noted in `lost`.
 */
export function keyboardOf(page: Page) {
  const lost: string[] = [];
  /** Tab until the stop has that name. */
  const tabTo = async (name: string | RegExp): Promise<void> => {
    let before = (await stopAt(page)).place;
    const names: string[] = [];
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      const stop = await stopAt(page);
      if (!stop.visible) lost.push(`${new URL(page.url()).pathname}: « ${stop.name} » has the keyboard, unseen`);
      if (stop.place <= before) lost.push(`${new URL(page.url()).pathname}: « ${stop.name} » comes out of order`);
      before = stop.place;
      names.push(stop.name);
      if (typeof name === 'string' ? stop.name.startsWith(name) : name.test(stop.name)) return;
    }
    throw new Error(`${page.url()}: no Tab reaches « ${name} »: ${names.join(' | ')}`);
  };
  return {
    lost,
    tabTo,
    /** Past header and menu by the skip link, as who has no mouse does. */
    skip: async (): Promise<void> => {
      await tabTo('Contenu');
      await page.keyboard.press('Enter');
    },
    /** To what has that name, then the Enter key; the page that follows is there after it. */
    enter: async (name: string | RegExp): Promise<void> => {
      await tabTo(name);
      const shown = page.waitForEvent('load');
      await page.keyboard.press('Enter');
      await shown;
    },
  };
}
