import type { Page } from 'playwright-core';
import type { Somebody } from '../somebody.ts';

interface Stop {
  name: string;
  /** Its place in the document. */
  place: number;
  visible: boolean;
  /** A date has a stop for each of its parts, which are the browser's own. */
  hasParts: boolean;
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
    // a label of which nothing but the drawn box is shown has no width of its own
    const shown = label && label.getBoundingClientRect().width > 1 ? label : element;
    const { top, bottom, width, height } = shown.getBoundingClientRect();
    const inWindow = width > 1 && height > 1 && bottom > 0 && top < innerHeight;
    return {
      name: text.replace(/\s+/g, ' ').trim(),
      place: [...document.querySelectorAll('*')].indexOf(element),
      visible: marked && inWindow,
      hasParts: (element as HTMLInputElement).type === 'date',
    };
  });

/** Comes in by the passkey, from the page of the sign-in, without a mouse. */
export async function signInByKeys({ page, sees }: Pick<Somebody, 'page' | 'sees'>, keys: Keys): Promise<void> {
  await page.reload();
  await sees('Se connecter');
  await keys.enter('Se connecter avec une clé d’accès');
  await sees('Se connecter avec une clé d’accès');
  await keys.skip();
  await keys.enter('Se connecter avec une clé d’accès');
}

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
      const isNextPart = stop.hasParts && stop.place === before;
      if (!stop.visible && !isNextPart)
        lost.push(`${new URL(page.url()).pathname}: « ${stop.name} » has the keyboard, unseen`);
      if (stop.place <= before && !isNextPart)
        lost.push(`${new URL(page.url()).pathname}: « ${stop.name} » comes out of order`);
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
type Keys = ReturnType<typeof keyboardOf>;
