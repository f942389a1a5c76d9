import { en, fr, type Key } from '../../../src/console/frame/translate.ts';
import { HEALTH_PARTS, HEALTH_SAYS, type HealthPart, sayHealth } from '../../../src/words/health.ts';

const keys = Object.keys(fr) as Key[];
/** What the menu calls the pages, in French and in English. */
const MENU = keys.flatMap((key) => (/^menu\./.test(key) ? [{ fr: fr[key], en: en[key] }] : []));
/** What somebody does where the service is not in order. */
const REMEDIES = HEALTH_SAYS.map((says) => {
  const part = HEALTH_PARTS.find((one) => one === says.slice(0, says.lastIndexOf('.'))) as HealthPart;
  const inLanguage = (language: 'fr' | 'en') =>
    sayHealth({ part, state: 'broken', says, facts: {}, times: {} }, language, String).remedy.replaceAll(
      /[\u00a0\u202f]/g,
      ' ',
    );
  return { key: `${part}.do`, fr: inLanguage('fr'), en: inLanguage('en') };
});
const TEXTS = [...keys.map((key) => ({ key, fr: fr[key], en: en[key] })), ...REMEDIES];

describe('a sentence that sends somebody to a page', () => {
  it('calls it as the menu does', () => {
    const names = new Set(MENU.map((name) => name.fr));
    const called = TEXTS.flatMap(({ key, fr: text }) =>
      [...text.matchAll(/\bpages? (?:« ([^»]+) »|(\p{Lu}\p{L}+))/gu)].map(([, quoted, plain]) => ({
        key,
        page: quoted ?? plain ?? '',
      })),
    );
    expect(called.length).toBeGreaterThan(3);
    expect(called.filter(({ page }) => !names.has(page))).toEqual([]);
  });

  it.each(MENU)('names $fr in English as the English menu does', ({ fr: french, en: english }) => {
    const said = TEXTS.filter((text) => text.fr.includes(`« ${french} »`));
    expect(said.filter((text) => !text.en.includes(`“${english}”`)).map(({ key }) => key)).toEqual([]);
  });
});
